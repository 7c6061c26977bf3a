// Every path of the diagram below a syscall's number is a cube: some bits of each argument are
// given and the others are free, which is one MASKED_EQ. If single comparisons mean the same, they
// are used instead.
//
// A rule is for all ABIs, and those with 32-bit registers compare only the low halves of its
// numbers. Rules that are equal on 64 bits may differ on 32 (`a < 0x100000000` is always true of a
// low half, but is compared as `a < 0`), so several ways to write a syscall's rules are tried until
// one is right on every ABI.

#include "compiler/emit/cover.h"

#include <algorithm>
#include <map>

#include "compiler/ir/intervals.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr size_t kMaxIntervals = 64;

enum class Cut : uint8_t { Intervals, Cubes };

struct TooMany {};

// Writes the rules of one syscall on ABIs of one width.
class RuleMaker {
 public:
  RuleMaker(const Diagram& diagram, Verdict otherwise, Width width, Cut cut, size_t max_rules)
      : diagram_(diagram), otherwise_(otherwise), width_(width), cut_(cut), max_rules_(max_rules) {}

  std::vector<ScmpRule> Make(std::string_view name, NodeId node) {
    name_ = name;
    Split(node, {});
    return std::move(rules_);
  }

 private:
  using Compares = std::vector<ScmpCompare>;

  [[nodiscard]] Slice SliceOf(uint8_t arg) const {
    return width_ == Width::Low32 ? LowHalf(ArgSlice(arg)) : ArgSlice(arg);
  }
  [[nodiscard]] uint64_t ones() const { return width_ == Width::Low32 ? UINT32_MAX : UINT64_MAX; }

  static Compares With(Compares compares, ScmpCompare compare) {
    compares.push_back(compare);
    return compares;
  }

  void Split(NodeId node, const Compares& so_far) {
    if (diagram_.IsLeaf(node)) {
      const Verdict verdict = FromReturnValue(diagram_.Value(node));
      if (verdict == otherwise_) return;
      if (rules_.size() == max_rules_) throw TooMany{};
      rules_.push_back({std::string(name_), verdict, so_far, {}, {}, {}});
      return;
    }
    const uint16_t variable = diagram_.Variable(node);
    if (variable >= kIpSlice.first) throw TooMany{};  // no rule tests the instruction pointer
    const auto arg = static_cast<uint8_t>((variable - kFirstArgVariable) / 64);
    if (variable < SliceOf(arg).first) throw TooMany{};  // this width has no high half
    if (cut_ == Cut::Intervals) {
      if (const auto list = WholeIntervals(diagram_, node, SliceOf(arg), kMaxIntervals)) {
        SplitIntervals(*list, arg, so_far);
        return;
      }
    }
    SplitCubes(node, arg, 0, 0, so_far);
  }

  void SplitIntervals(const std::vector<Interval>& at, uint8_t arg, const Compares& so_far) {
    if (at.size() == 3 && at[0].node == at[2].node && at[1].first + 1 == at[2].first) {
      Split(at[1].node, With(so_far, {arg, CompareOp::Eq, at[1].first, 0}));
      Split(at[0].node, With(so_far, {arg, CompareOp::Ne, at[1].first, 0}));
      return;
    }
    for (size_t i = 0; i < at.size(); ++i) {
      const uint64_t first = at[i].first;
      const uint64_t last = i + 1 < at.size() ? at[i + 1].first - 1 : ones();
      if (first == last) {
        Split(at[i].node, With(so_far, {arg, CompareOp::Eq, first, 0}));
      } else if (first == 0) {
        Split(at[i].node, With(so_far, {arg, CompareOp::Le, last, 0}));
      } else if (last == ones()) {
        Split(at[i].node, With(so_far, {arg, CompareOp::Ge, first, 0}));
      } else {
        SplitRange(at[i].node, arg, first, last, so_far);
      }
    }
  }

  // Splits [first, last] into as few aligned blocks as possible; each is a masked equality.
  void SplitRange(NodeId node, uint8_t arg, uint64_t first, uint64_t last, const Compares& so_far) {
    while (true) {
      // The largest block that begins at `first` and ends within the range.
      uint64_t below = 0;  // its free low bits
      while ((first & (below << 1 | 1)) == 0 && (below << 1 | 1) <= last - first)
        below = below << 1 | 1;
      Split(node, With(so_far, Masked(arg, ones() & ~below, first)));
      if (first + below == last) return;
      first += below + 1;
    }
  }

  // Walks the bits of one argument. `mask` has those that are decided, `value` their values.
  void SplitCubes(NodeId node, uint8_t arg, uint64_t mask, uint64_t value, const Compares& so_far) {
    const Slice slice = SliceOf(arg);
    const uint16_t variable = diagram_.Variable(node);
    if (variable >= slice.first + slice.bits) {
      Split(node, With(so_far, Masked(arg, mask, value)));
      return;
    }
    const uint64_t bit = uint64_t{1} << (slice.bits - 1 - (variable - slice.first));
    SplitCubes(diagram_.Lo(node), arg, mask | bit, value, so_far);
    SplitCubes(diagram_.Hi(node), arg, mask | bit, value | bit, so_far);
  }

  [[nodiscard]] ScmpCompare Masked(uint8_t arg, uint64_t mask, uint64_t value) const {
    return mask == ones() ? ScmpCompare{arg, CompareOp::Eq, value, 0}
                          : ScmpCompare{arg, CompareOp::MaskedEq, mask, value};
  }

