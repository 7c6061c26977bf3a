#pragma once

// The names of a syscall's arguments in printed conditions and calls, from the manual or the
// kernel, and how many bits the kernel reads of each, so that a test of other bits can be marked.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/fields.h"
#include "compiler/ir/predicate.h"
#include "syscalls/arch.h"

namespace polc {

struct ArgumentLabel {
  std::string name;   // "family"; "a0" where the parameter is not known
  uint8_t bits = 64;  // how many the kernel reads
  Signedness signedness = Signedness::Unsigned;
};

struct CallLabels {
  Arch arch = Arch::X86_64;
  std::string syscall;  // empty for a number without a name
  std::array<ArgumentLabel, kArgCount> args;
  uint8_t known = 0;  // how many of its parameters have names; 0 if none is known
};

// The ABI on which the call is made; nothing for an unknown AUDIT_ARCH. Number -1 counts as
// x86_64's (see kX32Bit).
[[nodiscard]] std::optional<Arch> ArchOf(const Call& call);

// An empty name gives a0 to a5.
[[nodiscard]] CallLabels LabelsOf(Arch arch, std::string_view syscall);

// "socket(38, 0, 0)": all parameters of the syscall, and more arguments if one of them is not zero.
// "nr 472 (0, 0x5401)" for a number without a name.
[[nodiscard]] std::string CallText(const CallLabels& labels, const Call& call);

struct NumberRange {
  uint32_t first;  // as seccomp_data.nr holds it
  uint32_t last;
};

// Numbers of one ABI.
struct NumberSet {
  Arch arch;
  std::vector<NumberRange> ranges;  // one number for a syscall with a name
  bool every_unnamed = false;       // all numbers of the ABI that have no name
};

// "every other number", "number 472", "numbers 472..480, 500..600"
[[nodiscard]] std::string NumbersText(const NumberSet& numbers);
// "x86_64 90". `numbers` must be a single number.
[[nodiscard]] std::string PlaceText(const NumberSet& numbers);
// "x86_64, x86, x32"
[[nodiscard]] std::string ArchNames(std::span<const Arch> arches);

// Decimal below 4,096, hexadecimal above.
[[nodiscard]] std::string NumberText(uint64_t value);

// The number as tables list it: x32's without kX32Bit.
[[nodiscard]] uint32_t TableNumber(Arch arch, uint32_t nr);

}  // namespace polc
