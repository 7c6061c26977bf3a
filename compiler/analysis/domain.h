#pragma once

// The calls that can happen on one ABI, and the syscalls that it has. Only on these are filters
// compared, summed up and queried.

#include <string_view>
#include <vector>

#include "compiler/analysis/regions.h"
#include "compiler/ir/verdict.h"

namespace polc {

// Whether a filter on this ABI always sees zeros in the high halves of arguments, because the
// kernel masks them or the machine has none. That is not so on every 32-bit ABI: x32 and MIPS n32
// have 64-bit registers; 64-bit x86 code that makes an x86 call with `int $0x80` shows the filter
// its whole registers (measured on Linux 6.18: syscall_get_arguments copies regs->bx); and MIPS o32
// calls on a 64-bit kernel show sign-extended ones.
[[nodiscard]] bool HasNarrowArguments(Arch arch);

// NumberRegions for the calls that can happen: if arguments are narrow, their high halves and that
// of the instruction pointer are 0.
[[nodiscard]] std::vector<NumberRegion> DomainRegions(Diagram& diagram, Filter filter, Arch arch);

struct NamedNumber {
  uint32_t nr;
  std::string_view name;
};
// The syscalls of an ABI by number.
[[nodiscard]] std::vector<NamedNumber> NamedNumbers(Arch arch);

// Pieces are consecutive ranges of numbers (`first`, `last`) in order. Calls on_named(piece,
// NamedNumber) for each syscall and on_unnamed(piece, first, last) for the numbers between them.
template <class Piece, class OnNamed, class OnUnnamed>
void WalkNumbers(const std::vector<Piece>& pieces, const std::vector<NamedNumber>& named,
                 OnNamed on_named, OnUnnamed on_unnamed) {
  size_t next = 0;
  for (const Piece& piece : pieces) {
    uint64_t from = piece.first;
    while (next < named.size() && named[next].nr <= piece.last) {
      const NamedNumber syscall = named[next++];
      if (from < syscall.nr) on_unnamed(piece, static_cast<uint32_t>(from), syscall.nr - 1);
      on_named(piece, syscall);
      from = uint64_t{syscall.nr} + 1;
    }
    if (from <= piece.last) on_unnamed(piece, static_cast<uint32_t>(from), piece.last);
  }
}

// How many numbers an ABI has: all 2^32, except that x86_64 and x32 share them.
[[nodiscard]] uint64_t NumberCount(Arch arch);

// The calls on the ABI, as a guard over arch and nr.
[[nodiscard]] Guard SpaceOf(Diagram& diagram, Arch arch);

// Whether some answer of the node has this action.
[[nodiscard]] bool CanAnswer(const Diagram& diagram, NodeId node, Action action);

}  // namespace polc
