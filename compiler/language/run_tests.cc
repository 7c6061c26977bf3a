#include "compiler/language/run_tests.h"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/analysis/naming.h"
#include "compiler/analysis/regions.h"
#include "compiler/base/str_format.h"
#include "compiler/ir/lower.h"
#include "compiler/language/conditions.h"
#include "compiler/language/syscall_lists.h"
#include "compiler/language/tested_policy.h"
#include "compiler/language/values.h"
#include "syscalls/argument_names.h"
#include "syscalls/capability.h"

namespace polc::language {
namespace {

// The two leaves of a filter that describes a part of all calls.
constexpr Action kInside = Action::Allow;
constexpr Action kOutside = Action::KillProcess;

bool IsInside(uint32_t leaf) { return FromReturnValue(leaf).action == kInside; }

bool Satisfies(dsl::ActionKind kind, Verdict wanted, Verdict answer) {
  // A call that a supervisor or a tracer decides about does not count as denied.
  if (kind == dsl::ActionKind::Deny) return answer.action < Action::Notify;
  return wanted == answer;
}

class Runner {
 public:
  Runner(Library& library, const Unit& unit, const DockerContext& context, Reporter& reporter)
      : library_(library),
        unit_(unit),
        context_(context),
        reporter_(reporter),
        values_(reporter),
        conditions_(values_, reporter) {}

  TestRun Run() {
    for (const dsl::Statement& statement : unit_.file.statements) {
      if (const auto* test = std::get_if<dsl::TestBlock>(&statement.node)) RunTest(*test);
    }
    for (auto& [node, tested] : policies_) {
      if (tested.policy) CollectUntested(tested);
    }
    std::sort(run_.untested.begin(), run_.untested.end(),
              [](const UntestedRule& a, const UntestedRule& b) { return a.place < b.place; });
    return std::move(run_);
  }

 private:
  struct Tested {
    std::string name;
    std::optional<TestedPolicy> policy;
    std::set<uint32_t> asked;  // source rules + 1
  };

  void RunTest(const dsl::TestBlock& test) {
    TestResult result{test.name.value, test.policy.text.value, test.name.span, 0, {}};
    const Target target = library_.Find(unit_, test.policy);
    if (!target.policy && target.profile == nullptr) return;
    const void* key = target.policy ? static_cast<const void*>(target.policy.node) : target.profile;
    const auto [found, is_new] = policies_.try_emplace(key);
    Tested& tested = found->second;
    if (is_new) {
      tested.name = test.policy.text.value;
      tested.policy = TestedPolicy::Make(diagram_, library_, target, context_, reporter_);
    }
    if (!tested.policy) return;
    when_.clear();
    if (test.when) when_.push_back(&*test.when);
    if (test.body.lines.empty())
      Fail(result, test.name.span,
           "this test has no expectation, so it tests nothing; add one such as `deny chmod`",
           nullptr, {});
    for (const dsl::Statement& line : test.body.lines) {
      ++result.expectations;
      if (const auto* expectation = std::get_if<dsl::Expectation>(&line.node)) {
        Expect(*expectation, line.span, tested, result);
      } else if (const auto* comparison = std::get_if<dsl::Comparison>(&line.node)) {
        CompareWith(*comparison, line.span, tested, result);
      }
    }
    run_.tests.push_back(std::move(result));
  }

  // The calls that some rules match, as a filter with the leaves kInside and kOutside.
  Filter Region(const TestedPolicy& tested, std::vector<Rule> rules) {
    Policy region;
    region.arches = tested.policy().arches;
    region.otherwise = region.bad_arch = MakeVerdict(kOutside);
    region.rules = std::move(rules);
    return Lower(diagram_, region, Context{});
  }

  bool IsNowhere(Filter region) {
    return diagram_.Map(region.node, [](uint32_t leaf) { return IsInside(leaf) ? 1u : 0u; }) ==
           diagram_.Leaf(0);
  }

