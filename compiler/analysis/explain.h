#pragma once

// Explains a filter to someone who has never seen it: the default, each ABI, the syscalls whose
// answer depends on their arguments, and the rest by answer.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/analysis/diff_render.h"

namespace polc {

// One syscall, or numbers without names, with the same answer on all the ABIs listed.
struct Answer {
  CallLabels labels;  // of the first ABI
  std::vector<NumberSet> numbers;
  bool everywhere = false;  // true if `numbers` has every ABI of the report that has the syscall
  Description description;

  [[nodiscard]] const std::string& name() const { return labels.syscall; }
};

struct AbiSummary {
  Arch arch;
  Description otherwise;  // the answer to most numbers without a name
  // Syscalls of polc's table: those that are always answered ALLOW, those whose answer depends on
  // arguments, and those that always get one other answer.
  size_t allowed = 0;
  size_t conditional = 0;
  size_t refused = 0;
};

struct Explanation {
  std::vector<AbiSummary> abis;
  std::vector<Answer> conditional;      // by name
  std::vector<Answer> constant;         // by name
  std::vector<Answer> unnamed;          // those that are not AbiSummary::otherwise
  std::optional<Verdict> other_arches;  // nothing if it depends on the call
};

// Explains the ABIs of `arches`; ArchesOf(filter) has all that the filter names. The environment
// must be resolved. Throws NodeBudgetExceeded.
[[nodiscard]] Explanation Explain(Diagram& diagram, Filter filter, std::span<const Arch> arches);

// Concise cuts long conditions and does not list the syscalls that get the default.
enum class ExplainDetail : uint8_t { Concise, Full };
[[nodiscard]] std::string ExplainText(const Explanation& explanation, const ProfileFacts& facts,
                                      ExplainDetail detail, Colour colour);
// "schema": "polc.explain/1"
[[nodiscard]] std::string ExplainJson(const Explanation& explanation, const ProfileFacts& facts);

}  // namespace polc
