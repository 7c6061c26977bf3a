#include "tests/syscalls/header_constants.h"

// The stand-ins must come before any header defines one of the names as a macro.
struct Absent {};
#define POLC_CONSTANT(name) static constexpr Absent name{};
#include "tests/syscalls/constant_names.inc"
#undef POLC_CONSTANT

namespace kernel_headers {

#include <stddef.h>
#include "tests/syscalls/constant_headers.inc"

constexpr polc::HeaderConstant Made(const char* name, Absent) { return {name, false, 0}; }
template <class Number>
constexpr polc::HeaderConstant Made(const char* name, Number value) {
  return {name, true, (unsigned long long)(value)};
}

// # takes the name itself, not what a macro makes of it.
#define POLC_CONSTANT(name) Made(#name, name),
static const polc::HeaderConstant kConstants[] = {
#include "tests/syscalls/constant_names.inc"
};

}  // namespace kernel_headers

namespace polc {

HeaderConstants KernelHeaderConstants() {
  return {kernel_headers::kConstants,
          sizeof kernel_headers::kConstants / sizeof kernel_headers::kConstants[0]};
}

}  // namespace polc
