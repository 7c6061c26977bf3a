// An ordinary multi-terminal BDD. Nodes are interned in an open-addressing table, so structure is
// shared and equality is identity. Ite has a lossy direct-mapped cache, which is enough because
// most conditions are chains of at most 64 nodes and an Ite with a chain visits only that chain.
//
// Known weakness of the fixed variable order: many random masks on the same bits multiply. The node
// budget turns that into a diagnostic.

#include "compiler/ir/diagram.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/base/check.h"

namespace polc {
namespace {

constexpr size_t kFirstTableSize = 1 << 12;  // Docker's default for three ABIs fits without growing
constexpr size_t kSlotsAnIteEntry = 4;

uint64_t Mix(uint64_t a, uint64_t b, uint64_t c) {
  const uint64_t h = ((a << 32 | b) ^ c * 0xd6e8feb86659fd93) * 0x9e3779b97f4a7c15;
  return h ^ h >> 32;
}

uint64_t SliceMask(uint8_t bits) { return bits == 64 ? UINT64_MAX : (uint64_t{1} << bits) - 1; }

}  // namespace

Diagram::Diagram(size_t node_budget)
    : budget_(node_budget),
      table_(kFirstTableSize, 0),
      ite_cache_(kFirstTableSize / kSlotsAnIteEntry) {
  nodes_.reserve(kFirstTableSize / 2);
  // Ids 0 and 1 are the leaves of guards. An empty cache entry, all zeros, is then true as well:
  // Ite(0, 0, 0) = 0.
  POLC_CHECK(Leaf(0) == NodeId{0});
  POLC_CHECK(Leaf(1) == NodeId{1});
}

NodeId Diagram::Leaf(uint32_t value) {
  if (value <= 1 && nodes_.size() >= 2) return NodeId{value};
  return Intern({NodeId{value}, NodeId{0}, kLeafVariable});
}

NodeId Diagram::Branch(uint16_t variable, NodeId lo, NodeId hi) {
  if (lo == hi) return lo;
  return Intern({lo, hi, variable});
}

NodeId Diagram::Intern(Node node) {
  const size_t mask = table_.size() - 1;
  size_t at =
      Mix(static_cast<uint64_t>(node.lo), static_cast<uint64_t>(node.hi), node.variable) & mask;
  for (; table_[at] != 0; at = (at + 1) & mask) {
    const Node& other = nodes_[table_[at] - 1];
    if (other.lo == node.lo && other.hi == node.hi && other.variable == node.variable)
      return NodeId{table_[at] - 1};
  }
  if (nodes_.size() >= budget_) throw NodeBudgetExceeded{};
  nodes_.push_back(node);
  table_[at] = static_cast<uint32_t>(nodes_.size());
  const NodeId id{static_cast<uint32_t>(nodes_.size() - 1)};
  if (nodes_.size() * 2 > table_.size()) GrowTable();
  return id;
}

void Diagram::GrowTable() {
  std::vector<uint32_t> larger(table_.size() * 2, 0);
  const size_t mask = larger.size() - 1;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    size_t at =
        Mix(static_cast<uint64_t>(node.lo), static_cast<uint64_t>(node.hi), node.variable) & mask;
    while (larger[at] != 0) at = (at + 1) & mask;
    larger[at] = static_cast<uint32_t>(i + 1);
  }
  table_ = std::move(larger);
  ite_cache_.assign(table_.size() / kSlotsAnIteEntry, {});
}

NodeId Diagram::Ite(NodeId condition, NodeId then, NodeId otherwise) {
  if (condition == NodeId{1}) return then;
  if (condition == NodeId{0}) return otherwise;
  if (then == otherwise) return then;
  if (then == NodeId{1} && otherwise == NodeId{0}) return condition;
  const Node& test = At(condition);
  if (test.lo == NodeId{0} && test.hi == NodeId{1} &&
      test.variable < std::min(Variable(then), Variable(otherwise))) {
    return Branch(test.variable, otherwise, then);
  }
  const uint64_t hash = Mix(static_cast<uint64_t>(condition), static_cast<uint64_t>(then),
                            static_cast<uint64_t>(otherwise));
  const IteEntry& entry = ite_cache_[hash & (ite_cache_.size() - 1)];
  if (entry.condition == condition && entry.then == then && entry.otherwise == otherwise)
    return entry.result;
  const uint16_t variable = std::min({Variable(condition), Variable(then), Variable(otherwise)});
  const NodeId lo = Ite(Child(condition, variable, false), Child(then, variable, false),
                        Child(otherwise, variable, false));
  const NodeId hi = Ite(Child(condition, variable, true), Child(then, variable, true),
                        Child(otherwise, variable, true));
  const NodeId result = Branch(variable, lo, hi);
  // The calls above may have moved the cache, so `entry` cannot be used.
  ite_cache_[hash & (ite_cache_.size() - 1)] = {condition, then, otherwise, result};
  return result;
}

