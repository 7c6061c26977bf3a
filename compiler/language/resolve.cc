#include "compiler/language/resolve.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "compiler/base/strings.h"
#include "compiler/docker/from_docker.h"
#include "compiler/language/check.h"
#include "compiler/language/conditions.h"
#include "compiler/language/flatten.h"
#include "compiler/language/reachability.h"
#include "compiler/language/syscall_lists.h"
#include "compiler/language/values.h"
#include "grammar/docker_json/parse.h"

namespace polc::language {
namespace {

bool Equal(const Condition& a, const Condition& b) {
  return a.kind == b.kind && a.test == b.test &&
         std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), Equal);
}

class Resolver {
 public:
  Resolver(Library& library, const DockerContext& context, Reporter& reporter)
      : library_(library),
        context_(context),
        reporter_(reporter),
        values_(reporter),
        conditions_(values_, reporter) {}

  std::optional<Resolved> Run(Definition<dsl::Policy> policy) {
    const size_t errors_before = reporter_.error_count();
    const Flattened flattened = Flatten(library_, policy, reporter_);
    result_.layer = flattened.layer;
    if (!ChooseArches(flattened)) return std::nullopt;
    TakeSettings(flattened, policy);  // after a mistake in them, the rules are still checked
    AddRules(flattened);
    if (reporter_.error_count() == errors_before && policy.unit->file.complete)
      ReportUnreachable(result_, reporter_);
    if (reporter_.error_count() != errors_before) return std::nullopt;
    result_.name_count = names_.size();
    return std::move(result_);
  }

  // Resolves only in order to report mistakes.
  void RunPart(const Flattened& flattened) {
    if (!ChooseArches(flattened)) return;
    denial_ = DenialOf(MakeVerdict(Action::Allow));
    AddRules(flattened);
  }

 private:
  void AddRules(const Flattened& flattened) {
    for (const auto& rule : flattened.rules) {
      if (const auto* profile = std::get_if<const SourceFile*>(&rule)) {
        AddProfile(**profile);
      } else {
        result_.rules.push_back(std::get<SourceRule>(rule));
        AddRule(static_cast<uint32_t>(result_.rules.size() - 1));
      }
    }
  }

  bool ChooseArches(const Flattened& flattened) {
    std::vector<Arch>& arches = result_.policy.arches;
    arches = context_.arches;
    if (arches.empty() && flattened.arch != nullptr &&
        !ReadArches(*flattened.arch, flattened.arch_place))
      return false;
    if (arches.empty() && flattened.profile != nullptr) {
      if (const ScmpFilter* filter = ReadProfile(*flattened.profile)) arches = filter->arches;
    }
    if (arches.empty()) arches.push_back(context_.native);
    for (const Arch arch : arches) {
      if (TraitsOf(arch).endian == TraitsOf(arches.front()).endian) continue;
      reporter_.Error(
          DiagnosticId::MixedEndianness, {},
          "`{}` and `{}` have different byte orders, but a filter is for one machine; give the architectures of one machine to `--arch`",
          TraitsOf(arches.front()).name, TraitsOf(arch).name);
      return false;
    }
    return true;
  }

  // All architectures if one machine can run them, else those of the native architecture's machine.
  bool ReadArches(const dsl::ArchSetting& setting, Span place) {
    const auto read = language::ReadArches(setting.names, reporter_);
    if (!read) return false;
    std::vector<Arch>& named = named_;
    for (const Arch arch : *read) {
      if (std::find(named.begin(), named.end(), arch) == named.end()) named.push_back(arch);
    }
    const auto native = [](Arch arch) { return TraitsOf(arch).native; };
    const bool one_machine = std::all_of(named.begin(), named.end(), [&](Arch arch) {
      return native(arch) == native(named.front());
    });
    for (const Arch arch : named) {
      if (one_machine || native(arch) == native(context_.native))
        result_.policy.arches.push_back(arch);
    }
    if (!result_.policy.arches.empty()) return true;
    reporter_.Error(DiagnosticId::UnknownArch, place,
                    "this policy is not for `{}`; give one of its architectures with `--arch`",
                    TraitsOf(context_.native).name);
    return false;
  }