  const Diagram& diagram_;
  Verdict otherwise_;
  Width width_;
  Cut cut_;
  size_t max_rules_;
  std::string_view name_;
  std::vector<ScmpRule> rules_;
};

// One syscall on one ABI.
struct ArchAnswer {
  Arch arch;
  uint32_t nr;
  NodeId node;
};

class Coverer {
 public:
  Coverer(Diagram& diagram, Filter filter, const std::vector<Arch>& arches, size_t max_rules)
      : diagram_(diagram), filter_(filter), max_rules_(max_rules) {
    made_.arches = arches;
  }

  std::optional<ScmpFilter> Cover() {
    for (const Arch arch : made_.arches)
      by_arch_[arch] = diagram_.Fix(filter_.node, kArchSlice, TraitsOf(arch).audit);
    // The answer to unnamed numbers must be the default: there are four thousand million of them.
    constexpr uint32_t kUnusedNumber = 0x3ffffff0;
    constexpr uint32_t kUnusedX32Number = 0x7ffffff0;
    const Arch first = made_.arches.front();
    const NodeId otherwise = diagram_.Fix(by_arch_[first], kNrSlice,
                                          first == Arch::X32 ? kUnusedX32Number : kUnusedNumber);
    if (!diagram_.IsLeaf(otherwise)) return std::nullopt;
    made_.otherwise = FromReturnValue(diagram_.Value(otherwise));
    constexpr uint32_t kNoArch = 0;  // no machine has this AUDIT_ARCH
    const NodeId bad_arch = diagram_.Fix(filter_.node, kArchSlice, kNoArch);
    if (diagram_.IsLeaf(bad_arch)) made_.bad_arch = FromReturnValue(diagram_.Value(bad_arch));
    for (const std::string_view name : AllSyscallNames()) {
      if (!Add(name)) return std::nullopt;
    }
    return std::move(made_);
  }

 private:
  // False if the syscall cannot be written at all.
  bool Add(std::string_view name) {
    std::vector<ArchAnswer> answers;
    for (const Arch arch : made_.arches) {
      if (const auto nr = SyscallNumber(arch, name))
        answers.push_back({arch, *nr, diagram_.Fix(by_arch_[arch], kNrSlice, *nr)});
    }
    if (answers.empty()) return true;
    const bool all_alike =
        std::all_of(answers.begin(), answers.end(),
                    [&](const ArchAnswer& answer) { return answer.node == answers.front().node; });
    const bool constant = all_alike && diagram_.IsLeaf(answers.front().node);
    std::optional<std::vector<ScmpRule>> best;
    // Conditions of a 64-bit ABI say more, so they are tried first.
    for (const Width width : {Width::Full64, Width::Low32}) {
      for (const Cut cut : {Cut::Intervals, Cut::Cubes}) {
        const auto answer = std::find_if(answers.begin(), answers.end(), [&](const ArchAnswer& a) {
          return WidthOf(a.arch) == width;
        });
        if (answer == answers.end()) continue;
        std::optional<std::vector<ScmpRule>> rules = Try(name, answer->node, width, cut);
        if (!rules) continue;
        const bool right = constant || IsRight(*rules, answers);
        if (right || !best) best = std::move(rules);
        if (right) return Append(*best);
      }
    }
    return best && Append(*best);
  }

  bool Append(const std::vector<ScmpRule>& rules) {
    made_.rules.insert(made_.rules.end(), rules.begin(), rules.end());
    return true;
  }

  [[nodiscard]] std::optional<std::vector<ScmpRule>> Try(std::string_view name, NodeId node,
                                                         Width width, Cut cut) const {
    try {
      return RuleMaker(diagram_, made_.otherwise, width, cut, max_rules_ - made_.rules.size())
          .Make(name, node);
    } catch (const TooMany&) {
      return std::nullopt;
    }
  }

  [[nodiscard]] bool IsRight(const std::vector<ScmpRule>& rules,
                             const std::vector<ArchAnswer>& answers) {
    ScmpFilter alone;
    for (const ArchAnswer& answer : answers) alone.arches.push_back(answer.arch);
    alone.otherwise = made_.otherwise;
    alone.rules = rules;
    DiagnosticSink diagnostics;
    const Policy policy = ToPolicy(alone, {}, diagnostics);
    if (diagnostics.has_errors()) return false;
    const Filter meant = Lower(diagram_, policy, {});
    return std::all_of(answers.begin(), answers.end(), [&](const ArchAnswer& answer) {
      const NodeId node = diagram_.Fix(meant.node, kArchSlice, TraitsOf(answer.arch).audit);
      return diagram_.Fix(node, kNrSlice, answer.nr) == answer.node;
    });
  }

  static Width WidthOf(Arch arch) {
    return TraitsOf(arch).bits == 32 ? Width::Low32 : Width::Full64;
  }

  Diagram& diagram_;
  Filter filter_;
  size_t max_rules_;
  ScmpFilter made_;
  std::map<Arch, NodeId> by_arch_;
};

}  // namespace

std::optional<ScmpFilter> Cover(Diagram& diagram, Filter filter, const std::vector<Arch>& arches,
                                size_t max_rules) {
  return Coverer(diagram, filter, arches, max_rules).Cover();
}

}  // namespace polc
