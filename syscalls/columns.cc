#include "syscalls/columns.h"

#include <array>

#include "syscalls/tables.h"

namespace polc {
namespace {

std::string_view ColumnName(Arch arch) {
  switch (arch) {
    case Arch::Ppc64le:
      return "ppc64";
    case Arch::Mipsel64:
      return "mips64";
    case Arch::Mipsel64n32:
      return "mips64n32";
    case Arch::Mipsel:
      return "mips";
    case Arch::Sheb:
      return "sh";
    default:
      return TraitsOf(arch).name;
  }
}

}  // namespace

size_t ColumnOf(Arch arch) {
  static const std::array<uint8_t, kArchCount> kColumnOf = [] {
    std::array<uint8_t, kArchCount> columns{};
    for (const ArchTraits& traits : AllArches()) {
      for (size_t column = 0; column < tables::kColumnCount; ++column) {
        if (tables::kColumns[column] == ColumnName(traits.arch))
          columns[static_cast<size_t>(traits.arch)] = static_cast<uint8_t>(column);
      }
    }
    return columns;
  }();
  return kColumnOf[static_cast<size_t>(arch)];
}

}  // namespace polc
