#include "compiler/emit/policy_lists.h"

#include <algorithm>
#include <set>
#include <string>

#include "syscalls/groups.h"

namespace polc {
namespace {

// A group is used only if it replaces at least so many names.
constexpr size_t kLeast = 3;

dsl::SyscallItem Item(std::string_view name) {
  dsl::SyscallItem item;
  item.term.kind =
      name.starts_with('@') ? dsl::SyscallTerm::Kind::Group : dsl::SyscallTerm::Kind::Name;
  item.term.name.value = name;
  return item;
}

}  // namespace

std::vector<dsl::SyscallItem> PlainList(const std::vector<std::string_view>& names) {
  std::vector<dsl::SyscallItem> items;
  for (const std::string_view name : names) items.push_back(Item(name));
  return items;
}

std::vector<dsl::SyscallItem> ShortList(const std::vector<std::string_view>& names,
                                        const std::function<bool(std::string_view)>& exists) {
  const std::set<std::string_view> wanted(names.begin(), names.end());
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> groups;
  for (const SyscallGroup& group : AllGroups()) {
    std::vector<std::string_view> members = SyscallsOfGroup(group.name);
    std::erase_if(members, [&](std::string_view name) { return !exists(name); });
    const bool fits = std::all_of(members.begin(), members.end(),
                                  [&](std::string_view name) { return wanted.contains(name); });
    if (fits) groups.push_back({group.name, std::move(members)});
  }
  std::vector<std::string_view> chosen;
  std::set<std::string_view> left = wanted;
  while (true) {
    const auto gain = [&](const auto& group) {
      return static_cast<size_t>(
          std::count_if(group.second.begin(), group.second.end(),
                        [&](std::string_view name) { return left.contains(name); }));
    };
    const auto best =
        std::max_element(groups.begin(), groups.end(),
                         [&](const auto& a, const auto& b) { return gain(a) < gain(b); });
    if (best == groups.end() || gain(*best) < kLeast) break;
    chosen.push_back(best->first);
    for (const std::string_view name : best->second) left.erase(name);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.insert(chosen.end(), left.begin(), left.end());
  return PlainList(chosen);
}

}  // namespace polc
