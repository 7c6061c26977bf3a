#pragma once

// Runs a BPF program on all inputs at once and returns what it computes as a diagram. It proves
// every program that polc writes (verify.h), and reads filters that others wrote.

#include <optional>
#include <string>

#include "compiler/bpf/program.h"
#include "compiler/ir/diagram.h"

namespace polc::bpf {

// The first instruction whose result cannot be represented, and why. polc never guesses.
struct Unsupported {
  size_t at = 0;
  std::string reason;
};

// Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<Filter> Execute(Diagram& diagram, const Program& program, Endian endian,
                                            Unsupported& unsupported);

}  // namespace polc::bpf
