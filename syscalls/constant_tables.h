#pragma once

// The generated constants, for the .cc files of this folder only.

#include <cstdint>

#include "syscalls/argument_constants.h"
#include "syscalls/constants.h"

namespace polc::tables {

struct ConstantRecord {
  uint64_t value;
  uint32_t text;  // where in kConstantText its name begins
  uint16_t first_override;
  uint16_t first_family;
  uint8_t text_size;
  uint8_t override_count;
  uint8_t family_count;
  bool exists;  // on the ABIs that no override speaks of
};

struct ConstantOverride {
  uint32_t columns;  // a bit for each
  bool exists;
  uint64_t value;
};

struct FamilyRecord {
  ConstantFamily family;
  uint16_t first_member;
  uint16_t member_count;
};

struct ArgumentBinding {
  uint16_t syscall;  // index into kNames of tables.inc
  uint8_t argument;
  ArgumentKind kind;
  uint16_t first_family;
  uint8_t family_count;
};

#include "syscalls/constants.inc"

}  // namespace polc::tables
