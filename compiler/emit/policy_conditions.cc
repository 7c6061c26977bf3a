#include "compiler/emit/policy_conditions.h"

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/argument_constants.h"
#include "syscalls/argument_names.h"

namespace polc {
namespace {

// How the language reads an argument (docs/language.md).
struct Reading {
  std::string name;
  uint8_t bits = 64;
  bool is_signed = false;
  bool is_pointer = false;
};

Reading ReadingOf(Arch arch, uint32_t nr, std::string_view syscall, uint8_t index) {
  Reading reading{StrFormat("arg{}", index), CallBits(arch, nr)};
  const auto argument = ArgumentAt(arch, syscall, index);
  if (!argument || IsSplit(arch, syscall, index)) return reading;
  reading.name = argument->name;
  reading.is_pointer = argument->is_pointer;
  reading.bits = std::min(argument->bits, reading.bits);
  reading.is_signed = argument->is_signed && !argument->is_pointer;
  return reading;
}

dsl::Expr ConditionNumber(uint64_t value) {
  dsl::Expr expr;
  expr.number = value;
  if (value >= 4096) expr.text = Hex(value);
  return expr;
}

dsl::Expr Name(std::string_view name) {
  dsl::Expr expr;
  expr.kind = dsl::Expr::Kind::Name;
  expr.text = name;
  return expr;
}

// `text` is one name, or several such as "O_WRONLY | O_CREAT".
dsl::Expr Spelled(const std::string& text) {
  std::vector<dsl::Expr> names;
  for (std::string_view part : Split(text, '|')) {
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    part = part.substr(0, part.find_last_not_of(' ') + 1);
    names.push_back(Name(part));
  }
  if (names.size() == 1) return names.front();
  dsl::Expr expr;
  expr.kind = dsl::Expr::Kind::BitOr;
  expr.operands = std::move(names);
  return expr;
}

class Writer {
 public:
  Writer(Arch arch, uint32_t nr, std::string_view syscall)
      : arch_(arch), nr_(nr), syscall_(syscall) {}

  std::optional<dsl::Condition> Write(const Clauses& clauses) {
    std::vector<dsl::Condition> any;
    for (const Conjunction& conjunction : clauses.any) {
      std::vector<dsl::Condition> all;
      for (const Atom& atom : conjunction.atoms) {
        auto test = WriteAtom(atom);
        if (!test) return std::nullopt;
        all.push_back(std::move(*test));
      }
      any.push_back(Joined(dsl::Condition::Kind::All, std::move(all)));
    }
    return any.empty() ? std::nullopt
                       : std::optional(Joined(dsl::Condition::Kind::Any, std::move(any)));
  }

 private:
  static dsl::Condition Joined(dsl::Condition::Kind kind, std::vector<dsl::Condition> parts) {
    if (parts.size() == 1) return std::move(parts.front());
    dsl::Condition joined;
    joined.kind = kind;
    joined.parts = std::move(parts);
    return joined;
  }

  // The value as constants if they cover all of its bits, else as a number.
  dsl::Expr Value(uint8_t index, uint64_t value) const {
    const ArgumentPlace place = UsualPlace(arch_, syscall_, index);
    if (value != 0) {
      if (const auto spelled = SpellValue(place.syscall, place.index, value, arch_))
        return Spelled(*spelled);
    }
    return ConditionNumber(value);
  }

  std::optional<dsl::Condition> WriteAtom(const Atom& atom) const {
    if (atom.slice.first < kFirstArgVariable || atom.slice.first >= kIpSlice.first)
      return std::nullopt;
    const auto index = static_cast<uint8_t>((atom.slice.first - kFirstArgVariable) / 64);
    const bool low = atom.slice == LowHalf(ArgSlice(index));
    if (!low && atom.slice != ArgSlice(index)) return std::nullopt;
    const Reading reading = ReadingOf(arch_, nr_, syscall_, index);
    dsl::Condition condition;
    dsl::Test& test = condition.test;
    test.arg.name.value = reading.name;
    const uint64_t ones = low ? UINT32_MAX : UINT64_MAX;
    const bool plain = atom.is_plain();
    // The language must compare the bits of the slice. With a mask it may compare more: it must
    // have all bits of the mask.
    const bool same_bits = low ? reading.bits == 32 : reading.bits == 64;
    const bool mask_fits =
        !plain &&
        (atom.mask & ~(reading.bits == 64 ? UINT64_MAX : (uint64_t{1} << reading.bits) - 1)) == 0;
    if (reading.is_pointer || (!same_bits && !mask_fits))
      test.arg.cast = low ? dsl::Cast::U32 : dsl::Cast::U64;
    const bool by_sign = reading.is_signed && !test.arg.cast && plain;
    if (!plain) return WriteMasked(atom, index, std::move(condition));
    std::vector<ValueRange> ranges = atom.ranges;
    if (by_sign) ranges = SignedRanges(ranges, low ? uint64_t{1} << 31 : uint64_t{1} << 63, ones);
    WriteRanges(test, index, ranges, atom.membership, by_sign ? (low ? 32 : 64) : 0, ones);
    return condition;
  }

