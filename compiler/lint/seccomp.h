#pragma once

// What the rules for seccomp profiles ask: the text as it was written, and what it means on every
// machine that it is for, both computed once. A rule is a function `void Name(const
// SeccompSubject&, Findings&)` with a row in lint_seccomp.def (compiler/base/diagnostics).

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/analysis/domain.h"
#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/policy.h"
#include "compiler/language/resolve.h"
#include "compiler/lint/findings.h"
#include "compiler/session/load.h"
#include "grammar/docker_json/ast.h"

namespace polc::lint {

// One ABI of a machine.
struct Abi {
  Arch arch;
  std::vector<NumberRegion> regions;  // what it answers in the usual environment
};

struct RulesOfCall {
  SyscallRef call;
  std::vector<size_t> rules;
  // Of rules with the same guard and verdict the first, in the order of `rules`.
  std::vector<size_t> different = {};
};

// The filter that the profile gives on one machine.
struct Machine {
  Arch native;
  // For any capabilities and kernel, which are conditions of the rules.
  Policy open;
  // Where the profile will usually run: Docker's default capabilities, the newest kernel; or what
  // the user said.
  Policy usual;
  Filter filter;  // of `usual`, after what the runtime puts before it
  std::vector<Abi> abis = {};
  // The rules of `open` by call, each call's in their order, and their guards: arguments,
  // capabilities, kernel.
  std::vector<RulesOfCall> calls = {};
  std::vector<Guard> guards = {};
  // Of a JSON profile, the rules as the runtime gets them, which `open` has not all of: those that
  // repeat the default are gone.
  std::optional<ScmpFilter> scmp = {};
};

// One policy: a JSON profile, or one of a `.polc` file.
struct SeccompSubject {
  Session& session;
  SourceId source;
  const docker::Profile* json = nullptr;  // of a JSON profile
  const language::Unit* unit = nullptr;   // of a `.polc` file
  std::vector<Machine> machines = {};     // at least one
  Span default_origin = {};
  Context environment = {};  // of Machine::usual
  // What loads the filter; `None` if the user has not said.
  Engine engine = Engine::Docker;
  Runtime runtime = Runtime::None;

  [[nodiscard]] Verdict otherwise() const { return machines.front().usual.otherwise; }
  [[nodiscard]] Diagram& diagram() const { return session.diagram; }
};

// The answer to a number, as a function of the arguments.
[[nodiscard]] NodeId AnswerTo(const Abi& abi, uint32_t nr);
// Nothing if the ABI has no such call.
[[nodiscard]] std::optional<NodeId> AnswerTo(const Abi& abi, std::string_view syscall);

// The call happens: ALLOW or LOG.
[[nodiscard]] bool Runs(Verdict verdict);
// Where the answer lets the call happen.
[[nodiscard]] Guard RunsWhere(const SeccompSubject& subject, NodeId answer);
// A call that happens, or nothing.
[[nodiscard]] std::optional<Call> SomeRunningCall(const SeccompSubject& subject, const Abi& abi,
                                                  std::string_view syscall);
// A call for which the guard holds.
[[nodiscard]] std::optional<Call> SomeCall(const SeccompSubject& subject, const Abi& abi,
                                           std::string_view syscall, Guard guard);
// "example: x86_64 socket(38, 0, 0) → ALLOW"
[[nodiscard]] std::string Example(const SeccompSubject& subject, const Abi& abi,
                                  std::string_view syscall, const Call& call);
// The answer in the usual environment.
[[nodiscard]] Verdict VerdictOf(const SeccompSubject& subject, const Machine& machine,
                                const Call& call);
// Call `nr` of the ABI with all arguments 0.
[[nodiscard]] std::optional<Call> PlainCall(const Abi& abi, std::string_view syscall);

// Where the text speaks of a call: the first of the names in its rules that decide it (`action`, or
// any), else the default.
[[nodiscard]] Span PlaceOf(const SeccompSubject& subject, std::string_view syscall,
                           std::optional<Action> action = std::nullopt);
[[nodiscard]] bool IsNamed(const SeccompSubject& subject, std::string_view syscall);

// The rule of a JSON profile in which the place is, or null.
[[nodiscard]] const docker::Syscall* RuleAround(const SeccompSubject& subject, Span place);

// "`a`, `b` and 3 more"
[[nodiscard]] std::string NameList(const std::vector<std::string_view>& names, size_t most = 4);

// Calls `visit` for each policy of an input, which is gone after it: a file may have thousands.
// Errors of reading go to the session; they may come after some policies, or there may be none.
// Returns the profile of a JSON text. Throws NodeBudgetExceeded.
[[nodiscard]] std::unique_ptr<docker::Profile> ReadSeccomp(
    Session& session, const Input& input, const DockerContext& context,
    const std::function<void(const SeccompSubject&)>& visit);

#define POLC_LINT_RULE(function, ...) \
  void function(const SeccompSubject& subject, Findings& findings);
#define POLC_DIAGNOSTIC(...)
#include "compiler/base/diagnostics/lint_seccomp.def"
#undef POLC_DIAGNOSTIC
#undef POLC_LINT_RULE

}  // namespace polc::lint
