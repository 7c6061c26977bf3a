#pragma once

// A filter as a container runtime asks libseccomp for it: rules by syscall name, with at most one
// comparison for each argument. Docker's format resolves to one (from_docker.h), and an OCI
// `linux.seccomp` object holds one. ToPolicy says what libseccomp makes of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/ir/policy.h"

namespace polc {

// As in the JSON: for MaskedEq `value` is the mask and `value_two` the value.
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
  // Arguments of seccomp(2), which do not change what the filter answers. Absent flags are not
  // empty flags: a runtime replaces absent ones by its own.
  std::optional<std::vector<std::string>> flags;
  std::string listener_path, listener_metadata;
};

// The same filter as ordered rules, of which the first that matches wins. Reports what libseccomp
// would refuse (`conflicting-rules`) and names that no kernel knows (`unknown-syscall`, a warning:
// runtimes skip them).
[[nodiscard]] Policy ToPolicy(const ScmpFilter& filter, const Context& context,
                              DiagnosticSink& diagnostics);

// Warns where rules with different verdicts overlap, so that libseccomp's order of them decides
// (`ambiguous-overlap`).
void ReportOverlaps(Diagram& diagram, const Policy& policy, const Context& context,
                    DiagnosticSink& diagnostics);

}  // namespace polc
