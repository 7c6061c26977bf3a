#pragma once

// What a filter answers to one syscall, with all, some or none of its arguments given. Where the
// answer still depends on arguments it is a description of the rest. why.h gives the reasons.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/analysis/describe.h"
#include "compiler/base/diagnostic.h"
#include "compiler/base/render.h"

namespace polc {

// A negative value of a parameter that the kernel reads 32 bits of says nothing about the high
// half: programs pass -1 both zero- and sign-extended.
struct GivenArgument {
  uint8_t arg;
  Width width;
  uint64_t value;
  friend bool operator==(const GivenArgument&, const GivenArgument&) = default;
};

// "fd=3", "a0=0x10", "arg1=-1", "2=7". Errors for names the syscall does not have, values that do
// not fit, and an argument given twice.
[[nodiscard]] std::optional<std::vector<GivenArgument>> ParseArguments(
    std::span<const std::string> texts, const CallLabels& labels, DiagnosticSink& diagnostics);

struct QueryAnswer {
  Arch arch;
  std::optional<uint32_t>
      nr;  // as seccomp_data.nr holds it; nothing if the ABI has no such syscall
  CallLabels labels;
  std::vector<GivenArgument> given;
  NodeId node;  // what is left of the filter
  Description description;
};

// `syscall` is a name or a number as tables list it (x32's without bit 30). One answer for each
// ABI, in their order; the environment must be resolved. Nothing after an error. Throws
// NodeBudgetExceeded.
[[nodiscard]] std::optional<std::vector<QueryAnswer>> Query(Diagram& diagram, Filter filter,
                                                            std::span<const Arch> arches,
                                                            std::string_view syscall,
                                                            std::span<const std::string> arguments,
                                                            DiagnosticSink& diagnostics);

// Every such call is answered ALLOW, on every ABI that has the syscall (and one has): what `query
// -q` says.
[[nodiscard]] bool AlwaysAllowed(std::span<const QueryAnswer> answers);

// "ERRNO(EPERM)   x86_64 nr 268", a line for each ABI. `implied` as in describe.h.
[[nodiscard]] std::string QueryText(std::span<const QueryAnswer> answers,
                                    std::optional<Verdict> implied, Colour colour);
// "schema": "polc.query/1"
[[nodiscard]] std::string QueryJson(std::string_view syscall, std::span<const QueryAnswer> answers);

// A call as given; what was not given is 0.
[[nodiscard]] Call CallOf(const QueryAnswer& answer);
// The function that is left once the arguments are given.
[[nodiscard]] NodeId FixArguments(Diagram& diagram, NodeId node,
                                  std::span<const GivenArgument> given);

}  // namespace polc
