#include "compiler/analysis/group_report.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/base/json.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/groups.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr size_t kCountWidth = 5;
constexpr size_t kSinceWidth = 8;

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
  text += StrFormat("{}\n", title);
  size_t widest = 0;
  for (const SyscallGroup& group : AllGroups()) widest = std::max(widest, group.name.size());
  for (const SyscallGroup& group : AllGroups()) {
    if (group.origin != origin) continue;
    text += StrFormat("  {:<{}}{:>{}}  {}\n", group.name, widest + 1,
                      SyscallsOfGroup(group.name).size(), kCountWidth, group.meaning);
  }
}

void Describe(const SyscallGroup& group, Json& described) {
  described["group"] = group.name;
  described["meaning"] = group.meaning;
  described["origin"] = group.origin == GroupOrigin::Systemd ? "systemd" : "polc";
  described["groups"] = Json::ArrayOf(GroupsInGroup(group.name));
}

// Without the ABI's base, as manuals list it.
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
  text += "\n`polc group @NAME` expands one.\n";
  return text;
}

std::string GroupText(std::string_view name, std::span<const Arch> arches) {
  const SyscallGroup group = GroupCalled(name);
  const std::vector<std::string_view> syscalls = SyscallsOfGroup(name);
  std::string text = StrFormat("{}  {}; {}\n", name, group.meaning, OriginText(group.origin));
  const std::vector<std::string_view> within = GroupsInGroup(name);
  if (!within.empty())
    text += StrFormat("  with all of {}\n",
                      Join(std::vector<std::string>(within.begin(), within.end()), ", "));
  size_t widest = 7;
  for (const std::string_view syscall : syscalls) widest = std::max(widest, syscall.size());
  text += StrFormat("  {:<{}}{:<{}}", "syscall", widest + 2, "since", kSinceWidth);
  for (const Arch arch : arches)
    text += StrFormat("  {:>{}}", TraitsOf(arch).name, ColumnWidth(arch));
  text += "\n";
  for (const std::string_view syscall : syscalls) {
    const std::string_view since = FirstKernel(syscall);
    text +=
        StrFormat("  {:<{}}{:<{}}", syscall, widest + 2, since.empty() ? "-" : since, kSinceWidth);
    for (const Arch arch : arches)
      text += StrFormat("  {:>{}}", NumberText(arch, syscall), ColumnWidth(arch));
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
