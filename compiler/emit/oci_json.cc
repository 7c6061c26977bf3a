// Printed by hand, because the layout is for readers. The keys and values are those that runc and
// crun both take: numbers in decimal, because crun reads a string as 0.

#include "compiler/emit/oci_json.h"

#include "compiler/emit/json_words.h"
#include "compiler/emit/rule_groups.h"
#include "compiler/emit/text.h"
#include "syscalls/arch.h"

namespace polc {
namespace {

std::string Element(const RuleGroup& group) {
  std::string out =
      "    {\n      \"names\": " + WrappedList(JsonQuotedAll(group.names), {"[", "]"}, 6, 15) +
      ",\n";
  out += "      \"action\": \"" + std::string(ScmpName(group.verdict.action)) + "\"";
  if (HasJsonData(group.verdict))
    out += ",\n      \"errnoRet\": " + std::to_string(group.verdict.data);
  if (!group.args.empty()) {
    std::vector<std::string> args;
    for (const ScmpCompare& compare : group.args) args.push_back(JsonArgument(compare));
    out += ",\n      \"args\": " + WrappedList(args, {"[", "]"}, 6, 14);
  }
  return out + "\n    }";
}

}  // namespace

std::string ToOciJson(const ScmpFilter& filter) {
  std::string out =
      "{\n  \"defaultAction\": \"" + std::string(ScmpName(filter.otherwise.action)) + "\",\n";
  if (HasJsonData(filter.otherwise))
    out += "  \"defaultErrnoRet\": " + std::to_string(filter.otherwise.data) + ",\n";
  std::vector<std::string> arches;
  for (const Arch arch : filter.arches) arches.push_back(JsonQuoted(TraitsOf(arch).scmp_name));
  out += "  \"architectures\": " + WrappedList(arches, {"[", "]"}, 2, 19) + ",\n";
  if (filter.flags)
    out += "  \"flags\": " + WrappedList(JsonQuotedAll(*filter.flags), {"[", "]"}, 2, 11) + ",\n";
  if (!filter.listener_path.empty())
    out += "  \"listenerPath\": " + JsonQuoted(filter.listener_path) + ",\n";
  if (!filter.listener_metadata.empty())
    out += "  \"listenerMetadata\": " + JsonQuoted(filter.listener_metadata) + ",\n";
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
