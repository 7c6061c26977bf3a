// How libseccomp reads a set of rules, for each architecture and syscall separately: it ignores a
// rule that repeats the default; the first unconditional rule beats every conditional one, wherever
// it stands; conditional rules form a tree that tests the highest argument first, whatever their
// order in the file. As a list in which the first match decides, this is: the unconditional rules,
// then the conditional ones sorted as the tree visits them. On ABIs with 32-bit registers only the
// low half of an argument is compared. The order matters only between rules with different
// verdicts, which is rare.
//
// The tree: a rule is a path of its comparisons, the lowest argument at the root; siblings are
// tried by TreeNode::order(); a rule whose path begins with the whole path of an earlier one is
// dropped.

#include "compiler/docker/scmp_filter.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/docker/multiplexed.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// One comparison as a node of the tree. The first three fields sort siblings (smaller is tried
// first); all of them tell two nodes apart.
struct TreeNode {
  int arg;         // high arguments first
  int op_class;    // equality before an upper bound before a lower bound
  uint64_t datum;  // the tighter bound first; of equalities the larger value
  CompareOp op;
  uint64_t mask;

  [[nodiscard]] auto order() const { return std::tuple(arg, op_class, datum); }
  friend auto operator<=>(const TreeNode&, const TreeNode&) = default;
};

TreeNode NodeOf(const ScmpCompare& compare) {
  switch (compare.op) {
    case CompareOp::Eq:
    case CompareOp::Ne:
      return {-compare.arg, 0, ~compare.value, compare.op, UINT64_MAX};
    case CompareOp::MaskedEq: {
      // A test of all bits is an equality.
      const CompareOp op = compare.value == UINT64_MAX ? CompareOp::Eq : CompareOp::MaskedEq;
      return {-compare.arg, 0, ~(compare.value_two & compare.value), op, compare.value};
    }
    case CompareOp::Lt:
    case CompareOp::Le:
      return {-compare.arg, 1, compare.value, compare.op, UINT64_MAX};
    case CompareOp::Gt:
    case CompareOp::Ge:
      return {-compare.arg, 2, ~compare.value, compare.op, UINT64_MAX};
  }
  return {};
}

// A rule that is to be added to the tree of one syscall, on ABIs of one register width.
struct Chain {
  std::string_view name;
  SyscallIndex syscall;
  std::vector<ScmpCompare> compares;
  Width width;
  std::vector<TreeNode> path;
  const ScmpRule* rule;
  std::vector<SyscallRef> syscalls;  // one for each ABI
};

// libseccomp leaves out a comparison with an empty mask, so a rule that has only such ones is
// unconditional (src/db.c, _db_rule_gen_32 and _db_rule_gen_64).
bool TestsNothing(const ScmpCompare& compare) {
  return compare.op == CompareOp::MaskedEq && compare.value == 0;
}

std::vector<TreeNode> PathOf(std::vector<ScmpCompare> compares) {
  std::sort(compares.begin(), compares.end(),
            [](const ScmpCompare& a, const ScmpCompare& b) { return a.arg < b.arg; });
  std::vector<TreeNode> path;
  for (const ScmpCompare& compare : compares) path.push_back(NodeOf(compare));
  return path;
}

bool VisitedBefore(const Chain& a, const Chain& b) {
  return std::lexicographical_compare(
      a.path.begin(), a.path.end(), b.path.begin(), b.path.end(),
      [](const TreeNode& x, const TreeNode& y) { return x.order() < y.order(); });
}

ArgTest TestOf(const ScmpCompare& compare, Width width) {
  ArgTest test{.arg = compare.arg, .width = width, .op = compare.op, .value = compare.value};
  if (compare.op == CompareOp::MaskedEq) {
    test.mask = compare.value;
    test.value = compare.value_two & compare.value;  // bits outside of the mask are dropped
  }
  return test;
}

Width WidthOf(Arch arch) { return TraitsOf(arch).bits == 32 ? Width::Low32 : Width::Full64; }

class Converter {
 public:
  Converter(const ScmpFilter& filter, const Context& context, DiagnosticSink& diagnostics)
      : filter_(filter), context_(context), diagnostics_(diagnostics) {
    policy_.arches = filter.arches;
    policy_.otherwise = filter.otherwise;
    policy_.bad_arch = filter.bad_arch;
    multiplexes_ = std::any_of(filter.arches.begin(), filter.arches.end(), Multiplexes);
  }

