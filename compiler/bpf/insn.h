#pragma once

// One instruction of classic BPF (include/uapi/linux/filter.h, bpf_common.h), and the opcodes that
// seccomp_check_filter in kernel/seccomp.c accepts.

#include <cstdint>

namespace polc::bpf {

struct Insn {
  uint16_t code = 0;
  uint8_t jt = 0;
  uint8_t jf = 0;
  uint32_t k = 0;

  friend bool operator==(const Insn&, const Insn&) = default;
};

inline constexpr uint16_t kLdAbs = 0x20;   // A = word of seccomp_data at offset k
inline constexpr uint16_t kLdLen = 0x80;   // A = sizeof(struct seccomp_data)
inline constexpr uint16_t kLdxLen = 0x81;  // X = the same
inline constexpr uint16_t kLdImm = 0x00;   // A = k
inline constexpr uint16_t kLdxImm = 0x01;  // X = k
inline constexpr uint16_t kLdMem = 0x60;   // A = M[k]
inline constexpr uint16_t kLdxMem = 0x61;  // X = M[k]
inline constexpr uint16_t kSt = 0x02;      // M[k] = A
inline constexpr uint16_t kStx = 0x03;     // M[k] = X
inline constexpr uint16_t kAddK = 0x04, kSubK = 0x14, kMulK = 0x24, kDivK = 0x34;
inline constexpr uint16_t kOrK = 0x44, kAndK = 0x54, kLshK = 0x64, kRshK = 0x74, kXorK = 0xa4;
inline constexpr uint16_t kNeg = 0x84;
inline constexpr uint16_t kAddX = 0x0c, kSubX = 0x1c, kMulX = 0x2c, kDivX = 0x3c;
inline constexpr uint16_t kOrX = 0x4c, kAndX = 0x5c, kLshX = 0x6c, kRshX = 0x7c, kXorX = 0xac;
inline constexpr uint16_t kJa = 0x05;
inline constexpr uint16_t kJeqK = 0x15, kJgtK = 0x25, kJgeK = 0x35, kJsetK = 0x45;
inline constexpr uint16_t kJeqX = 0x1d, kJgtX = 0x2d, kJgeX = 0x3d, kJsetX = 0x4d;
inline constexpr uint16_t kRetK = 0x06, kRetA = 0x16;
inline constexpr uint16_t kTax = 0x07, kTxa = 0x87;

}  // namespace polc::bpf
