#include "compiler/ir/intervals.h"

namespace polc {
namespace {

uint64_t BitOf(Slice slice, uint16_t variable) {
  return uint64_t{1} << (slice.bits - 1 - (variable - slice.first));
}

class Lister {
 public:
  Lister(const Diagram& diagram, Slice slice, uint64_t mask, size_t limit)
      : diagram_(diagram), slice_(slice), mask_(mask), limit_(limit) {}

  // Appends the intervals of the values that equal `base` from bit `left` upwards. False if there
  // are too many.
  bool List(NodeId node, uint8_t left, uint64_t base) {
    const uint16_t end = static_cast<uint16_t>(slice_.first + slice_.bits);
    const uint16_t variable = diagram_.Variable(node);
    if (variable >= end) {
      if (!intervals.empty() && intervals.back().node == node) return true;
      if (intervals.size() == limit_) return false;
      intervals.push_back({base, node});
      return true;
    }
    // Skip the bits that the mask clears. A bit in the mask that this node does not test leads to
    // the same node with both values.
    while ((mask_ >> (left - 1) & 1) == 0) --left;
    const uint64_t bit = uint64_t{1} << (left - 1);
    const bool tested = BitOf(slice_, variable) == bit;
    const NodeId lo = tested ? diagram_.Lo(node) : node;
    const NodeId hi = tested ? diagram_.Hi(node) : node;
    return List(lo, static_cast<uint8_t>(left - 1), base) &&
           List(hi, static_cast<uint8_t>(left - 1), base | bit);
  }

  std::vector<Interval> intervals;

 private:
  const Diagram& diagram_;
  Slice slice_;
  uint64_t mask_;
  size_t limit_;
};

}  // namespace

uint64_t TestedBits(const Diagram& diagram, NodeId node, Slice slice) {
  uint64_t bits = 0;
  std::vector<bool> seen(diagram.size());
  std::vector<NodeId> work = {node};
  while (!work.empty()) {
    const NodeId next = work.back();
    work.pop_back();
    const uint16_t variable = diagram.Variable(next);
    if (variable >= slice.first + slice.bits || seen[static_cast<size_t>(next)]) continue;
    seen[static_cast<size_t>(next)] = true;
    if (variable >= slice.first) bits |= BitOf(slice, variable);
    work.push_back(diagram.Lo(next));
    work.push_back(diagram.Hi(next));
  }
  return bits;
}

std::optional<IntervalList> Intervals(const Diagram& diagram, NodeId node, Slice slice,
                                      size_t limit) {
  IntervalList list;
  list.mask = TestedBits(diagram, node, slice);
  Lister lister(diagram, slice, list.mask, limit);
  if (!lister.List(node, slice.bits, 0)) return std::nullopt;
  list.intervals = std::move(lister.intervals);
  return list;
}

std::optional<std::vector<Interval>> WholeIntervals(const Diagram& diagram, NodeId node,
                                                    Slice slice, size_t limit) {
  const uint64_t tested = TestedBits(diagram, node, slice);
  const uint64_t ones = slice.bits == 64 ? UINT64_MAX : (uint64_t{1} << slice.bits) - 1;
  // Below the lowest tested bit nothing changes.
  const uint64_t lowest = tested & (~tested + 1);
  Lister lister(diagram, slice, tested == 0 ? 0 : ones & ~(lowest - 1), limit);
  if (!lister.List(node, slice.bits, 0)) return std::nullopt;
  return std::move(lister.intervals);
}

}  // namespace polc
