// What `polc diff` prints: one section for each direction, `-` tightened, `+` loosened, `~`
// changed. Nothing is said by colour alone.

#include <algorithm>
#include <map>
#include <utility>

#include "compiler/analysis/diff_render.h"
#include "compiler/analysis/domain.h"
#include "compiler/analysis/layout.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc {
namespace {

constexpr size_t kManyNames = 6;  // if more have the same change, the concise form groups them

struct Mark {
  std::string_view sign;
  std::string_view word;
  Tint tint;
};

Mark MarkOf(Change change) {
  switch (change) {
    case Change::Tightened:
      return {"-", "TIGHTENED", Tint::Green};
    case Change::Loosened:
      return {"+", "LOOSENED", Tint::Red};
    case Change::Changed:
    case Change::Mixed:
      break;
  }
  return {"~", "CHANGED", Tint::Yellow};
}

Mark MarkOf(Direction direction) {
  if (direction == Direction::Tightened) return MarkOf(Change::Tightened);
  return MarkOf(direction == Direction::Loosened ? Change::Loosened : Change::Changed);
}

class DiffPrinter {
 public:
  DiffPrinter(const DiffReport& report, const ProfileFacts& before, const ProfileFacts& after,
              DiffDetail detail, Colour colour)
      : report_(report),
        before_(before),
        after_(after),
        detail_(detail),
        colour_(colour),
        limits_(detail == DiffDetail::Full ? kFull : kConcise) {
    // Only a default that is the same on both sides can be left out after `unless`.
    if (before.otherwise == after.otherwise) implied_ = before.otherwise;
  }

  std::string Print() {
    Header();
    if (report_.verdict != DiffVerdict::Equal) {
      out_ += "\n";
      Abis();
      for (const Change change : {Change::Tightened, Change::Loosened}) Section({change}, change);
      Section({Change::Mixed, Change::Changed}, Change::Changed);
    }
    StubShifts();
    out_ += StrFormat("\n{}  allowed {}\n",
                      Tinted(StrFormat("verdict: {}.", VerdictText(report_)), Tint::Bold, colour_),
                      AllowedText(report_));
    return std::move(out_);
  }

 private:
  void Header() {
    const std::string before = Printable(before_.name), after = Printable(after_.name);
    const size_t width = std::max(WidthOf(before), WidthOf(after)) + 3;
    const auto side = [&](std::string_view sign, const std::string& name,
                          const ProfileFacts& facts) {
      const std::string line = StrFormat("{} {}{}", sign, Padded(name, width), Facts(facts));
      out_ += Tinted(line, Tint::Bold, colour_) + "\n";
    };
    side("---", before, before_);
    side("+++", after, after_);
    std::vector<Arch> narrow;
    std::copy_if(report_.arches.begin(), report_.arches.end(), std::back_inserter(narrow),
                 HasNarrowArguments);
    const std::string bits =
        narrow.empty() ? "" : StrFormat(" (of 32 bits on {})", ArchNames(narrow));
    out_ += StrFormat("Compared on {}: every syscall number, every argument value{}.\n",
                      ArchNames(report_.arches), bits);
  }

  static std::string Facts(const ProfileFacts& facts) {
    std::string text = facts.kind;
    if (facts.names) text += StrFormat(", {}", Counted(*facts.names, "name"));
    if (facts.otherwise) text += StrFormat(", default {}", Describe(*facts.otherwise));
    return text;
  }

