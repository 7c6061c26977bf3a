#pragma once

// A function of one slice as a list of intervals: what the code generator turns into a search tree
// and what printing turns into `x == 5`, `x < 8`, `x & 0x0f == 0`.

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/diagram.h"

namespace polc {

// `x & mask` in [first, next interval's first) leads to `node`, which tests only later slices.
struct Interval {
  uint64_t first;
  NodeId node;
};

struct IntervalList {
  uint64_t mask = 0;  // the bits of the slice that any node tests; `first` has no others
  std::vector<Interval> intervals;
};

// Bits of the slice (as a value's bits) that the function below `node` tests.
[[nodiscard]] uint64_t TestedBits(const Diagram& diagram, NodeId node, Slice slice);

// Masking keeps the order of values, so once the bits that are never tested are masked away, every
// function of a slice is a list of intervals. The list gets long only where a mask test and a
// comparison meet on the same bits: nothing is returned if it would have more than `limit`
// intervals.
[[nodiscard]] std::optional<IntervalList> Intervals(const Diagram& diagram, NodeId node,
                                                    Slice slice, size_t limit);

// The same over the whole values, without masking: as many intervals as there are changes from one
// value to the next.
[[nodiscard]] std::optional<std::vector<Interval>> WholeIntervals(const Diagram& diagram,
                                                                  NodeId node, Slice slice,
                                                                  size_t limit);

}  // namespace polc
