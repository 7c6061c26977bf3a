#pragma once

// Text for XML 1.0 documents, which machines that read test results want.

#include <string>
#include <string_view>

namespace polc {

// For an attribute or an element. What XML cannot hold becomes `?` (control characters) or U+FFFD
// (bytes that are no UTF-8).
[[nodiscard]] std::string EscapeXml(std::string_view text);

}  // namespace polc