  // The argument and the value that it is compared with.
  std::optional<Condition> ArgumentsAre(const dsl::Call& call, const CallSite& site) {
    Condition all = Condition::Always();
    uint8_t position = 0;
    for (const dsl::CallArg& argument : call.args) {
      const uint8_t index = position++;
      if (!argument.value) continue;
      dsl::ArgRef ref;
      ref.span = argument.span;
      ref.name =
          argument.name ? *argument.name : dsl::Text{"arg" + std::to_string(index), argument.span};
      if (!argument.name && index >= kArgCount) {
        reporter_.Error(DiagnosticId::UnknownName, argument.span,
                        "a call has at most six arguments");
        return std::nullopt;
      }
      const auto operand = conditions_.Find(ref, site);
      if (!operand) return std::nullopt;
      const auto value =
          values_.Evaluate(*argument.value, unit_, {site.arch, site.name, operand->arg});
      if (!value) return std::nullopt;
      auto equal = conditions_.Equals(*operand, *value, argument.value->span, ref.name.value);
      if (!equal) return std::nullopt;
      all.parts.push_back(std::move(*equal));
    }
    return all;
  }

  std::optional<std::vector<Rule>> RulesOf(const dsl::Call& call, const TestedPolicy& tested,
                                           const std::vector<const dsl::Environment*>& when) {
    std::vector<Arch> arches = tested.policy().arches;
    const auto environment = ResolveEnvironment(when, arches, reporter_);
    if (!environment) return std::nullopt;
    std::vector<Rule> rules;
    const size_t errors_before = reporter_.error_count();
    for (const ListedCall& listed :
         SyscallLists(arches, reporter_).Expand(call.target, call.minus, unit_)) {
      for (const SyscallRef& ref : listed.refs) {
        const auto condition = ArgumentsAre(call, {ref.arch, ref.nr, listed.name});
        if (!condition) return std::nullopt;
        rules.push_back({{ref}, *condition, *environment, MakeVerdict(kInside), call.span});
      }
    }
    if (reporter_.error_count() != errors_before) return std::nullopt;
    return rules;
  }

  void Expect(const dsl::Expectation& expectation, Span place, Tested& tested, TestResult& result) {
    // More than one verdict counts as `deny`: see Satisfies().
    const auto wanted =
        values_.VerdictOf(expectation.action, unit_, MakeVerdict(Action::KillProcess));
    std::vector<const dsl::Environment*> when = when_;
    if (expectation.when) when.push_back(&*expectation.when);
    for (const dsl::Call& call : expectation.calls) {
      const auto rules = RulesOf(call, *tested.policy, when);
      if (!rules || !wanted) continue;
      if (rules->empty()) {
        Fail(result, call.span.known() ? call.span : place,
             "no architecture of the policy has this call, so this line tests nothing", nullptr,
             {});
        continue;
      }
      const Filter region = Region(*tested.policy, *rules);
      if (IsNowhere(region)) {
        Fail(
            result, call.span,
            "no call fits this line: its arguments, or the environments of the test and the line, exclude each other",
            nullptr, {});
        continue;
      }
      CollectAsked(region, tested);
      const auto broken = diagram_.Map2(
          region.node, tested.policy->answers().node, [&](uint32_t inside, uint32_t answer) {
            return IsInside(inside) &&
                           !Satisfies(expectation.action.kind, *wanted, FromReturnValue(answer))
                       ? 1u
                       : 0u;
          });
      if (broken == diagram_.Leaf(0)) continue;
      const Call witness = WitnessOf({broken}, *tested.policy);
      Fail(result, call.span, StrFormat("this is not so: {}", AnswerText(*tested.policy, witness)),
           &*tested.policy, witness);
    }
  }

