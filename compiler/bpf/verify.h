#pragma once

// The proof of every program before it is written: executed symbolically, it must give the very
// same diagram as the filter that it was made of. If it does not, some call shows the difference.

#include <optional>
#include <string>

#include "compiler/bpf/program.h"
#include "compiler/ir/diagram.h"
#include "compiler/ir/verdict.h"

namespace polc::bpf {

// A call that the two answer differently.
struct Counterexample {
  Call call;
  Verdict first, second;
};

// Nothing if the two are equal.
[[nodiscard]] std::optional<Counterexample> FindDifference(Diagram& diagram, Filter first,
                                                           Filter second);

struct Proof {
  enum class Result { Equal, Different, Unsupported } result;
  // For Different: `first` is the filter's answer, `second` the program's.
  Counterexample counterexample = {};
  std::string reason = "";  // for Unsupported
};

// Throws NodeBudgetExceeded.
[[nodiscard]] Proof Prove(Diagram& diagram, const Program& program, Endian endian, Filter filter);

}  // namespace polc::bpf
