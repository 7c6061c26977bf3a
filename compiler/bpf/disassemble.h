#pragma once

// A program as text, one line an instruction: its index, the instruction in the usual assembler's spelling, and what it means
// where that is known: syscall names by the ABIs that can get there, arguments by number and half, verdicts.
//
//     0  ld   [4]                     arch
//     1  jeq  #0xc000003e, 2, 40      x86_64
//     2  ld   [0]                     nr
//     3  jge  #57, 12, 4              x86_64 fork, x86 stat…

#include <string>

#include "compiler/bpf/program.h"

namespace polc::bpf {

[[nodiscard]] std::string Disassemble(const Program& program, Endian endian);

}  // namespace polc::bpf
