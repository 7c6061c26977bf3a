#pragma once

// Error numbers by name (asm-generic/errno.h). MIPS, PA-RISC and some others number those above 34
// differently; filters are written with numbers, and names here always mean the generic numbering.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace polc {

[[nodiscard]] std::optional<uint16_t> ErrnoNumber(std::string_view name);
// Empty for a number without a name.
[[nodiscard]] std::string_view ErrnoName(uint16_t number);
[[nodiscard]] std::span<const std::string_view> AllErrnoNames();

}  // namespace polc
