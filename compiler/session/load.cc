#include "compiler/session/load.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/analysis/regions.h"
#include "compiler/bpf/symbolic.h"
#include "compiler/docker/from_docker.h"
#include "compiler/ir/lower.h"
#include "compiler/language/check.h"
#include "compiler/language/resolve.h"
#include "compiler/session/apparmor.h"
#include "compiler/session/compile.h"
#include "grammar/docker_json/parse.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

void AddStub(Session& session, LoadedFilter& loaded, std::vector<StubLimit> stub) {
  if (stub.empty()) return;
  loaded.behind_stub = loaded.filter;
  loaded.filter = WithStub(session.diagram, loaded.filter, stub);
  loaded.stub = std::move(stub);
}

std::optional<LoadedFilter> LoadProfile(Session& session, const Input& input,
                                        const DockerContext& context) {
  const size_t errors_before = session.diagnostics.error_count();
  const auto profile = docker::ParseProfile(session.sources.Get(input.source), session.diagnostics);
  if (!profile) return std::nullopt;
  std::optional<ScmpFilter> scmp = ResolveDocker(*profile, context, session.diagnostics);
  if (!scmp) return std::nullopt;
  Policy policy = ToPolicy(*scmp, context.environment(), session.diagnostics);
  if (session.diagnostics.error_count() != errors_before) return std::nullopt;
  ReportOverlaps(session.diagram, policy, context.environment(), session.diagnostics);
  LoadedFilter loaded{input, Lower(session.diagram, policy, context.environment()), policy.arches};
  loaded.default_origin = scmp->default_origin;
  loaded.flags = scmp->flags;
  std::unordered_set<std::string_view> names;
  names.reserve(scmp->rules.size());
  for (const ScmpRule& rule : scmp->rules) names.insert(rule.name);
  loaded.name_count = names.size();
  AddStub(session, loaded, StubOf(*scmp, context.runtime));
  loaded.scmp = std::move(scmp);
  loaded.policy = std::move(policy);
  return loaded;
}

// The opcode is 16 bits of which the high byte is always zero, so the first instruction with
// another low byte shows the byte order.
Endian ByteOrderOf(std::string_view bytes) {
  for (size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    if (bytes[at] != '\0') return Endian::Little;
    if (bytes[at + 1] != '\0') return Endian::Big;
  }
  return Endian::Little;
}

std::optional<LoadedFilter> LoadBpf(Session& session, const Input& input,
                                    const DockerContext& context) {
  std::optional<RawProgram> raw = ReadProgram(session, input);
  if (!raw) return std::nullopt;
  bpf::Unsupported unsupported;
  const std::optional<Filter> filter =
      bpf::Execute(session.diagram, raw->program, raw->endian, unsupported);
  if (!filter) {
    session.diagnostics.Error(DiagnosticId::UnsupportedBpf, {},
                              "`" + input.name + "` cannot be analysed: instruction " +
                                  std::to_string(unsupported.at) + ": " + unsupported.reason);
    return std::nullopt;
  }
  LoadedFilter loaded{.input = input, .filter = *filter, .program = std::move(raw->program)};
  for (const Arch arch : ArchesOf(session.diagram, *filter)) {
    if (TraitsOf(arch).endian == raw->endian) loaded.arches.push_back(arch);
  }
  if (context.arches.empty()) return loaded;
  for (const Arch arch : context.arches) {
    if (TraitsOf(arch).endian == raw->endian) continue;
    session.diagnostics.Error(DiagnosticId::MixedEndianness, {},
                              "`" + input.name + "` is a filter for " +
                                  (raw->endian == Endian::Big ? "big" : "little") +
                                  "-endian machines, which `" + std::string(TraitsOf(arch).name) +
                                  "` is not; give --arch one of theirs, or none");
    return std::nullopt;
  }
  loaded.arches = context.arches;
  return loaded;
}

