#pragma once

// The values that the headers of this machine give to the names of the table of constants: the
// kernel's (those that the table was made from, or newer) and, written by other hands, the C
// library's. Headers define constants as macros or enumerators, so #ifdef cannot tell whether a
// name is there: header_constants.inc includes them inside of a namespace, where a name that they
// lack falls through to a stand-in outside.

namespace polc {

struct HeaderConstant {
  const char* name;
  bool known;
  unsigned long long value;
};

struct HeaderConstants {
  const HeaderConstant* begin;
  unsigned long size;
};

[[nodiscard]] HeaderConstants KernelHeaderConstants();
[[nodiscard]] HeaderConstants LibraryHeaderConstants();

}  // namespace polc
