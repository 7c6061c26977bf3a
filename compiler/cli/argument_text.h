#pragma once

// The constants that an argument of a syscall takes, as `polc syscall` prints them: below the
// argument's line, family by family.

#include <cstddef>
#include <string>
#include <string_view>

namespace polc::cli {

enum class ConstantDetail {
  Names,   // wrapped; of an argument that takes hundreds (ioctl's second) the first of each family
  Values,  // one a line, with the ABIs on which it is another
};

// Empty if no constant belongs there.
[[nodiscard]] std::string ConstantsText(std::string_view syscall, size_t argument,
                                        ConstantDetail detail, size_t width);

}  // namespace polc::cli