LoadedFilter ToFilter(Session& session, const Input& input, const std::string& name,
                      language::Resolved resolved, const DockerContext& context) {
  Policy& policy = resolved.policy;
  LoadedFilter loaded{input, Lower(session.diagram, policy, context.environment()), policy.arches};
  loaded.default_origin = resolved.default_origin;
  loaded.flags = resolved.flags;
  loaded.policy_name = name;
  loaded.layer = resolved.layer;
  for (const uint32_t source : resolved.rule_of)
    loaded.own_rules.push_back(source != language::Resolved::kFromProfile &&
                               resolved.rules[source].own);
  loaded.name_count = resolved.name_count;
  loaded.policy = std::move(policy);
  return loaded;
}

std::optional<LoadedFilter> LoadPolicy(Session& session, const Input& input,
                                       const DockerContext& context) {
  const size_t errors_before = session.diagnostics.error_count();
  language::Library& library =
      session.libraries.emplace_back(ReadersOf(session), session.diagnostics);
  const language::Unit& unit = library.Open(session.sources.Get(input.source), input.path);
  language::Reporter reporter(session.diagnostics);
  language::CheckDefinitions(library, reporter);
  const auto chosen = ChoosePolicy(session, input, unit);
  if (!chosen) return std::nullopt;
  auto resolved = language::Resolve(library, chosen, context, reporter);
  if (!resolved || session.diagnostics.error_count() != errors_before) return std::nullopt;
  LoadedFilter loaded =
      ToFilter(session, input, chosen.node->name.value, std::move(*resolved), context);
  if (context.runtime != Runtime::Runc) return loaded;
  // A runtime gets a policy as the rules that `--emit oci` writes.
  const std::optional<ScmpFilter> rules = RulesOf(session, loaded);
  if (!rules) return std::nullopt;
  AddStub(session, loaded, StubOf(*rules, context.runtime));
  return loaded;
}

}  // namespace

std::optional<RawProgram> ReadProgram(Session& session, const Input& input) {
  const std::string& bytes = session.sources.Get(input.source).text;
  const Endian endian = ByteOrderOf(bytes);
  bpf::Invalid invalid;
  std::optional<bpf::Program> program = bpf::FromBytes(bytes, endian, invalid);
  if (program) return RawProgram{std::move(*program), endian};
  session.diagnostics.Error(DiagnosticId::InvalidBpf, {},
                            "`" + input.name + "` is no seccomp filter: instruction " +
                                std::to_string(invalid.at) + ": " + invalid.reason);
  return std::nullopt;
}

std::optional<LoadedFilter> Load(Session& session, const std::string& argument,
                                 const DockerContext& context) {
  const std::optional<Input> input =
      ReadInput(argument, session.world, session.sources, session.diagnostics);
  return input ? Load(session, *input, context) : std::nullopt;
}

std::optional<LoadedFilter> Load(Session& session, const Input& input,
                                 const DockerContext& context) {
  if (IsSeccompJson(input.kind)) return LoadProfile(session, input, context);
  if (IsPolicy(input.kind)) return LoadPolicy(session, input, context);
  if (input.kind == InputKind::Bpf) return LoadBpf(session, input, context);
  Refuse(input, session.diagnostics);
  return std::nullopt;
}

void Check(Session& session, const Input& input, const DockerContext& context,
           const aa::IncludeOptions& includes) {
  if (IsAppArmor(input.kind)) {
    (void)LoadAppArmor(session, input, includes);
    return;
  }
  if (!IsPolicy(input.kind) || !input.policy.empty()) {
    const auto loaded = Load(session, input, context);
    if (loaded && !loaded->layer.empty()) CheckLayer(session, *loaded, includes);
    return;
  }
  language::Library& library =
      session.libraries.emplace_back(ReadersOf(session), session.diagnostics);
  const language::Unit& unit = library.Open(session.sources.Get(input.source), input.path);
  language::Reporter reporter(session.diagnostics);
  language::CheckDefinitions(library, reporter);
  language::CheckParts(library, unit, context, reporter);
  for (const dsl::Statement& statement : unit.file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy == nullptr || !language::IsWhole(*policy)) continue;
    auto resolved = language::Resolve(library, {policy, &unit}, context, reporter);
    if (!resolved || resolved->layer.empty()) continue;
    CheckLayer(session, ToFilter(session, input, policy->name.value, std::move(*resolved), context),
               includes);
  }
}

}  // namespace polc
