#pragma once

// What changes between two filters, by syscall: the report that `polc diff` prints (diff_text.h)
// and that gates decide on. It has no change exactly if the two filters answer every call that can
// happen alike.

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

// Mixed: tightened for some calls and loosened for others. Changed: other data with the same
// action, everywhere. Tightened and Loosened may go with calls that are merely Changed; witnesses
// say so.
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
  // The change is on every compared ABI that has the syscall.
  bool everywhere = false;
  Description before, after;
  Change change;
  std::vector<WitnessCall> witnesses;  // at most one for each direction

  [[nodiscard]] const std::string& name() const { return labels.syscall; }
  // Both answers are without conditions.
  [[nodiscard]] bool is_constant() const { return before.is_constant() && after.is_constant(); }
};

// An ABI that only one filter knows; the other one answers every call on it alike.
struct OneSidedAbi {
  enum class Known : uint8_t { Old, New } known;
  Arch arch;
  Verdict other;  // what the other side answers
  Change change;
  std::vector<DiffRow> rows;  // the numbers whose answers differ
};

// Calls on none of the compared ABIs.
struct OtherArches {
  std::optional<Verdict> before, after;  // where one answer is all there is
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
  std::vector<AllowedCount> allowed;  // as `arches`
  DiffVerdict verdict = DiffVerdict::Equal;
  bool has_changed = false;  // some call has the same action with other data
  // Which of the changes come of a stub that begins elsewhere; for the caller to fill, who knows of
  // stubs.
  std::vector<StubShift> stub_shifts = {};

  [[nodiscard]] bool loosened() const {
    return verdict == DiffVerdict::Looser || verdict == DiffVerdict::Neither;
  }
  [[nodiscard]] bool tightened() const {
    return verdict == DiffVerdict::Tighter || verdict == DiffVerdict::Neither;
  }
};

// The ABIs that either filter names; `host` if neither looks at the architecture at all.
[[nodiscard]] std::vector<Arch> ArchesToCompare(Diagram& diagram, Filter before, Filter after,
                                                Arch host);

// Both filters with their environment resolved. Calls on other ABIs than `arches` are compared as
// one, as far as they are on ABIs that neither filter names. Throws NodeBudgetExceeded.
[[nodiscard]] DiffReport Diff(Diagram& diagram, Filter before, Filter after,
                              std::span<const Arch> arches);

}  // namespace polc
