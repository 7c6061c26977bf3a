// Prints the conditions that diff and explain print too (describe.h), but as C comparisons.

#include "compiler/emit/pfc.h"

#include <map>
#include <string_view>
#include <vector>

#include "compiler/analysis/describe.h"
#include "compiler/analysis/domain.h"
#include "compiler/analysis/regions.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/emit/text.h"
#include "compiler/ir/intervals.h"
#include "compiler/ir/verdict.h"

namespace polc {
namespace {

// A node is printed once for each of its parents, so a small diagram can become an enormous text.
constexpr size_t kMaxTextBytes = size_t{8} << 20;
constexpr size_t kMaxIntervals = 64;

std::string Number(uint64_t value) { return value < 4096 ? std::to_string(value) : Hex(value); }

// The instruction pointer follows the arguments.
std::string WordName(size_t word) { return word < kArgCount ? StrFormat("$a{}", word) : "$ip"; }

std::string SubjectText(const Atom& atom) {
  const size_t bit = static_cast<size_t>(atom.slice.first - kFirstArgVariable);
  std::string text = WordName(bit / 64);
  const bool high = atom.slice.bits == 32 && bit % 64 == 0;
  if (high) text = StrFormat("({} >> 32)", text);
  const bool masked = !atom.is_plain() || (atom.slice.bits == 32 && !high);
  return masked ? StrFormat("({} & {})", text, Hex(atom.mask)) : text;
}

std::string RangeText(const std::string& subject, ValueRange range, uint64_t max,
                      Membership membership) {
  const bool in = membership == Membership::In;
  const std::string first = Number(range.first), last = Number(range.last);
  if (range.first == range.last) return StrFormat("{} {} {}", subject, in ? "==" : "!=", first);
  if (range.first == 0) return StrFormat("{} {} {}", subject, in ? "<=" : ">", last);
  if (range.last == max) return StrFormat("{} {} {}", subject, in ? ">=" : "<", first);
  if (in) return StrFormat("({0} >= {1} && {0} <= {2})", subject, first, last);
  return StrFormat("({0} < {1} || {0} > {2})", subject, first, last);
}

std::string AtomText(const Atom& atom) {
  const uint64_t ones = atom.slice.bits == 64 ? UINT64_MAX : UINT32_MAX;
  std::vector<std::string> parts;
  for (const ValueRange range : atom.ranges)
    parts.push_back(RangeText(SubjectText(atom), range, atom.mask & ones, atom.membership));
  if (parts.size() == 1) return parts.front();
  return StrFormat("({})", Join(parts, atom.membership == Membership::In ? " || " : " && "));
}

// A long condition has a line for each alternative.
std::string ConditionText(const Clauses& clauses, const std::string& indent) {
  std::vector<std::string> alternatives;
  for (const Conjunction& conjunction : clauses.any) {
    std::vector<std::string> atoms;
    for (const Atom& atom : conjunction.atoms) atoms.push_back(AtomText(atom));
    const std::string all = Join(atoms, " && ");
    alternatives.push_back(atoms.size() > 1 && clauses.any.size() > 1 ? StrFormat("({})", all)
                                                                      : all);
  }
  const std::string line = Join(alternatives, " || ");
  return line.size() <= kTextWidth ? line : Join(alternatives, StrFormat("\n{}    || ", indent));
}

class PfcPrinter {
 public:
  explicit PfcPrinter(Diagram& diagram) : diagram_(diagram) {}

  void PrintArch(Filter filter, Arch arch) {
    text_ += StrFormat("if ($arch == {})\n", TraitsOf(arch).name);
    const std::vector<NumberRegion> regions = NumberRegions(diagram_, filter, arch);
    // The answer of the widest range of numbers is printed once, at the end.
    const NumberRegion* widest = &regions.front();
    for (const NumberRegion& region : regions) {
      if (region.last - region.first > widest->last - widest->first) widest = &region;
    }
    const std::vector<NamedNumber> named = NamedNumbers(arch);
    auto next = named.begin();
    for (const NumberRegion& region : regions) {
      uint64_t from = region.first;
      for (; next != named.end() && next->nr <= region.last; ++next) {
        if (region.node == widest->node || next->nr < region.first) continue;
        PrintUnnamed(from, next->nr, region.node);
        Print(StrFormat("if ($syscall == {} /* {} */)", next->nr, next->name), region.node, 1);
        from = uint64_t{next->nr} + 1;
      }
      if (region.node != widest->node) PrintUnnamed(from, uint64_t{region.last} + 1, region.node);
    }
    Print("", widest->node, 1);
  }

