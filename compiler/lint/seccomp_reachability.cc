// Rules of a JSON profile that no call reaches, or that change nothing: asked of the rules' guards
// on every ABI, with the capabilities and the kernel as variables, so that a rule that is dead is
// dead everywhere. (In a `.polc` file these are errors of the language.) A name of the text is one
// rule on every ABI that has the call; what counts is whether it is alive on any of them.

#include <algorithm>
#include <map>
#include <span>

#include "compiler/analysis/naming.h"
#include "compiler/base/str_format.h"
#include "compiler/ir/lower.h"
#include "compiler/lint/json_edits.h"
#include "compiler/lint/seccomp.h"
#include "syscalls/syscall_table.h"

namespace polc::lint {
namespace {

enum class Death : uint8_t {
  Duplicate,    // another rule has the same guard and verdict
  Redundant,    // others answer the same
  Conflicting,  // without conditions, as the one that answers otherwise
  Shadowed,     // with conditions, after one without
  Unreachable,  // others answer otherwise
};

struct Fate {
  bool alive = false;
  Death death = Death::Duplicate;
  size_t killer = 0;  // index in `rules`
  SyscallRef call = {};
  const Machine* machine = nullptr;
  size_t rule = 0;
};

// Why a rule after the others never answers, or nothing. Verdicts of the rules before: where each
// is the answer.
struct Earlier {
  Guard all;
  std::map<Verdict, Guard> by_verdict;
  std::map<std::pair<NodeId, Verdict>, size_t> first;  // by guard and verdict
};

// More different rules for one call are not compared pair by pair.
constexpr size_t kMostComparedRules = 64;

std::optional<std::pair<Death, size_t>> DeathOf(Diagram& diagram, const Machine& machine,
                                                const RulesOfCall& entry, size_t index,
                                                const Earlier& earlier) {
  const polc::Rule& rule = machine.open.rules[index];
  const Guard guard = machine.guards[index];
  const Guard nothing = diagram.Constant(false);
  if (guard == nothing || diagram.And(guard, diagram.Not(earlier.all)) != nothing)
    return std::nullopt;
  const auto same = earlier.by_verdict.find(rule.verdict);
  const bool redundant =
      same != earlier.by_verdict.end() && diagram.And(guard, diagram.Not(same->second)) == nothing;
  if (redundant) {
    const auto first = earlier.first.find({guard.node, rule.verdict});
    if (first != earlier.first.end()) return {{Death::Duplicate, first->second}};
  }
  const std::span<const size_t> compared(entry.different.data(),
                                         std::min(entry.different.size(), kMostComparedRules));
  for (const size_t other_index : compared) {
    const polc::Rule& other = machine.open.rules[other_index];
    if (other_index >= index || redundant) break;
    if (other.verdict == rule.verdict ||
        diagram.And(guard, diagram.Not(machine.guards[other_index])) != nothing)
      continue;
    if (!other.condition.is_always()) return {{Death::Unreachable, other_index}};
    return {{rule.condition.is_always() ? Death::Conflicting : Death::Shadowed, other_index}};
  }
  // Several together: the first that takes something names them.
  for (const size_t other_index : compared) {
    if (other_index >= index) break;
    if (diagram.And(guard, machine.guards[other_index]) == nothing) continue;
    if ((machine.open.rules[other_index].verdict == rule.verdict) == redundant)
      return {{redundant ? Death::Redundant : Death::Unreachable, other_index}};
  }
  return std::nullopt;
}

// Of the rules that are asked in this order, those that answer some calls and could go all the
// same, because rules after them answer these alike: from the last to the first, so that not both
// of two go.
std::vector<bool> Needless(Diagram& diagram, const Machine& machine,
                           const std::vector<size_t>& rules, const std::vector<Guard>& takes) {
  std::vector<bool> needless(rules.size());
  if (rules.size() < 2 || rules.size() > kMostComparedRules) return needless;
  const NodeId nobody = diagram.Leaf(UINT32_MAX);
  NodeId after = nobody;
  for (size_t at = rules.size(); at-- > 0;) {
    if (takes[at] == diagram.Constant(false)) continue;
    const NodeId answer = diagram.Leaf(ReturnValue(machine.open.rules[rules[at]].verdict));
    needless[at] = diagram.And(takes[at], diagram.Differ(after, answer)) == diagram.Constant(false);
    if (!needless[at]) after = diagram.Ite(machine.guards[rules[at]].node, answer, after);
  }
  return needless;
}

// By the place of the name.
std::map<Span, Fate> Fates(const SeccompSubject& subject) {
  Diagram& diagram = subject.diagram();
  std::map<Span, Fate> fates;
  for (const Machine& machine : subject.machines) {
    for (const RulesOfCall& entry : machine.calls) {
      Earlier earlier{diagram.Constant(false), {}, {}};
      std::vector<std::optional<std::pair<Death, size_t>>> deaths;
      std::vector<Guard> takes;
      for (size_t at = 0; at < entry.rules.size(); ++at) {
        const polc::Rule& rule = machine.open.rules[entry.rules[at]];
        deaths.push_back(entry.rules.size() == 1
                             ? std::nullopt
                             : DeathOf(diagram, machine, entry, entry.rules[at], earlier));
        earlier.first.try_emplace({machine.guards[entry.rules[at]].node, rule.verdict},
                                  entry.rules[at]);
        takes.push_back(diagram.And(machine.guards[entry.rules[at]], diagram.Not(earlier.all)));
        const auto [known, is_new] = earlier.by_verdict.try_emplace(rule.verdict, takes.back());
        if (!is_new) known->second = diagram.Or(known->second, takes.back());
        earlier.all = diagram.Or(earlier.all, takes.back());
      }
      const std::vector<bool> needless = Needless(diagram, machine, entry.rules, takes);
      for (size_t at = 0; at < entry.rules.size(); ++at) {
        Fate& fate = fates[machine.open.rules[entry.rules[at]].origin];
        if (needless[at])
          deaths[at] = {Death::Redundant,
                        entry.rules[at + 1 < entry.rules.size() ? at + 1 : at - 1]};
        // What libseccomp adds for `socketcall` and `ipc` is written nowhere: it cannot be dropped.
        const Span origin = machine.open.rules[entry.rules[at]].origin;
        const bool written = subject.session.sources.Text(origin).find(SyscallName(
                                 entry.call.arch, entry.call.nr)) != std::string_view::npos;
        if (!deaths[at]) {
          fate.alive = true;
        } else if (!written) {
          continue;
        } else if (!fate.alive && (fate.machine == nullptr || deaths[at]->first > fate.death)) {
          fate = {false,      deaths[at]->first, deaths[at]->second,
                  entry.call, &machine,          entry.rules[at]};
        }
      }
    }
  }
  return fates;
}

void ReportDead(const SeccompSubject& subject, Findings& findings, Death death,
                const std::string& sentence) {
  for (const auto& [span, fate] : Fates(subject)) {
    if (fate.alive || fate.machine == nullptr || fate.death != death) continue;
    const polc::Rule& rule = fate.machine->open.rules[fate.rule];
    const polc::Rule& killer = fate.machine->open.rules[fate.killer];
    const std::string name(SyscallName(fate.call.arch, fate.call.nr));
    std::string message = StrFormat("`{}` {}", name, sentence);
    std::vector<std::string> notes;
    if (killer.verdict != rule.verdict) {
      Call call = subject.diagram().Witness(fate.machine->guards[fate.rule]);
      notes.push_back(StrFormat("example: {} {} → {}, not {}", TraitsOf(fate.call.arch).name,
                                CallText(LabelsOf(fate.call.arch, name), call),
                                Describe(killer.verdict), Describe(rule.verdict)));
    }
    std::vector<Fix> fixes;
    if (killer.verdict == rule.verdict) fixes = RemovalOf(subject, span);
    findings.Add(span, message, notes,
                 {{killer.origin, StrFormat("{} here", Describe(killer.verdict))}}, fixes);
  }
}

}  // namespace

void ConflictingActions(const SeccompSubject& subject, Findings& findings) {
  ReportDead(
      subject, findings, Death::Conflicting,
      "has another action without conditions elsewhere, and only the first counts; leave one of them");
}

void DuplicateName(const SeccompSubject& subject, Findings& findings) {
  ReportDead(subject, findings, Death::Duplicate,
             "is listed twice with the same action and conditions; drop one");
}

void RedundantRule(const SeccompSubject& subject, Findings& findings) {
  ReportDead(subject, findings, Death::Redundant,
             "gets the same answer from other rules for every call; drop it here");
}

void ShadowedCondition(const SeccompSubject& subject, Findings& findings) {
  ReportDead(
      subject, findings, Death::Shadowed,
      "has conditions here that are never asked: a rule without conditions wins, wherever it stands; drop one of them");
}

void UnreachableRule(const SeccompSubject& subject, Findings& findings) {
  ReportDead(
      subject, findings, Death::Unreachable,
      "is answered by other rules for every call of this one; drop it, or make the conditions of those before narrower");
}

void NeverMatching(const SeccompSubject& subject, Findings& findings) {
  for (const Machine& machine : subject.machines) {
    for (const RulesOfCall& entry : machine.calls) {
      for (const size_t index : entry.rules) {
        const polc::Rule& rule = machine.open.rules[index];
        if (rule.condition.is_always() ||
            BuildGuard(subject.diagram(), rule.condition) != subject.diagram().Constant(false))
          continue;
        findings.Add(
            rule.origin,
            StrFormat(
                "`{}` has a condition that no call fulfils, so this rule never answers; correct the comparison or drop it",
                SyscallName(entry.call.arch, entry.call.nr)));
      }
    }
  }
}

void AlwaysTrue(const SeccompSubject& subject, Findings& findings) {
  for (const Machine& machine : subject.machines) {
    for (const RulesOfCall& entry : machine.calls) {
      for (const size_t index : entry.rules) {
        const polc::Rule& rule = machine.open.rules[index];
        if (rule.condition.is_always() ||
            BuildGuard(subject.diagram(), rule.condition) != subject.diagram().Constant(true))
          continue;
        findings.Add(
            rule.origin,
            StrFormat(
                "`{}` has a condition that every call fulfils; correct the comparison or leave it out",
                SyscallName(entry.call.arch, entry.call.nr)));
      }
    }
  }
}

// `!= A` in one rule and `!= B` in another: together they hold for every value.
void AlwaysTrueTogether(const SeccompSubject& subject, Findings& findings) {
  Diagram& diagram = subject.diagram();
  const Guard always = diagram.Constant(true);
  for (const Machine& machine : subject.machines) {
    for (const RulesOfCall& entry : machine.calls) {
      std::map<Verdict, Guard> together;
      for (const size_t index : entry.rules) {
        const polc::Rule& rule = machine.open.rules[index];
        if (rule.condition.is_always() || !rule.when.is_always()) continue;
        const Guard guard = BuildGuard(diagram, rule.condition);
        if (guard == always) continue;
        const auto [known, is_new] = together.try_emplace(rule.verdict, guard);
        if (is_new || known->second == always) continue;
        known->second = diagram.Or(known->second, guard);
        if (known->second != always) continue;
        const std::string name(SyscallName(entry.call.arch, entry.call.nr));
        findings.Add(
            rule.origin,
            StrFormat(
                "the conditions for `{}` together hold for every call, so it is {} always; conditions that must hold together belong in one rule, on different arguments",
                name, Describe(rule.verdict)),
            {}, {{machine.open.rules[entry.rules.front()].origin, "with this rule"}});
      }
    }
  }
}

void ContradictingEnvironment(const SeccompSubject& subject, Findings& findings) {
  for (const docker::Syscall& syscall : subject.json->syscalls) {
    const docker::Gate& includes = syscall.includes;
    const docker::Gate& excludes = syscall.excludes;
    const auto both = [](const std::vector<docker::Text>& a,
                         const std::vector<docker::Text>& b) -> const docker::Text* {
      for (const docker::Text& one : a) {
        for (const docker::Text& other : b) {
          if (one.value == other.value) return &other;
        }
      }
      return nullptr;
    };
    if (const docker::Text* cap = both(includes.caps, excludes.caps)) {
      findings.Add(
          cap->span,
          StrFormat(
              "the rule asks for `{}` and excludes it, so the rule never applies; drop one of the two",
              cap->value));
    }
    const bool all_excluded =
        !includes.arches.empty() &&
        std::all_of(includes.arches.begin(), includes.arches.end(), [&](const docker::Text& arch) {
          return both({arch}, excludes.arches) != nullptr;
        });
    if (all_excluded)
      findings.Add(
          excludes.span,
          "every architecture that the rule is for is excluded, so the rule never applies; drop one of the two");
    if (!includes.min_kernel || !excludes.min_kernel) continue;
    const docker::KernelVersion from = includes.min_kernel->value, to = excludes.min_kernel->value;
    if (KernelVersion(from.version, from.patch_level) >=
        KernelVersion(to.version, to.patch_level)) {
      findings.Add(
          excludes.min_kernel->span,
          "the rule is for kernels from one version on and excludes all of them, so the rule never applies; correct one of the versions");
    }
  }
}

namespace {

// The rules that repeat the default, as a policy of their own.
Policy Repeating(const Machine& machine) {
  ScmpFilter repeating = *machine.scmp;
  std::erase_if(repeating.rules,
                [&](const ScmpRule& rule) { return rule.verdict != machine.scmp->otherwise; });
  // Any other default, so that none of them is left out.
  repeating.otherwise = machine.scmp->otherwise.action == Action::Trap ? Verdict{Action::Log, 0}
                                                                       : Verdict{Action::Trap, 0};
  DiagnosticSink reported;
  return ToPolicy(repeating, Context{}, reported);
}

// The place of each rule that repeats the default, and the rule that answers some of its calls
// otherwise, if there is one.
struct Repetition {
  std::string_view name;
  const polc::Rule* other = nullptr;
};
std::map<Span, Repetition> Repetitions(const SeccompSubject& subject) {
  Diagram& diagram = subject.diagram();
  std::map<Span, Repetition> found;
  for (const Machine& machine : subject.machines) {
    const Policy repeating = Repeating(machine);
    for (const polc::Rule& rule : repeating.rules) {
      const Guard guard = BuildGuard(diagram, rule, Context{});
      for (const SyscallRef& ref : rule.syscalls) {
        Repetition& repetition = found[rule.origin];
        if (repetition.name.empty()) repetition.name = SyscallName(ref.arch, ref.nr);
        const auto entry = std::lower_bound(
            machine.calls.begin(), machine.calls.end(), ref,
            [](const RulesOfCall& known, const SyscallRef& wanted) { return known.call < wanted; });
        if (entry == machine.calls.end() || entry->call != ref) continue;
        const size_t most = std::min(entry->different.size(), kMostComparedRules);
        for (const size_t index : std::span(entry->different.data(), most)) {
          const polc::Rule& other = machine.open.rules[index];
          if (repetition.other == nullptr && other.origin != rule.origin &&
              diagram.And(guard, machine.guards[index]) != diagram.Constant(false))
            repetition.other = &other;
        }
      }
    }
  }
  return found;
}

}  // namespace

void IneffectiveException(const SeccompSubject& subject, Findings& findings) {
  for (const auto& [span, repetition] : Repetitions(subject)) {
    if (repetition.other == nullptr) continue;
    findings.Add(
        span,
        StrFormat(
            "this rule for `{}` has no effect: its action is the default, and runtimes drop such rules, so that {} stands; give the other rule the opposite condition",
            repetition.name, Describe(repetition.other->verdict)),
        {},
        {{repetition.other->origin, StrFormat("{} here", Describe(repetition.other->verdict))}});
  }
}

void SameAsDefault(const SeccompSubject& subject, Findings& findings) {
  for (const auto& [span, repetition] : Repetitions(subject)) {
    if (repetition.other != nullptr) continue;
    findings.Add(
        span,
        StrFormat(
            "`{}` gets the default here, as it would without this rule; runtimes drop such rules",
            repetition.name),
        {}, {}, RemovalOf(subject, span));
  }
}

}  // namespace polc::lint
