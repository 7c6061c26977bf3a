// From a diagram to clauses, one slice at a time. The values of the first slice that the node tests
// are grouped by the function that is left (the child), so that `a0 in {…}` is one test for all
// values with the same child. There are three ways to name the values of a group, and the shortest
// is taken: intervals of the value, intervals of the value under the mask of the tested bits, and
// cubes (one masked test for each path). If none is short, a slice of 64 bits is split into halves.
//
// If one child implies all others, the guard is `child or (…)`, and this child needs no test of the
// slice: `a0 == 1 or a1 == 2` and not `a0 == 1 or (a0 != 1 and a1 == 2)`.
//
// Known weakness: apart from this, only clauses that the other ones imply are left out.

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "compiler/analysis/clauses.h"
#include "compiler/base/check.h"
#include "compiler/ir/intervals.h"

namespace polc {
namespace {

constexpr size_t kMaxNodes = 20'000;      // a larger guard gets no clauses at all
constexpr size_t kMaxSteps = 400;         // slices that are expanded
constexpr size_t kMaxConjunctions = 256;  // of one guard
constexpr size_t kMaxIntervals = 2'048;   // of one slice
constexpr size_t kMaxCubes = 64;          // of one slice
constexpr size_t kFewIntervals = 8;       // cubes are tried only if there are more
constexpr size_t kMaxMinimised = 24;      // redundant clauses are looked for up to this number

// The word of a variable, or the word's low half if the variable lies in it: the function below can
// then test nothing else of the word.
Slice SliceOf(uint16_t variable) {
  if (variable < kCapsSlice.first) return kKernelSlice;
  if (variable < kFirstArgVariable) return kCapsSlice;
  const auto offset = static_cast<uint16_t>((variable - kFirstArgVariable) % 64);
  const Slice word{static_cast<uint16_t>(variable - offset), 64};
  return offset < 32 ? word : LowHalf(word);
}

uint64_t OnesOf(Slice slice) {
  return slice.bits == 64 ? UINT64_MAX : (uint64_t{1} << slice.bits) - 1;
}

// The values of one slice that lead to one child: those for which one of the alternatives holds.
struct Group {
  NodeId child;
  std::vector<Atom> alternatives;
};

// `intervals` are those of x & mask. Intervals with the same child become one test.
std::vector<Group> GroupIntervals(Slice slice, uint64_t mask,
                                  const std::vector<Interval>& intervals) {
  std::vector<Group> groups;
  std::unordered_map<NodeId, size_t> index;
  for (size_t i = 0; i < intervals.size(); ++i) {
    const auto [found, fresh] = index.try_emplace(intervals[i].node, groups.size());
    if (fresh) groups.push_back({intervals[i].node, {Atom{slice, mask, Membership::In, {}}}});
    // The last value before the next interval that has no bits outside the mask.
    const uint64_t last = i + 1 < intervals.size() ? (intervals[i + 1].first - 1) & mask : mask;
    groups[found->second].alternatives.front().ranges.push_back({intervals[i].first, last});
  }
  for (Group& group : groups) {
    Atom& atom = group.alternatives.front();
    Atom rest{slice, mask, Membership::NotIn, {}};
    for (size_t i = 0; i < intervals.size(); ++i) {
      if (intervals[i].node == group.child) continue;
      const uint64_t last = i + 1 < intervals.size() ? (intervals[i + 1].first - 1) & mask : mask;
      if (!rest.ranges.empty() && intervals[i - 1].node != group.child) {
        rest.ranges.back().last = last;
      } else {
        rest.ranges.push_back({intervals[i].first, last});
      }
    }
    // If two sets are equally long, single values are easier to read: `& mask != 0` instead of all
    // other values.
    const auto is_values = [](const Atom& set) {
      return std::all_of(set.ranges.begin(), set.ranges.end(),
                         [](ValueRange range) { return range.first == range.last; });
    };
    if (rest.ranges.empty()) continue;
    const size_t cost = Cost(atom), rest_cost = Cost(rest);
    if (rest_cost < cost || (rest_cost == cost && is_values(rest) && !is_values(atom)))
      atom = std::move(rest);
  }
  return groups;
}

// Lists the paths through one slice.
class CubeLister {
 public:
  CubeLister(const Diagram& diagram, Slice slice) : diagram_(diagram), slice_(slice) {}

  bool List(NodeId node, uint64_t mask, uint64_t value) {
    const uint16_t variable = diagram_.Variable(node);
    if (variable >= slice_.first + slice_.bits) {
      if (++count_ > kMaxCubes) return false;
      const auto [found, fresh] = index_.try_emplace(node, groups.size());
      if (fresh) groups.push_back({node, {}});
      groups[found->second].alternatives.push_back(
          Atom{slice_, mask, Membership::In, {{value, value}}});
      return true;
    }
    const uint64_t bit = uint64_t{1} << (slice_.bits - 1 - (variable - slice_.first));
    return List(diagram_.Lo(node), mask | bit, value) &&
           List(diagram_.Hi(node), mask | bit, value | bit);
  }

  std::vector<Group> groups;

