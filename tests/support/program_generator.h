#pragma once

// Seeded random BPF: programs that Check() takes, the same with one mistake in them, and the words
// and calls at which they are most likely to be got wrong.

#include <cstdint>
#include <vector>

#include "compiler/bpf/program.h"
#include "compiler/ir/fields.h"
#include "tests/support/policy_generator.h"

namespace polc::testing {

// Numbers of syscalls and architectures, the borders of signedness, small numbers, and anything at
// all.
[[nodiscard]] uint32_t RandomWord(Random& random);
// 2 to `most` instructions with every opcode there is.
[[nodiscard]] bpf::Program RandomProgram(Random& random, size_t most);
// One to three changes of any field, or an instruction more or less at the end.
[[nodiscard]] std::vector<bpf::Insn> Mutated(Random& random, std::vector<bpf::Insn> insns);
// All fields that seccomp_data has.
[[nodiscard]] Call RandomCall(Random& random);

}  // namespace polc::testing
