// The program is emitted backwards: `insns_` holds it in reverse, a label is the index of an
// instruction in it, and every instruction is emitted after those that it jumps to. Blocks are
// memoised by node id, so equal subtrees of different syscalls and ABIs are shared. A block loads
// one word of seccomp_data and searches it.
//
// Two known weaknesses. A node whose word mixes masks and comparisons is split bit by bit (with one
// load for all the bits), which is short for what people write and long for random masks. And jt/jf
// reach only 255 instructions, so a far target costs a copy of a RET or a JA, placed greedily.

#include "compiler/bpf/codegen.h"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "compiler/base/check.h"
#include "compiler/bpf/seccomp_data.h"
#include "compiler/ir/intervals.h"
#include "compiler/ir/verdict.h"
#include "syscalls/arch.h"

namespace polc::bpf {
namespace {

using Label = size_t;  // index in the reversed program

constexpr size_t kReach = 255;
constexpr size_t kMaxIntervals = 1024;
constexpr ptrdiff_t kWorthApart = 8;
// The weight of all values of an argument together: calls with checked arguments are rare.
constexpr uint64_t kOtherWeight = kWeightOne / 64;

struct EnvironmentFound {};

struct BranchKey {
  uint16_t code;
  uint32_t k;
  Label yes, no;
  friend bool operator==(const BranchKey&, const BranchKey&) = default;
};
struct BranchHash {
  size_t operator()(const BranchKey& key) const {
    uint64_t hash = key.k * 0x9e3779b97f4a7c15u ^ key.code;
    hash = (hash ^ key.yes) * 0xd6e8feb86659fd93u;
    return (hash ^ key.no) * 0xc2b2ae3d27d4eb4fu >> 20;
  }
};

class Generator {
 public:
  Generator(Diagram& diagram, const CodegenOptions& options)
      : diagram_(diagram), options_(options) {}

  std::vector<Insn> Run(NodeId root) {
    const Label entry = Block(root);
    // The program begins with the instruction that is emitted last.
    if (entry + 1 != insns_.size()) Jump(entry);
    std::reverse(insns_.begin(), insns_.end());
    return std::move(insns_);
  }

  std::vector<SpentOnCall> Costliest() {
    constexpr size_t kMost = 3;
    std::stable_sort(spent_.begin(), spent_.end(),
                     [](const SpentOnCall& a, const SpentOnCall& b) { return a.insns > b.insns; });
    if (spent_.size() > kMost) spent_.resize(kMost);
    return std::move(spent_);
  }

 private:
  // `depth`: instructions on the longest way from here to a return.
  Label Emit(Insn insn, uint32_t depth) {
    insns_.push_back(insn);
    depths_.push_back(depth);
    return insns_.size() - 1;
  }

  // An unconditional jump to `target`, or a copy of it if it is a RET: that is as short and saves a
  // step.
  Label Jump(Label target) {
    if (insns_[target].code == kRetK) return Emit(insns_[target], 1);
    return Emit({kJa, 0, 0, static_cast<uint32_t>(insns_.size() - target - 1)},
                depths_[target] + 1);
  }

  // A label with the same effect as `target`, at most `reach` instructions after the next one to be
  // emitted.
  Label Near(Label target, size_t reach) {
    const auto nearer = nearer_.find(target);
    const Label candidate = nearer == nearer_.end() ? target : nearer->second;
    if (insns_.size() - candidate - 1 <= reach) return candidate;
    const Label made = Jump(target);
    nearer_[target] = made;
    return made;
  }

  Label Branch(uint16_t code, uint32_t k, Label yes, Label no) {
    if (yes == no) return yes;
    // The same test with the same targets is the same function of A, whatever word A holds.
    const BranchKey key{code, k, yes, no};
    const auto same = branches_.find(key);
    if (same != branches_.end() && insns_.size() - same->second < kReach) return same->second;
    // Bringing one target near can push the other at most two instructions further away.
    yes = Near(yes, kReach - 2);
    no = Near(no, kReach - 1);
    yes = Near(yes, kReach);
    const auto offset = [&](Label target) {
      return static_cast<uint8_t>(insns_.size() - target - 1);
    };
    const Label made =
        Emit({code, offset(yes), offset(no), k}, std::max(depths_[yes], depths_[no]) + 1);
    branches_[key] = made;
    return made;
  }

