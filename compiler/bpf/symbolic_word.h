#pragma once

// The arithmetic of the symbolic executor (symbolic.h): a word is a 32-bit register whose bits are
// functions of the call.

#include <array>
#include <cstdint>
#include <optional>

#include "compiler/ir/diagram.h"

namespace polc::bpf {

// word[i] is the guard of bit i, counted from the least significant; NodeId 0 and 1 are the
// constants.
using Word = std::array<NodeId, 32>;

[[nodiscard]] Word ConstantWord(uint32_t value);
[[nodiscard]] Word VariableWord(Diagram& diagram, Slice slice);
[[nodiscard]] std::optional<uint32_t> ConstantOf(const Word& word);

[[nodiscard]] Word AndWords(Diagram& diagram, const Word& a, const Word& b);
[[nodiscard]] Word OrWords(Diagram& diagram, const Word& a, const Word& b);
[[nodiscard]] Word XorWords(Diagram& diagram, const Word& a, const Word& b);
[[nodiscard]] Word AddWords(Diagram& diagram, const Word& a, const Word& b);
[[nodiscard]] Word SubtractWords(Diagram& diagram, const Word& a, const Word& b);
[[nodiscard]] Word MultiplyWord(Diagram& diagram, const Word& a, uint32_t factor);
[[nodiscard]] Word ShiftLeft(const Word& a, uint32_t by);   // by < 32
[[nodiscard]] Word ShiftRight(const Word& a, uint32_t by);  // by < 32

// Unsigned comparisons.
[[nodiscard]] Guard EqualWords(Diagram& diagram, const Word& a, const Word& b);
[[nodiscard]] Guard AtLeastWord(Diagram& diagram, const Word& a, const Word& b);
[[nodiscard]] Guard AnyCommonBit(Diagram& diagram, const Word& a, const Word& b);

}  // namespace polc::bpf