  Policy Convert() {
    policy_.rules.reserve(filter_.rules.size() + filter_.rules.size() / 4);
    for (const ScmpRule& rule : filter_.rules) AddChains(rule);
    std::vector<Chain*> conditional;
    for (Chain& chain : chains_) {
      if (!IsDropped(chain)) conditional.push_back(&chain);
    }
    std::stable_sort(conditional.begin(), conditional.end(),
                     [](const Chain* a, const Chain* b) { return VisitedBefore(*a, *b); });
    for (Chain* chain : conditional) AddRule(*chain);
    return std::move(policy_);
  }

 private:
  std::vector<bool>::reference Unconditional(SyscallIndex syscall, Width width) {
    return unconditional_[2 * static_cast<size_t>(syscall) + (width == Width::Low32 ? 1 : 0)];
  }

  void AddChains(const ScmpRule& rule) {
    const std::optional<SyscallIndex> syscall = FindSyscall(rule.name);
    if (!syscall) {
      ReportUnknown(rule);
      return;
    }
    if (rule.verdict == filter_.otherwise) return;
    const std::vector<Arch>& arches = rule.arches.empty() ? filter_.arches : rule.arches;
    AddChain(rule, rule.name, *syscall, rule.args, arches);
    // libseccomp replaces the test of the first argument by one for the call's number and keeps the
    // other tests, which then look at the multiplexer's own arguments.
    if (!multiplexes_) return;
    const auto by = MultiplexedBy(rule.name);
    if (!by) return;
    std::vector<Arch> muxed;
    std::copy_if(arches.begin(), arches.end(), std::back_inserter(muxed), Multiplexes);
    std::vector<ScmpCompare> compares = {{0, CompareOp::Eq, by->call, 0}};
    std::copy_if(rule.args.begin(), rule.args.end(), std::back_inserter(compares),
                 [](const ScmpCompare& compare) { return compare.arg != 0; });
    AddChain(rule, by->through, *FindSyscall(by->through), compares, muxed);
  }

  void AddChain(const ScmpRule& rule, std::string_view name, SyscallIndex syscall,
                const std::vector<ScmpCompare>& compares, const std::vector<Arch>& arches) {
    for (const Width width : {Width::Full64, Width::Low32}) {
      // A rule without conditions is the same on both widths.
      if (compares.empty() && width == Width::Low32) continue;
      std::vector<SyscallRef> syscalls;
      syscalls.reserve(arches.size());
      for (const Arch arch : arches) {
        if (!compares.empty() && WidthOf(arch) != width) continue;
        if (const auto nr = SyscallNumber(arch, syscall)) syscalls.push_back({arch, *nr});
      }
      if (syscalls.empty()) continue;
      Chain chain{name, syscall, compares, width, {}, &rule, std::move(syscalls)};
      for (ScmpCompare& compare : chain.compares) {
        if (width == Width::Low32) compare.value &= UINT32_MAX, compare.value_two &= UINT32_MAX;
      }
      std::erase_if(chain.compares, TestsNothing);
      if (chain.compares.empty()) {
        for (const SyscallRef& ref : chain.syscalls)
          Unconditional(syscall, WidthOf(ref.arch)) = true;
        AddRule(chain);
        continue;
      }
      chain.path = PathOf(chain.compares);
      chains_.push_back(std::move(chain));
    }
  }

  // Must be the last use of `chain`: moves its syscalls out.
  void AddRule(Chain& chain) {
    Rule& made = policy_.rules.emplace_back(Rule{
        std::move(chain.syscalls), {}, chain.rule->when, chain.rule->verdict, chain.rule->origin});
    for (const ScmpCompare& compare : chain.compares)
      made.condition.parts.push_back(Condition::Of(TestOf(compare, chain.width)));
  }