  void Abis() {
    for (const OneSidedAbi& abi : report_.one_sided) {
      const Mark mark = MarkOf(abi.change);
      const bool old = abi.known == OneSidedAbi::Known::Old;
      const auto count = std::find_if(report_.allowed.begin(), report_.allowed.end(),
                                      [&](const AllowedCount& c) { return c.arch == abi.arch; });
      const std::string head = StrFormat("{}  ABI {}", mark.word, TraitsOf(abi.arch).name);
      out_ +=
          StrFormat("{}  {} does not know it and answers {} to every call; {} allows {}\n",
                    Tinted(head, mark.tint, colour_), old ? "NEW" : "OLD", Describe(abi.other),
                    old ? "OLD" : "NEW", Counted(old ? count->before : count->after, "syscall"));
      if (detail_ != DiffDetail::Full) continue;
      for (const Change change :
           {Change::Tightened, Change::Loosened, Change::Mixed, Change::Changed}) {
        std::vector<const DiffRow*> rows;
        for (const DiffRow& row : abi.rows) {
          if (row.change == change) rows.push_back(&row);
        }
        Rows(rows);
      }
    }
    if (!report_.other_arches) return;
    const OtherArches& other = *report_.other_arches;
    const Mark mark = MarkOf(other.change);
    const std::string head =
        Tinted(StrFormat("{}  every other architecture", mark.word), mark.tint, colour_);
    if (other.before && other.after) {
      out_ += StrFormat("{}  {} → {}\n", head, Describe(*other.before), Describe(*other.after));
      return;
    }
    out_ += StrFormat("{}  depending on the call\n", head);
    for (const WitnessCall& witness : other.witnesses) {
      const Mark side = MarkOf(witness.direction);
      out_ += StrFormat("    {}  arch {} {}   {} → {}\n",
                        Tinted(StrFormat("{} {}", side.sign, side.word), side.tint, colour_),
                        Hex(witness.call.arch), CallText({}, witness.call),
                        Describe(witness.before), Describe(witness.after));
    }
  }

  void StubShifts() {
    for (const StubShift& shift : report_.stub_shifts) {
      const auto limit = [](const StubLimit& known) {
        return StrFormat("{} ({})", known.name, TableNumber(known.arch, known.last));
      };
      const std::string head =
          StrFormat("note: the newest call that rules name on {} was {} and is {},",
                    TraitsOf(shift.before.arch).name, limit(shift.before), limit(shift.after));
      out_ += StrFormat(
          "\n{}\n  above which runc answers ERRNO(ENOSYS). So {}, whose rules did not change, "
          "became\n  {} → {}:\n{}",
          Tinted(head, Tint::Yellow, colour_),
          shift.calls.size() == 1 ? "this call" : "these calls", Describe(shift.was),
          Describe(shift.is),
          Wrapped(std::vector<std::string>(shift.calls.begin(), shift.calls.end()), 4));
    }
  }

  void Section(std::initializer_list<Change> changes, Change heading) {
    std::vector<const DiffRow*> rows;
    for (const DiffRow& row : report_.rows) {
      if (std::find(changes.begin(), changes.end(), row.change) != changes.end())
        rows.push_back(&row);
    }
    const Mark mark = MarkOf(heading);
    if (rows.empty()) {
      const bool elsewhere = !report_.one_sided.empty() || report_.other_arches;
      if (heading != Change::Changed && !elsewhere) out_ += Padded(mark.word, 9) + "  none\n";
      return;
    }
    out_ +=
        StrFormat("{}  {}\n", Tinted(Padded(mark.word, 9), mark.tint, colour_), CountText(rows));
    Rows(rows);
  }

  [[nodiscard]] std::string CountText(const std::vector<const DiffRow*>& rows) const {
    std::vector<std::string> names;
    bool unnamed = false;
    for (const DiffRow* row : rows) {
      if (row->name().empty())
        unnamed = true;
      else if (names.empty() || names.back() != row->name())
        names.push_back(row->name());
    }
    std::string text = names.empty() ? "" : Counted(names.size(), "syscall");
    if (unnamed) text += names.empty() ? "numbers without a name" : " and numbers without a name";
    const size_t abis = report_.arches.size() - report_.one_sided.size();
    if (abis < 2) return text;
    const bool all = std::all_of(rows.begin(), rows.end(),
                                 [&](const DiffRow* row) { return row->numbers.size() == abis; });
    const bool everywhere =
        std::all_of(rows.begin(), rows.end(), [](const DiffRow* row) { return row->everywhere; });
    if (all && abis == 2) return StrFormat("{}, the same on both ABIs", text);
    if (all) return StrFormat("{}, the same on all {} ABIs", text, abis);
    return everywhere ? StrFormat("{}, the same on every ABI that has them", text) : text;
  }

