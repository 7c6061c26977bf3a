#pragma once

// The constants of syscall arguments, with their value on every ABI: AF_UNIX, O_CLOEXEC, TIOCSTI.
// The policy language looks names up here, and code that prints a condition finds the name of a
// value. A constant belongs to one or more families; argument_constants.h says which families an
// argument takes. The facts are in tables/constants.tbl.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "syscalls/arch.h"

namespace polc {

enum class FamilyId : uint8_t {};

struct ConstantFamily {
  std::string_view name;     // "open-flags"
  std::string_view meaning;  // "how a file is opened"
};

struct Constant {
  std::string_view name;
  // As the register holds it: negative ones (AT_FDCWD) with all 64 bits set, on an ABI with 32-bit
  // registers cut to 32.
  uint64_t value;
  std::span<const FamilyId> families;  // never empty
};

// Nothing if no ABI has the constant, or only this one lacks it: IsConstantName() tells which.
[[nodiscard]] std::optional<Constant> FindConstant(std::string_view name, Arch arch);
[[nodiscard]] bool IsConstantName(std::string_view name);
// The families of a name, whatever the ABI; empty if there is no such constant.
[[nodiscard]] std::span<const FamilyId> FamiliesOf(std::string_view name);

[[nodiscard]] const ConstantFamily& Family(FamilyId id);
[[nodiscard]] std::optional<FamilyId> FindFamily(std::string_view name);
[[nodiscard]] size_t FamilyCount();
// What the family has on this ABI, by name.
[[nodiscard]] std::vector<Constant> ConstantsIn(FamilyId family, Arch arch);
// What it has on any ABI, from the smallest value to the greatest.
[[nodiscard]] std::vector<std::string_view> ConstantNamesIn(FamilyId family);

[[nodiscard]] size_t ConstantCount();
// Sorted; made anew at each call, for messages and for tests.
[[nodiscard]] std::vector<std::string_view> AllConstantNames();

// The name that `word` is a misspelling of: first among the families given, then among all. Nothing
// if none is near.
[[nodiscard]] std::optional<std::string_view> NearestConstant(
    std::string_view word, std::span<const FamilyId> families = {});

}  // namespace polc
