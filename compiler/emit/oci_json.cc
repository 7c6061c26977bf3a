// Printed without a JSON library, because the layout is for people. runc and crun both read these
// keys and values. Numbers are decimal, because crun reads a string as 0.

#include "compiler/emit/oci_json.h"

#include "compiler/base/str_format.h"
#include "compiler/emit/json_words.h"
#include "compiler/emit/rule_groups.h"
#include "compiler/emit/text.h"
#include "syscalls/arch.h"

namespace polc {
namespace {

std::string Element(const RuleGroup& group) {
  return StrFormat("    {{\n{}\n    }}", JsonRule(group.names, group.verdict, group.args));
}

}  // namespace

std::string ToOciJson(const ScmpFilter& filter) {
  std::string out = JsonDefault(filter.otherwise);
  std::vector<std::string> arches;
  for (const Arch arch : filter.arches) arches.push_back(JsonQuoted(TraitsOf(arch).scmp_name));
  out += StrFormat("  \"architectures\": {},\n", WrappedList(arches, {"[", "]"}, 2, 19));
  if (filter.flags) {
    out += StrFormat("  \"flags\": {},\n",
                     WrappedList(JsonQuotedAll(*filter.flags), {"[", "]"}, 2, 11));
  }
  if (!filter.listener_path.empty())
    out += StrFormat("  \"listenerPath\": {},\n", JsonQuoted(filter.listener_path));
  if (!filter.listener_metadata.empty())
    out += StrFormat("  \"listenerMetadata\": {},\n", JsonQuoted(filter.listener_metadata));
  std::vector<std::string> rules;
  for (const RuleGroup& group : GroupRules(filter)) rules.push_back(Element(group));
  return out + JsonRules(rules);
}

}  // namespace polc
