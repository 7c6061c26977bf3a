#pragma once

// Text made of a format string and values, by libfmt: a message stays one string that can be
// searched for. The format string is checked when polc is compiled.

#include <fmt/core.h>

#include <string>

namespace polc {

[[nodiscard]] std::string VStrFormat(fmt::string_view format, fmt::format_args values);

template <class... Values>
[[nodiscard]] std::string StrFormat(fmt::format_string<Values...> format, Values&&... values) {
  return VStrFormat(format, fmt::make_format_args(values...));
}

}  // namespace polc