  void CompareWith(const dsl::Comparison& comparison, Span place, Tested& tested,
                   TestResult& result) {
    const Target target = library_.Find(unit_, comparison.other);
    DockerContext context = context_;
    context.arches = CommonArches(target, tested.policy->policy().arches);
    if (context.arches.empty()) {
      Fail(result, place,
           StrFormat("`{}` and `{}` have no architecture in common", comparison.other.text.value,
                     result.policy),
           nullptr, {});
      return;
    }
    const TestedPolicy* other = Other(target, context);
    std::vector<Rule> excepted;
    const size_t errors_before = reporter_.error_count();
    for (const ListedCall& listed :
         SyscallLists(tested.policy->policy().arches, reporter_).Expand(comparison.except, unit_)) {
      if (!listed.refs.empty())
        excepted.push_back({listed.refs, Condition::Always(), {}, MakeVerdict(kInside), place});
    }
    std::vector<Arch> arches = tested.policy->policy().arches;
    const auto environment = ResolveEnvironment(when_, arches, reporter_);
    if (other == nullptr || !environment || reporter_.error_count() != errors_before) return;
    const Filter outside = Region(*tested.policy, std::move(excepted));
    Guard compared{
        diagram_.Map(outside.node, [](uint32_t leaf) { return IsInside(leaf) ? 0u : 1u; })};
    compared = diagram_.And(compared, BuildGuard(diagram_, *environment, Context{}));
    compared = diagram_.And(compared, OnArches(tested.policy->policy().arches, arches));
    if (compared == diagram_.Constant(false)) {
      Fail(result, place,
           "this line compares nothing: the environment of the test excludes every call", nullptr,
           {});
      return;
    }
    const auto wrong = [&](uint32_t before, uint32_t after) {
      const Direction direction = Compare(FromReturnValue(before), FromReturnValue(after));
      switch (comparison.relation) {
        case dsl::Relation::TighterThan:
          return direction == Direction::Loosened;
        case dsl::Relation::LooserThan:
          return direction == Direction::Tightened;
        case dsl::Relation::SameAs:
          return direction != Direction::Same;
      }
      return true;
    };
    const NodeId differ = diagram_.Map2(
        other->answers().node, tested.policy->answers().node,
        [&](uint32_t before, uint32_t after) { return wrong(before, after) ? 1u : 0u; });
    const Guard broken = diagram_.And({differ}, compared);
    if (broken == diagram_.Constant(false)) return;
    const Call witness = WitnessOf(broken, *tested.policy);
    const Verdict theirs = FromReturnValue(diagram_.Evaluate(other->answers().node, witness));
    Fail(result, place,
         StrFormat("this is not so: {}, and {} from `{}`", AnswerText(*tested.policy, witness),
                   Describe(theirs), comparison.other.text.value),
         &*tested.policy, witness);
  }

  // The architectures that both policies are for: to calls of the others the other policy gives its
  // `bad_arch`. All of the tested policy's if the other one lists none, or if --arch was given.
  std::vector<Arch> CommonArches(const Target& target, const std::vector<Arch>& tested) {
    std::vector<Arch> common = tested;
    if (!context_.arches.empty()) return common;
    DockerContext context = context_;
    context.native = TraitsOf(tested.front()).native;
    const std::vector<Arch> own = ArchesOf(library_, target, context, reporter_);
    if (own.empty()) return common;
    std::erase_if(common,
                  [&](Arch arch) { return std::find(own.begin(), own.end(), arch) == own.end(); });
    return common;
  }

  // Takes the first of the policy's architectures that has a witness, because readers know the
  // native one best.
  Call WitnessOf(Guard broken, const TestedPolicy& tested) {
    const std::vector<Arch>& arches = tested.policy().arches;
    for (const Arch arch : arches) {
      const Guard here = diagram_.And(broken, OnArches(arches, {arch}));
      if (here != diagram_.Constant(false)) return diagram_.Witness(here);
    }
    return diagram_.Witness(broken);
  }

