#pragma once

// The hash of the name table, FNV-1a with 32 bits: generate_tables.cc lays the table out with it,
// and syscall_table.cc looks names up with it.

#include <cstdint>
#include <string_view>

namespace polc {

[[nodiscard]] constexpr uint32_t NameHash(std::string_view name) {
  uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ hash >> 15;
}

}  // namespace polc
