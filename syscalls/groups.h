#pragma once

// Named groups of syscalls: the sets that systemd's SystemCallFilter= made known (@basic-io,
// @mount), and families that a policy speaks of as one (@chmod is every call that changes a mode).
// A policy writes them where it may write a syscall; `polc group` shows them. The facts are in
// tables/groups.tbl.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace polc {

enum class GroupOrigin : uint8_t {
  Systemd,  // has the name and the members of a set of systemd
  Polc,     // a family: every call of one kind
};

struct SyscallGroup {
  std::string_view name;     // "@basic-io"
  std::string_view meaning;  // "reading, writing, seeking and closing what is open"
  GroupOrigin origin;
};

// By name.
[[nodiscard]] std::vector<SyscallGroup> AllGroups();
[[nodiscard]] bool IsGroupName(std::string_view name);

// All below: empty if there is no such group.

// Every syscall of the group and of those within it: sorted, each once.
[[nodiscard]] std::vector<std::string_view> SyscallsOfGroup(std::string_view name);
// The groups within it that its record names.
[[nodiscard]] std::vector<std::string_view> GroupsInGroup(std::string_view name);
// The groups that contain a syscall, directly or through another group; without @known, which has
// all syscalls.
[[nodiscard]] std::vector<std::string_view> GroupsOfSyscall(std::string_view syscall);

}  // namespace polc