NodeId Diagram::Table(Slice slice, std::span<const Run> runs, NodeId otherwise) {
  return TableStep(slice, 0, 0, runs, otherwise);
}

// The subtree for the values whose first `depth` bits are those of `base`. `runs` are the runs that
// contain some of them.
NodeId Diagram::TableStep(Slice slice, uint8_t depth, uint64_t base, std::span<const Run> runs,
                          NodeId otherwise) {
  if (runs.empty()) return otherwise;
  const auto left = static_cast<uint8_t>(slice.bits - depth);
  const uint64_t end = base | SliceMask(left);
  if (runs.size() == 1 && runs[0].first <= base && runs[0].last >= end) return runs[0].node;
  POLC_CHECK(left > 0);
  const uint64_t middle = base | uint64_t{1} << (left - 1);
  const auto split = std::partition_point(runs.begin(), runs.end(),
                                          [&](const Run& run) { return run.first < middle; });
  const auto count = static_cast<size_t>(split - runs.begin());
  // A run across the middle belongs to both halves.
  const bool across = count > 0 && runs[count - 1].last >= middle;
  const NodeId lo =
      TableStep(slice, static_cast<uint8_t>(depth + 1), base, runs.first(count), otherwise);
  const NodeId hi = TableStep(slice, static_cast<uint8_t>(depth + 1), middle,
                              runs.subspan(across ? count - 1 : count), otherwise);
  return Branch(static_cast<uint16_t>(slice.first + depth), lo, hi);
}

NodeId Diagram::Fix(NodeId node, Slice slice, uint64_t value) {
  std::unordered_map<NodeId, NodeId> memo;
  return FixStep(node, slice, value, memo);
}

NodeId Diagram::FixStep(NodeId node, Slice slice, uint64_t value,
                        std::unordered_map<NodeId, NodeId>& memo) {
  const uint16_t variable = Variable(node);
  if (variable >= slice.first + slice.bits) return node;  // also true of leaves
  if (variable >= slice.first) {
    const bool bit = (value >> (slice.bits - 1 - (variable - slice.first)) & 1) != 0;
    return FixStep(bit ? Hi(node) : Lo(node), slice, value, memo);
  }
  if (const auto found = memo.find(node); found != memo.end()) return found->second;
  const NodeId lo = FixStep(Lo(node), slice, value, memo);
  const NodeId hi = FixStep(Hi(node), slice, value, memo);
  const NodeId result = Branch(variable, lo, hi);
  memo.emplace(node, result);
  return result;
}

uint32_t Diagram::Evaluate(NodeId node, const Call& call) const {
  while (!IsLeaf(node)) node = call.Bit(Variable(node)) ? Hi(node) : Lo(node);
  return Value(node);
}

Call Diagram::Witness(Guard guard) const {
  POLC_CHECK(guard.node != NodeId{0});
  Call call;
  NodeId node = guard.node;
  while (!IsLeaf(node)) {
    // In a reduced diagram every node but the leaf 0 has a path to the leaf 1.
    const bool bit = Lo(node) == NodeId{0};
    call.SetBit(Variable(node), bit);
    node = bit ? Hi(node) : Lo(node);
  }
  return call;
}

size_t Diagram::CountNodes(NodeId node) const {
  std::unordered_set<NodeId> seen;
  std::vector<NodeId> work = {node};
  while (!work.empty()) {
    const NodeId next = work.back();
    work.pop_back();
    if (!seen.insert(next).second || IsLeaf(next)) continue;
    work.push_back(Lo(next));
    work.push_back(Hi(next));
  }
  return seen.size();
}

}  // namespace polc
