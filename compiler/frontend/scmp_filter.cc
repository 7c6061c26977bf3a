// libseccomp's meaning of a set of rules, for each architecture and syscall on its own: a rule that repeats the default is
// no rule; the first unconditional rule beats every conditional one, wherever it stands; conditional rules form a tree that
// tests the highest argument first, whatever their order in the file. Written down as a first-match list, that is: the
// unconditional rules, then the conditional ones sorted as the tree would visit them. On ABIs with 32-bit registers only
// the low half of an argument is compared.

#include "compiler/frontend/scmp_filter.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/base/strings.h"
#include "compiler/frontend/multiplexed.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

ArgTest TestOf(const ScmpCompare& compare, Width width) {
  ArgTest test;
  test.arg = compare.arg;
  test.width = width;
  test.op = compare.op;
  test.value = compare.value;
  if (compare.op == CompareOp::MaskedEq) {
    test.mask = compare.value;
    test.value = compare.value_two & compare.value;
  }
  return test;
}

Condition ConditionOf(const ScmpRule& rule, Width width) {
  Condition all;
  for (const ScmpCompare& compare : rule.args) all.parts.push_back(Condition::Of(TestOf(compare, width)));
  return all;
}

// One comparison as the tree sorts it among its siblings: smaller is tried first.
struct TreeKey {
  int word;         // high arguments first
  int op_class;     // equality before below before above
  uint64_t datum;   // the tighter bound first
  friend auto operator<=>(const TreeKey&, const TreeKey&) = default;
};

TreeKey KeyOf(const ScmpCompare& compare) {
  switch (compare.op) {
    case CompareOp::Eq:
    case CompareOp::Ne: return {-compare.arg, 0, ~compare.value};
    case CompareOp::MaskedEq: return {-compare.arg, 0, ~compare.value_two};
    case CompareOp::Lt:
    case CompareOp::Le: return {-compare.arg, 1, compare.value};
    case CompareOp::Gt:
    case CompareOp::Ge: return {-compare.arg, 2, ~compare.value};
  }
  return {};
}

std::vector<TreeKey> KeysOf(const ScmpRule& rule) {
  std::vector<TreeKey> keys;
  for (const ScmpCompare& compare : rule.args) keys.push_back(KeyOf(compare));
  std::sort(keys.begin(), keys.end());
  return keys;
}

class Converter {
 public:
  Converter(const ScmpFilter& filter, DiagnosticSink& diagnostics) : filter_(filter), diagnostics_(diagnostics) {
    policy_.arches = filter.arches;
    policy_.otherwise = filter.otherwise;
    policy_.bad_arch = filter.bad_arch;
  }

  Policy Convert() {
    std::vector<const ScmpRule*> conditional;
    for (const ScmpRule& rule : filter_.rules) {
      if (!IsSyscallName(rule.name)) {
        ReportUnknown(rule);
        continue;
      }
      if (rule.verdict == filter_.otherwise) continue;
      if (rule.args.empty()) {
        AddDirect(rule);
      } else {
        conditional.push_back(&rule);
      }
    }
    // The multiplexers' rules test the first argument only, so they come after the direct ones only in file order.
    for (const ScmpRule& rule : filter_.rules) {
      if (rule.verdict != filter_.otherwise) AddMultiplexed(rule);
    }
    std::stable_sort(conditional.begin(), conditional.end(),
                     [](const ScmpRule* a, const ScmpRule* b) { return KeysOf(*a) < KeysOf(*b); });
    for (const ScmpRule* rule : conditional) AddDirect(*rule);
    for (Rule& rule : multiplexed_) policy_.rules.push_back(std::move(rule));
    return std::move(policy_);
  }

 private:
  [[nodiscard]] bool AppliesTo(const ScmpRule& rule, Arch arch) const {
    return rule.arches.empty() || std::find(rule.arches.begin(), rule.arches.end(), arch) != rule.arches.end();
  }

  static Width WidthOf(Arch arch) { return TraitsOf(arch).bits == 32 ? Width::Low32 : Width::Full64; }

  void AddDirect(const ScmpRule& rule) {
    for (const Width width : {Width::Full64, Width::Low32}) {
      Rule made{{}, ConditionOf(rule, width), rule.when, rule.verdict, rule.origin};
      for (const Arch arch : filter_.arches) {
        // Without a condition one rule serves both widths.
        if (rule.args.empty() ? width == Width::Low32 : WidthOf(arch) != width) continue;
        if (!AppliesTo(rule, arch)) continue;
        if (const auto nr = SyscallNumber(arch, rule.name)) made.syscalls.push_back({arch, *nr});
      }
      if (!made.syscalls.empty()) policy_.rules.push_back(std::move(made));
    }
  }

  void AddMultiplexed(const ScmpRule& rule) {
    for (const Arch arch : filter_.arches) {
      const auto by = MultiplexerOf(arch, rule.name);
      if (!by || !AppliesTo(rule, arch)) continue;
      const auto nr = SyscallNumber(arch, by->through);
      if (!nr) continue;
      const ArgTest test{.arg = 0, .width = WidthOf(arch), .op = CompareOp::Eq, .value = by->call};
      multiplexed_.push_back({{{arch, *nr}}, Condition::Of(test), rule.when, rule.verdict, rule.origin});
    }
  }

  void ReportUnknown(const ScmpRule& rule) {
    diagnostics_.Warning(DiagnosticId::UnknownSyscall, rule.origin,
                         "unknown syscall `" + rule.name + "`" + DidYouMean(rule.name, AllSyscallNames()) +
                             "; container runtimes skip a name that they do not know, so this rule does nothing");
  }

  const ScmpFilter& filter_;
  DiagnosticSink& diagnostics_;
  Policy policy_;
  std::vector<Rule> multiplexed_;
};

}  // namespace

Policy ToPolicy(const ScmpFilter& filter, const Context& context, DiagnosticSink& diagnostics) {
  (void)context;
  return Converter(filter, diagnostics).Convert();
}

}  // namespace polc
