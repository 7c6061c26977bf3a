// Clauses as text. If a test covers other bits than those that the kernel reads of the parameter,
// it says so (`family as u64 > 40`, `addr as u32 == 0`, `request >> 32 == 1`). A signed parameter
// is compared as a signed number, so `fd > 5` never stands for a test that holds for -1.

#include <algorithm>
#include <bit>

#include "compiler/analysis/describe.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/capability.h"

namespace polc {
namespace {

bool IsHighHalf(Slice slice) {
  return slice.bits == 32 && slice.first >= kFirstArgVariable &&
         (slice.first - kFirstArgVariable) % 64 == 0;
}
bool IsLowHalf(Slice slice) {
  return slice.bits == 32 && slice.first >= kFirstArgVariable && !IsHighHalf(slice);
}

// How the values of one test are ordered and printed. A key is a value with `sign` flipped; keys
// are ordered as unsigned numbers.
struct Order {
  enum class Style { Plain, Mask, Kernel } style;
  uint64_t sign;  // the sign bit of a signed parameter, or 0
  uint64_t max;   // largest value

  [[nodiscard]] std::string Value(uint64_t key) const {
    const uint64_t value = key ^ sign;
    if (style == Style::Kernel) return StrFormat("{}.{}", value >> 16, value & 0xffff);
    if (style == Style::Mask) return value < 10 ? std::to_string(value) : Hex(value);
    if (sign != 0 && (value & sign) != 0) {
      const uint64_t magnitude = (max - value) + 1;
      return StrFormat("-{}", NumberText(magnitude));
    }
    return NumberText(value);
  }
};

struct Subject {
  std::string name;
  Order order;
};

Subject SubjectOf(const Atom& atom, const CallLabels& labels) {
  const uint64_t max = atom.slice.bits == 64 ? UINT64_MAX : UINT32_MAX;
  Subject subject{"",
                  {atom.is_plain() ? Order::Style::Plain : Order::Style::Mask, 0, atom.mask & max}};
  if (atom.slice == kKernelSlice) {
    subject.name = "kernel";
    if (atom.is_plain()) subject.order.style = Order::Style::Kernel;
    return subject;
  }
  if (atom.slice == kCapsSlice) {
    subject.name = "capabilities";
  } else {
    const auto index = static_cast<size_t>((atom.slice.first - kFirstArgVariable) / 64);
    const ArgumentLabel ip{"instruction_pointer", 64, Signedness::Unsigned};
    const ArgumentLabel& label = index < kArgCount ? labels.args[index] : ip;
    subject.name = label.name;
    const bool whole =
        atom.slice.bits == 64 ? label.bits == 64 : IsLowHalf(atom.slice) && label.bits == 32;
    if (whole && atom.is_plain()) {
      if (label.signedness == Signedness::Signed)
        subject.order.sign = uint64_t{1} << (atom.slice.bits - 1);
    } else if (IsHighHalf(atom.slice)) {
      subject.name += " >> 32";
    } else if (atom.slice.bits == 64 && label.bits != 64) {
      subject.name += " as u64";
    } else if (IsLowHalf(atom.slice) && label.bits != 32 && atom.is_plain()) {
      subject.name += " as u32";  // not with a mask, which means the same on 64 bits
    }
  }
  if (!atom.is_plain()) subject.name += StrFormat(" & {}", Hex(atom.mask));
  return subject;
}

// The ranges as keys; neighbouring ones are merged.
std::vector<ValueRange> Keys(const Atom& atom, const Order& order) {
  std::vector<ValueRange> keys;
  for (const ValueRange range : atom.ranges) {
    if (order.sign != 0 && range.first < order.sign && range.last >= order.sign) {
      keys.push_back({range.first ^ order.sign, order.max});
      keys.push_back({0, range.last ^ order.sign});
    } else {
      keys.push_back({range.first ^ order.sign, range.last ^ order.sign});
    }
  }
  std::sort(keys.begin(), keys.end(), [](ValueRange a, ValueRange b) { return a.first < b.first; });
  std::vector<ValueRange> merged;
  for (const ValueRange range : keys) {
    if (!merged.empty() && merged.back().last + 1 == range.first &&
        order.style != Order::Style::Mask) {
      merged.back().last = range.last;
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

std::string Element(ValueRange range, const Order& order) {
  if (range.first == range.last) return order.Value(range.first);
  return StrFormat("{}..{}", order.Value(range.first), order.Value(range.last));
}

// The keys that are in none of the ranges.
std::vector<ValueRange> Complement(const std::vector<ValueRange>& keys, uint64_t max) {
  std::vector<ValueRange> rest;
  uint64_t from = 0;
  for (const ValueRange range : keys) {
    if (range.first > from) rest.push_back({from, range.first - 1});
    if (range.last == max) return rest;
    from = range.last + 1;
  }
  rest.push_back({from, max});
  return rest;
}

bool IsRound(uint64_t value) { return value % 16 == 0; }

// "== 5", "< 8", "in 1..3", "not in {0, 8}".
std::string RelationText(const std::vector<ValueRange>& keys, Membership membership,
                         const Order& order, size_t max_values) {
  const bool in = membership == Membership::In;
  const auto compared = [&](std::string_view op, std::string_view negated, uint64_t key) {
    return StrFormat("{} {}", in ? op : negated, order.Value(key));
  };
  if (keys.size() == 1) {
    const ValueRange range = keys.front();
    if (range.first == range.last) return compared("==", "!=", range.first);
    if (range.first == 0) {
      const bool inclusive =
          range.last != order.max && order.style != Order::Style::Kernel && IsRound(range.last);
      if (inclusive || order.style == Order::Style::Mask) return compared("<=", ">", range.last);
      return compared("<", ">=", range.last + 1);
    }
    if (range.last == order.max) {
      const bool inclusive = order.style != Order::Style::Plain || IsRound(range.first) ||
                             (range.first ^ order.sign) == 0;
      if (inclusive) return compared(">=", "<", range.first);
      return compared(">", "<=", range.first - 1);
    }
    return StrFormat("{} {}", in ? "in" : "not in", Element(range, order));
  }
  std::vector<std::string> elements;
  for (const ValueRange range : keys) {
    if (elements.size() == max_values) {
      elements.push_back(StrFormat("… ({} more)", keys.size() - max_values));
      break;
    }
    elements.push_back(Element(range, order));
  }
  return StrFormat("{} {{{}}}", in ? "in" : "not in", Join(elements, ", "));
}

// "with CAP_NET_RAW" for a test of a single capability, else empty.
std::string CapabilityText(const Atom& atom) {
  if (atom.slice != kCapsSlice || std::popcount(atom.mask) != 1 || atom.ranges.size() != 1)
    return "";
  const std::string_view name = CapabilityName(static_cast<uint8_t>(std::countr_zero(atom.mask)));
  if (name.empty()) return "";
  const bool set = (atom.ranges.front().first != 0) == (atom.membership == Membership::In);
  return StrFormat("{} {}", set ? "with" : "without", name);
}

std::string AtomText(const Atom& atom, const CallLabels& labels, TextLimits limits) {
  if (std::string text = CapabilityText(atom); !text.empty()) return text;
  const Subject subject = SubjectOf(atom, labels);
  std::vector<ValueRange> keys = Keys(atom, subject.order);
  Membership membership = atom.membership;
  // People test one bit by `& 0x10 != 0`.
  if (std::popcount(atom.mask) == 1 && keys.size() == 1 && keys.front().first == atom.mask) {
    keys = {{0, 0}};
    membership = membership == Membership::In ? Membership::NotIn : Membership::In;
  }
  // In the order of signed numbers the complement may be the shorter set.
  if (subject.order.sign != 0 && keys.size() > 1) {
    std::vector<ValueRange> rest = Complement(keys, subject.order.max);
    if (rest.size() < keys.size()) {
      keys = std::move(rest);
      membership = membership == Membership::In ? Membership::NotIn : Membership::In;
    }
  }
  return StrFormat("{} {}", subject.name,
                   RelationText(keys, membership, subject.order, limits.values));
}

}  // namespace

std::string Text(const Clauses& clauses, const CallLabels& labels, TextLimits limits) {
  std::vector<std::string> parts;
  const bool several = clauses.any.size() > 1 || !clauses.complete;
  for (const Conjunction& conjunction : clauses.any) {
    if (parts.size() == limits.clauses) break;
    std::vector<std::string> tests;
    for (const Atom& atom : conjunction.atoms) tests.push_back(AtomText(atom, labels, limits));
    std::string text = tests.empty() ? "always" : Join(tests, " and ");
    parts.push_back(several && tests.size() > 1 ? StrFormat("({})", text) : text);
  }
  const size_t left = clauses.any.size() - parts.size();
  if (!clauses.complete) {
    parts.push_back("… (more cases than polc lists)");
  } else if (left > 0) {
    parts.push_back(StrFormat("… ({})", Counted(left, "more case")));
  }
  return parts.empty() ? "never" : Join(parts, " or ");
}

std::string Text(const Description& description, const CallLabels& labels, TextLimits limits,
                 std::optional<Verdict> implied) {
  const std::string otherwise = Describe(description.otherwise);
  if (description.is_constant()) return otherwise;
  if (description.cases.size() == 1 && description.verdicts_left_out == 0) {
    const Case& only = description.cases.front();
    const std::string condition = Text(only.when, labels, limits);
    if (only.verdict == implied) return StrFormat("{} unless {}", otherwise, condition);
    return StrFormat("{} if {}, else {}", Describe(only.verdict), condition, otherwise);
  }
  std::string text;
  for (const Case& c : description.cases)
    text += StrFormat("{} if {}; ", Describe(c.verdict), Text(c.when, labels, limits));
  if (description.verdicts_left_out != 0)
    text += StrFormat("… ({}); ", Counted(description.verdicts_left_out, "more answer"));
  return StrFormat("{}else {}", text, otherwise);
}

}  // namespace polc
