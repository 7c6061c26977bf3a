#pragma once

// Lists of syscalls as an author would write them: by group, where all of a group is meant.

#include <functional>
#include <string_view>
#include <vector>

#include "grammar/polc/ast.h"

namespace polc {

[[nodiscard]] std::vector<dsl::SyscallItem> PlainList(const std::vector<std::string_view>& names);
// A member of a group that does not exist where the policy runs may be named or not: it makes no
// difference.
[[nodiscard]] std::vector<dsl::SyscallItem> ShortList(
    const std::vector<std::string_view>& names,
    const std::function<bool(std::string_view)>& exists);

}  // namespace polc
