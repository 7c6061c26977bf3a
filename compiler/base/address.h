#pragma once

// Addresses of the Internet protocols as inet_pton(3) reads them.

#include <string_view>

namespace polc {

// `10.0.0.1` or `fe80::1`.
[[nodiscard]] bool IsIpAddress(std::string_view text);
// `10.0.0.0/8`, `2001:db8::/32`: an address and the length of its prefix. The address may have
// further bits.
[[nodiscard]] bool IsIpNetwork(std::string_view text);

}  // namespace polc
