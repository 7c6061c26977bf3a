#pragma once

// What a filter answers to one syscall with all, some or none of its arguments given. If the answer
// still depends on the others, it is a description. why.h gives the reasons.

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

// If the kernel reads 32 bits of a parameter, a negative value leaves the high half open (Low32):
// programs pass -1 both zero- and sign-extended.
struct GivenArgument {
  uint8_t arg;
  Width width;
  uint64_t value;
  friend bool operator==(const GivenArgument&, const GivenArgument&) = default;
};

// Reads "fd=3", "a0=0x10", "arg1=-1", "2=7". Reports names that the syscall does not have, values
// that do not fit, and arguments that are given twice.
[[nodiscard]] std::optional<std::vector<GivenArgument>> ParseArguments(
    std::span<const std::string> texts, const CallLabels& labels, DiagnosticSink& diagnostics);

struct QueryAnswer {
  Arch arch;
  std::optional<uint32_t> nr;  // as in seccomp_data.nr; nothing if the ABI has no such syscall
  CallLabels labels;
  std::vector<GivenArgument> given;
  NodeId node;  // what is left of the filter
  Description description;
};

// `syscall` is a name or a number as tables list it (x32's with or without kX32Bit). Returns an
// answer for each ABI, in their order, or nothing after an error. The environment must be resolved.
// Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<std::vector<QueryAnswer>> Query(Diagram& diagram, Filter filter,
                                                            std::span<const Arch> arches,
                                                            std::string_view syscall,
                                                            std::span<const std::string> arguments,
                                                            DiagnosticSink& diagnostics);

// Whether all these calls are answered ALLOW on every ABI that has the syscall, and some ABI has
// it. `query -q` reports this.
[[nodiscard]] bool AlwaysAllowed(std::span<const QueryAnswer> answers);

// "ERRNO(EPERM)   x86_64 nr 268", a line for each ABI. `implied` as in describe.h.
[[nodiscard]] std::string QueryText(std::span<const QueryAnswer> answers,
                                    std::optional<Verdict> implied, Colour colour);
// "schema": "polc.query/1"
[[nodiscard]] std::string QueryJson(std::string_view syscall, std::span<const QueryAnswer> answers);

// The call with the given arguments; the others are 0.
[[nodiscard]] Call CallOf(const QueryAnswer& answer);
// The function that is left after the arguments are given.
[[nodiscard]] NodeId FixArguments(Diagram& diagram, NodeId node,
                                  std::span<const GivenArgument> given);

}  // namespace polc
