#pragma once

// Linux capabilities by name and number (include/uapi/linux/capability.h).

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace polc {

// The bit number of "CAP_SYS_ADMIN"; exact, upper case, as every reader of Docker's format compares
// it.
[[nodiscard]] std::optional<uint8_t> CapabilityNumber(std::string_view name);
// Empty for a number that no kernel uses.
[[nodiscard]] std::string_view CapabilityName(uint8_t number);
// In the order of their numbers.
[[nodiscard]] std::span<const std::string_view> AllCapabilityNames();

}  // namespace polc
