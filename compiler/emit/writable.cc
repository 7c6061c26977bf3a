#include "compiler/emit/writable.h"

#include <set>
#include <string>

#include "compiler/base/str_format.h"

namespace polc {
namespace {

// libseccomp refuses larger numbers in SCMP_ACT_ERRNO (src/system.c, sys_chk_seccomp_action).
constexpr uint16_t kLastErrno = 4094;

// Empty if libseccomp can express the verdict.
std::string ReasonAgainst(Verdict verdict) {
  if (verdict.action == Action::Errno && verdict.data > kLastErrno) {
    return StrFormat("{} cannot be written; libseccomp takes errnos up to {}", Describe(verdict),
                     kLastErrno);
  }
  if (verdict.action == Action::Trap && verdict.data != 0)
    return StrFormat("{} cannot be written; libseccomp traps with 0 only", Describe(verdict));
  return "";
}

}  // namespace

bool ReportUnwritable(const ScmpFilter& filter, WrittenForm form, DiagnosticSink& diagnostics) {
  const size_t before = diagnostics.error_count();
  const auto report = [&](Span span, const std::string& reason) {
    if (!reason.empty()) diagnostics.Error(DiagnosticId::NotExpressible, span, reason);
  };
  report({}, ReasonAgainst(filter.otherwise));
  if (form == WrittenForm::Oci && filter.bad_arch != Verdict{Action::KillThread, 0}) {
    report({},
           StrFormat("calls on architectures that are not listed get {}, but container runtimes "
                     "always kill the thread; emit `libseccomp-c` or `bpf` instead",
                     Describe(filter.bad_arch)));
  } else if (filter.bad_arch != filter.otherwise) {
    report({}, ReasonAgainst(filter.bad_arch));
  }
  // Once for each answer, at its first rule.
  std::set<Verdict> seen = {filter.otherwise, filter.bad_arch};
  for (const ScmpRule& rule : filter.rules) {
    if (seen.insert(rule.verdict).second) report(rule.origin, ReasonAgainst(rule.verdict));
  }
  return diagnostics.error_count() != before;
}

}  // namespace polc