  void TakeSettings(const Flattened& flattened, Definition<dsl::Policy> policy) {
    const ScmpFilter* profile =
        flattened.profile != nullptr ? ReadProfile(*flattened.profile) : nullptr;
    if (flattened.profile != nullptr && profile == nullptr) return;
    Policy& made = result_.policy;
    if (profile != nullptr) {
      made.otherwise = profile->otherwise;
      made.bad_arch = profile->bad_arch;
      result_.flags = profile->flags;
      result_.default_origin = profile->default_origin;
    }
    denial_ = DenialOf(MakeVerdict(Action::Allow));
    if (flattened.otherwise != nullptr) {
      const auto verdict =
          values_.VerdictOf(flattened.otherwise->action, *flattened.otherwise_unit, denial_);
      if (!verdict) return;
      made.otherwise = *verdict;
      result_.default_origin = flattened.otherwise->action.span;
    } else if (profile == nullptr && flattened.base_missing) {
      return;  // reported when it was looked for
    } else if (profile == nullptr) {
      reporter_.Error(
          DiagnosticId::MissingDefault, policy.node->header,
          "`{}` does not say what happens to a call that no rule matches; add `default deny`, or extend a policy that has a default",
          policy.node->name.value);
      return;
    }
    if (flattened.bad_arch != nullptr) {
      const auto verdict =
          values_.VerdictOf(flattened.bad_arch->action, *flattened.bad_arch_unit, denial_);
      if (!verdict) return;
      made.bad_arch = *verdict;
    }
    denial_ = DenialOf(made.otherwise);
    if (flattened.flags != nullptr) ReadFlags(*flattened.flags);
  }

  void ReadFlags(const dsl::FlagsSetting& setting) {
    static constexpr std::string_view kFlags[] = {"log",   "new_listener", "spec_allow",
                                                  "tsync", "tsync_esrch",  "wait_killable_recv"};
    result_.flags.emplace();
    for (const dsl::Text& name : setting.names) {
      if (std::find(std::begin(kFlags), std::end(kFlags), name.value) != std::end(kFlags)) {
        result_.flags->push_back("SECCOMP_FILTER_FLAG_" + ToUpper(name.value));
        continue;
      }
      reporter_.Error(DiagnosticId::UnknownWord, name.span, "there is no flag `{}`{}", name.value,
                      DidYouMean(name.value, kFlags));
    }
  }

  void AddRule(uint32_t index) {
    const SourceRule& source = result_.rules[index];
    const size_t errors_before = reporter_.error_count();
    const auto verdict = values_.VerdictOf(*source.action, *source.unit, denial_);
    std::vector<Arch> arches = result_.policy.arches;
    const auto when = ResolveEnvironment(source.when, arches, reporter_);
    SyscallLists lists(arches, reporter_);
    const std::vector<ListedCall> calls = lists.Expand(source.line->syscalls, *source.unit);
    if (!verdict || !when) return;
    if (source.own && reporter_.error_count() == errors_before) ReportEmpty(source, calls);
    if (!arches.empty() && context_.CanHold(*when)) {
      const bool by_default = *verdict == result_.policy.otherwise && !source.line->condition;
      for (const ListedCall& call : calls) NoteName(call.name, by_default);
    }
    const auto add = [&](std::vector<SyscallRef> refs, Condition condition) {
      result_.policy.rules.push_back(
          {std::move(refs), std::move(condition), *when, *verdict, source.line->span});
      result_.rule_of.push_back(index);
    };
    if (!source.line->condition) {
      std::vector<SyscallRef> refs;
      for (const ListedCall& call : calls)
        refs.insert(refs.end(), call.refs.begin(), call.refs.end());
      add(std::move(refs), Condition::Always());
      return;
    }
    // Makes one rule for all calls on which the condition tests the same registers.
    std::vector<std::pair<Condition, std::vector<SyscallRef>>> groups;
    for (const ListedCall& call : calls) {
      for (const SyscallRef& ref : call.refs) {
        auto condition = conditions_.Translate(*source.line->condition, *source.unit,
                                               {ref.arch, ref.nr, call.name});
        if (!condition) return;
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
          return Equal(group.first, *condition);
        });
        if (same == groups.end()) {
          groups.push_back({std::move(*condition), {ref}});
        } else {
          same->second.push_back(ref);
        }
      }
    }
    conditions_.ReportConstantTests();
    for (auto& [condition, refs] : groups) add(std::move(refs), std::move(condition));
  }

  // Reports a rule that is for no call on any of the policy's machines.
  void ReportEmpty(const SourceRule& source, const std::vector<ListedCall>& calls) {
    if (calls.empty()) {
      reporter_.Error(DiagnosticId::UnreachableRule, source.line->span,
                      "this rule can never match: its list of syscalls is empty");
    }
    std::vector<Arch> left = named_;
    (void)ResolveEnvironment(source.when, left, reporter_);
    if (left.empty() && !named_.empty()) {
      reporter_.Error(
          DiagnosticId::UnreachableRule, source.line->span,
          "this rule can never match: its `when` leaves none of the policy's architectures");
    }
  }

  void NoteName(std::string_view name, bool by_default) {
    if (name.empty() || left_to_default_.contains(name)) return;
    if (!by_default) {
      names_.insert(name);
    } else if (!names_.contains(name)) {
      left_to_default_.insert(name);
    }
  }

  // Null if it has mistakes.
  const ScmpFilter* ReadProfile(const SourceFile& source) {
    for (const auto& [id, filter] : profiles_) {
      if (id == source.id) return filter ? &*filter : nullptr;
    }
    const size_t errors_before = reporter_.error_count();
    const auto profile = docker::ParseProfile(source, reporter_.sink());
    std::optional<ScmpFilter> filter;
    DockerContext context = context_.AsDockerReads();
    context.arches = result_.policy.arches;
    if (profile) filter = ResolveDocker(*profile, context, reporter_.sink());
    if (reporter_.error_count() != errors_before) filter.reset();
    profiles_.emplace_back(source.id, std::move(filter));
    return profiles_.back().second ? &*profiles_.back().second : nullptr;
  }

  void AddProfile(const SourceFile& source) {
    const ScmpFilter* filter = ReadProfile(source);
    if (filter == nullptr) return;
    for (const ScmpRule& rule : filter->rules) NoteName(rule.name, /*by_default=*/false);
    Policy policy = ToPolicy(*filter, context_.environment(), reporter_.sink());
    for (Rule& rule : policy.rules) {
      result_.policy.rules.push_back(std::move(rule));
      result_.rule_of.push_back(Resolved::kFromProfile);
    }
  }

  Library& library_;
  const DockerContext& context_;
  Reporter& reporter_;
  Values values_;
  Conditions conditions_;
  Verdict denial_;
  std::vector<Arch> named_;  // what the policy's `arch` lists; empty if --arch was given
  Resolved result_;
  std::set<std::string_view> names_, left_to_default_;
  std::vector<std::pair<SourceId, std::optional<ScmpFilter>>> profiles_;
};