  // The rows of one section: first syscalls on lines of their own, then groups, then changes with
  // conditions and of numbers without names.
  void Rows(const std::vector<const DiffRow*>& rows) {
    std::map<std::string, std::vector<const DiffRow*>> groups;
    std::vector<const DiffRow*> lines, blocks;
    for (const DiffRow* row : rows) {
      if (row->name().empty() || !row->is_constant()) {
        blocks.push_back(row);
      } else {
        groups[GroupKey(*row)].push_back(row);
      }
    }
    std::vector<const std::vector<const DiffRow*>*> large;
    for (const auto& [key, group] : groups) {
      if (detail_ == DiffDetail::Full || group.size() <= kManyNames) {
        lines.insert(lines.end(), group.begin(), group.end());
      } else {
        large.push_back(&group);
      }
    }
    std::sort(lines.begin(), lines.end(),
              [](const DiffRow* a, const DiffRow* b) { return a->name() < b->name(); });
    Lines(lines);
    for (const auto* group : large) Group(*group);
    for (const DiffRow* row : blocks) Block(*row);
  }

  static std::string ChangeText(const DiffRow& row) {
    return StrFormat("{} → {}", Describe(row.before.otherwise), Describe(row.after.otherwise));
  }

  static std::string ArchesText(const DiffRow& row) {
    std::vector<Arch> arches;
    for (const NumberSet& set : row.numbers) arches.push_back(set.arch);
    return ArchNames(arches);
  }

  static std::string GroupKey(const DiffRow& row) {
    return StrFormat("{}\n{}", ChangeText(row), row.everywhere ? "" : ArchesText(row));
  }

  [[nodiscard]] std::string Sign(const DiffRow& row) const {
    const Mark mark = MarkOf(row.change);
    return Tinted(mark.sign, mark.tint, colour_);
  }

