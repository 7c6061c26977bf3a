#include "compiler/base/address.h"

#include <arpa/inet.h>

#include <string>

#include "compiler/base/strings.h"

namespace polc {
namespace {

bool IsOf(int family, std::string_view text) {
  unsigned char bytes[16];
  return ::inet_pton(family, std::string(text).c_str(), bytes) == 1 &&
         text.find('\0') == std::string_view::npos;
}

}  // namespace

bool IsIpAddress(std::string_view text) { return IsOf(AF_INET, text) || IsOf(AF_INET6, text); }

bool IsIpNetwork(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view address = text.substr(0, slash), length = text.substr(slash + 1);
  if (length.empty() || length.size() > 3 ||
      length.find_first_not_of("0123456789") != std::string_view::npos)
    return false;
  const uint64_t bits = ParseUnsigned(length).value_or(UINT64_MAX);
  return (IsOf(AF_INET, address) && bits <= 32) || (IsOf(AF_INET6, address) && bits <= 128);
}

}  // namespace polc
