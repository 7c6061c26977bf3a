#include "compiler/emit/json_words.h"

#include "compiler/emit/rule_groups.h"

namespace polc {

bool HasJsonData(Verdict verdict) {
  return verdict.action == Action::Errno || verdict.action == Action::Trace;
}

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
  std::string out = "{ \"index\": " + std::to_string(compare.arg) +
                    ", \"value\": " + std::to_string(compare.value);
  if (compare.op == CompareOp::MaskedEq)
    out += ", \"valueTwo\": " + std::to_string(compare.value_two);
  return out + ", \"op\": \"" + std::string(ScmpName(compare.op)) + "\" }";
}

}  // namespace polc
