#pragma once

// A guard as people write conditions: an `or` of `and`s of tests on whole arguments. describe.h
// puts it into words. It is a structure, and not only text, so that it can be evaluated and proved
// equal to its diagram.

#include <cstdint>
#include <vector>

#include "compiler/ir/diagram.h"

namespace polc {

struct ValueRange {
  uint64_t first;
  uint64_t last;
  friend bool operator==(ValueRange, ValueRange) = default;
};

enum class Membership : uint8_t { In, NotIn };

// `x & mask` lies in one of the ranges (In) or in none (NotIn), x being the value of the slice.
struct Atom {
  Slice slice;    // an argument, half of one, or another input after arch and nr
  uint64_t mask;  // all bits of the slice for a plain comparison
  Membership membership;
  std::vector<ValueRange> ranges;  // at least one; sorted, disjoint, with no bits outside the mask

  [[nodiscard]] bool is_plain() const;
  friend bool operator==(const Atom&, const Atom&) = default;
};

// How many numbers it takes to write the set.
[[nodiscard]] size_t Cost(const Atom& atom);

// Holds if all atoms do; always true if there are none.
struct Conjunction {
  std::vector<Atom> atoms;
  friend bool operator==(const Conjunction&, const Conjunction&) = default;
};

// Holds if one conjunction does; always false if there are none.
struct Clauses {
  std::vector<Conjunction> any;
  bool complete = true;  // if false, the guard holds in further cases, too many to list

  // How much there is to read. Incomplete clauses cost more than all complete ones.
  [[nodiscard]] size_t cost() const;
  friend bool operator==(const Clauses&, const Clauses&) = default;
};

// The guard must not depend on arch and nr. Time and size are bounded for every guard. Throws
// NodeBudgetExceeded.
[[nodiscard]] Clauses MakeClauses(Diagram& diagram, Guard guard);

[[nodiscard]] bool Holds(const Atom& atom, const Call& call);
[[nodiscard]] bool Holds(const Conjunction& conjunction, const Call& call);
[[nodiscard]] bool Holds(const Clauses& clauses, const Call& call);

[[nodiscard]] Guard BuildGuard(Diagram& diagram, const Atom& atom);
[[nodiscard]] Guard BuildGuard(Diagram& diagram, const Conjunction& conjunction);
[[nodiscard]] Guard BuildGuard(Diagram& diagram, const Clauses& clauses);

}  // namespace polc
