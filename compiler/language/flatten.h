#pragma once

// Puts a policy together with everything that it extends and includes: its rules in the order in
// which they are tried, and for each kind of setting the nearest one.

#include <variant>
#include <vector>

#include "compiler/language/apparmor_layer.h"
#include "compiler/language/library.h"
#include "compiler/language/reporter.h"
#include "compiler/language/resolve.h"

namespace polc::language {

struct Flattened {
  // A rule, or all the rules of a Docker-format profile.
  std::vector<std::variant<SourceRule, const SourceFile*>> rules;
  // Each with the unit that it stands in; null if there is no such setting.
  const dsl::ArchSetting* arch = nullptr;
  Span arch_place;
  const dsl::DefaultSetting* otherwise = nullptr;
  const Unit* otherwise_unit = nullptr;
  const dsl::BadArchSetting* bad_arch = nullptr;
  const Unit* bad_arch_unit = nullptr;
  const dsl::FlagsSetting* flags = nullptr;
  // The base at the end of the chain, if it is a Docker-format profile: it has all settings.
  const SourceFile* profile = nullptr;
  AppArmorLayer layer;
  bool base_missing = false;  // some base of the chain was not found
};

[[nodiscard]] Flattened Flatten(Library& library, Definition<dsl::Policy> policy,
                                Reporter& reporter);
// The rules that stand outside of policies.
[[nodiscard]] Flattened FlattenFragment(Library& library, const Unit& fragment, Reporter& reporter);

}  // namespace polc::language
