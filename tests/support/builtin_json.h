#pragma once

// The built-in profiles for tests of what is made of Docker's JSON.

#include <string>
#include <string_view>

namespace polc::testing {

// The built-in profile as `--emit docker` prints it for the machines of x86_64 and, with archMap,
// all others it is for.
[[nodiscard]] std::string BuiltinAsJson(std::string_view name);

}  // namespace polc::testing