  void Lines(const std::vector<const DiffRow*>& rows) {
    size_t name_width = 0, change_width = 0;
    std::map<Arch, size_t> column;
    for (const DiffRow* row : rows) {
      name_width = std::max(name_width, WidthOf(row->name()));
      change_width = std::max(change_width, WidthOf(ChangeText(*row)));
      for (const NumberSet& set : row->numbers)
        column[set.arch] = std::max(column[set.arch], WidthOf(PlaceText(set)));
    }
    for (const DiffRow* row : rows) {
      std::string line = StrFormat("  {} {}{}", Sign(*row), Padded(row->name(), name_width + 3),
                                   Padded(ChangeText(*row), change_width + 4));
      for (const auto& [arch, width] : column) {
        const auto set =
            std::find_if(row->numbers.begin(), row->numbers.end(),
                         [&, wanted = arch](const NumberSet& s) { return s.arch == wanted; });
        line += Padded(set == row->numbers.end() ? "" : PlaceText(*set), width + 3);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out_ += line + "\n";
    }
  }

  void Group(const std::vector<const DiffRow*>& rows) {
    const DiffRow& first = *rows.front();
    // The ABIs are named only if some that have these syscalls do not have the change.
    out_ += StrFormat("  {} {}   {}{}\n", Sign(first), ChangeText(first),
                      Counted(rows.size(), "syscall"),
                      first.everywhere ? "" : StrFormat(" on {}", ArchesText(first)));
    std::vector<std::string> names;
    for (const DiffRow* row : rows) names.push_back(row->name());
    out_ += Wrapped(names, 6);
  }

  static std::string PlacesText(const DiffRow& row) {
    const bool every = std::all_of(row.numbers.begin(), row.numbers.end(),
                                   [](const NumberSet& set) { return set.every_unnamed; });
    if (every) return StrFormat("every other number on {}", ArchesText(row));
    std::vector<std::string> places;
    for (const NumberSet& set : row.numbers) {
      places.push_back(row.name().empty()
                           ? StrFormat("{} {}", TraitsOf(set.arch).name, NumbersText(set))
                           : PlaceText(set));
    }
    return Join(places, row.name().empty() ? "; " : "   ");
  }

  // A change with conditions, or of numbers without names.
  void Block(const DiffRow& row) {
    const std::string before = Text(row.before, row.labels, limits_, implied_);
    const std::string after = Text(row.after, row.labels, limits_, implied_);
    const std::string place = PlacesText(row);
    const std::string head =
        StrFormat("  {} {}{}", Sign(row), row.name(), row.name().empty() ? "" : "   ");
    const size_t head_width = 4 + (row.name().empty() ? 0 : WidthOf(row.name()) + 3);
    if (row.is_constant()) {
      out_ += StrFormat("{}{} → {}   {}\n", head, before, after, place);
      return;
    }
    if (head_width + WidthOf(before) + WidthOf(after) + WidthOf(place) + 19 <= kPageWidth) {
      out_ += StrFormat("{}old: {}      new: {}   {}\n", head, before, after, place);
    } else {
      out_ += StrFormat("{}{}\n      old: {}\n      new: {}\n", head, place, before, after);
    }
    size_t width = 0;
    for (const WitnessCall& witness : row.witnesses)
      width = std::max(width, WidthOf(CallText(row.labels, witness.call)));
    for (const WitnessCall& witness : row.witnesses) {
      const Mark mark = MarkOf(witness.direction);
      out_ +=
          StrFormat("      {}  {}   {} → {}\n",
                    Tinted(StrFormat("{} {}", mark.sign, Padded(mark.word, 9)), mark.tint, colour_),
                    Padded(CallText(row.labels, witness.call), width), Describe(witness.before),
                    Describe(witness.after));
    }
  }

  const DiffReport& report_;
  const ProfileFacts& before_;
  const ProfileFacts& after_;
  DiffDetail detail_;
  Colour colour_;
  TextLimits limits_;
  std::optional<Verdict> implied_;
  std::string out_;
};

std::string Summary(const DiffReport& report, const ProfileFacts& before,
                    const ProfileFacts& after) {
  std::map<Change, size_t> rows;
  std::map<Change, std::string> last;
  bool unnamed = false;
  for (const DiffRow& row : report.rows) {
    if (row.name().empty())
      unnamed = true;
    else if (std::exchange(last[row.change], row.name()) != row.name())
      ++rows[row.change];
  }
  const std::string head =
      StrFormat("{} → {}: {}.", Printable(before.name), Printable(after.name), VerdictText(report));
  const std::string allowed = AllowedText(report);
  if (report.verdict == DiffVerdict::Equal) return StrFormat("{}  allowed {}\n", head, allowed);
  std::string others;
  if (unnamed) others += ", numbers without a name";
  for (const OneSidedAbi& abi : report.one_sided) {
    others += StrFormat(", {} only in {}", TraitsOf(abi.arch).name,
                        abi.known == OneSidedAbi::Known::Old ? "OLD" : "NEW");
  }
  if (report.other_arches) others += ", every other architecture";
  return StrFormat("{}  {} tightened, {} loosened, {} changed{}.  allowed {}\n", head,
                   rows[Change::Tightened], rows[Change::Loosened],
                   rows[Change::Changed] + rows[Change::Mixed], others, allowed);
}

}  // namespace

std::string AllowedText(const DiffReport& report) {
  std::vector<std::string> counts;
  for (const AllowedCount& count : report.allowed) {
    const std::string_view abi = TraitsOf(count.arch).name;
    counts.push_back(count.before == count.after
                         ? StrFormat("{} {}", count.before, abi)
                         : StrFormat("{}→{} {}", count.before, count.after, abi));
  }
  return Join(counts, ", ");
}

std::string VerdictText(const DiffReport& report) {
  switch (report.verdict) {
    case DiffVerdict::Equal:
      return "equal";
    case DiffVerdict::Tighter:
      return report.has_changed ? "NEW is tighter, and some answers carry other data"
                                : "NEW is strictly tighter";
    case DiffVerdict::Looser:
      return report.has_changed ? "NEW is looser, and some answers carry other data"
                                : "NEW is strictly looser";
    case DiffVerdict::Neither:
      return "neither is tighter";
    case DiffVerdict::OnlyChanged:
      return "neither is tighter; the same actions with other data (errno)";
  }
  return "";
}

std::string DiffText(const DiffReport& report, const ProfileFacts& before,
                     const ProfileFacts& after, DiffDetail detail, Colour colour) {
  if (detail == DiffDetail::Summary) return Summary(report, before, after);
  return DiffPrinter(report, before, after, detail, colour).Print();
}

}  // namespace polc