 private:
  const Diagram& diagram_;
  Slice slice_;
  std::unordered_map<NodeId, size_t> index_;
  size_t count_ = 0;
};

std::optional<std::vector<Group>> Partition(const Diagram& diagram, NodeId node, Slice slice) {
  const auto whole = WholeIntervals(diagram, node, slice, kMaxIntervals);
  const auto masked = Intervals(diagram, node, slice, kMaxIntervals);
  const size_t whole_size = whole ? whole->size() : SIZE_MAX / 4;
  const size_t masked_size = masked ? masked->intervals.size() : SIZE_MAX / 4;
  // A few more values are easier to read than a mask: `in {0, 8}`, not `& 0xfffffff7 == 0`.
  const bool plain = whole && whole_size <= masked_size * 2 + 3;
  const size_t shortest = plain ? whole_size : masked_size;
  if (shortest > kFewIntervals) {
    CubeLister cubes(diagram, slice);
    if (cubes.List(node, 0, 0)) {
      size_t count = 0;
      for (const Group& group : cubes.groups) count += group.alternatives.size();
      if (count * 2 < shortest) return std::move(cubes.groups);
    }
  }
  if (plain) return GroupIntervals(slice, OnesOf(slice), *whole);
  if (masked) return GroupIntervals(slice, masked->mask, masked->intervals);
  if (slice.bits == 64) return Partition(diagram, node, HighHalf(slice));
  return std::nullopt;
}

class Builder {
 public:
  explicit Builder(Diagram& diagram) : diagram_(diagram) {}

  // The clauses of the function; only some of them if complete() is false.
  const std::vector<Conjunction>& Build(NodeId node) {
    if (const auto found = memo_.find(node); found != memo_.end()) return found->second;
    std::vector<Conjunction> built = Expand(node);
    return memo_.emplace(node, std::move(built)).first->second;
  }

  [[nodiscard]] bool complete() const { return complete_; }

 private:
  std::vector<Conjunction> Expand(NodeId node) {
    if (node == NodeId{0}) return {};
    if (node == NodeId{1}) return {Conjunction{}};
    POLC_CHECK(diagram_.Variable(node) >= kKernelSlice.first);
    std::optional<std::vector<Group>> groups;
    if (++steps_ <= kMaxSteps) groups = Partition(diagram_, node, SliceOf(diagram_.Variable(node)));
    if (!groups) {
      complete_ = false;
      return {};
    }
    std::vector<Conjunction> result;
    const std::optional<NodeId> base = BaseOf(*groups);
    if (base) result = Build(*base);
    for (const Group& group : *groups) {
      if (group.child == NodeId{0} || group.child == base) continue;
      for (const Conjunction& rest : Build(group.child)) {
        if (base && Implies(rest, {*base})) continue;
        for (const Atom& atom : group.alternatives) {
          if (result.size() == kMaxConjunctions) {
            complete_ = false;
            return result;
          }
          Conjunction conjunction{{atom}};
          conjunction.atoms.insert(conjunction.atoms.end(), rest.atoms.begin(), rest.atoms.end());
          result.push_back(std::move(conjunction));
        }
      }
    }
    return result;
  }

  // The child that implies all the others, if it can hold.
  std::optional<NodeId> BaseOf(const std::vector<Group>& groups) {
    Guard all = diagram_.Constant(true);
    for (const Group& group : groups) {
      all = diagram_.And(all, {group.child});
      if (all.node == NodeId{0}) return std::nullopt;
    }
    const bool is_child = std::any_of(groups.begin(), groups.end(),
                                      [&](const Group& group) { return group.child == all.node; });
    return is_child ? std::optional(all.node) : std::nullopt;
  }

  bool Implies(const Conjunction& conjunction, Guard guard) {
    return diagram_.Ite(BuildGuard(diagram_, conjunction).node, guard.node, NodeId{1}) == NodeId{1};
  }

  Diagram& diagram_;
  std::unordered_map<NodeId, std::vector<Conjunction>> memo_;
  size_t steps_ = 0;
  bool complete_ = true;
};

// Drops clauses that the rest implies.
void Minimise(Diagram& diagram, std::vector<Conjunction>& any) {
  for (size_t i = any.size(); i-- > 0 && any.size() > 1;) {
    Guard others = diagram.Constant(false);
    for (size_t j = 0; j < any.size(); ++j) {
      if (j != i) others = diagram.Or(others, BuildGuard(diagram, any[j]));
    }
    if (diagram.Ite(BuildGuard(diagram, any[i]).node, others.node, NodeId{1}) == NodeId{1}) {
      any.erase(any.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

}  // namespace

Clauses MakeClauses(Diagram& diagram, Guard guard) {
  if (diagram.CountNodes(guard.node) > kMaxNodes) return {{}, false};
  Builder builder(diagram);
  Clauses clauses;
  clauses.any = builder.Build(guard.node);
  clauses.complete = builder.complete();
  if (clauses.complete && clauses.any.size() <= kMaxMinimised) Minimise(diagram, clauses.any);
  return clauses;
}

}  // namespace polc
