#pragma once

// What dockerd reads from daemon.json: the keys, the type of each, and those it does not read any
// more. After the flags that daemon/command/config*.go installs and the JSON tags of
// daemon/config/config*.go, Docker 29.

#include <cstdint>
#include <span>
#include <string_view>

namespace polc {

enum class DaemonType : uint8_t {
  Boolean,
  Whole,
  Text,
  Size,
  Texts,
  TextMap,
  BooleanMap,
  Object,
  Objects
};

struct DaemonKey {
  std::string_view name;
  DaemonType type;
};
// Sorted by name.
[[nodiscard]] std::span<const DaemonKey> DaemonKeys();
[[nodiscard]] const DaemonKey* FindDaemonKey(std::string_view name);
[[nodiscard]] std::span<const std::string_view> DaemonKeyNames();
// A key that hardly any other JSON format has.
[[nodiscard]] bool IsDistinctive(std::string_view key);

// Keys that make today's dockerd refuse the file, and those that it passes over.
struct FormerKey {
  std::string_view name;
  std::string_view since;  // the release
  std::string_view instead;
};
[[nodiscard]] const FormerKey* FindRemovedKey(std::string_view name);
[[nodiscard]] const FormerKey* FindDeprecatedKey(std::string_view name);

// The name of a flag of dockerd whose key in the file is another one: such a key passes the check
// for unknown ones and is then read by nobody (findConfigurationConflicts). Empty if it is none.
[[nodiscard]] std::string_view KeyOfFlag(std::string_view flag);

// Objects at the top level that are values. All others are flattened before the check of their keys
// (configValuesSet).
[[nodiscard]] bool IsObjectKey(std::string_view name);

}  // namespace polc
