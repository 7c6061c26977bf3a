// Debian has no archive of libfmt for a static polc, so its code is compiled here, once; all other
// files read only its small header.
#define FMT_HEADER_ONLY 1
#include "compiler/base/str_format.h"

#include <fmt/format.h>

namespace polc {

std::string VStrFormat(fmt::string_view format, fmt::format_args values) {
  return fmt::vformat(format, values);
}

}  // namespace polc
