#pragma once

// The canonical form of every filter and of every condition: one reduced, ordered, hash-consed
// decision diagram over the bits of fields.h with 32-bit leaves. Two functions are equal exactly if
// their node ids are. A Diagram owns the nodes of one run; nothing is ever freed, and it is not
// thread-safe.

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/ir/fields.h"

namespace polc {

enum class NodeId : uint32_t {};

// A Guard has the leaves 0 and 1; a Filter has return values of verdict.h as leaves.
struct Guard {
  NodeId node;
  friend bool operator==(Guard, Guard) = default;
};
struct Filter {
  NodeId node;
  friend bool operator==(Filter, Filter) = default;
};

// Thrown by Diagram when an input needs more nodes than the run may use. Commands catch it in one
// place and report `analysis-too-large`. It is an exception because every recursion below can fail
// at any depth.
struct NodeBudgetExceeded {};

// Values [first, last] of a slice map to `node`.
struct Run {
  uint64_t first;
  uint64_t last;
  NodeId node;
};

class Diagram {
 public:
  static constexpr size_t kDefaultBudget = 2'000'000;
  explicit Diagram(size_t node_budget = kDefaultBudget);
  Diagram(const Diagram&) = delete;
  Diagram& operator=(const Diagram&) = delete;

  [[nodiscard]] NodeId Leaf(uint32_t value);
  // `variable` must come before those of both children. Returns the child if they are the same.
  [[nodiscard]] NodeId Branch(uint16_t variable, NodeId lo, NodeId hi);
  // Maps the values of a slice to nodes: `runs` are sorted and disjoint, and values outside of them
  // lead to `otherwise`. The nodes must test only variables after the slice.
  [[nodiscard]] NodeId Table(Slice slice, std::span<const Run> runs, NodeId otherwise);

  [[nodiscard]] NodeId Ite(NodeId condition, NodeId then, NodeId otherwise);
  [[nodiscard]] Guard And(Guard a, Guard b) { return {Ite(a.node, b.node, Leaf(0))}; }
  [[nodiscard]] Guard Or(Guard a, Guard b) { return {Ite(a.node, Leaf(1), b.node)}; }
  [[nodiscard]] Guard Not(Guard a) { return {Ite(a.node, Leaf(0), Leaf(1))}; }
  [[nodiscard]] Guard Constant(bool value) { return {Leaf(value ? 1 : 0)}; }

  // Replaces the leaves by op(uint32_t), or those of two nodes by op(uint32_t, uint32_t).
  template <class Op>
  [[nodiscard]] NodeId Map(NodeId node, Op op);
  template <class Op>
  [[nodiscard]] NodeId Map2(NodeId a, NodeId b, Op op);
  // Holds where the two differ.
  [[nodiscard]] Guard Differ(NodeId a, NodeId b) {
    return {Map2(a, b, [](uint32_t x, uint32_t y) { return x != y ? 1u : 0u; })};
  }

  // The function that is left once the slice has this value.
  [[nodiscard]] NodeId Fix(NodeId node, Slice slice, uint64_t value);
  [[nodiscard]] uint32_t Evaluate(NodeId node, const Call& call) const;
  // Some call for which the guard is 1. Bits are zero wherever possible, the first ones first. The
  // guard must not be the constant 0.
  [[nodiscard]] Call Witness(Guard guard) const;

  [[nodiscard]] bool IsLeaf(NodeId node) const { return At(node).variable == kLeafVariable; }
  [[nodiscard]] uint32_t Value(NodeId leaf) const { return static_cast<uint32_t>(At(leaf).lo); }
  // kLeafVariable for a leaf: larger than every variable, so leaves sort last.
  [[nodiscard]] uint16_t Variable(NodeId node) const { return At(node).variable; }
  [[nodiscard]] NodeId Lo(NodeId node) const { return At(node).lo; }
  [[nodiscard]] NodeId Hi(NodeId node) const { return At(node).hi; }
  [[nodiscard]] size_t size() const { return nodes_.size(); }
  // Nodes reachable from this one, leaves included.
  [[nodiscard]] size_t CountNodes(NodeId node) const;

  static constexpr uint16_t kLeafVariable = UINT16_MAX;

 private:
  struct Node {
    NodeId lo, hi;
    uint16_t variable;
  };
  struct IteEntry {
    NodeId condition, then, otherwise, result;
  };
  // Results of one Map2 by the pair of ids.
  using PairMemo = std::unordered_map<uint64_t, NodeId>;

  [[nodiscard]] const Node& At(NodeId node) const { return nodes_[static_cast<size_t>(node)]; }
  [[nodiscard]] NodeId Intern(Node node);
  void GrowTable();
  // The child for this value of `variable`; the node itself if it does not test it.
  [[nodiscard]] NodeId Child(NodeId node, uint16_t variable, bool bit) const {
    const Node& n = At(node);
    return n.variable != variable ? node : bit ? n.hi : n.lo;
  }
  template <class Op>
  NodeId Map2Step(NodeId a, NodeId b, Op& op, PairMemo& memo);
  NodeId FixStep(NodeId node, Slice slice, uint64_t value,
                 std::unordered_map<NodeId, NodeId>& memo);
  NodeId TableStep(Slice slice, uint8_t depth, uint64_t base, std::span<const Run> runs,
                   NodeId otherwise);

  size_t budget_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> table_;  // open addressing: node index + 1, or 0
  std::vector<IteEntry> ite_cache_;
};

template <class Op>
NodeId Diagram::Map(NodeId node, Op op) {
  return Map2(node, node, [&](uint32_t value, uint32_t) { return op(value); });
}

template <class Op>
NodeId Diagram::Map2(NodeId a, NodeId b, Op op) {
  PairMemo memo;
  return Map2Step(a, b, op, memo);
}

template <class Op>
NodeId Diagram::Map2Step(NodeId a, NodeId b, Op& op, PairMemo& memo) {
  if (IsLeaf(a) && IsLeaf(b)) return Leaf(op(Value(a), Value(b)));
  const uint64_t key = static_cast<uint64_t>(a) << 32 | static_cast<uint64_t>(b);
  if (const auto found = memo.find(key); found != memo.end()) return found->second;
  const uint16_t variable = std::min(Variable(a), Variable(b));
  const NodeId lo = Map2Step(Child(a, variable, false), Child(b, variable, false), op, memo);
  const NodeId hi = Map2Step(Child(a, variable, true), Child(b, variable, true), op, memo);
  const NodeId result = Branch(variable, lo, hi);
  memo.emplace(key, result);
  return result;
}

}  // namespace polc
