#pragma once

// AppArmor's globs asked about single paths, and about globs that plainly lie within another: what
// can be seen without automata. Both answer no where they cannot tell.

#include <string>
#include <string_view>
#include <vector>

namespace polc::lint {

// Whether a path as the kernel knows it (no `//`, no `..`) matches a pattern without variables.
[[nodiscard]] bool PathMatches(std::string_view pattern, std::string_view path);

// The pattern without alternatives, as many patterns; none if there would be more than `most`.
[[nodiscard]] std::vector<std::string> WithoutBraces(std::string_view pattern, size_t most);

// Every path of `narrow` is one of `broad`, because they are equal or `broad` is a whole tree
// around it.
[[nodiscard]] bool Covers(std::string_view broad, std::string_view narrow);

// The text before the first character that stands for more than itself.
[[nodiscard]] std::string_view LiteralPrefix(std::string_view pattern);

}  // namespace polc::lint
