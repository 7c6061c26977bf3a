#include "compiler/language/check.h"

#include <algorithm>

#include "compiler/language/syscall_lists.h"
#include "compiler/language/values.h"

namespace polc::language {

void CheckDefinitions(const Library& library, Reporter& reporter) {
  Values values(reporter);
  SyscallLists lists({}, reporter);
  for (const auto& unit : library.units()) {
    for (const dsl::Statement& statement : unit->file.statements) {
      if (const auto* let = std::get_if<dsl::Let>(&statement.node)) values.CheckLet(*unit, *let);
      if (const auto* set = std::get_if<dsl::SetDefinition>(&statement.node)) lists.CheckSet(*unit, *set);
    }
  }
}

bool IsWhole(const dsl::Policy& policy) {
  return policy.base || std::any_of(policy.body.lines.begin(), policy.body.lines.end(), [](const dsl::Statement& statement) {
           return std::holds_alternative<dsl::DefaultSetting>(statement.node);
         });
}

}  // namespace polc::language