  Label Load(Slice word, Label body) {
    POLC_CHECK(body + 1 == insns_.size());
    return Emit({kLdAbs, 0, 0, *OffsetOf(word, options_.endian)}, depths_[body] + 1);
  }

  // `body`, or a jump to it: a load goes on with the instruction after it.
  Label Adjacent(Label body) { return body + 1 == insns_.size() ? body : Jump(body); }

  Label Block(NodeId node) {
    if (const auto found = blocks_.find(node); found != blocks_.end()) return found->second;
    const Label label =
        diagram_.IsLeaf(node) ? Emit({kRetK, 0, 0, diagram_.Value(node)}, 1) : Search(node);
    blocks_.emplace(node, label);
    return label;
  }

  Label Search(NodeId node) {
    const Slice word = WordOf(diagram_.Variable(node));
    if (!OffsetOf(word, options_.endian)) throw EnvironmentFound{};
    const std::optional<IntervalList> list = Intervals(diagram_, node, word, kMaxIntervals);
    if (!list) return SplitOnBit(node, word);
    const auto mask = static_cast<uint32_t>(list->mask);
    POLC_CHECK(list->intervals.size() >= 2);
    const uint32_t lowest = mask & (~mask + 1);
    // The boundaries are multiples of the lowest tested bit, so the bits below it need no masking.
    const bool whole = (mask | (lowest - 1)) == UINT32_MAX;
    if (whole) return Load(word, SearchTree(node, word, list->intervals, UINT32_MAX));
    if (list->intervals.size() == 2 && list->intervals[1].first == lowest) {
      // Only zero or not zero under the mask matters, which JSET tests without masking.
      const Label yes = Block(list->intervals[1].node);
      const Label no = Block(list->intervals[0].node);
      return Load(word, Adjacent(Branch(kJsetK, mask, yes, no)));
    }
    const Label tree = SearchTree(node, word, list->intervals, mask);
    POLC_CHECK(tree + 1 == insns_.size());
    return Load(word, Emit({kAndK, 0, 0, mask}, depths_[tree] + 1));
  }

  // Searches A, which holds the word of `node` under `mask`.
  Label SearchTree(NodeId node, Slice word, const std::vector<Interval>& intervals, uint32_t mask) {
    if (word == kArchSlice) NoteArches(intervals);
    NumberWeights* weights = word == kNrSlice ? WeightsOf(node) : nullptr;
    if (weights != nullptr) ForgetRefused(*weights, intervals);
    std::vector<DispatchRun> runs;
    runs.reserve(intervals.size());
    for (size_t i = 0; i < intervals.size(); ++i) {
      const auto first = static_cast<uint32_t>(intervals[i].first);
      // The next value that has no bits outside of the mask, or 0.
      const uint32_t after = ((first | ~mask) + 1) & mask;
      const uint32_t next =
          i + 1 < intervals.size() ? static_cast<uint32_t>(intervals[i + 1].first) : 0;
      const auto extent = after == next ? DispatchRun::Extent::One : DispatchRun::Extent::Many;
      uint64_t weight = kOtherWeight / intervals.size();
      if (weights != nullptr)
        weight =
            weights->Between(first, next - 1) / (Refuses(intervals[i].node) ? kRefusedAreFewer : 1);
      if (word == kArchSlice) weight = WeightsOf(intervals[i].node)->total;
      const size_t before = insns_.size();
      const Label target = Block(intervals[i].node);
      if (weights != nullptr && insns_.size() > before + 1)
        spent_.push_back({weights->audit, first, insns_.size() - before});
      runs.push_back({first, extent, static_cast<uint32_t>(target), weight, depths_[target]});
    }
    const std::span<const HotValue> hot =
        weights == nullptr ? std::span<const HotValue>() : weights->hot;
    if (word == kNrSlice) runs = WithX32Apart(std::move(runs), hot);
    return Adjacent(EmitPlan(runs, hot));
  }

