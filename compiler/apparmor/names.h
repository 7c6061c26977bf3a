#pragma once

// The words that AppArmor rules may name: capabilities, address families, signals, limits, mount
// flags. The checks of each family (check_*.cc) look them up, and suggest one that is near a
// misspelled word.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace polc::aa {

using Names = std::span<const std::string_view>;

[[nodiscard]] bool Contains(Names names, std::string_view name);

[[nodiscard]] Names CapabilityNames();  // lower case, without `cap_`
[[nodiscard]] Names AddressFamilies();
[[nodiscard]] Names SocketTypes();
[[nodiscard]] Names Protocols();
[[nodiscard]] Names SignalNames();  // without the real-time ones
[[nodiscard]] bool IsSignal(std::string_view name);
[[nodiscard]] Names RlimitNames();

// A flag of mount(2) as mount rules name it. Two flags of one rule conflict if one sets what the
// other clears.
struct MountFlag {
  std::string_view name;
  uint32_t set;
  uint32_t clear;
};
[[nodiscard]] std::optional<MountFlag> FindMountFlag(std::string_view name);
[[nodiscard]] Names MountFlagNames();
inline constexpr uint32_t kPropagationFlags = (1u << 17) | (1u << 18) | (1u << 19) | (1u << 20);
inline constexpr uint32_t kMountRemount = 1u << 5;
// The flags that say which operation mount(2) does: remount, bind, move and rec, propagation.
inline constexpr uint32_t kMountCommands =
    kMountRemount | (1u << 12) | (1u << 13) | (1u << 14) | kPropagationFlags;

}  // namespace polc::aa
