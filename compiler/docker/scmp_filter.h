#pragma once

// A filter as a container runtime asks libseccomp for it: rules by syscall name, at most one
// comparison an argument. It is what Docker's format resolves to (from_docker.h), what an OCI
// `linux.seccomp` object holds, and what ToPolicy gives libseccomp's meaning.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/ir/policy.h"

namespace polc {

// `value` is the mask and `value_two` the value of a MaskedEq, as in the JSON.
struct ScmpCompare {
  uint8_t arg = 0;
  CompareOp op = CompareOp::Eq;
  uint64_t value = 0;
  uint64_t value_two = 0;
  friend bool operator==(const ScmpCompare&, const ScmpCompare&) = default;
};

struct ScmpRule {
  std::string name;
  Verdict verdict;
  std::vector<ScmpCompare> args;  // all must hold; no index twice
  Environment when;
  std::vector<Arch> arches;  // only these of the filter's; empty: all
  Span origin;
};

struct ScmpFilter {
  std::vector<Arch> arches;
  Verdict otherwise;
  Span default_origin;
  Verdict bad_arch{Action::KillThread, 0};  // SCMP_FLTATR_ACT_BADARCH
  std::vector<ScmpRule> rules;
  // For seccomp(2), not part of the filter's meaning. Absent and empty flags differ: runtimes add
  // their own to absent ones.
  std::optional<std::vector<std::string>> flags;
  std::string listener_path, listener_metadata;
};

// The same filter as ordered rules, of which the first that matches wins. Reports what libseccomp
// would refuse
// (`conflicting-rules`) and names that no kernel knows (`unknown-syscall`, a warning: runtimes skip
// them).
[[nodiscard]] Policy ToPolicy(const ScmpFilter& filter, const Context& context,
                              DiagnosticSink& diagnostics);

// Warns where rules with different verdicts overlap, so that libseccomp's order of them decides
// (`ambiguous-overlap`).
void ReportOverlaps(Diagram& diagram, const Policy& policy, const Context& context,
                    DiagnosticSink& diagnostics);

}  // namespace polc