std::vector<Arch> Named(const dsl::ArchSetting& setting) {
  std::vector<Arch> named;
  for (const dsl::Text& name : setting.names) {
    if (const auto arch = ParseArch(name.value)) named.push_back(*arch);
  }
  return named;
}

}  // namespace

std::optional<Resolved> Resolve(Library& library, Definition<dsl::Policy> policy,
                                const DockerContext& context, Reporter& reporter) {
  return Resolver(library, context, reporter).Run(policy);
}

void CheckParts(Library& library, const Unit& unit, const DockerContext& context,
                Reporter& reporter) {
  if (unit.is_fragment())
    Resolver(library, context, reporter).RunPart(FlattenFragment(library, unit, reporter));
  for (const dsl::Statement& statement : unit.file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy == nullptr || IsWhole(*policy)) continue;
    const Flattened part = Flatten(library, {policy, &unit}, reporter);
    const std::vector<Arch> natives =
        part.arch != nullptr ? NativesAmong(Named(*part.arch)) : std::vector<Arch>{};
    Resolver(library, natives.empty() ? context : context.On(natives.front()), reporter)
        .RunPart(part);
  }
}

std::vector<Arch> NativesOf(Library& library, Definition<dsl::Policy> policy, Reporter& reporter) {
  const Flattened flattened = Flatten(library, policy, reporter);
  if (flattened.arch != nullptr) return NativesAmong(Named(*flattened.arch));
  if (flattened.profile == nullptr) return {};
  const auto profile = docker::ParseProfile(*flattened.profile, reporter.sink());
  return profile ? polc::NativesOf(*profile, Engine::Docker) : std::vector<Arch>{};
}

std::vector<Arch> ArchesOf(Library& library, const Target& target, const DockerContext& context,
                           Reporter& reporter) {
  const SourceFile* source = target.profile;
  if (target.policy) {
    const Flattened flattened = Flatten(library, target.policy, reporter);
    if (flattened.arch != nullptr) return Named(*flattened.arch);
    source = flattened.profile;
  }
  if (source == nullptr) return {};
  DiagnosticSink unheard;  // mistakes are reported when the profile is resolved
  const auto profile = docker::ParseProfile(*source, unheard);
  const auto filter =
      profile ? ResolveDocker(*profile, context.AsDockerReads(), unheard) : std::nullopt;
  return filter ? filter->arches : std::vector<Arch>{};
}

}  // namespace polc::language
