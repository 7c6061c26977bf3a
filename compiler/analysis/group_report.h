#pragma once

// What `polc group` prints: the list of all groups of syscalls, and the calls of one group with the
// first kernel and the numbers of each.

#include <span>
#include <string>
#include <string_view>

#include "syscalls/arch.h"

namespace polc {

// A line for each group: name, number of calls, meaning.
[[nodiscard]] std::string GroupListText();
// `name` must be a group's. There is a column for each of `arches`.
[[nodiscard]] std::string GroupText(std::string_view name, std::span<const Arch> arches);

// "schema": "polc.groups/1" and "polc.group/1", the latter with the numbers of every ABI, as the
// kernel sees them.
[[nodiscard]] std::string GroupListJson();
[[nodiscard]] std::string GroupJson(std::string_view name);

}  // namespace polc
