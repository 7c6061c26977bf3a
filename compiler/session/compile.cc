#include "compiler/session/compile.h"

#include <algorithm>

#include "compiler/analysis/naming.h"
#include "compiler/base/check.h"
#include "compiler/base/strings.h"
#include "compiler/bpf/verify.h"
#include "compiler/emit/cover.h"
#include "compiler/emit/libseccomp_export.h"
#include "compiler/emit/writable.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"

namespace polc {
Endian EndianOf(const std::vector<Arch>& arches) {
  return arches.empty() ? Endian::Little : TraitsOf(arches.front()).endian;
}

std::string DescribeCall(const Call& call) {
  const std::optional<Arch> arch = ArchOf(call);
  std::string text = arch ? std::string(TraitsOf(*arch).name) : "arch " + Hex(call.arch);
  const std::string_view name = arch ? SyscallName(*arch, call.nr) : "";
  text += " " + (name.empty() ? "syscall " + std::to_string(call.nr) : std::string(name)) + "(";
  for (size_t i = 0; i < call.args.size(); ++i)
    text += (i == 0 ? "" : ", ") +
            (call.args[i] < 10 ? std::to_string(call.args[i]) : Hex(call.args[i]));
  return text + ")";
}

bool ReportIfDifferent(Session& session, const LoadedFilter& loaded, const bpf::Program& program) {
  const bpf::Proof proof =
      bpf::Prove(session.diagram, program, EndianOf(loaded.arches), loaded.filter);
  switch (proof.result) {
    case bpf::Proof::Result::Equal:
      return false;
    case bpf::Proof::Result::Unsupported:
      session.diagnostics.Error(
          DiagnosticId::ProofFailed, {},
          "the program cannot be proved equal to its policy: " + proof.reason);
      return true;
    case bpf::Proof::Result::Different:
      break;
  }
  session.diagnostics.Error(
      DiagnosticId::ProofFailed, {},
      "the program is not what the policy says: " + DescribeCall(proof.counterexample.call) +
          " should be " + Describe(proof.counterexample.first) + " and is " +
          Describe(proof.counterexample.second));
  return true;
}

std::optional<ScmpFilter> RulesOf(Session& session, const LoadedFilter& loaded) {
  constexpr size_t kMaxRules = bpf::kMaxInsns;  // no library makes fewer instructions of them
  std::optional<ScmpFilter> rules = loaded.scmp;
  if (!rules)
    rules = loaded.arches.empty() ? std::nullopt
                                  : Cover(session.diagram, loaded.bare(), loaded.arches, kMaxRules);
  if (!rules) {
    session.diagnostics.Error(
        DiagnosticId::NotExpressible, {},
        "this filter cannot be said in rules of syscall names and argument comparisons");
    return std::nullopt;
  }
  if (!loaded.scmp) rules->flags = loaded.flags;
  if (ReportUnwritable(*rules, WrittenForm::Libseccomp, session.diagnostics)) return std::nullopt;
  // Rules for one architecture of several have no place in these formats; the proof finds them.
  for (ScmpRule& rule : rules->rules) rule.arches.clear();
  DiagnosticSink ignored;  // what there is to say of the profile was said when it was loaded
  const Policy policy = ToPolicy(*rules, {}, ignored);
  const Filter read_back = Lower(session.diagram, policy, {});
  if (const auto difference = bpf::FindDifference(session.diagram, loaded.bare(), read_back)) {
    session.diagnostics.Error(
        DiagnosticId::NotExpressible, {},
        "rules of syscall names cannot say this filter: " + DescribeCall(difference->call) +
            " is " + Describe(difference->first) + " and would be " + Describe(difference->second));
    return std::nullopt;
  }
  return rules;
}

bool ReportStub(Session& session, const LoadedFilter& loaded) {
  if (loaded.stub.empty()) return false;
  session.diagnostics.Error(
      DiagnosticId::NotExpressible, {},
      "libseccomp makes the filter alone, without what the runtime puts before it; leave out --runtime");
  return true;
}

namespace {

// The first rule that looks at arguments of this call.
Span PlaceOf(const LoadedFilter& loaded, SyscallRef call) {
  if (!loaded.policy) return {};
  for (const Rule& rule : loaded.policy->rules) {
    if (!rule.condition.is_always() &&
        std::find(rule.syscalls.begin(), rule.syscalls.end(), call) != rule.syscalls.end())
      return rule.origin;
  }
  return {};
}

void ReportTooLong(Session& session, const LoadedFilter& loaded,
                   const bpf::CodegenFailure& failure) {
  Diagnostic diagnostic{.id = DiagnosticId::FilterTooLong, .span = {}, .message = ""};
  std::string calls;
  for (const bpf::SpentOnCall& spent : failure.costliest) {
    Call call;
    call.arch = spent.audit;
    call.nr = spent.nr;
    const std::optional<Arch> arch = ArchOf(call);
    const std::string_view name = arch ? SyscallName(*arch, call.nr) : "";
    calls += (calls.empty() ? "`" : ", `") +
             (name.empty() ? "syscall " + std::to_string(call.nr) : std::string(name)) + "`";
    calls += (arch ? " on " + std::string(TraitsOf(*arch).name) : "") + " (" +
             std::to_string(spent.insns) + ")";
    if (arch && !diagnostic.span.known()) diagnostic.span = PlaceOf(loaded, {*arch, call.nr});
  }
  diagnostic.message = "the filter needs " + std::to_string(failure.insns) +
                       " instructions and the kernel takes " + std::to_string(bpf::kMaxInsns);
  if (!calls.empty())
    diagnostic.message +=
        "; most are for the arguments of " + calls + ": test fewer values or masks there";
  session.diagnostics.Add(std::move(diagnostic));
}

std::optional<bpf::Program> GenerateNative(Session& session, const LoadedFilter& loaded,
                                           const CompileOptions& options) {
  bpf::CodegenFailure failure{};
  std::optional<bpf::Program> program =
      bpf::Generate(session.diagram, loaded.filter,
                    {EndianOf(loaded.arches), options.objective, options.mix}, failure);
  if (program) return program;
  switch (failure.reason) {
    case bpf::CodegenFailure::Reason::TooLong:
      ReportTooLong(session, loaded, failure);
      break;
    case bpf::CodegenFailure::Reason::UnresolvedEnvironment:
      POLC_CHECK(false);  // every command says capabilities and a kernel (ResolveContext)
  }
  return std::nullopt;
}

std::optional<bpf::Program> GenerateThroughLibseccomp(Session& session,
                                                      const LoadedFilter& loaded) {
  if (ReportStub(session, loaded)) return std::nullopt;
  const std::optional<ScmpFilter> rules = RulesOf(session, loaded);
  if (!rules) return std::nullopt;
  ScmpExport made = ExportThroughLibseccomp(*rules, ScmpLayout::Tree);
  if (!made.program) session.diagnostics.Error(DiagnosticId::BackendFailed, {}, made.error);
  if (!made.unknown.empty()) {
    session.diagnostics.Warning(DiagnosticId::BackendFailed, {},
                                "the libseccomp of this machine does not know " +
                                    Join(made.unknown, ", ") + " and leaves them out");
  }
  return std::move(made.program);
}

}  // namespace

std::optional<bpf::Program> CompileProved(Session& session, const LoadedFilter& loaded,
                                          const CompileOptions& options) {
  std::optional<bpf::Program> program = options.backend == Backend::Native
                                            ? GenerateNative(session, loaded, options)
                                            : GenerateThroughLibseccomp(session, loaded);
  if (!program || ReportIfDifferent(session, loaded, *program)) return std::nullopt;
  return program;
}

}  // namespace polc
