#pragma once

// Which constants each argument of each syscall takes: the first of `socket` takes one address
// family, the fourth of `mmap` a type with flags or-ed in. With it, the policy language warns of a
// constant that belongs to another argument, and `polc import` writes `domain == AF_UNIX` instead
// of `arg0 == 1`. The facts are in tables/argument_constants.tbl and in the signatures.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syscalls/constants.h"

namespace polc {

enum class ArgumentKind : uint8_t {
  Number,      // an id, an offset, a count: any number
  Size,        // of memory
  Value,       // one constant
  Bits,        // constants or-ed together
  Mixed,       // one constant with others or-ed in: SOCK_STREAM | SOCK_CLOEXEC
  Descriptor,  // of a file; some take a constant in its place (AT_FDCWD)
  Pointer,     // into memory that a filter cannot read
};

struct ArgumentUse {
  ArgumentKind kind;
  std::span<const FamilyId>
      families;  // of the constants it takes; empty if no constant is known to belong there
};

[[nodiscard]] ArgumentUse UseOf(std::string_view syscall, size_t argument);
// The constants that the argument takes on this ABI, family by family.
[[nodiscard]] std::vector<Constant> ConstantsOf(std::string_view syscall, size_t argument,
                                                Arch arch);
// True where a constant of these families may stand: the argument takes one of the families, or
// nothing is known of it.
[[nodiscard]] bool Takes(const ArgumentUse& use, std::span<const FamilyId> families);

// The value as constants, as a policy would write it: "AF_UNIX", "O_WRONLY | O_CREAT"; nothing if
// some of its bits have no name.
[[nodiscard]] std::optional<std::string> SpellValue(std::string_view syscall, size_t argument,
                                                    uint64_t value, Arch arch);

}  // namespace polc
