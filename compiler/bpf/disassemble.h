#pragma once

// A program as text, one line for each instruction: its index, the instruction in the usual
// assembler's spelling with the indices that it jumps to (if the test holds, if not), and the
// meaning of its number if that is known: an architecture, a syscall's name on the ABIs that can
// get there, an argument's half, a verdict. Columns are aligned and no line has trailing spaces.
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
