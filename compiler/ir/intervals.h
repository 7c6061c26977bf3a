#pragma once

// A function of one slice as a list of intervals. The code generator makes a search tree of it, and
// printing makes `x == 5`, `x < 8`, `x & 0x0f == 0` of it.

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/diagram.h"

namespace polc {

// If `x & mask` lies in [first, the next interval's first), the answer is `node`, which tests only
// later slices.
struct Interval {
  uint64_t first;
  NodeId node;
};

struct IntervalList {
  uint64_t mask = 0;  // the bits of the slice that any node tests; `first` has no others
  std::vector<Interval> intervals;
};

// The bits of the slice that the function below `node` tests, as a mask.
[[nodiscard]] uint64_t TestedBits(const Diagram& diagram, NodeId node, Slice slice);

// Masking keeps the order of values, so once the bits that are never tested are masked away, every
// function of a slice is a list of intervals. The list gets long only where a mask test and a
// comparison meet on the same bits: nothing is returned if it would have more than `limit`
// intervals.
[[nodiscard]] std::optional<IntervalList> Intervals(const Diagram& diagram, NodeId node,
                                                    Slice slice, size_t limit);

// The same without masking: one interval for each stretch of values that lead to the same node.
[[nodiscard]] std::optional<std::vector<Interval>> WholeIntervals(const Diagram& diagram,
                                                                  NodeId node, Slice slice,
                                                                  size_t limit);

}  // namespace polc
