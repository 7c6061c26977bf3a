#pragma once

// The proof that stands before every output: the program is executed symbolically and must be the
// very same diagram as the filter it claims to be. If it is not, some call shows it.

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
  Counterexample counterexample =
      {};  // for Different: `first` is what the filter says, `second` what the program does
  std::string reason = "";  // for Unsupported
};

// Throws NodeBudgetExceeded.
[[nodiscard]] Proof Prove(Diagram& diagram, const Program& program, Endian endian, Filter filter);

}  // namespace polc::bpf
