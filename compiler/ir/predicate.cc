// Guards are built from the least significant bit up: for `x >= v` the state at each bit is only
// "equal so far", so a comparison is one chain of at most 64 nodes.

#include "compiler/ir/predicate.h"

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc {
namespace {

constexpr uint64_t kLow = 0xffffffff;

Slice SliceOf(const ArgTest& test) {
  return test.width == Width::Low32 ? LowHalf(ArgSlice(test.arg)) : ArgSlice(test.arg);
}

uint64_t Cut(const ArgTest& test, uint64_t value) {
  return test.width == Width::Low32 ? value & kLow : value;
}

// (x & mask) == value
NodeId MaskedEqual(Diagram& diagram, Slice slice, uint64_t mask, uint64_t value) {
  if ((value & ~mask) != 0) return diagram.Leaf(0);
  NodeId node = diagram.Leaf(1);
  for (int bit = 0; bit < slice.bits; ++bit) {
    if ((mask >> bit & 1) == 0) continue;
    const auto variable = static_cast<uint16_t>(slice.first + slice.bits - 1 - bit);
    node = (value >> bit & 1) != 0 ? diagram.Branch(variable, diagram.Leaf(0), node)
                                   : diagram.Branch(variable, node, diagram.Leaf(0));
  }
  return node;
}

// x >= value. In a signed comparison the values of the top bit change places.
NodeId AtLeast(Diagram& diagram, Slice slice, uint64_t value, Signedness signedness) {
  NodeId node = diagram.Leaf(1);
  for (int bit = 0; bit < slice.bits; ++bit) {
    const auto variable = static_cast<uint16_t>(slice.first + slice.bits - 1 - bit);
    const bool sign = signedness == Signedness::Signed && bit == slice.bits - 1;
    const bool set = (value >> bit & 1) != 0;
    if (sign) {
      node = set ? diagram.Branch(variable, diagram.Leaf(1), node)
                 : diagram.Branch(variable, node, diagram.Leaf(0));
    } else {
      node = set ? diagram.Branch(variable, diagram.Leaf(0), node)
                 : diagram.Branch(variable, node, diagram.Leaf(1));
    }
  }
  return node;
}

// x > value, as x >= value && x != value: value + 1 could overflow.
Guard Above(Diagram& diagram, Slice slice, uint64_t value, Signedness signedness, uint64_t ones) {
  const Guard at_least{AtLeast(diagram, slice, value, signedness)};
  const Guard equal{MaskedEqual(diagram, slice, ones, value)};
  return diagram.And(at_least, diagram.Not(equal));
}

template <class Word>
bool Compare(CompareOp op, Word x, Word value) {
  switch (op) {
    case CompareOp::Eq:
      return x == value;
    case CompareOp::Ne:
      return x != value;
    case CompareOp::Lt:
      return x < value;
    case CompareOp::Le:
      return x <= value;
    case CompareOp::Gt:
      return x > value;
    case CompareOp::Ge:
      return x >= value;
    case CompareOp::MaskedEq:
      break;
  }
  POLC_CHECK(false);
}

}  // namespace

Guard BuildGuard(Diagram& diagram, const ArgTest& test) {
  const Slice slice = SliceOf(test);
  const uint64_t ones = Cut(test, UINT64_MAX);
  const uint64_t value = Cut(test, test.value);
  switch (test.op) {
    case CompareOp::Eq:
      return {MaskedEqual(diagram, slice, ones, value)};
    case CompareOp::Ne:
      return diagram.Not({MaskedEqual(diagram, slice, ones, value)});
    case CompareOp::Ge:
      return {AtLeast(diagram, slice, value, test.signedness)};
    case CompareOp::Lt:
      return diagram.Not({AtLeast(diagram, slice, value, test.signedness)});
    case CompareOp::Gt:
      return Above(diagram, slice, value, test.signedness, ones);
    case CompareOp::Le:
      return diagram.Not(Above(diagram, slice, value, test.signedness, ones));
    case CompareOp::MaskedEq:
      return {MaskedEqual(diagram, slice, Cut(test, test.mask), value)};
  }
  POLC_CHECK(false);
}

Guard BuildGuard(Diagram& diagram, const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::Test:
      return BuildGuard(diagram, condition.test);
    case Condition::Kind::Not:
      return diagram.Not(BuildGuard(diagram, condition.parts.at(0)));
    case Condition::Kind::All: {
      Guard all = diagram.Constant(true);
      for (const Condition& part : condition.parts)
        all = diagram.And(all, BuildGuard(diagram, part));
      return all;
    }
    case Condition::Kind::Any: {
      Guard any = diagram.Constant(false);
      for (const Condition& part : condition.parts)
        any = diagram.Or(any, BuildGuard(diagram, part));
      return any;
    }
  }
  POLC_CHECK(false);
}

bool Holds(const ArgTest& test, const Call& call) {
  const uint64_t x = Cut(test, call.args[test.arg]);
  const uint64_t value = Cut(test, test.value);
  if (test.op == CompareOp::MaskedEq) return (x & Cut(test, test.mask)) == value;
  if (test.signedness == Signedness::Unsigned) return Compare(test.op, x, value);
  if (test.width == Width::Low32) {
    return Compare(test.op, static_cast<int32_t>(static_cast<uint32_t>(x)),
                   static_cast<int32_t>(static_cast<uint32_t>(value)));
  }
  return Compare(test.op, static_cast<int64_t>(x), static_cast<int64_t>(value));
}

bool Holds(const Condition& condition, const Call& call) {
  switch (condition.kind) {
    case Condition::Kind::Test:
      return Holds(condition.test, call);
    case Condition::Kind::Not:
      return !Holds(condition.parts.at(0), call);
    case Condition::Kind::All:
      for (const Condition& part : condition.parts) {
        if (!Holds(part, call)) return false;
      }
      return true;
    case Condition::Kind::Any:
      for (const Condition& part : condition.parts) {
        if (Holds(part, call)) return true;
      }
      return false;
  }
  POLC_CHECK(false);
}

std::string Describe(const ArgTest& test) {
  const auto number = [](uint64_t value) {
    return value < 1024 ? std::to_string(value) : Hex(value);
  };
  const auto text = [&](std::string_view op) {
    return StrFormat("a{}{} {} {}", test.arg, test.width == Width::Low32 ? " as u32" : "", op,
                     number(test.value));
  };
  switch (test.op) {
    case CompareOp::Eq:
      return text("==");
    case CompareOp::Ne:
      return text("!=");
    case CompareOp::Lt:
      return text("<");
    case CompareOp::Le:
      return text("<=");
    case CompareOp::Gt:
      return text(">");
    case CompareOp::Ge:
      return text(">=");
    case CompareOp::MaskedEq:
      return text(StrFormat("& {} ==", Hex(test.mask)));
  }
  POLC_CHECK(false);
}

}  // namespace polc
