#pragma once

// The column of an ABI in numbers.tbl and constants.tbl; little-endian twins (ppc64le, mipsel*,
// sheb) share their sibling's.

#include <cstddef>

#include "syscalls/arch.h"

namespace polc {

[[nodiscard]] size_t ColumnOf(Arch arch);

}  // namespace polc
