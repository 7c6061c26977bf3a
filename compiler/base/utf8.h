#pragma once

// Names and texts of files may hold any bytes; what machines are to read may not.

#include <string>
#include <string_view>

namespace polc {

// Each byte that is no part of a UTF-8 character (RFC 3629) becomes U+FFFD.
[[nodiscard]] std::string ValidUtf8(std::string_view text);

}  // namespace polc
