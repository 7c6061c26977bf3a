// From an input to the subjects that the seccomp rules ask: read once, resolved once for each
// machine.

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <utility>

#include "compiler/docker/from_docker.h"
#include "compiler/ir/lower.h"
#include "compiler/language/check.h"
#include "compiler/lint/seccomp.h"
#include "compiler/session/compile.h"
#include "grammar/docker_json/parse.h"

namespace polc::lint {
namespace {

// Findings must not depend on the machine that lints: the two architectures that nearly every
// profile is for or, of a profile that is for neither, the first of its own.
std::vector<Arch> NativesToLint(const std::vector<Arch>& natives, const DockerContext& context) {
  if (!context.arches.empty()) return {context.native};
  if (natives.empty()) return {Arch::X86_64};
  std::vector<Arch> chosen;
  for (const Arch arch : {Arch::X86_64, Arch::Aarch64}) {
    if (std::find(natives.begin(), natives.end(), arch) != natives.end()) chosen.push_back(arch);
  }
  return chosen.empty() ? std::vector<Arch>{natives.front()} : chosen;
}

void Complete(Diagram& diagram, Machine& machine, const Context& usual,
              const std::vector<StubLimit>& stub) {
  machine.filter = WithStub(diagram, Lower(diagram, machine.usual, usual), stub);
  for (const Arch arch : machine.usual.arches)
    machine.abis.push_back({arch, DomainRegions(diagram, machine.filter, arch)});
  std::vector<std::pair<SyscallRef, size_t>> instances;
  for (size_t i = 0; i < machine.open.rules.size(); ++i) {
    machine.guards.push_back(BuildGuard(diagram, machine.open.rules[i], Context{}));
    for (const SyscallRef& ref : machine.open.rules[i].syscalls) instances.push_back({ref, i});
  }
  std::sort(instances.begin(), instances.end());
  for (const auto& [ref, rule] : instances) {
    if (machine.calls.empty() || machine.calls.back().call != ref)
      machine.calls.push_back({ref, {}});
    machine.calls.back().rules.push_back(rule);
  }
  for (RulesOfCall& entry : machine.calls) {
    std::set<std::pair<NodeId, Verdict>> seen;
    for (const size_t rule : entry.rules) {
      if (seen.insert({machine.guards[rule].node, machine.open.rules[rule].verdict}).second)
        entry.different.push_back(rule);
    }
  }
}

// A runtime gets a policy as rules that cover it; where there are none it gets nothing.
std::vector<StubLimit> StubOfPolicy(Session& session, const Input& input, const Machine& machine,
                                    const DockerContext& context) {
  if (context.runtime != Runtime::Runc) return {};
  DiagnosticSink said = std::exchange(session.diagnostics, {});
  const auto rules = RulesOf(
      session,
      {input, Lower(session.diagram, machine.usual, context.environment()), machine.usual.arches});
  session.diagnostics = std::move(said);
  return rules ? StubOf(*rules, context.runtime) : std::vector<StubLimit>{};
}

using Visit = std::function<void(const SeccompSubject&)>;

void ReadProfile(Session& session, const Input& input, const DockerContext& context,
                 const docker::Profile& profile, const Visit& visit) {
  SeccompSubject subject{.session = session,
                         .source = input.source,
                         .json = &profile,
                         .environment = context.environment(),
                         .engine = context.engine,
                         .runtime = context.runtime};
  for (const Arch native : NativesToLint(NativesOf(profile, context.engine), context)) {
    DiagnosticSink again;  // what is wrong with the text is the same on every machine
    DiagnosticSink& sink = subject.machines.empty() ? session.diagnostics : again;
    auto open = ResolveDocker(profile, context.On(native).Anywhere(), sink);
    const auto usual = ResolveDocker(profile, context.On(native), again);
    if (!open || !usual) return;
    Machine machine{.native = native,
                    .open = ToPolicy(*open, Context{}, sink),
                    .usual = ToPolicy(*usual, context.environment(), again),
                    .filter = {}};
    if (session.diagnostics.has_errors() || again.has_errors()) return;
    ReportOverlaps(session.diagram, machine.open, Context{}, session.diagnostics);
    Complete(session.diagram, machine, context.environment(), StubOf(*usual, context.runtime));
    subject.default_origin = open->default_origin;
    machine.scmp = std::move(open);
    subject.machines.push_back(std::move(machine));
  }
  visit(subject);
}

void ReadPolicies(Session& session, const Input& input, const DockerContext& context,
                  const Visit& visit) {
  language::Library& library =
      session.libraries.emplace_back(ReadersOf(session), session.diagnostics);
  const language::Unit& unit = library.Open(session.sources.Get(input.source), input.path);
  language::Reporter reporter(session.diagnostics);
  language::CheckDefinitions(library, reporter);
  language::CheckParts(library, unit, context, reporter);
  for (const dsl::Statement& statement : unit.file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy == nullptr || !language::IsWhole(*policy) ||
        (!input.policy.empty() && policy->name.value != input.policy))
      continue;
    const language::Definition<dsl::Policy> definition{policy, &unit};
    SeccompSubject subject{.session = session,
                           .source = input.source,
                           .unit = &unit,
                           .environment = context.environment(),
                           .engine = context.engine,
                           .runtime = context.runtime};
    for (const Arch native :
         NativesToLint(language::NativesOf(library, definition, reporter), context)) {
      DiagnosticSink again;
      language::Reporter repeated(again);
      auto open = language::Resolve(library, definition, context.On(native).Anywhere(), reporter);
      auto usual = language::Resolve(library, definition, context.On(native), repeated);
      if (!open || !usual || session.diagnostics.has_errors() || again.has_errors()) break;
      subject.default_origin = open->default_origin;
      Machine machine{.native = native,
                      .open = std::move(open->policy),
                      .usual = std::move(usual->policy),
                      .filter = {}};
      Complete(session.diagram, machine, context.environment(),
               StubOfPolicy(session, input, machine, context));
      subject.machines.push_back(std::move(machine));
    }
    if (!subject.machines.empty()) visit(subject);
  }
}

}  // namespace

std::unique_ptr<docker::Profile> ReadSeccomp(
    Session& session, const Input& input, const DockerContext& context,
    const std::function<void(const SeccompSubject&)>& visit) {
  if (IsPolicy(input.kind)) {
    ReadPolicies(session, input, context, visit);
    return nullptr;
  }
  auto profile = docker::ParseProfile(session.sources.Get(input.source), session.diagnostics);
  if (!profile) return nullptr;
  auto kept = std::make_unique<docker::Profile>(std::move(*profile));
  ReadProfile(session, input, context, *kept, visit);
  return kept;
}

}  // namespace polc::lint
