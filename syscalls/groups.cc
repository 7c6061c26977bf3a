#include "syscalls/groups.h"

#include <algorithm>

#include "syscalls/syscall_table.h"

namespace polc {
namespace tables {
namespace {

// A member is the index of a syscall, or -1 - the index of a group.
struct GroupRecord {
  SyscallGroup group;
  uint16_t first_member;
  uint16_t member_count;
};

#include "syscalls/groups.inc"

}  // namespace
}  // namespace tables

namespace {

constexpr std::string_view kEverything = "@known";

const tables::GroupRecord* FindGroup(std::string_view name) {
  const auto* const found = std::lower_bound(
      std::begin(tables::kGroups), std::end(tables::kGroups), name,
      [](const auto& record, std::string_view n) { return record.group.name < n; });
  return found != std::end(tables::kGroups) && found->group.name == name ? found : nullptr;
}

std::span<const int16_t> MembersOf(const tables::GroupRecord& record) {
  return std::span(tables::kGroupMembers).subspan(record.first_member, record.member_count);
}

const tables::GroupRecord& GroupAt(int16_t member) {
  return tables::kGroups[static_cast<size_t>(-1 - member)];
}

// The generator made sure that no group holds itself.
void Collect(const tables::GroupRecord& record, std::vector<std::string_view>& syscalls) {
  for (const int16_t member : MembersOf(record)) {
    if (member < 0) {
      Collect(GroupAt(member), syscalls);
    } else {
      syscalls.push_back(AllSyscallNames()[static_cast<size_t>(member)]);
    }
  }
}

std::vector<std::string_view> SyscallsOf(const tables::GroupRecord& record) {
  std::vector<std::string_view> syscalls;
  Collect(record, syscalls);
  std::sort(syscalls.begin(), syscalls.end());
  syscalls.erase(std::unique(syscalls.begin(), syscalls.end()), syscalls.end());
  return syscalls;
}

}  // namespace

std::vector<SyscallGroup> AllGroups() {
  std::vector<SyscallGroup> groups;
  for (const tables::GroupRecord& record : tables::kGroups) groups.push_back(record.group);
  return groups;
}

bool IsGroupName(std::string_view name) { return FindGroup(name) != nullptr; }

std::vector<std::string_view> SyscallsOfGroup(std::string_view name) {
  const tables::GroupRecord* record = FindGroup(name);
  return record == nullptr ? std::vector<std::string_view>() : SyscallsOf(*record);
}

std::vector<std::string_view> GroupsInGroup(std::string_view name) {
  std::vector<std::string_view> groups;
  const tables::GroupRecord* record = FindGroup(name);
  if (record == nullptr) return groups;
  for (const int16_t member : MembersOf(*record)) {
    if (member < 0) groups.push_back(GroupAt(member).group.name);
  }
  return groups;
}

std::vector<std::string_view> GroupsOfSyscall(std::string_view syscall) {
  std::vector<std::string_view> groups;
  for (const tables::GroupRecord& record : tables::kGroups) {
    if (record.group.name == kEverything) continue;
    const std::vector<std::string_view> syscalls = SyscallsOf(record);
    if (std::binary_search(syscalls.begin(), syscalls.end(), syscall))
      groups.push_back(record.group.name);
  }
  return groups;
}

}  // namespace polc
