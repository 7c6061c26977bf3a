#pragma once

// A BPF program that the kernel would accept. Only Check() makes one, after the same tests as the
// kernel's (net/core/filter.c bpf_check_classic, kernel/seccomp.c seccomp_check_filter).

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/bpf/insn.h"
#include "syscalls/arch.h"

namespace polc::bpf {

inline constexpr size_t kMaxInsns = 4096;  // BPF_MAXINSNS

// Where and why the kernel would answer EINVAL.
struct Invalid {
  size_t at = 0;  // index of the instruction
  std::string reason;
};

class Program {
 public:
  [[nodiscard]] static std::optional<Program> Check(std::vector<Insn> insns, Invalid& invalid);

  [[nodiscard]] std::span<const Insn> insns() const { return insns_; }
  [[nodiscard]] size_t size() const { return insns_.size(); }
  friend bool operator==(const Program&, const Program&) = default;

 private:
  explicit Program(std::vector<Insn> insns) : insns_(std::move(insns)) {}
  std::vector<Insn> insns_;
};

// An array of struct sock_filter (8 bytes each) in the byte order of the machine it is for.
[[nodiscard]] std::string ToBytes(const Program& program, Endian endian);
// Fails on a length that is not a multiple of 8, and if Check() does.
[[nodiscard]] std::optional<Program> FromBytes(std::string_view bytes, Endian endian,
                                               Invalid& invalid);

}  // namespace polc::bpf
