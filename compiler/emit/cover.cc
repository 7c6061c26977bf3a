// Every path of the diagram below a syscall's number is a cube: on each argument some bits are given and the others free,
// which is exactly one MASKED_EQ. Where a single comparison says the same, it is used instead.

#include "compiler/emit/cover.h"

#include <map>

#include "compiler/ir/intervals.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr size_t kMaxIntervals = 64;

struct TooMany {};

class RuleMaker {
 public:
  RuleMaker(const Diagram& diagram, ScmpFilter& filter, size_t max_rules) : diagram_(diagram), filter_(filter), max_rules_(max_rules) {}

  void Add(std::string_view name, NodeId node) {
    name_ = name;
    Split(node, {});
  }

 private:
  void Split(NodeId node, const std::vector<ScmpCompare>& so_far) {
    if (diagram_.IsLeaf(node)) {
      const Verdict verdict = FromReturnValue(diagram_.Value(node));
      if (verdict == filter_.otherwise) return;
      if (filter_.rules.size() == max_rules_) throw TooMany{};
      filter_.rules.push_back({std::string(name_), verdict, so_far, {}, {}, {}});
      return;
    }
    const uint16_t variable = diagram_.Variable(node);
    if (variable >= kIpSlice.first) throw TooMany{};  // no rule tests the instruction pointer
    const auto arg = static_cast<uint8_t>((variable - kFirstArgVariable) / 64);
    const auto with = [&](CompareOp op, uint64_t value, uint64_t value_two) {
      std::vector<ScmpCompare> compares = so_far;
      compares.push_back({arg, op, value, value_two});
      return compares;
    };
    // Few intervals are comparisons, whose low halves say the same on a 32-bit ABI; the bits of masks come out as cubes.
    if (const auto list = WholeIntervals(diagram_, node, ArgSlice(arg), kMaxIntervals)) {
      const std::vector<Interval>& at = *list;
      if (at.size() == 3 && at[0].node == at[2].node && at[1].first + 1 == at[2].first) {
        Split(at[1].node, with(CompareOp::Eq, at[1].first, 0));
        Split(at[0].node, with(CompareOp::Ne, at[1].first, 0));
        return;
      }
      for (size_t i = 0; i < at.size(); ++i) {
        if (i == 0) {
          Split(at[i].node, with(CompareOp::Lt, at[1].first, 0));
        } else if (i + 1 == at.size()) {
          Split(at[i].node, with(CompareOp::Ge, at[i].first, 0));
        } else {
          SplitRange(at[i].node, at[i].first, at[i + 1].first - 1, with);
        }
      }
      return;
    }
    Cubes(node, arg, 0, 0, so_far);
  }

  // [first, last] as the fewest aligned blocks, each a masked equality.
  template <class With>
  void SplitRange(NodeId node, uint64_t first, uint64_t last, const With& with) {
    while (true) {
      // The largest block that begins at `first` and ends within the range.
      uint64_t below = 0;  // its free low bits
      while ((first & (below << 1 | 1)) == 0 && (below << 1 | 1) <= last - first) below = below << 1 | 1;
      Split(node, below == 0 ? with(CompareOp::Eq, first, 0) : with(CompareOp::MaskedEq, ~below, first));
      if (first + below == last) return;
      first += below + 1;
    }
  }

  // Walks the bits of one argument; `mask` are those that were decided, `value` how.
  void Cubes(NodeId node, uint8_t arg, uint64_t mask, uint64_t value, const std::vector<ScmpCompare>& so_far) {
    const Slice slice = ArgSlice(arg);
    const uint16_t variable = diagram_.Variable(node);
    if (variable >= slice.first + slice.bits) {
      std::vector<ScmpCompare> compares = so_far;
      compares.push_back(mask == UINT64_MAX ? ScmpCompare{arg, CompareOp::Eq, value, 0} : ScmpCompare{arg, CompareOp::MaskedEq, mask, value});
      Split(node, compares);
      return;
    }
    const uint64_t bit = uint64_t{1} << (slice.bits - 1 - (variable - slice.first));
    Cubes(diagram_.Lo(node), arg, mask | bit, value, so_far);
    Cubes(diagram_.Hi(node), arg, mask | bit, value | bit, so_far);
  }

  const Diagram& diagram_;
  ScmpFilter& filter_;
  size_t max_rules_;
  std::string_view name_;
};

}  // namespace

std::optional<ScmpFilter> Cover(Diagram& diagram, Filter filter, const std::vector<Arch>& arches, size_t max_rules) {
  ScmpFilter made;
  made.arches = arches;
  // What most unnamed numbers answer is the default: there are four thousand million of them.
  std::map<Arch, NodeId> by_arch;
  for (const Arch arch : arches) by_arch[arch] = diagram.Fix(filter.node, kArchSlice, TraitsOf(arch).audit);
  constexpr uint32_t kUnusedNumber = 0x3ffffff0;
  const Arch first = arches.front();
  const uint32_t unused = first == Arch::X32 ? 0x7ffffff0 : kUnusedNumber;
  NodeId otherwise = diagram.Fix(by_arch[first], kNrSlice, unused);
  if (!diagram.IsLeaf(otherwise)) return std::nullopt;
  made.otherwise = FromReturnValue(diagram.Value(otherwise));
  const NodeId bad_arch = diagram.Fix(filter.node, kArchSlice, 0);
  if (diagram.IsLeaf(bad_arch)) made.bad_arch = FromReturnValue(diagram.Value(bad_arch));
  RuleMaker maker(diagram, made, max_rules);
  try {
    for (const std::string_view name : AllSyscallNames()) {
      // A 64-bit ABI's conditions are the fuller ones; 32-bit ABIs compare the low halves of the same.
      std::optional<NodeId> node;
      for (const Arch arch : arches) {
        const auto nr = SyscallNumber(arch, name);
        if (!nr || (node && TraitsOf(arch).bits == 32)) continue;
        node = diagram.Fix(by_arch[arch], kNrSlice, *nr);
        if (TraitsOf(arch).bits == 64) break;
      }
      if (node) maker.Add(name, *node);
    }
  } catch (const TooMany&) {
    return std::nullopt;
  }
  return made;
}

}  // namespace polc
