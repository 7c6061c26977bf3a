#pragma once

// What changes between two filters, by syscall. `polc diff` prints the report (diff_render.h), and
// checks in CI decide by it. It is empty exactly if both filters answer every call that can happen
// alike.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/analysis/describe.h"
#include "compiler/analysis/stub_shift.h"
#include "compiler/ir/diagram.h"
#include "compiler/ir/verdict.h"
#include "syscalls/arch.h"

namespace polc {

// Mixed: tightened for some calls and loosened for others. Changed: the same actions with other
// data. A Tightened or Loosened row may contain calls that are only Changed; its witnesses show
// them.
enum class Change : uint8_t { Tightened, Loosened, Changed, Mixed };

// A call that shows one direction of a change.
struct WitnessCall {
  Direction direction;
  Arch arch;
  Call call;
  Verdict before, after;
};

// One syscall, or numbers without names, with the same change on all the ABIs listed.
struct DiffRow {
  CallLabels labels;  // of the first ABI
  std::vector<NumberSet> numbers;
  // True if every compared ABI that has the syscall has this change.
  bool everywhere = false;
  Description before, after;
  Change change;
  std::vector<WitnessCall> witnesses;  // at most one for each direction

  [[nodiscard]] const std::string& name() const { return labels.syscall; }
  // True if neither answer depends on the call's arguments.
  [[nodiscard]] bool is_constant() const { return before.is_constant() && after.is_constant(); }
};

// An ABI that only one filter knows. The other filter answers all calls on it in the same way.
struct OneSidedAbi {
  enum class Known : uint8_t { Old, New } known;
  Arch arch;
  Verdict other;  // the other filter's answer
  Change change;
  std::vector<DiffRow> rows;  // the numbers whose answers differ
};

// Calls on none of the compared ABIs.
struct OtherArches {
  std::optional<Verdict> before, after;  // nothing if there is more than one answer
  Change change;
  std::vector<WitnessCall> witnesses;
};

// The syscalls in polc's table whose answer to some call is ALLOW.
struct AllowedCount {
  Arch arch;
  size_t before, after;
};

enum class DiffVerdict : uint8_t { Equal, Tighter, Looser, Neither, OnlyChanged };

struct DiffReport {
  std::vector<Arch> arches;
  std::vector<DiffRow> rows;  // by name; numbers without names last
  std::vector<OneSidedAbi> one_sided;
  std::optional<OtherArches> other_arches;
  std::vector<AllowedCount> allowed;  // in the order of `arches`
  DiffVerdict verdict = DiffVerdict::Equal;
  bool has_changed = false;  // some call has the same action with other data
  // Changes because a runtime's stub has another limit. Diff() leaves it empty; the caller, which
  // knows the stubs, fills it.
  std::vector<StubShift> stub_shifts = {};

  [[nodiscard]] bool loosened() const {
    return verdict == DiffVerdict::Looser || verdict == DiffVerdict::Neither;
  }
  [[nodiscard]] bool tightened() const {
    return verdict == DiffVerdict::Tighter || verdict == DiffVerdict::Neither;
  }
};

// The ABIs that one of the filters names; `host` if neither looks at the architecture.
[[nodiscard]] std::vector<Arch> ArchesToCompare(Diagram& diagram, Filter before, Filter after,
                                                Arch host);

// The environment of both filters must be resolved. Calls on ABIs that are not in `arches` and that
// neither filter names are compared all together. Throws NodeBudgetExceeded.
[[nodiscard]] DiffReport Diff(Diagram& diagram, Filter before, Filter after,
                              std::span<const Arch> arches);

}  // namespace polc
