#pragma once

// A program as text, one line an instruction: its index, the instruction in the usual assembler's
// spelling with the indices it jumps to (where it holds, where not), and what it means where that
// is known: the architecture, a syscall's name on the ABIs that can get there, arguments by number
// and half, verdicts. The columns are aligned and no line has trailing spaces.
//
//     0  ld   [4]                        arch
//     1  jeq  #0xc000003e, 2, 40         x86_64
//     2  ld   [0]                        nr
//     3  jge  #57, 12, 4                 x86_64/x32 fork
//     4  ld   [20]                       a0, high half
//    40  ret  0x50001                    ERRNO(EPERM)

#include <string>

#include "compiler/bpf/program.h"

namespace polc::bpf {

[[nodiscard]] std::string Disassemble(const Program& program, Endian endian);

}  // namespace polc::bpf
