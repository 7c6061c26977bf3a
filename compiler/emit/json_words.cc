#include "compiler/emit/json_words.h"

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/emit/rule_groups.h"
#include "compiler/emit/text.h"

namespace polc {

namespace {

// `errnoRet` goes with ERRNO and TRACE only: crun refuses it with other actions.
bool HasData(Verdict verdict) {
  return verdict.action == Action::Errno || verdict.action == Action::Trace;
}

}  // namespace

std::string JsonQuoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      out += {'\\', 'u', '0', '0', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::vector<std::string> JsonQuotedAll(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(JsonQuoted(text));
  return quoted;
}

std::string JsonArgument(const ScmpCompare& compare) {
  const std::string value_two =
      compare.op == CompareOp::MaskedEq ? StrFormat("\"valueTwo\": {}, ", compare.value_two) : "";
  return StrFormat("{{ \"index\": {}, \"value\": {}, {}\"op\": \"{}\" }}", compare.arg,
                   compare.value, value_two, ScmpName(compare.op));
}

std::string JsonDefault(Verdict otherwise) {
  std::string out = StrFormat("{{\n  \"defaultAction\": \"{}\",\n", ScmpName(otherwise.action));
  if (HasData(otherwise)) out += StrFormat("  \"defaultErrnoRet\": {},\n", otherwise.data);
  return out;
}

std::string JsonRule(const std::vector<std::string>& names, Verdict verdict,
                     const std::vector<ScmpCompare>& args) {
  std::string out =
      StrFormat("      \"names\": {},\n      \"action\": \"{}\"",
                WrappedList(JsonQuotedAll(names), {"[", "]"}, 6, 15), ScmpName(verdict.action));
  if (HasData(verdict)) out += StrFormat(",\n      \"errnoRet\": {}", verdict.data);
  if (!args.empty()) {
    std::vector<std::string> compares;
    for (const ScmpCompare& compare : args) compares.push_back(JsonArgument(compare));
    out += StrFormat(",\n      \"args\": {}", WrappedList(compares, {"[", "]"}, 6, 14));
  }
  return out;
}

std::string JsonRules(const std::vector<std::string>& elements) {
  if (elements.empty()) return "  \"syscalls\": []\n}\n";
  return StrFormat("  \"syscalls\": [\n{}\n  ]\n}}\n", Join(elements, ",\n"));
}

}  // namespace polc
