#pragma once

// A policy under test as two filters: one gives the verdict of each call, the other the rule that
// decides it. Capabilities and the kernel are variables in both.

#include <optional>
#include <vector>

#include "compiler/ir/diagram.h"
#include "compiler/language/resolve.h"

namespace polc::language {

class TestedPolicy {
 public:
  // Nothing after a reported mistake. Throws NodeBudgetExceeded.
  [[nodiscard]] static std::optional<TestedPolicy> Make(Diagram& diagram, Library& library,
                                                        Definition<dsl::Policy> policy,
                                                        const DockerContext& context,
                                                        Reporter& reporter);
  // The same for a reference, which may name a policy or a Docker-format profile.
  [[nodiscard]] static std::optional<TestedPolicy> Make(Diagram& diagram, Library& library,
                                                        const Target& target,
                                                        const DockerContext& context,
                                                        Reporter& reporter);

  [[nodiscard]] const Policy& policy() const { return resolved_.policy; }
  [[nodiscard]] const Resolved& resolved() const { return resolved_; }
  [[nodiscard]] Filter answers() const { return answers_; }
  // Leaves: the index of the source rule that decides + 1; 0 where none of the policy's language
  // does.
  [[nodiscard]] NodeId deciders() const { return deciders_; }
  // The place of the rule or default that decides a call; an unknown span if there is none.
  [[nodiscard]] Span Origin(const Call& call) const;

 private:
  TestedPolicy(Diagram& diagram, Resolved resolved);
  Resolved resolved_;
  Filter answers_;
  NodeId deciders_;
};

}  // namespace polc::language
