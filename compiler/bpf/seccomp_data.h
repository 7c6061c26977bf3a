#pragma once

// Offsets in struct seccomp_data (include/uapi/linux/seccomp.h) and slices of the diagram: this is
// the only place that relates them, for the code generator and the symbolic executor. The
// interpreter does not use it but reads a real struct, so that a mistake here cannot confirm
// itself.

#include <cstdint>
#include <optional>

#include "compiler/ir/fields.h"
#include "syscalls/arch.h"

namespace polc::bpf {

inline constexpr uint32_t kSeccompDataSize = 64;
inline constexpr uint32_t kNrOffset = 0, kArchOffset = 4;

// The byte offset of a 32-bit slice; nothing for the environment, which no filter can load.
[[nodiscard]] std::optional<uint32_t> OffsetOf(Slice word, Endian endian);
// The slice at an offset that is a multiple of 4 below kSeccompDataSize.
[[nodiscard]] Slice WordAt(uint32_t offset, Endian endian);
// The 32-bit word that a variable belongs to.
[[nodiscard]] Slice WordOf(uint16_t variable);

}  // namespace polc::bpf
