#pragma once

// Translates a policy of the language to the IR: adds the rules that it extends and includes, in
// the order in which they are tried, resolves lists and conditions for each architecture, and
// replaces `deny` by the verdict that it stands for.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/docker/docker_context.h"
#include "compiler/ir/policy.h"
#include "compiler/language/apparmor_layer.h"
#include "compiler/language/library.h"
#include "compiler/language/reporter.h"

namespace polc::language {

// One rule as its author wrote it: an action and a line of syscalls.
struct SourceRule {
  const dsl::Action* action = nullptr;
  const dsl::RuleLine* line = nullptr;
  const Unit* unit = nullptr;
  std::vector<const dsl::Environment*> when;  // its own last; all must hold
  bool own = false;  // stands in the policy itself, not in what it includes or extends
};

struct Resolved {
  Policy policy;
  // policy.rules[i] comes of rules[rule_of[i]]; kFromProfile: of the Docker-format base.
  static constexpr uint32_t kFromProfile = UINT32_MAX;
  std::vector<uint32_t> rule_of;
  std::vector<SourceRule> rules;
  std::optional<std::vector<std::string>> flags;  // SECCOMP_FILTER_FLAG_*
  Span default_origin;
  // The syscalls of all rules that can hold where the policy is to run, without those that only get
  // the default.
  size_t name_count = 0;
  AppArmorLayer layer;
};

// `context.arches` overrides the policy's `arch`; of a policy for several machines' architectures,
// those of `context.native`'s are taken. Nothing after a reported mistake. Throws
// NodeBudgetExceeded.
[[nodiscard]] std::optional<Resolved> Resolve(Library& library, Definition<dsl::Policy> policy,
                                              const DockerContext& context, Reporter& reporter);

// Reports the mistakes in what can only be included: policies without a default, and the rules of a
// fragment.
void CheckParts(Library& library, const Unit& unit, const DockerContext& context,
                Reporter& reporter);

// The native architectures of the machines that the policy is for; empty if it does not say.
[[nodiscard]] std::vector<Arch> NativesOf(Library& library, Definition<dsl::Policy> policy,
                                          Reporter& reporter);

// The architectures that the policy, or the Docker-format profile on `context.native`, is for;
// empty if it does not say.
[[nodiscard]] std::vector<Arch> ArchesOf(Library& library, const Target& target,
                                         const DockerContext& context, Reporter& reporter);

// The architectures of these names; nothing, and a report, if one is unknown.
[[nodiscard]] std::optional<std::vector<Arch>> ReadArches(const std::vector<dsl::Text>& names,
                                                          Reporter& reporter);

// The environments in which the tests of all `when`s hold; reports unknown capabilities. Removes
// from `arches` those that a test excludes.
[[nodiscard]] std::optional<Environment> ResolveEnvironment(
    const std::vector<const dsl::Environment*>& when, std::vector<Arch>& arches,
    Reporter& reporter);

}  // namespace polc::language
