// Clauses as text. A test is printed plainly where it covers exactly the bits that the kernel reads
// of the parameter; a test of more or fewer bits says so (`family as u64 > 40`, `addr as u32 == 0`,
// `request >> 32 == 1`). A signed parameter is ordered as a signed number, so that `fd > 5` is
// never said of a test that holds for -1.

#include <algorithm>
#include <bit>

#include "compiler/analysis/describe.h"
#include "compiler/base/strings.h"
#include "syscalls/capability.h"

namespace polc {
namespace {

constexpr std::string_view kMore = "…";

bool IsHighHalf(Slice slice) {
  return slice.bits == 32 && slice.first >= kFirstArgVariable &&
         (slice.first - kFirstArgVariable) % 64 == 0;
}
bool IsLowHalf(Slice slice) {
  return slice.bits == 32 && slice.first >= kFirstArgVariable && !IsHighHalf(slice);
}

// How the values of one test are printed: in an order that is the unsigned one after flipping
// `sign`.
struct Order {
  enum class Style { Plain, Mask, Kernel } style;
  uint64_t sign;  // the sign bit of a signed parameter, or 0
  uint64_t max;   // largest value

  [[nodiscard]] std::string Value(uint64_t key) const {
    const uint64_t value = key ^ sign;
    if (style == Style::Kernel)
      return std::to_string(value >> 16) + "." + std::to_string(value & 0xffff);
    if (style == Style::Mask) return value < 10 ? std::to_string(value) : Hex(value);
    if (sign != 0 && (value & sign) != 0) {
      const uint64_t magnitude = (max - value) + 1;
      return "-" + NumberText(magnitude);
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
      subject.name += " as u32";  // a mask within the low half needs no such words: it means the
                                  // same on 64 bits
    }
  }
  if (!atom.is_plain()) subject.name += " & " + Hex(atom.mask);
  return subject;
}

// The ranges as keys of the order, merged where they touch.
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
  return order.Value(range.first) + ".." + order.Value(range.last);
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
  if (keys.size() == 1) {
    const ValueRange range = keys.front();
    if (range.first == range.last) {
      return (in ? "== " : "!= ") + order.Value(range.first);
    }
    if (range.first == 0) {
      const bool inclusive =
          range.last != order.max && order.style != Order::Style::Kernel && IsRound(range.last);
      if (inclusive) return (in ? "<= " : "> ") + order.Value(range.last);
      if (order.style != Order::Style::Mask)
        return (in ? "< " : ">= ") + order.Value(range.last + 1);
      return (in ? "<= " : "> ") + order.Value(range.last);
    }
    if (range.last == order.max) {
      const bool inclusive = order.style != Order::Style::Plain || IsRound(range.first) ||
                             (range.first ^ order.sign) == 0;
      if (inclusive) return (in ? ">= " : "< ") + order.Value(range.first);
      return (in ? "> " : "<= ") + order.Value(range.first - 1);
    }
    return (in ? "in " : "not in ") + Element(range, order);
  }
  std::vector<std::string> elements;
  for (const ValueRange range : keys) {
    if (elements.size() == max_values) {
      elements.push_back(std::string(kMore) + " (" + std::to_string(keys.size() - max_values) +
                         " more)");
      break;
    }
    elements.push_back(Element(range, order));
  }
  return (in ? "in {" : "not in {") + Join(elements, ", ") + "}";
}

// One bit of the bounding set is a capability that is there or not.
std::string CapabilityText(const Atom& atom) {
  if (atom.slice != kCapsSlice || std::popcount(atom.mask) != 1 || atom.ranges.size() != 1)
    return "";
  const std::string_view name = CapabilityName(static_cast<uint8_t>(std::countr_zero(atom.mask)));
  if (name.empty()) return "";
  const bool set = (atom.ranges.front().first != 0) == (atom.membership == Membership::In);
  return (set ? "with " : "without ") + std::string(name);
}

std::string AtomText(const Atom& atom, const CallLabels& labels, TextLimits limits) {
  if (std::string text = CapabilityText(atom); !text.empty()) return text;
  const Subject subject = SubjectOf(atom, labels);
  std::vector<ValueRange> keys = Keys(atom, subject.order);
  Membership membership = atom.membership;
  // `& 0x10 != 0` is how one bit is usually written.
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
  return subject.name + " " + RelationText(keys, membership, subject.order, limits.values);
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
    parts.push_back(several && tests.size() > 1 ? "(" + text + ")" : text);
  }
  const size_t left = clauses.any.size() - parts.size();
  if (!clauses.complete) {
    parts.push_back(std::string(kMore) + " (more cases than polc lists)");
  } else if (left > 0) {
    parts.push_back(std::string(kMore) + " (" + std::to_string(left) +
                    (left == 1 ? " more case)" : " more cases)"));
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
    if (only.verdict == implied) return otherwise + " unless " + condition;
    return Describe(only.verdict) + " if " + condition + ", else " + otherwise;
  }
  std::string text;
  for (const Case& c : description.cases)
    text += Describe(c.verdict) + " if " + Text(c.when, labels, limits) + "; ";
  if (description.verdicts_left_out != 0) {
    text += std::string(kMore) + " (" + std::to_string(description.verdicts_left_out) +
            " more answers); ";
  }
  return text + "else " + otherwise;
}

}  // namespace polc
