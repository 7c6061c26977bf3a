// Comparisons go from the least significant bit up. The diagram is thus built from the bottom, and
// a comparison of a loaded word with a constant makes one new node for each bit.

#include "compiler/bpf/symbolic_word.h"

#include "compiler/base/check.h"

namespace polc::bpf {
namespace {

constexpr NodeId kFalse{0};
constexpr NodeId kTrue{1};

NodeId Xor(Diagram& diagram, NodeId a, NodeId b) {
  if (a == kFalse) return b;
  if (b == kFalse) return a;
  return diagram.Ite(a, diagram.Not({b}).node, b);
}

// The sum bit and the carry of three bits.
struct Sum {
  NodeId bit, carry;
};
Sum AddBits(Diagram& diagram, NodeId a, NodeId b, NodeId carry) {
  const NodeId half = Xor(diagram, a, b);
  const NodeId both = diagram.And({a}, {b}).node;
  return {Xor(diagram, half, carry), diagram.Or({both}, diagram.And({half}, {carry})).node};
}

Word Add(Diagram& diagram, const Word& a, const Word& b, NodeId carry) {
  Word result;
  for (size_t i = 0; i < a.size(); ++i) {
    const Sum sum = AddBits(diagram, a[i], b[i], carry);
    result[i] = sum.bit;
    carry = sum.carry;
  }
  return result;
}

template <class Op>
Word BitByBit(const Word& a, const Word& b, Op op) {
  Word result;
  for (size_t i = 0; i < a.size(); ++i) result[i] = op(a[i], b[i]);
  return result;
}

}  // namespace

Word ConstantWord(uint32_t value) {
  Word word;
  for (size_t i = 0; i < word.size(); ++i) word[i] = NodeId{value >> i & 1};
  return word;
}

Word VariableWord(Diagram& diagram, Slice slice) {
  POLC_CHECK(slice.bits == 32);
  Word word;
  for (size_t i = 0; i < word.size(); ++i) {
    word[i] = diagram.Branch(static_cast<uint16_t>(slice.first + 31 - i), kFalse, kTrue);
  }
  return word;
}

std::optional<uint32_t> ConstantOf(const Word& word) {
  uint32_t value = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    if (word[i] != kFalse && word[i] != kTrue) return std::nullopt;
    value |= static_cast<uint32_t>(word[i]) << i;
  }
  return value;
}

Word AndWords(Diagram& diagram, const Word& a, const Word& b) {
  return BitByBit(a, b, [&](NodeId x, NodeId y) { return diagram.And({x}, {y}).node; });
}

Word OrWords(Diagram& diagram, const Word& a, const Word& b) {
  return BitByBit(a, b, [&](NodeId x, NodeId y) { return diagram.Or({x}, {y}).node; });
}

Word XorWords(Diagram& diagram, const Word& a, const Word& b) {
  return BitByBit(a, b, [&](NodeId x, NodeId y) { return Xor(diagram, x, y); });
}

Word AddWords(Diagram& diagram, const Word& a, const Word& b) { return Add(diagram, a, b, kFalse); }

Word SubtractWords(Diagram& diagram, const Word& a, const Word& b) {
  Word inverted;
  for (size_t i = 0; i < b.size(); ++i) inverted[i] = diagram.Not({b[i]}).node;
  return Add(diagram, a, inverted, kTrue);  // a - b = a + ~b + 1
}

Word MultiplyWord(Diagram& diagram, const Word& a, uint32_t factor) {
  Word result = ConstantWord(0);
  for (uint32_t i = 0; i < 32; ++i) {
    if ((factor >> i & 1) != 0) result = AddWords(diagram, result, ShiftLeft(a, i));
  }
  return result;
}

Word ShiftLeft(const Word& a, uint32_t by) {
  Word result = ConstantWord(0);
  for (size_t i = by; i < a.size(); ++i) result[i] = a[i - by];
  return result;
}

Word ShiftRight(const Word& a, uint32_t by) {
  Word result = ConstantWord(0);
  for (size_t i = 0; i + by < a.size(); ++i) result[i] = a[i + by];
  return result;
}

Guard EqualWords(Diagram& diagram, const Word& a, const Word& b) {
  NodeId equal = kTrue;
  for (size_t i = 0; i < a.size(); ++i) {
    if (b[i] == kTrue) {
      equal = diagram.Ite(a[i], equal, kFalse);
    } else if (b[i] == kFalse) {
      equal = diagram.Ite(a[i], kFalse, equal);
    } else {
      equal = diagram.Ite(Xor(diagram, a[i], b[i]), kFalse, equal);
    }
  }
  return {equal};
}

Guard AtLeastWord(Diagram& diagram, const Word& a, const Word& b) {
  // A pair of bits that differ overrules all lower bits.
  NodeId at_least = kTrue;
  for (size_t i = 0; i < a.size(); ++i) {
    if (b[i] == kTrue) {
      at_least = diagram.Ite(a[i], at_least, kFalse);
    } else if (b[i] == kFalse) {
      at_least = diagram.Ite(a[i], kTrue, at_least);
    } else {
      at_least = diagram.Ite(a[i], diagram.Ite(b[i], at_least, kTrue),
                             diagram.Ite(b[i], kFalse, at_least));
    }
  }
  return {at_least};
}

Guard AnyCommonBit(Diagram& diagram, const Word& a, const Word& b) {
  NodeId any = kFalse;
  for (size_t i = 0; i < a.size(); ++i) {
    if (b[i] == kTrue) {
      any = diagram.Ite(a[i], kTrue, any);
    } else if (b[i] != kFalse) {
      any = diagram.Ite(diagram.And({a[i]}, {b[i]}).node, kTrue, any);
    }
  }
  return {any};
}

}  // namespace polc::bpf