  Label EmitPlan(std::span<const DispatchRun> runs, std::span<const HotValue> hot) {
    const DispatchTree plan = PlanDispatch(runs, hot, options_.objective);
    return EmitTree(plan, plan.root);
  }

  // The numbers of x86_64 and x32 are far apart, and every tree separates them by one comparison.
  // So x32's are planned separately, and the two plans take half the time of one.
  std::vector<DispatchRun> WithX32Apart(std::vector<DispatchRun> runs,
                                        std::span<const HotValue> hot) {
    const auto begin = std::find_if(runs.begin(), runs.end(),
                                    [](const DispatchRun& run) { return run.first == kX32Bit; });
    // Number -1 can belong to either ABI (see kX32Bit).
    auto end = runs.end();
    if (end[-1].first == UINT32_MAX) --end;
    if (begin == runs.begin() || begin >= end || end - begin < kWorthApart) return runs;
    std::vector<DispatchRun> apart(begin, end);
    uint64_t weight = 0;
    for (const DispatchRun& run : apart) weight += run.weight;
    const auto first_hot = std::lower_bound(
        hot.begin(), hot.end(), kX32Bit, [](const HotValue& h, uint32_t v) { return h.value < v; });
    const Label label = EmitPlan(apart, {first_hot, hot.end()});
    const DispatchRun joined{kX32Bit, DispatchRun::Extent::Many, static_cast<uint32_t>(label),
                             weight, depths_[label]};
    std::vector<DispatchRun> result(runs.begin(), begin);
    result.push_back(joined);
    result.insert(result.end(), end, runs.end());
    return result;
  }

  Label EmitTree(const DispatchTree& tree, uint32_t at) {
    const DispatchNode& node = tree.nodes[at];
    if (node.kind == DispatchNode::Kind::Target) return node.value;
    // The side emitted last is the fall-through.
    const Label yes = EmitTree(tree, node.yes);
    const Label no = EmitTree(tree, node.no);
    switch (node.kind) {
      case DispatchNode::Kind::Equal:
        return Branch(kJeqK, node.value, yes, no);
      case DispatchNode::Kind::AtLeast:
        return Branch(kJgeK, node.value, yes, no);
      case DispatchNode::Kind::AnyBit:
        return Branch(kJsetK, node.value, yes, no);
      case DispatchNode::Kind::Target:
        break;
    }
    POLC_CHECK(false);
  }

  // Remembers which AUDIT_ARCH leads to each table of numbers, the first one if there are several.
  void NoteArches(const std::vector<Interval>& arches) {
    for (const Interval& interval : arches) {
      if (diagram_.IsLeaf(interval.node)) continue;
      weights_.try_emplace(interval.node,
                           WeighNumbers(options_.mix, static_cast<uint32_t>(interval.first)));
    }
  }

  // All zeros for a node that no arch leads to.
  NumberWeights* WeightsOf(NodeId node) { return &weights_[node]; }

  // A program that works under the filter does not keep making calls that the filter refuses.
  static constexpr uint64_t kRefusedAreFewer = 4;
  void ForgetRefused(NumberWeights& weights, const std::vector<Interval>& intervals) {
    auto interval = intervals.begin();
    std::erase_if(weights.hot, [&](const HotValue& hot) {
      while (interval + 1 != intervals.end() && interval[1].first <= hot.value) ++interval;
      return Refuses(interval->node);
    });
  }
  [[nodiscard]] bool Refuses(NodeId node) const {
    return diagram_.IsLeaf(node) && FromReturnValue(diagram_.Value(node)).action < Action::Log;
  }

