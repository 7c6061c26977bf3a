#pragma once

// The hash that generate_tables.cc lays the name table out with and syscall_table.cc looks names up
// with: FNV-1a, 32 bits.

#include <cstdint>
#include <string_view>

namespace polc {

[[nodiscard]] constexpr uint32_t NameHash(std::string_view name) {
  uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ hash >> 15;
}

}  // namespace polc
