#pragma once

// The generated constants, for the .cc files of this folder only.

#include <cstdint>
#include <span>
#include <string_view>

#include "syscalls/syscall_table.h"

namespace polc::tables {

inline constexpr size_t kColumnCount = 18;

struct SyscallRecord {
  std::string_view since;
  int16_t first_argument;
  int16_t argument_count;         // -1: the signature is not known
  int32_t numbers[kColumnCount];  // without the ABI's base; -1: no such call
};

// A syscall whose number is too high for the dense arrays.
struct FarNumber {
  uint8_t column;
  uint32_t nr;
  int16_t name;
};

// A line of argument_names.tbl; the array is sorted by `syscall`.
struct ArgumentNames {
  std::string_view syscall;
  std::string_view names;
};

struct NamedNumber {
  std::string_view name;
  uint16_t number;
};

#include "syscalls/tables.inc"

}  // namespace polc::tables
