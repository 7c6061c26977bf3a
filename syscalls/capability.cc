#include "syscalls/capability.h"

#include <algorithm>
#include <array>

#include "syscalls/tables.h"

namespace polc {

std::optional<uint8_t> CapabilityNumber(std::string_view name) {
  for (const tables::NamedNumber& capability : tables::kCapabilities) {
    if (capability.name == name) return static_cast<uint8_t>(capability.number);
  }
  return std::nullopt;
}

std::string_view CapabilityName(uint8_t number) {
  for (const tables::NamedNumber& capability : tables::kCapabilities) {
    if (capability.number == number) return capability.name;
  }
  return "";
}

std::span<const std::string_view> AllCapabilityNames() {
  static constexpr auto kNames = [] {
    std::array<std::string_view, std::size(tables::kCapabilities)> names;
    std::transform(std::begin(tables::kCapabilities), std::end(tables::kCapabilities),
                   names.begin(), [](const auto& row) { return row.name; });
    return names;
  }();
  return kNames;
}

}  // namespace polc
