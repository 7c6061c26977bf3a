#pragma once

// Catch2 as the machine has it: version 2 is one header (Debian 12), version 3 is many (Debian 13).
// Tests include this and write what both understand.

#if __has_include(<catch2/catch_test_macros.hpp>)

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

namespace polc {
using Catch::Matchers::ContainsSubstring;
}  // namespace polc

#else

#include <catch2/catch.hpp>

namespace polc {
inline auto ContainsSubstring(const std::string& part) { return Catch::Contains(part); }
}  // namespace polc

#endif
