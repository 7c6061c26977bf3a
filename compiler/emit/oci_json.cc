// Printed by hand, because the layout is for readers. The keys and values are those that runc and crun both take: `errnoRet`
// with ERRNO and TRACE only (crun refuses it with other actions), numbers in decimal (crun reads a string as 0).

#include "compiler/emit/oci_json.h"

#include "compiler/emit/rule_groups.h"
#include "compiler/emit/text.h"
#include "syscalls/arch.h"

namespace polc {
namespace {

bool HasData(Verdict verdict) { return verdict.action == Action::Errno || verdict.action == Action::Trace; }

std::string Quoted(std::string_view text) {
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

std::vector<std::string> QuotedAll(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(Quoted(text));
  return quoted;
}

std::string Argument(const ScmpCompare& compare) {
  std::string out = "{ \"index\": " + std::to_string(compare.arg) + ", \"value\": " + std::to_string(compare.value);
  if (compare.op == CompareOp::MaskedEq) out += ", \"valueTwo\": " + std::to_string(compare.value_two);
  return out + ", \"op\": \"" + std::string(ScmpName(compare.op)) + "\" }";
}

std::string Element(const RuleGroup& group) {
  std::string out = "    {\n      \"names\": " + WrappedList(QuotedAll(group.names), {"[", "]"}, 6, 15) + ",\n";
  out += "      \"action\": \"" + std::string(ScmpName(group.verdict.action)) + "\"";
  if (HasData(group.verdict)) out += ",\n      \"errnoRet\": " + std::to_string(group.verdict.data);
  if (!group.args.empty()) {
    std::vector<std::string> args;
    for (const ScmpCompare& compare : group.args) args.push_back(Argument(compare));
    out += ",\n      \"args\": " + WrappedList(args, {"[", "]"}, 6, 14);
  }
  return out + "\n    }";
}

}  // namespace

std::string ToOciJson(const ScmpFilter& filter) {
  std::string out = "{\n  \"defaultAction\": \"" + std::string(ScmpName(filter.otherwise.action)) + "\",\n";
  if (HasData(filter.otherwise)) out += "  \"defaultErrnoRet\": " + std::to_string(filter.otherwise.data) + ",\n";
  std::vector<std::string> arches;
  for (const Arch arch : filter.arches) arches.push_back(Quoted(TraitsOf(arch).scmp_name));
  out += "  \"architectures\": " + WrappedList(arches, {"[", "]"}, 2, 19) + ",\n";
  if (filter.flags) out += "  \"flags\": " + WrappedList(QuotedAll(*filter.flags), {"[", "]"}, 2, 11) + ",\n";
  if (!filter.listener_path.empty()) out += "  \"listenerPath\": " + Quoted(filter.listener_path) + ",\n";
  if (!filter.listener_metadata.empty()) out += "  \"listenerMetadata\": " + Quoted(filter.listener_metadata) + ",\n";
  out += "  \"syscalls\": [";
  std::string_view separator = "\n";
  for (const RuleGroup& group : GroupRules(filter)) {
    out += separator;
    out += Element(group);
    separator = ",\n";
  }
  return out + (separator == "\n" ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace polc
