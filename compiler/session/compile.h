#pragma once

// From a filter to a program that is proved to be it. There is no other way to BPF in polc.

#include <optional>
#include <span>
#include <string>

#include "compiler/bpf/codegen.h"
#include "compiler/session/load.h"

namespace polc {

enum class Backend { Native, Libseccomp };

struct CompileOptions {
  Backend backend = Backend::Native;
  bpf::Objective objective = bpf::Objective::Path;
  std::span<const bpf::CallCount> mix = bpf::BuiltinCallMix();
};

// Reports `filter-too-long`, `mixed-endianness` or, with a call that shows it, `proof-failed`.
// Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<bpf::Program> CompileProved(Session& session,
                                                        const LoadedFilter& loaded,
                                                        const CompileOptions& options);

// Reports that libseccomp does not make the stub, if there is one.
[[nodiscard]] bool ReportStub(Session& session, const LoadedFilter& loaded);

// The rules of the filter as a container runtime would get them, without its stub: the profile's
// own, or for a filter without a profile rules that cover it. Either way proved to mean the filter;
// reports `not-expressible`.
[[nodiscard]] std::optional<ScmpFilter> RulesOf(Session& session, const LoadedFilter& loaded);

// The proof alone, for a program from elsewhere (another backend).
[[nodiscard]] bool ReportIfDifferent(Session& session, const LoadedFilter& loaded,
                                     const bpf::Program& program);

[[nodiscard]] Endian EndianOf(const std::vector<Arch>& arches);

// "x86_64 chmod(0, 0, 0, 0, 0, 0)", with hexadecimal arguments: a call as messages name it.
[[nodiscard]] std::string DescribeCall(const Call& call);

}  // namespace polc
