#include "syscalls/errno.h"

#include <algorithm>
#include <array>

#include "syscalls/tables.h"

namespace polc {

std::optional<uint16_t> ErrnoNumber(std::string_view name) {
  for (const tables::NamedNumber& row : tables::kErrnos) {
    if (row.name == name) return row.number;
  }
  return std::nullopt;
}

std::string_view ErrnoName(uint16_t number) {
  for (const tables::NamedNumber& row : tables::kErrnos) {
    if (row.number == number) return row.name;
  }
  return "";
}

std::span<const std::string_view> AllErrnoNames() {
  static constexpr auto kNames = [] {
    std::array<std::string_view, std::size(tables::kErrnos)> names;
    std::transform(std::begin(tables::kErrnos), std::end(tables::kErrnos), names.begin(),
                   [](const auto& row) { return row.name; });
    return names;
  }();
  return kNames;
}

}  // namespace polc
