#pragma once

// Lists of syscalls as an author would write them: a group, if all of its members are meant.

#include <functional>
#include <string_view>
#include <vector>

#include "grammar/polc/ast.h"

namespace polc {

[[nodiscard]] std::vector<dsl::SyscallItem> PlainList(const std::vector<std::string_view>& names);
// `exists` says whether a syscall exists where the policy runs. A group may be used even if other
// members of it are not in `names`.
[[nodiscard]] std::vector<dsl::SyscallItem> ShortList(
    const std::vector<std::string_view>& names,
    const std::function<bool(std::string_view)>& exists);

}  // namespace polc
