#include "compiler/emit/pfc.h"


#include "compiler/analysis/regions.h"
#include "compiler/base/strings.h"
#include "compiler/ir/intervals.h"
#include "compiler/ir/verdict.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr size_t kMaxIntervals = 256;

std::string Number(uint64_t value) { return value < 4096 ? std::to_string(value) : Hex(value); }

class Printer {
 public:
  explicit Printer(const Diagram& diagram) : diagram_(diagram) {}

  // What a call answers below its number, as statements at `indent`.
  std::string Statements(NodeId node, const std::string& indent) const {
    if (diagram_.IsLeaf(node)) return indent + "action " + Describe(FromReturnValue(diagram_.Value(node))) + ";\n";
    const uint16_t variable = diagram_.Variable(node);
    const bool is_ip = variable >= kIpSlice.first;
    const auto arg = static_cast<uint8_t>((variable - kFirstArgVariable) / 64);
    const Slice slice = is_ip ? kIpSlice : ArgSlice(arg);
    const std::string name = is_ip ? "$ip" : "$a" + std::to_string(arg);
    const auto list = Intervals(diagram_, node, slice, kMaxIntervals);
    if (!list) return OneBit(node, variable, slice, name, indent);
    return Cases(*list, name, indent);
  }

 private:
  std::string Cases(const IntervalList& list, const std::string& name, const std::string& indent) const {
    const uint64_t lowest = list.mask & (~list.mask + 1);
    const bool whole = (list.mask | (lowest - 1)) == UINT64_MAX;
    const std::string value = whole ? name : "(" + name + " & " + Hex(list.mask) + ")";
    const std::vector<Interval>& at = list.intervals;
    // The last interval is the rest; one that is a single value is tested for equality, any other by its upper bound, which
    // is right because those below it were taken before.
    std::string text;
    for (size_t i = 0; i + 1 < at.size(); ++i) {
      const bool single = at[i].first + (whole ? 1 : lowest) == at[i + 1].first;
      const std::string test = single ? value + " == " + Number(at[i].first) : value + " < " + Number(at[i + 1].first);
      text += indent + (i == 0 ? "if (" : "else if (") + test + ")\n" + Statements(at[i].node, indent + "  ");
    }
    return text + indent + "else\n" + Statements(at.back().node, indent + "  ");
  }

  std::string OneBit(NodeId node, uint16_t variable, Slice slice, const std::string& name, const std::string& indent) const {
    const uint64_t bit = uint64_t{1} << (slice.bits - 1 - (variable - slice.first));
    return indent + "if (" + name + " & " + Hex(bit) + ")\n" + Statements(diagram_.Hi(node), indent + "  ") + indent + "else\n" +
           Statements(diagram_.Lo(node), indent + "  ");
  }

  const Diagram& diagram_;
};

}  // namespace

std::string ToPfc(Diagram& diagram, Filter filter, const std::vector<Arch>& arches) {
  const Printer printer(diagram);
  std::string text = "# pseudo filter code\n";
  for (const Arch arch : arches) {
    text += "if ($arch == " + std::string(TraitsOf(arch).name) + ")\n";
    const std::vector<NumberRegion> regions = NumberRegions(diagram, filter, arch);
    // The answer of the widest range of numbers is printed once, at the end.
    const NumberRegion* widest = &regions.front();
    for (const NumberRegion& region : regions) {
      if (region.last - region.first > widest->last - widest->first) widest = &region;
    }
    for (const NumberRegion& region : regions) {
      if (region.node == widest->node) continue;
      for (uint64_t nr = region.first; nr <= region.last; ++nr) {
        const std::string_view name = SyscallName(arch, static_cast<uint32_t>(nr));
        // Numbers without a name come as one range.
        const bool unnamed = name.empty() && region.last - nr > 8;
        const uint64_t last = unnamed ? region.last : nr;
        text += "  # " + (name.empty() ? std::string("no syscall of this number") : std::string(name)) + "\n";
        text += last == nr ? "  if ($syscall == " + std::to_string(nr) + ")\n"
                           : "  if ($syscall >= " + std::to_string(nr) + " && $syscall <= " + std::to_string(last) + ")\n";
        text += printer.Statements(region.node, "    ");
        nr = last;
      }
    }
    text += "  # every other number\n" + printer.Statements(widest->node, "  ");
  }
  const NodeId bad_arch = diagram.Fix(filter.node, kArchSlice, 0);
  text += "# every other architecture\n" + printer.Statements(diagram.Fix(bad_arch, kNrSlice, 0), "");
  return text;
}

}  // namespace polc
