#include "compiler/language/check.h"

#include <algorithm>

#include "compiler/language/apparmor_layer.h"
#include "compiler/language/syscall_lists.h"
#include "compiler/language/values.h"

namespace polc::language {
namespace {

// Reports what AppArmor's grammar cannot read. The meaning of the rules is checked with the whole
// profile.
void CheckLayerText(const dsl::Policy& policy, SourceId source, Reporter& reporter) {
  const AppArmorLayer layer = OwnLayer(policy, source);
  if (!layer.empty()) (void)ReadProfile(layer, policy.name.value, reporter.sink());
  for (const dsl::Statement& statement : policy.body.lines) {
    const auto* section = std::get_if<dsl::AppArmorSection>(&statement.node);
    if (section == nullptr || section == layer.section) continue;
    reporter.Add(
        {.id = DiagnosticId::DuplicateDefinition,
         .span = statement.span,
         .message = "a policy has one `apparmor` section; put all its rules into the first one",
         .labels = {{layer.section->header.span, "the first"}}});
  }
}

}  // namespace

void CheckDefinitions(const Library& library, Reporter& reporter) {
  Values values(reporter);
  SyscallLists lists({}, reporter);
  for (const auto& unit : library.units()) {
    for (const dsl::Statement& statement : unit->file.statements) {
      if (const auto* let = std::get_if<dsl::Let>(&statement.node)) values.CheckLet(*unit, *let);
      if (const auto* set = std::get_if<dsl::SetDefinition>(&statement.node))
        lists.CheckSet(*unit, *set);
      if (const auto* policy = std::get_if<dsl::Policy>(&statement.node))
        CheckLayerText(*policy, unit->file.source, reporter);
    }
  }
}

bool IsWhole(const dsl::Policy& policy) {
  return policy.base ||
         std::any_of(policy.body.lines.begin(), policy.body.lines.end(),
                     [](const dsl::Statement& statement) {
                       return std::holds_alternative<dsl::DefaultSetting>(statement.node);
                     });
}

}  // namespace polc::language
