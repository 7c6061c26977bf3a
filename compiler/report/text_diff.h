#pragma once

// A unified diff with three lines of context, as diff(1) and patch(1) know it.

#include <string>
#include <string_view>

namespace polc::report {

// Empty for equal texts.
[[nodiscard]] std::string TextDiff(const std::string& name, std::string_view before,
                                   std::string_view after);

}  // namespace polc::report