  // Whether libseccomp leaves this chain out of the tree of the earlier rules. It drops the chain
  // silently if an earlier path is the beginning of its path, and seccomp_rule_add fails with
  // EEXIST if its path is an earlier one or the beginning of one.
  bool IsDropped(const Chain& chain) {
    if (Unconditional(chain.syscall, chain.width)) return false;  // has no effect in any case
    const auto place = [&](size_t length) {
      return Place{chain.name,
                   chain.width,
                   {chain.path.begin(), chain.path.begin() + static_cast<ptrdiff_t>(length)}};
    };
    for (size_t length = 1; length < chain.path.size(); ++length) {
      if (OtherVerdict(ending_[place(length)], chain) != nullptr) return true;
    }
    if (const Chain* other = OtherVerdict(passing_[place(chain.path.size())], chain)) {
      ReportConflict(chain, *other);
      return true;
    }
    for (size_t length = 1; length <= chain.path.size(); ++length)
      Remember(passing_[place(length)], chain);
    Remember(ending_[place(chain.path.size())], chain);
    return false;
  }

  // To find a conflict with another verdict, one chain of each verdict is enough.
  static void Remember(std::vector<const Chain*>& chains, const Chain& chain) {
    for (const Chain* known : chains) {
      if (known->rule->verdict == chain.rule->verdict && known->rule->when == chain.rule->when &&
          known->syscalls == chain.syscalls)
        return;
    }
    chains.push_back(&chain);
  }

  [[nodiscard]] const Chain* OtherVerdict(const std::vector<const Chain*>& chains,
                                          const Chain& chain) const {
    for (const Chain* other : chains) {
      const bool meet =
          std::any_of(chain.syscalls.begin(), chain.syscalls.end(), [&](const SyscallRef& ref) {
            return std::find(other->syscalls.begin(), other->syscalls.end(), ref) !=
                   other->syscalls.end();
          });
      if (other->rule->verdict != chain.rule->verdict && meet &&
          Together(other->rule->when, chain.rule->when))
        return other;
    }
    return nullptr;
  }

  // Whether both rules apply in some environment that the context leaves open.
  [[nodiscard]] bool Together(const Environment& a, const Environment& b) const {
    if (context_.caps && context_.kernel)
      return a.Holds(*context_.kernel, *context_.caps) && b.Holds(*context_.kernel, *context_.caps);
    return ((a.caps_all | b.caps_all) & (a.caps_none | b.caps_none)) == 0 &&
           std::max(a.kernel_min, b.kernel_min) < std::min(a.kernel_below, b.kernel_below);
  }

  void ReportConflict(const Chain& chain, const Chain& other) {
    diagnostics_.Add(
        {.id = DiagnosticId::ConflictingRules,
         .severity = Severity::Error,
         .span = chain.rule->origin,
         .message = StrFormat(
             "`{}` is {} here and {} elsewhere under the same condition, so libseccomp refuses the "
             "pair and the container does not start; remove one of the two rules",
             chain.name, Describe(chain.rule->verdict), Describe(other.rule->verdict)),
         .labels = {{other.rule->origin, "the other rule"}}});
  }

  void ReportUnknown(const ScmpRule& rule) {
    // The search for the nearest name is slow, so it is left out if nobody will see it.
    const std::string near = diagnostics_.full(DiagnosticId::UnknownSyscall, Severity::Warning)
                                 ? ""
                                 : DidYouMean(rule.name, AllSyscallNames());
    diagnostics_.Warning(DiagnosticId::UnknownSyscall, rule.origin,
                         "unknown syscall `{}`, which container runtimes skip, so it does nothing "
                         "here{}",
                         rule.name, near);
  }

  const ScmpFilter& filter_;
  const Context& context_;
  DiagnosticSink& diagnostics_;
  Policy policy_;
  std::vector<Chain> chains_;  // those with conditions
  bool multiplexes_ = false;   // whether some ABI of the filter does
  std::vector<bool> unconditional_ =
      std::vector<bool>(2 * AllSyscallNames().size());  // by syscall and width
  // The chains in the tree: by each beginning of their paths, and by the whole path.
  using Place = std::tuple<std::string_view, Width, std::vector<TreeNode>>;
  std::map<Place, std::vector<const Chain*>> passing_, ending_;
};

}  // namespace

Policy ToPolicy(const ScmpFilter& filter, const Context& context, DiagnosticSink& diagnostics) {
  return Converter(filter, context, diagnostics).Convert();
}

}  // namespace polc
