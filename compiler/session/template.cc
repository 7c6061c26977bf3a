#include "compiler/session/template.h"

#include <algorithm>

#include "compiler/bpf/verify.h"
#include "compiler/docker/from_docker.h"
#include "compiler/emit/docker_json.h"
#include "compiler/emit/policy_text.h"
#include "compiler/ir/lower.h"
#include "compiler/language/resolve.h"
#include "compiler/session/compile.h"
#include "grammar/docker_json/parse.h"

namespace polc {
namespace {

// On this machine, whatever its capabilities and kernel, as Docker reads what is written here.
DockerContext Anywhere(Arch native) { return {{}, native, std::nullopt, std::nullopt}; }

std::optional<Machine> MachineOf(Session& session, const docker::Profile& profile,
                                 const DockerContext& context, DiagnosticSink& diagnostics,
                                 std::optional<std::vector<std::string>>& flags) {
  const size_t errors_before = diagnostics.error_count();
  const auto filter = ResolveDocker(profile, context, diagnostics);
  if (!filter) return std::nullopt;
  const Policy policy = ToPolicy(*filter, Context{}, diagnostics);
  if (diagnostics.error_count() != errors_before) return std::nullopt;
  flags = filter->flags;
  return Machine{policy.arches.front(), policy.arches, Lower(session.diagram, policy, Context{}),
                 policy.otherwise, policy.bad_arch};
}

std::optional<Template> FromProfile(Session& session, const Input& input,
                                    const DockerContext& context) {
  const auto profile = docker::ParseProfile(session.sources.Get(input.source), session.diagnostics);
  if (!profile) return std::nullopt;
  Template made;
  std::vector<Arch> natives = context.arches.empty() ? NativesOf(*profile, context.engine)
                                                     : std::vector<Arch>{context.native};
  if (natives.empty()) natives = {context.native};
  for (const Arch native : natives) {
    // What is wrong with the profile is the same on every machine.
    DiagnosticSink again;
    DiagnosticSink& diagnostics = made.machines.empty() ? session.diagnostics : again;
    auto machine =
        MachineOf(session, *profile, context.On(native).Anywhere(), diagnostics, made.flags);
    if (!machine) return std::nullopt;
    made.machines.push_back(std::move(*machine));
  }
  return made;
}

std::optional<Machine> MachineOf(Session& session, language::Library& library,
                                 language::Definition<dsl::Policy> policy,
                                 const DockerContext& context, language::Reporter& reporter,
                                 std::optional<std::vector<std::string>>& flags) {
  const auto resolved = language::Resolve(library, policy, context, reporter);
  if (!resolved) return std::nullopt;
  flags = resolved->flags;
  const Policy& made = resolved->policy;
  return Machine{made.arches.front(), made.arches, Lower(session.diagram, made, Context{}),
                 made.otherwise, made.bad_arch};
}

std::optional<Template> FromPolicy(Session& session, const Input& input,
                                   const DockerContext& context) {
  language::Library& library =
      session.libraries.emplace_back(ReadersOf(session), session.diagnostics);
  const language::Unit& unit = library.Open(session.sources.Get(input.source), input.path);
  const auto chosen = ChoosePolicy(session, input, unit);
  if (!chosen) return std::nullopt;
  language::Reporter reporter(session.diagnostics);
  Template made;
  std::vector<Arch> natives = context.arches.empty()
                                  ? language::NativesOf(library, chosen, reporter)
                                  : std::vector<Arch>{context.native};
  if (natives.empty()) natives = {context.native};
  for (const Arch native : natives) {
    auto machine =
        MachineOf(session, library, chosen, context.On(native).Anywhere(), reporter, made.flags);
    if (!machine) return std::nullopt;
    made.machines.push_back(std::move(*machine));
  }
  return made;
}

// Reports where what was read back is not what was meant; `reader` gives the machine as the text
// has it.
template <class Reader>
bool IsProved(Session& session, const Template& profile, std::string_view what, Reader reader) {
  for (const Machine& machine : profile.machines) {
    const std::optional<Machine> read = reader(machine);
    if (!read) {
      session.diagnostics.Error(DiagnosticId::ProofFailed, {},
                                std::string(what) + " cannot be read back");
      return false;
    }
    const auto difference = bpf::FindDifference(session.diagram, machine.filter, read->filter);
    if (!difference) continue;
    session.diagnostics.Error(
        DiagnosticId::NotExpressible, {},
        std::string(what) + " cannot say this filter: " + DescribeCall(difference->call) + " is " +
            Describe(difference->first) + " and would be " + Describe(difference->second));
    return false;
  }
  return true;
}

}  // namespace

std::optional<Template> BuildTemplate(Session& session, const Input& input,
                                      const DockerContext& context) {
  if (IsSeccompJson(input.kind)) return FromProfile(session, input, context);
  if (IsPolicy(input.kind)) return FromPolicy(session, input, context);
  if (input.kind != InputKind::Bpf) {
    Refuse(input, session.diagnostics);
    return std::nullopt;
  }
  session.diagnostics.Error(
      DiagnosticId::NotExpressible, {},
      "`" + input.name +
          "` is a filter for one machine, with no conditions left to write down; emit `oci` instead");
  return std::nullopt;
}

std::optional<std::string> MakeDockerJson(Session& session, const Template& profile) {
  auto text = ToDockerJson(session.diagram, profile, session.diagnostics);
  if (!text) return std::nullopt;
  Sources sources;
  DiagnosticSink diagnostics;
  const auto read = docker::ParseProfile(sources.Add("<output>", *text), diagnostics);
  std::optional<std::vector<std::string>> flags;
  const bool proved = IsProved(
      session, profile, "Docker's format", [&](const Machine& machine) -> std::optional<Machine> {
        return read ? MachineOf(session, *read, Anywhere(machine.native), diagnostics, flags)
                    : std::nullopt;
      });
  return proved ? text : std::nullopt;
}

std::optional<std::string> MakePolicyText(Session& session, const Template& profile,
                                          const std::string& name) {
  auto text = ToPolicyText(session.diagram, profile, name, session.diagnostics);
  if (!text) return std::nullopt;
  Sources sources;
  DiagnosticSink diagnostics;
  language::Library library(ReadersOf(session), diagnostics);
  const language::Unit& unit = library.Open(sources.Add("<output>", *text), "<output>");
  const auto policy = unit.policies.find(name);
  language::Reporter reporter(diagnostics);
  std::optional<std::vector<std::string>> flags;
  const bool proved = IsProved(session, profile, "the policy language",
                               [&](const Machine& machine) -> std::optional<Machine> {
                                 if (policy == unit.policies.end() || diagnostics.has_errors())
                                   return std::nullopt;
                                 return MachineOf(session, library, policy->second,
                                                  Anywhere(machine.native), reporter, flags);
                               });
  if (!proved) {
    for (const Diagnostic& diagnostic : diagnostics.all())
      session.diagnostics.Add(
          {.id = DiagnosticId::ProofFailed,
           .span = {},
           .message = diagnostic.message + ": " + std::string(sources.Text(diagnostic.span))});
  }
  return proved ? text : std::nullopt;
}

}  // namespace polc
