#include "compiler/analysis/group_report.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/base/json.h"
#include "compiler/base/strings.h"
#include "syscalls/groups.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr size_t kCountWidth = 5;
constexpr size_t kSinceWidth = 8;

std::string Padded(std::string_view text, size_t width) {
  return std::string(text) + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

std::string RightAligned(const std::string& text, size_t width) {
  return std::string(text.size() < width ? width - text.size() : 0, ' ') + text;
}

SyscallGroup GroupCalled(std::string_view name) {
  for (const SyscallGroup& group : AllGroups()) {
    if (group.name == name) return group;
  }
  POLC_CHECK(false);
  return {};
}

std::string_view OriginText(GroupOrigin origin) {
  return origin == GroupOrigin::Systemd ? "a set of systemd" : "a family";
}

void ListOrigin(std::string& text, GroupOrigin origin, std::string_view title) {
  text += std::string(title) + "\n";
  size_t widest = 0;
  for (const SyscallGroup& group : AllGroups()) widest = std::max(widest, group.name.size());
  for (const SyscallGroup& group : AllGroups()) {
    if (group.origin != origin) continue;
    text += "  " + Padded(group.name, widest + 1) +
            RightAligned(std::to_string(SyscallsOfGroup(group.name).size()), kCountWidth) + "  " +
            std::string(group.meaning) + "\n";
  }
}

void Describe(const SyscallGroup& group, Json& described) {
  described["group"] = group.name;
  described["meaning"] = group.meaning;
  described["origin"] = group.origin == GroupOrigin::Systemd ? "systemd" : "polc";
  described["groups"] = Json::ArrayOf(GroupsInGroup(group.name));
}

// The number as seccomp_data.nr has it is of no use in a table; without the base it is the one of
// the manuals.
std::string NumberText(Arch arch, std::string_view syscall) {
  const auto nr = SyscallNumber(arch, syscall);
  return nr ? std::to_string(*nr - TraitsOf(arch).nr_base) : "-";
}

size_t ColumnWidth(Arch arch) { return std::max<size_t>(TraitsOf(arch).name.size(), 4); }

}  // namespace

std::string GroupListText() {
  std::string text;
  ListOrigin(text, GroupOrigin::Systemd, "Sets of systemd");
  text += "\n";
  ListOrigin(text, GroupOrigin::Polc, "Families");
  return text + "\n`polc group @NAME` expands one.\n";
}

std::string GroupText(std::string_view name, std::span<const Arch> arches) {
  const SyscallGroup group = GroupCalled(name);
  const std::vector<std::string_view> syscalls = SyscallsOfGroup(name);
  std::string text = std::string(name) + "  " + std::string(group.meaning) + "; " +
                     std::string(OriginText(group.origin)) + "\n";
  const std::vector<std::string_view> within = GroupsInGroup(name);
  if (!within.empty())
    text += "  with all of " + Join(std::vector<std::string>(within.begin(), within.end()), ", ") +
            "\n";
  size_t widest = 7;
  for (const std::string_view syscall : syscalls) widest = std::max(widest, syscall.size());
  text += "  " + Padded("syscall", widest + 2) + Padded("since", kSinceWidth);
  for (const Arch arch : arches)
    text += "  " + RightAligned(std::string(TraitsOf(arch).name), ColumnWidth(arch));
  text += "\n";
  for (const std::string_view syscall : syscalls) {
    const std::string_view since = FirstKernel(syscall);
    text += "  " + Padded(syscall, widest + 2) + Padded(since.empty() ? "-" : since, kSinceWidth);
    for (const Arch arch : arches)
      text += "  " + RightAligned(NumberText(arch, syscall), ColumnWidth(arch));
    text += "\n";
  }
  return text;
}

std::string GroupListJson() {
  Json document;
  document["schema"] = "polc.groups/1";
  document["groups"] = Json::Array();
  for (const SyscallGroup& group : AllGroups()) {
    Json described;
    Describe(group, described);
    described["syscalls"] = Json::ArrayOf(SyscallsOfGroup(group.name));
    document["groups"].Add(std::move(described));
  }
  return document.Dump();
}

std::string GroupJson(std::string_view name) {
  Json document;
  document["schema"] = "polc.group/1";
  Describe(GroupCalled(name), document);
  document["syscalls"] = Json::Array();
  for (const std::string_view syscall : SyscallsOfGroup(name)) {
    Json numbers = Json::Object();
    for (const ArchTraits& traits : AllArches()) {
      if (const auto nr = SyscallNumber(traits.arch, syscall))
        numbers[std::string(traits.name)] = *nr;
    }
    const std::string_view since = FirstKernel(syscall);
    document["syscalls"].Add({{"syscall", syscall},
                              {"since", since.empty() ? Json(nullptr) : Json(since)},
                              {"numbers", std::move(numbers)}});
  }
  return document.Dump();
}

}  // namespace polc
