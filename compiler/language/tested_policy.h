#pragma once

// A policy under test: what it answers, and which of its rules does, as filters in which
// capabilities and the kernel are variables.

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
  // The same for a Docker-format profile or a policy, whatever the reference names.
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
  // Where the answer to a call comes from; an unknown span if nothing in a text does.
  [[nodiscard]] Span Origin(const Call& call) const;

 private:
  TestedPolicy(Diagram& diagram, Resolved resolved);
  Resolved resolved_;
  Filter answers_;
  NodeId deciders_;
};

}  // namespace polc::language
