#include "compiler/language/tested_policy.h"

#include "compiler/docker/from_docker.h"
#include "compiler/ir/evaluate.h"
#include "compiler/ir/lower.h"
#include "grammar/docker_json/parse.h"

namespace polc::language {
namespace {

// Writes a rule's number as a verdict: 16 bits in the data and one in the action, which is enough
// for 2^17 numbers.
constexpr Action kNumbered[] = {Action::Trap, Action::Trace};

std::optional<Verdict> Numbered(size_t number) {
  const size_t high = number >> 16;
  if (high >= std::size(kNumbered)) return std::nullopt;
  return MakeVerdict(kNumbered[high], static_cast<uint32_t>(number & 0xffff));
}

uint32_t NumberOf(uint32_t leaf) {
  const Verdict verdict = FromReturnValue(leaf);
  return (verdict.action == kNumbered[1] ? uint32_t{1} << 16 : 0) | verdict.data;
}

}  // namespace

TestedPolicy::TestedPolicy(Diagram& diagram, Resolved resolved)
    : resolved_(std::move(resolved)),
      answers_(Lower(diagram, resolved_.policy, Context{})),
      deciders_(diagram.Leaf(0)) {
  Policy numbered = resolved_.policy;
  numbered.otherwise = numbered.bad_arch = *Numbered(0);
  for (size_t i = 0; i < numbered.rules.size(); ++i) {
    const uint32_t source = resolved_.rule_of[i];
    numbered.rules[i].verdict =
        Numbered(source == Resolved::kFromProfile ? 0 : source + 1).value_or(*Numbered(0));
  }
  deciders_ = diagram.Map(Lower(diagram, numbered, Context{}).node, NumberOf);
}

std::optional<TestedPolicy> TestedPolicy::Make(Diagram& diagram, Library& library,
                                               Definition<dsl::Policy> policy,
                                               const DockerContext& context, Reporter& reporter) {
  auto resolved = Resolve(library, policy, context.Anywhere(), reporter);
  if (!resolved) return std::nullopt;
  return TestedPolicy(diagram, std::move(*resolved));
}

std::optional<TestedPolicy> TestedPolicy::Make(Diagram& diagram, Library& library,
                                               const Target& target, const DockerContext& context,
                                               Reporter& reporter) {
  if (target.policy) return Make(diagram, library, target.policy, context, reporter);
  if (target.profile == nullptr) return std::nullopt;
  const auto profile = docker::ParseProfile(*target.profile, reporter.sink());
  if (!profile) return std::nullopt;
  const auto filter = ResolveDocker(*profile, context.Anywhere().AsDockerReads(), reporter.sink());
  if (!filter) return std::nullopt;
  Resolved resolved;
  resolved.policy = ToPolicy(*filter, Context{}, reporter.sink());
  resolved.default_origin = filter->default_origin;
  resolved.rule_of.assign(resolved.policy.rules.size(), Resolved::kFromProfile);
  return TestedPolicy(diagram, std::move(resolved));
}

Span TestedPolicy::Origin(const Call& call) const {
  Policy one;
  one.arches = resolved_.policy.arches;
  one.otherwise = MakeVerdict(Action::Errno, 0);
  one.bad_arch = MakeVerdict(Action::Errno, 0);
  for (const Rule& rule : resolved_.policy.rules) {
    one.rules = {rule};
    one.rules.front().verdict = MakeVerdict(Action::Allow);
    if (Evaluate(one, call).action == Action::Allow) return rule.origin;
  }
  return resolved_.default_origin;
}

}  // namespace polc::language
