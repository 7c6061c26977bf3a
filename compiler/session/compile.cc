#include "compiler/session/compile.h"

#include "compiler/base/strings.h"
#include "compiler/bpf/verify.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr uint32_t kX32Bit = 0x40000000;

std::optional<Arch> ArchOf(const Call& call) {
  for (const ArchTraits& traits : AllArches()) {
    const bool x32 = call.nr >= kX32Bit && call.nr != UINT32_MAX;
    if (traits.audit != call.arch || (traits.arch == Arch::X86_64 && x32) || (traits.arch == Arch::X32 && !x32)) continue;
    return traits.arch;
  }
  return std::nullopt;
}

}  // namespace

Endian EndianOf(const std::vector<Arch>& arches) {
  return arches.empty() ? Endian::Little : TraitsOf(arches.front()).endian;
}

std::string DescribeCall(const Call& call) {
  const std::optional<Arch> arch = ArchOf(call);
  std::string text = arch ? std::string(TraitsOf(*arch).name) : "arch " + Hex(call.arch);
  const std::string_view name = arch ? SyscallName(*arch, call.nr) : "";
  text += " " + (name.empty() ? "syscall " + std::to_string(call.nr) : std::string(name)) + "(";
  for (size_t i = 0; i < call.args.size(); ++i) text += (i == 0 ? "" : ", ") + (call.args[i] < 10 ? std::to_string(call.args[i]) : Hex(call.args[i]));
  return text + ")";
}

bool ReportIfDifferent(Session& session, const LoadedFilter& loaded, const bpf::Program& program) {
  const bpf::Proof proof = bpf::Prove(session.diagram, program, EndianOf(loaded.arches), loaded.filter);
  switch (proof.result) {
    case bpf::Proof::Result::Equal: return false;
    case bpf::Proof::Result::Unsupported:
      session.diagnostics.Error(DiagnosticId::ProofFailed, {}, "the program cannot be proved equal to its policy: " + proof.reason);
      return true;
    case bpf::Proof::Result::Different: break;
  }
  session.diagnostics.Error(DiagnosticId::ProofFailed, {},
                            "the program is not what the policy says: " + DescribeCall(proof.counterexample.call) +
                                " should be " + Describe(proof.counterexample.first) + " and is " +
                                Describe(proof.counterexample.second));
  return true;
}

std::optional<bpf::Program> CompileProved(Session& session, const LoadedFilter& loaded) {
  bpf::CodegenOptions options;
  options.endian = EndianOf(loaded.arches);
  bpf::CodegenFailure failure{};
  std::optional<bpf::Program> program = bpf::Generate(session.diagram, loaded.filter, options, failure);
  if (!program) {
    switch (failure.reason) {
      case bpf::CodegenFailure::Reason::TooLong:
        session.diagnostics.Error(DiagnosticId::FilterTooLong, {},
                                  "the filter needs " + std::to_string(failure.insns) + " instructions; the kernel takes " +
                                      std::to_string(bpf::kMaxInsns));
        break;
      case bpf::CodegenFailure::Reason::UnresolvedEnvironment:
        session.diagnostics.Error(DiagnosticId::UnresolvedEnvironment, {},
                                  "the filter depends on capabilities or the kernel's version; give --cap and --kernel");
        break;
    }
    return std::nullopt;
  }
  if (ReportIfDifferent(session, loaded, *program)) return std::nullopt;
  return program;
}

}  // namespace polc