  // `x has no mask`, `x has any mask`, or `x & mask` compared with values.
  std::optional<dsl::Condition> WriteMasked(const Atom& atom, uint8_t index,
                                            dsl::Condition condition) const {
    if (atom.ranges.size() == 1 && atom.ranges.front() == ValueRange{0, 0}) {
      condition.test.op =
          atom.membership == Membership::In ? dsl::TestOp::HasNone : dsl::TestOp::HasAny;
      condition.test.values.push_back({{}, Value(index, atom.mask), {}, {}});
      return condition;
    }
    condition.test.mask = Value(index, atom.mask);
    WriteRanges(condition.test, index, atom.ranges, atom.membership, 0, atom.mask);
    return condition;
  }

  // The ranges in the order of signed numbers; a range with both signs is cut.
  static std::vector<ValueRange> SignedRanges(const std::vector<ValueRange>& ranges, uint64_t sign,
                                              uint64_t ones) {
    std::vector<ValueRange> cut;
    for (const ValueRange range : ranges) {
      if (range.first < sign && range.last >= sign) {
        cut.push_back({range.first, sign - 1});
        cut.push_back({sign, range.last});
      } else {
        cut.push_back(range);
      }
    }
    std::sort(cut.begin(), cut.end(),
              [&](ValueRange a, ValueRange b) { return (a.first ^ sign) < (b.first ^ sign); });
    std::vector<ValueRange> joined;
    for (const ValueRange range : cut) {
      if (!joined.empty() && ((joined.back().last + 1) & ones) == range.first &&
          joined.back().last != sign - 1) {
        joined.back().last = range.last;
      } else {
        joined.push_back(range);
      }
    }
    return joined;
  }

  // Writes a negative number with its sign.
  dsl::Expr Bound(uint8_t index, uint64_t value, int sign_bits) const {
    const uint64_t sign = sign_bits == 0 ? 0 : uint64_t{1} << (sign_bits - 1);
    if (sign == 0 || (value & sign) == 0) return Value(index, value);
    const uint64_t whole = sign_bits == 32 ? value | 0xffffffff00000000 : value;
    const ArgumentPlace place = UsualPlace(arch_, syscall_, index);
    if (const auto spelled = SpellValue(place.syscall, place.index, whole, arch_))
      return Spelled(*spelled);
    dsl::Expr negative;
    negative.kind = dsl::Expr::Kind::Negate;
    negative.operands.push_back(ConditionNumber(0 - whole));
    return negative;
  }

  void WriteRanges(dsl::Test& test, uint8_t index, const std::vector<ValueRange>& ranges,
                   Membership membership, int sign_bits, uint64_t ones) const {
    const bool in = membership == Membership::In;
    const uint64_t sign = sign_bits == 0 ? 0 : uint64_t{1} << (sign_bits - 1);
    const uint64_t least = sign, most = sign_bits == 0 ? ones : sign - 1;
    const ValueRange first = ranges.front();
    const auto single = [&](dsl::TestOp op, uint64_t value) {
      test.op = op;
      test.values.push_back({{}, Bound(index, value, sign_bits), {}, {}});
    };
    if (ranges.size() == 1 && first.first == first.last)
      return single(in ? dsl::TestOp::Eq : dsl::TestOp::Ne, first.first);
    if (ranges.size() == 1 && first.first == least)
      return single(in ? dsl::TestOp::Le : dsl::TestOp::Gt, first.last);
    if (ranges.size() == 1 && first.last == most)
      return single(in ? dsl::TestOp::Ge : dsl::TestOp::Lt, first.first);
    test.op = in ? dsl::TestOp::In : dsl::TestOp::NotIn;
    for (const ValueRange range : ranges) {
      dsl::ValueRange written{{}, Bound(index, range.first, sign_bits), {}, {}};
      if (range.last != range.first) written.high = Bound(index, range.last, sign_bits);
      test.values.push_back(std::move(written));
    }
  }

  Arch arch_;
  uint32_t nr_;
  std::string_view syscall_;
};

}  // namespace

std::optional<dsl::Condition> ToPolicyCondition(const Clauses& clauses, Arch arch, uint32_t nr,
                                                std::string_view syscall) {
  return Writer(arch, nr, syscall).Write(clauses);
}

}  // namespace polc