  // For a word with both masks and comparisons: tests the bit after which the least is left to do.
  Label SplitOnBit(NodeId node, Slice word) {
    const uint64_t tested = TestedBits(diagram_, node, word);
    size_t least = SIZE_MAX;
    uint16_t best = 0;
    for (uint16_t bit = 0; bit < word.bits; ++bit) {
      if ((tested >> (word.bits - 1 - bit) & 1) == 0) continue;
      const Slice one{static_cast<uint16_t>(word.first + bit), 1};
      const size_t size = diagram_.CountNodes(diagram_.Fix(node, one, 0)) +
                          diagram_.CountNodes(diagram_.Fix(node, one, 1));
      if (size < least) {
        least = size;
        best = one.first;
      }
    }
    const Slice one{best, 1};
    const Label yes = WithoutLoad(word, Block(diagram_.Fix(node, one, 1)));
    const Label no = WithoutLoad(word, Block(diagram_.Fix(node, one, 0)));
    const uint32_t bit = uint32_t{1} << (word.bits - 1 - (best - word.first));
    return Load(word, Adjacent(Branch(kJsetK, bit, yes, no)));
  }

  // The entry into a block after a test of this word: a JSET leaves the word in A, so the block's
  // load is skipped. Other jumps may need the load; if none does, it is removed at the end.
  [[nodiscard]] Label WithoutLoad(Slice word, Label block) const {
    const Insn& first = insns_[block];
    return first.code == kLdAbs && first.k == *OffsetOf(word, options_.endian) ? block - 1 : block;
  }

  Diagram& diagram_;
  const CodegenOptions& options_;
  std::vector<Insn> insns_;
  std::vector<uint32_t> depths_;  // by instruction
  std::vector<SpentOnCall> spent_;
  std::unordered_map<NodeId, NumberWeights> weights_;  // by the node that tests the number
  std::unordered_map<NodeId, Label> blocks_;
  std::unordered_map<BranchKey, Label, BranchHash> branches_;
  std::unordered_map<Label, Label> nearer_;  // copies of, and jumps to, targets out of reach
};

// Removes instructions that cannot be reached. Jumps only get shorter by that.
void RemoveUnreached(std::vector<Insn>& insns) {
  const auto kind = [](const Insn& insn) { return insn.code & 7; };  // BPF_CLASS
  std::vector<bool> reached(insns.size());
  reached[0] = true;
  for (size_t at = 0; at < insns.size(); ++at) {
    if (!reached[at] || insns[at].code == kRetK) continue;
    if (insns[at].code == kJa) {
      reached[at + 1 + insns[at].k] = true;
    } else if (kind(insns[at]) == kind({kJa})) {
      reached[at + 1 + insns[at].jt] = reached[at + 1 + insns[at].jf] = true;
    } else {
      reached[at + 1] = true;
    }
  }
  // The new index of each instruction.
  std::vector<size_t> place(insns.size() + 1);
  for (size_t at = 0; at < insns.size(); ++at) place[at + 1] = place[at] + (reached[at] ? 1 : 0);
  if (place.back() == insns.size()) return;
  std::vector<Insn> kept;
  for (size_t at = 0; at < insns.size(); ++at) {
    if (!reached[at]) continue;
    Insn insn = insns[at];
    const auto distance = [&](size_t offset) { return place[at + 1 + offset] - place[at] - 1; };
    if (insn.code == kJa) {
      insn.k = static_cast<uint32_t>(distance(insn.k));
    } else if (kind(insn) == kind({kJa})) {
      insn.jt = static_cast<uint8_t>(distance(insn.jt));
      insn.jf = static_cast<uint8_t>(distance(insn.jf));
    }
    kept.push_back(insn);
  }
  insns = std::move(kept);
}

}  // namespace

std::optional<Program> Generate(Diagram& diagram, Filter filter, const CodegenOptions& options,
                                CodegenFailure& failure) {
  std::vector<Insn> insns;
  Generator generator(diagram, options);
  try {
    insns = generator.Run(filter.node);
    RemoveUnreached(insns);
  } catch (const EnvironmentFound&) {
    failure = {CodegenFailure::Reason::UnresolvedEnvironment};
    return std::nullopt;
  }
  if (insns.size() > kMaxInsns) {
    failure = {CodegenFailure::Reason::TooLong, insns.size(), generator.Costliest()};
    return std::nullopt;
  }
  Invalid invalid;
  std::optional<Program> program = Program::Check(std::move(insns), invalid);
  POLC_CHECK(program.has_value());
  return program;
}

}  // namespace polc::bpf
