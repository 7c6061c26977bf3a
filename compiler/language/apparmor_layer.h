#pragma once

// What a policy says for AppArmor: its `apparmor { … }` section, and the rules that it shares with
// the seccomp layer (`capability`, `network`, `file`). All are AppArmor's own text, read by
// grammar/apparmor with the places of the `.polc` file.

#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "grammar/apparmor/ast.h"
#include "grammar/polc/ast.h"

namespace polc::language {

// The shared rules of one kind. Those of a policy replace those of its base, as settings do.
struct SharedRules {
  std::vector<const dsl::SharedRule*> rules;
  SourceId source = SourceId::None;
};

struct AppArmorLayer {
  SharedRules capabilities, networks, files;
  const dsl::AppArmorSection* section = nullptr;
  SourceId section_source = SourceId::None;

  [[nodiscard]] bool empty() const {
    return section == nullptr && capabilities.rules.empty() && networks.rules.empty() &&
           files.rules.empty();
  }
};

// "capability", "network" or "file".
[[nodiscard]] std::string_view KindOf(const dsl::SharedRule& rule);

// The layer of the policy itself, without its bases; the first section if there are several.
[[nodiscard]] AppArmorLayer OwnLayer(const dsl::Policy& policy, SourceId source);

// The rules as AppArmor's grammar reads them; reports what it cannot read.
[[nodiscard]] aa::Block ReadRules(const SharedRules& shared, DiagnosticSink& diagnostics);

// The whole layer as a file of one profile with the name of the policy: the shared rules, then
// those of the section.
[[nodiscard]] aa::File ReadProfile(const AppArmorLayer& layer, std::string_view name,
                                   DiagnosticSink& diagnostics);

}  // namespace polc::language
