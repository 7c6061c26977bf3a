#pragma once

// The running kernel as an oracle: whether it takes a program as a seccomp filter, and what a
// process gets that makes a call under it. Every probe is made for real, natively, as x32 or
// through int $0x80, by a traced child, but none is ever carried out: a second filter below the
// program's turns whatever that lets pass into a stop of the child.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/bpf/program.h"
#include "compiler/ir/fields.h"
#include "compiler/ir/verdict.h"
#include "syscalls/arch.h"

namespace polc::testing {

struct Probe {
  Arch arch = Arch::X86_64;  // X86_64, X86 or X32
  uint32_t nr = 0;           // as seccomp_data.nr holds it, x32's bit included
  // On x86 too a filter sees all 64 bits: int $0x80 takes them from a 64-bit process as they are,
  // and only the call itself looks at the low halves.
  std::array<uint64_t, 6> args{};
};

struct Outcome {
  enum class Kind : uint8_t {
    Passed,   // ALLOW or LOG
    Errno,    // `data` is the errno; 38 also stands for NOTIFY, because nobody listens
    Trapped,  // SIGSYS to the process; `data` is si_errno
    Traced,   // the tracer was asked; `data` is its message
    Killed,   // by either KILL
  };
  Kind kind = Kind::Killed;
  uint16_t data = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct LiveRun {
  std::string failure;            // why the kernel could not be asked; empty if it was
  int install_error = 0;          // errno of seccomp(2)
  std::vector<Outcome> outcomes;  // of each probe, if the program was installed
};

// A reason to skip tests that ask the kernel about calls on this ABI.
[[nodiscard]] std::optional<std::string> WhyNoLiveKernel(Arch arch = Arch::X86_64);

[[nodiscard]] LiveRun RunLive(const bpf::Program& program, std::span<const Probe> probes);

// What seccomp(2) says of each program: 0 or an errno. None stays installed. Nothing if the kernel
// cannot be asked.
[[nodiscard]] std::optional<std::vector<int>> KernelVerdicts(
    std::span<const std::vector<bpf::Insn>> programs);

// The call that the filter sees, the instruction pointer included.
[[nodiscard]] Call CallOf(const Probe& probe);
// What a process gets by a verdict.
[[nodiscard]] Outcome Expected(Verdict verdict);
[[nodiscard]] std::string Describe(const Outcome& outcome);
[[nodiscard]] std::string Describe(const Probe& probe);

}  // namespace polc::testing