  // The policy that a comparison compares with. It is made once, so that its warnings are reported
  // once. Null after a mistake in it.
  const TestedPolicy* Other(const Target& target, const DockerContext& context) {
    const void* node =
        target.policy ? static_cast<const void*>(target.policy.node) : target.profile;
    const auto [found, is_new] = others_.try_emplace({node, context.arches});
    if (is_new) found->second = TestedPolicy::Make(diagram_, library_, target, context, reporter_);
    return found->second ? &*found->second : nullptr;
  }

  // Adds no condition if the test's `when` allows all architectures.
  Guard OnArches(const std::vector<Arch>& all, const std::vector<Arch>& left) {
    if (all.size() == left.size()) return diagram_.Constant(true);
    Policy region;
    region.arches = left;
    region.otherwise = MakeVerdict(kInside);
    region.bad_arch = MakeVerdict(kOutside);
    return {diagram_.Map(Lower(diagram_, region, Context{}).node,
                         [](uint32_t leaf) { return IsInside(leaf) ? 1u : 0u; })};
  }

  void CollectAsked(Filter region, Tested& tested) {
    (void)diagram_.Map2(region.node, tested.policy->deciders(),
                        [&](uint32_t inside, uint32_t rule) {
                          if (IsInside(inside) && rule != 0) tested.asked.insert(rule);
                          return 0u;
                        });
  }

  void CollectUntested(const Tested& tested) {
    const std::vector<SourceRule>& rules = tested.policy->resolved().rules;
    for (size_t i = 0; i < rules.size(); ++i) {
      if (rules[i].own && !tested.asked.contains(static_cast<uint32_t>(i + 1)))
        run_.untested.push_back({tested.name, rules[i].line->span});
    }
  }

  // "x86_64 chmod(0, 0) gets ALLOW, with CAP_SYS_ADMIN, on Linux 4.8"
  std::string AnswerText(const TestedPolicy& tested, const Call& call) {
    std::string text;
    if (const std::optional<Arch> arch = ArchOf(call)) {
      text = StrFormat("{} {}", TraitsOf(*arch).name,
                       CallText(LabelsOf(*arch, SyscallName(*arch, call.nr)), call));
    } else {
      text = "a call of another architecture";
    }
    text += " gets " + Describe(FromReturnValue(diagram_.Evaluate(tested.answers().node, call)));
    std::string caps;
    for (uint8_t bit = 0; bit < 64; ++bit) {
      if ((call.caps >> bit & 1) != 0)
        caps += (caps.empty() ? "" : ", ") + std::string(CapabilityName(bit));
    }
    if (!caps.empty()) text += " with " + caps;
    if (call.kernel != 0)
      text += StrFormat(" on Linux {}.{}", call.kernel >> 16, call.kernel & 0xffff);
    return text;
  }

  void Fail(TestResult& result, Span place, std::string message, const TestedPolicy* tested,
            const Call& witness) {
    Diagnostic diagnostic{
        .id = DiagnosticId::TestFailed, .span = place, .message = std::move(message)};
    if (tested != nullptr) {
      const Span origin = tested->Origin(witness);
      if (origin.known()) diagnostic.labels.push_back({origin, "decided here"});
    }
    result.failures.push_back(std::move(diagnostic));
  }

  Library& library_;
  const Unit& unit_;
  const DockerContext& context_;
  Reporter& reporter_;
  Values values_;
  Conditions conditions_;
  Diagram diagram_;
  std::vector<const dsl::Environment*> when_;  // of the test that runs
  std::map<const void*, Tested> policies_;
  std::map<std::pair<const void*, std::vector<Arch>>, std::optional<TestedPolicy>> others_;
  TestRun run_;
};

}  // namespace

TestRun RunTests(Library& library, const Unit& unit, const DockerContext& context,
                 Reporter& reporter) {
  return Runner(library, unit, context, reporter).Run();
}

}  // namespace polc::language