  // Prints `lead` and the node's answer, on one line if the answer does not depend on arguments.
  void Print(const std::string& lead, NodeId node, size_t depth) {
    const std::string indent(2 * depth, ' ');
    if (diagram_.IsLeaf(node)) {
      text_ += StrFormat("{}{}{}action {};\n", indent, lead, lead.empty() ? "" : " ",
                         Describe(FromReturnValue(diagram_.Value(node))));
      return;
    }
    if (!lead.empty()) text_ += indent + lead + "\n";
    if (!lead.empty()) ++depth;
    auto found = descriptions_.find(node);
    if (found == descriptions_.end())
      found = descriptions_.emplace(node, Describe(diagram_, node)).first;
    if (found->second.complete()) {
      PrintDescription(found->second, depth);
    } else {
      PrintTests(node, depth);
    }
  }

  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  // Numbers [first, end), none of which is a syscall's.
  void PrintUnnamed(uint64_t first, uint64_t end, NodeId node) {
    if (first >= end) return;
    Print(end - first == 1 ? StrFormat("if ($syscall == {})", first)
                           : StrFormat("if ($syscall >= {} && $syscall <= {})", first, end - 1),
          node, 1);
  }

  void PrintDescription(const Description& description, size_t depth) {
    const std::string indent(2 * depth, ' ');
    std::string_view word = "if";
    for (const Case& one : description.cases) {
      text_ += StrFormat("{}{} ({}) action {};\n", indent, word, ConditionText(one.when, indent),
                         Describe(one.verdict));
      word = "else if";
    }
    text_ += StrFormat("{}else action {};\n", indent, Describe(description.otherwise));
  }

  // A node without a short description is printed test by test, in the order of the diagram.
  void PrintTests(NodeId node, size_t depth) {
    if (text_.size() > kMaxTextBytes) throw NodeBudgetExceeded{};
    const std::string indent(2 * depth, ' ');
    if (diagram_.IsLeaf(node)) {
      text_ += StrFormat("{}action {};\n", indent, Describe(FromReturnValue(diagram_.Value(node))));
      return;
    }
    const auto word = static_cast<uint16_t>((diagram_.Variable(node) - kFirstArgVariable) / 64);
    const Slice slice{static_cast<uint16_t>(kFirstArgVariable + 64 * word), 64};
    const auto list = Intervals(diagram_, node, slice, kMaxIntervals);
    if (!list) {
      const uint64_t bit = uint64_t{1} << (63 - (diagram_.Variable(node) - slice.first));
      text_ += StrFormat("{}if (({} & {}) != 0)\n", indent, WordName(word), Hex(bit));
      PrintTests(diagram_.Hi(node), depth + 1);
      text_ += indent + "else\n";
      PrintTests(diagram_.Lo(node), depth + 1);
      return;
    }
    // Each test only compares with the interval's end: earlier tests took out the earlier
    // intervals.
    const std::string value = list->mask == UINT64_MAX
                                  ? WordName(word)
                                  : StrFormat("({} & {})", WordName(word), Hex(list->mask));
    for (size_t i = 0; i + 1 < list->intervals.size(); ++i) {
      text_ += StrFormat("{}{} ({} < {})\n", indent, i == 0 ? "if" : "else if", value,
                         Number(list->intervals[i + 1].first));
      PrintTests(list->intervals[i].node, depth + 1);
    }
    text_ += indent + "else\n";
    PrintTests(list->intervals.back().node, depth + 1);
  }

  Diagram& diagram_;
  std::map<NodeId, Description> descriptions_;
  std::string text_ = "# pseudo filter code\n";
};

}  // namespace

std::string ToPfc(Diagram& diagram, Filter filter, const std::vector<Arch>& arches) {
  PfcPrinter printer(diagram);
  for (const Arch arch : arches) printer.PrintArch(filter, arch);
  constexpr uint32_t kNoArch = 0;  // no machine has this AUDIT_ARCH
  const NodeId bad_arch = diagram.Fix(diagram.Fix(filter.node, kArchSlice, kNoArch), kNrSlice, 0);
  printer.Print("", bad_arch, 0);
  return std::move(printer).text();
}

}  // namespace polc
