// Emission runs backwards, as in a one-pass compiler without labels: `insns_` holds the program in reverse, a label is the
// index of an instruction in it, and everything an instruction jumps to is already there. Blocks are memoised by node id,
// so equal subtrees of different syscalls and ABIs are shared. A block loads one word of seccomp_data and searches it.
//
// Two known weaknesses: a node whose word mixes masks and comparisons is split bit by bit, which is correct and short for
// what people write, and long for random masks; and jt/jf reach only 255 instructions, so that far targets cost a copy of
// a RET or a JA, placed greedily.

#include "compiler/bpf/codegen.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "compiler/base/check.h"
#include "compiler/bpf/seccomp_data.h"
#include "compiler/ir/intervals.h"

namespace polc::bpf {
namespace {

using Label = size_t;  // index in the reversed program

constexpr size_t kReach = 255;
constexpr size_t kMaxIntervals = 1024;

struct EnvironmentFound {};

using BranchKey = std::tuple<uint16_t, uint32_t, Label, Label>;  // code, k, yes, no

class Generator {
 public:
  Generator(Diagram& diagram, const CodegenOptions& options) : diagram_(diagram), options_(options) {}

  std::vector<Insn> Run(NodeId root) {
    const Label entry = Block(root);
    // The entry must be the first instruction of the program, so the last one emitted.
    if (entry + 1 != insns_.size()) Jump(entry);
    std::reverse(insns_.begin(), insns_.end());
    return std::move(insns_);
  }

 private:
  Label Emit(Insn insn) {
    insns_.push_back(insn);
    return insns_.size() - 1;
  }

  // An unconditional way to `target`: a copy of it if it is a RET, since that is as short and saves a step.
  Label Jump(Label target) {
    if (insns_[target].code == kRetK) return Emit(insns_[target]);
    return Emit({kJa, 0, 0, static_cast<uint32_t>(insns_.size() - target - 1)});
  }

  // A label with the same effect as `target`, at most `reach` instructions behind the next one to be emitted.
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
    // The same test with the same ways out is the same function of A, whatever word A holds.
    const BranchKey key{code, k, yes, no};
    const auto same = branches_.find(key);
    if (same != branches_.end() && insns_.size() - same->second < kReach) return same->second;
    // Bringing one target near can push the other out of reach by two instructions at the most.
    yes = Near(yes, kReach - 2);
    no = Near(no, kReach - 1);
    yes = Near(yes, kReach);
    const auto offset = [&](Label target) { return static_cast<uint8_t>(insns_.size() - target - 1); };
    const Label made = Emit({code, offset(yes), offset(no), k});
    branches_[key] = made;
    return made;
  }

  Label Load(Slice word, Label body) {
    POLC_CHECK(body + 1 == insns_.size());
    return Emit({kLdAbs, 0, 0, *OffsetOf(word, options_.endian)});
  }

  // The instruction that a load precedes must be the next one.
  Label Adjacent(Label body) { return body + 1 == insns_.size() ? body : Jump(body); }

  Label Block(NodeId node) {
    if (const auto found = blocks_.find(node); found != blocks_.end()) return found->second;
    const Label label = diagram_.IsLeaf(node) ? Emit({kRetK, 0, 0, diagram_.Value(node)}) : Search(node);
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
    // Bits below the lowest tested one need no masking: the boundaries are multiples of it.
    const bool whole = (mask | (lowest - 1)) == UINT32_MAX;
    if (whole) return Load(word, SearchTree(list->intervals, UINT32_MAX));
    if (list->intervals.size() == 2 && list->intervals[1].first == lowest) {
      // Zero under the mask or not: one test without masking.
      const Label yes = Block(list->intervals[1].node);
      const Label no = Block(list->intervals[0].node);
      return Load(word, Adjacent(Branch(kJsetK, mask, yes, no)));
    }
    const Label tree = SearchTree(list->intervals, mask);
    POLC_CHECK(tree + 1 == insns_.size());
    return Load(word, Emit({kAndK, 0, 0, mask}));
  }

  // The search over A, which holds the word under `mask`.
  Label SearchTree(const std::vector<Interval>& intervals, uint32_t mask) {
    std::vector<DispatchRun> runs;
    for (size_t i = 0; i < intervals.size(); ++i) {
      const auto first = static_cast<uint32_t>(intervals[i].first);
      const uint32_t after = ((first | ~mask) + 1) & mask;  // the next value that the mask lets through, or 0
      const bool single = after == (i + 1 < intervals.size() ? intervals[i + 1].first : 0);
      const Label target = Block(intervals[i].node);
      runs.push_back({first, single ? DispatchRun::Extent::One : DispatchRun::Extent::Many,
                      static_cast<uint32_t>(target), 1.0 / static_cast<double>(intervals.size())});
    }
    const DispatchTree plan = PlanDispatch(runs, options_.cost);
    return Adjacent(EmitTree(plan, plan.root));
  }

  Label EmitTree(const DispatchTree& tree, uint32_t at) {
    const DispatchNode& node = tree.nodes[at];
    if (node.kind == DispatchNode::Kind::Target) return node.value;
    // The side emitted last is the fall-through.
    const Label yes = EmitTree(tree, node.yes);
    const Label no = EmitTree(tree, node.no);
    return Branch(node.kind == DispatchNode::Kind::Equal ? kJeqK : kJgeK, node.value, yes, no);
  }

  // Masks and comparisons meet on this word: decide one bit, the one that leaves the least.
  Label SplitOnBit(NodeId node, Slice word) {
    const uint64_t tested = TestedBits(diagram_, node, word);
    size_t least = SIZE_MAX;
    uint16_t best = 0;
    for (uint16_t bit = 0; bit < word.bits; ++bit) {
      if ((tested >> (word.bits - 1 - bit) & 1) == 0) continue;
      const Slice one{static_cast<uint16_t>(word.first + bit), 1};
      const size_t size = diagram_.CountNodes(diagram_.Fix(node, one, 0)) + diagram_.CountNodes(diagram_.Fix(node, one, 1));
      if (size < least) {
        least = size;
        best = one.first;
      }
    }
    const Slice one{best, 1};
    const Label yes = Block(diagram_.Fix(node, one, 1));
    const Label no = Block(diagram_.Fix(node, one, 0));
    const uint32_t bit = uint32_t{1} << (word.bits - 1 - (best - word.first));
    return Load(word, Adjacent(Branch(kJsetK, bit, yes, no)));
  }

  Diagram& diagram_;
  const CodegenOptions& options_;
  std::vector<Insn> insns_;
  std::unordered_map<NodeId, Label> blocks_;
  std::map<BranchKey, Label> branches_;
  std::unordered_map<Label, Label> nearer_;  // copies and trampolines made for targets that went out of reach
};

}  // namespace

std::optional<Program> Generate(Diagram& diagram, Filter filter, const CodegenOptions& options, CodegenFailure& failure) {
  std::vector<Insn> insns;
  try {
    insns = Generator(diagram, options).Run(filter.node);
  } catch (const EnvironmentFound&) {
    failure = {CodegenFailure::Reason::UnresolvedEnvironment, 0};
    return std::nullopt;
  }
  if (insns.size() > kMaxInsns) {
    failure = {CodegenFailure::Reason::TooLong, insns.size()};
    return std::nullopt;
  }
  Invalid invalid;
  std::optional<Program> program = Program::Check(std::move(insns), invalid);
  POLC_CHECK(program.has_value());
  return program;
}

}  // namespace polc::bpf
