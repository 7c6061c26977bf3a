// The looks of `polc diff`: one section for each direction, `-` tightened, `+` loosened, `~`
// changed. Words always stand beside colours.

#include <algorithm>
#include <map>
#include <utility>

#include "compiler/analysis/diff_render.h"
#include "compiler/analysis/domain.h"
#include "compiler/analysis/layout.h"
#include "compiler/base/strings.h"

namespace polc {
namespace {

constexpr size_t kManyNames = 6;  // more with the same change become one group in the concise form

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

class Printer {
 public:
  Printer(const DiffReport& report, const ProfileFacts& before, const ProfileFacts& after,
          DiffDetail detail, Colour colour)
      : report_(report),
        before_(before),
        after_(after),
        detail_(detail),
        colour_(colour),
        limits_(detail == DiffDetail::Full ? kFull : kConcise) {
    // Left out after `unless` only where it is the same on both sides.
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
    out_ += "\n" + Tinted("verdict: " + VerdictText(report_) + ".", Tint::Bold, colour_) + "  " +
            Counts() + "\n";
    return std::move(out_);
  }

  [[nodiscard]] std::string Counts() const {
    std::vector<std::string> counts;
    for (const AllowedCount& count : report_.allowed) {
      const std::string before = std::to_string(count.before);
      const std::string change =
          count.before == count.after ? before : before + "→" + std::to_string(count.after);
      counts.push_back(change + " " + std::string(TraitsOf(count.arch).name));
    }
    return "allowed " + Join(counts, ", ");
  }

 private:
  void Header() {
    const std::string before = Printable(before_.name), after = Printable(after_.name);
    const size_t width = std::max(WidthOf(before), WidthOf(after)) + 3;
    out_ += Tinted("--- " + Padded(before, width) + Facts(before_), Tint::Bold, colour_) + "\n";
    out_ += Tinted("+++ " + Padded(after, width) + Facts(after_), Tint::Bold, colour_) + "\n";
    out_ +=
        "Compared on " + ArchNames(report_.arches) + ": every syscall number, every argument value";
    std::vector<Arch> narrow;
    std::copy_if(report_.arches.begin(), report_.arches.end(), std::back_inserter(narrow),
                 HasNarrowArguments);
    if (!narrow.empty()) out_ += " (of 32 bits on " + ArchNames(narrow) + ")";
    out_ += ".\n";
  }

  static std::string Facts(const ProfileFacts& facts) {
    std::string text = facts.kind;
    if (facts.names) text += ", " + Counted(*facts.names, "name");
    if (facts.otherwise) text += ", default " + Describe(*facts.otherwise);
    return text;
  }

  void Abis() {
    for (const OneSidedAbi& abi : report_.one_sided) {
      const Mark mark = MarkOf(abi.change);
      const bool old = abi.known == OneSidedAbi::Known::Old;
      const auto count = std::find_if(report_.allowed.begin(), report_.allowed.end(),
                                      [&](const AllowedCount& c) { return c.arch == abi.arch; });
      const std::string name(TraitsOf(abi.arch).name);
      out_ += Tinted(std::string(mark.word) + "  ABI " + name, mark.tint, colour_) + "  " +
              (old ? "NEW" : "OLD") + " does not know it and answers " + Describe(abi.other) +
              " to every call; " + (old ? "OLD" : "NEW") + " allows " +
              Counted(old ? count->before : count->after, "syscall") + "\n";
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
    out_ +=
        Tinted(std::string(mark.word) + "  every other architecture", mark.tint, colour_) + "  ";
    if (other.before && other.after) {
      out_ += Describe(*other.before) + " → " + Describe(*other.after) + "\n";
      return;
    }
    out_ += "depending on the call\n";
    for (const WitnessCall& witness : other.witnesses) {
      const Mark side = MarkOf(witness.direction);
      out_ += "    " +
              Tinted(std::string(side.sign) + " " + std::string(side.word), side.tint, colour_) +
              "  arch " + Hex(witness.call.arch) + " " + CallText({}, witness.call) + "   " +
              Describe(witness.before) + " → " + Describe(witness.after) + "\n";
    }
  }

  void StubShifts() {
    for (const StubShift& shift : report_.stub_shifts) {
      const auto limit = [](const StubLimit& known) {
        return std::string(known.name) + " (" +
               std::to_string(TableNumber(known.arch, known.last)) + ")";
      };
      out_ += "\n" +
              Tinted("note: the newest call that rules name on " +
                         std::string(TraitsOf(shift.before.arch).name) + " was " +
                         limit(shift.before) + " and is " + limit(shift.after) + ",",
                     Tint::Yellow, colour_) +
              "\n  above which runc answers ERRNO(ENOSYS). So " +
              (shift.calls.size() == 1 ? "this call, whose" : "these calls, whose") +
              " rules did not change, became\n  " + Describe(shift.was) + " → " +
              Describe(shift.is) + ":\n" +
              Wrapped(std::vector<std::string>(shift.calls.begin(), shift.calls.end()), 4);
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
    out_ += Tinted(Padded(mark.word, 9), mark.tint, colour_) + "  " + CountText(rows) + "\n";
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
    if (all)
      return text + ", the same on " + (abis == 2 ? "both" : "all " + std::to_string(abis)) +
             " ABIs";
    return everywhere ? text + ", the same on every ABI that has them" : text;
  }

  // Rows of one section: first lines of their own, then groups, then conditions and numbers without
  // names.
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
    return Describe(row.before.otherwise) + " → " + Describe(row.after.otherwise);
  }

  // The ABIs are said only where a change is not on all that have the syscall.
  static std::string ArchesText(const DiffRow& row) {
    std::vector<Arch> arches;
    for (const NumberSet& set : row.numbers) arches.push_back(set.arch);
    return ArchNames(arches);
  }

  static std::string GroupKey(const DiffRow& row) {
    return ChangeText(row) + "\n" + (row.everywhere ? "" : ArchesText(row));
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
      std::string line = "  " + Sign(*row) + " " + Padded(row->name(), name_width + 3) +
                         Padded(ChangeText(*row), change_width + 4);
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
    out_ += "  " + Sign(first) + " " + ChangeText(first) + "   " + Counted(rows.size(), "syscall") +
            (first.everywhere ? "" : " on " + ArchesText(first)) + "\n";
    std::vector<std::string> names;
    for (const DiffRow* row : rows) names.push_back(row->name());
    out_ += Wrapped(names, 6);
  }

  static std::string PlacesText(const DiffRow& row) {
    const bool every = std::all_of(row.numbers.begin(), row.numbers.end(),
                                   [](const NumberSet& set) { return set.every_unnamed; });
    if (every) return "every other number on " + ArchesText(row);
    std::vector<std::string> places;
    for (const NumberSet& set : row.numbers) {
      places.push_back(row.name().empty()
                           ? std::string(TraitsOf(set.arch).name) + " " + NumbersText(set)
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
        "  " + Sign(row) + " " + (row.name().empty() ? "" : row.name() + "   ");
    const size_t head_width = 4 + (row.name().empty() ? 0 : WidthOf(row.name()) + 3);
    if (row.is_constant()) {
      out_ += head + before + " → " + after + "   " + place + "\n";
      return;
    }
    if (head_width + WidthOf(before) + WidthOf(after) + WidthOf(place) + 19 <= kPageWidth) {
      out_ += head + "old: " + before + "      new: " + after + "   " + place + "\n";
    } else {
      out_ += head + place + "\n      old: " + before + "\n      new: " + after + "\n";
    }
    size_t width = 0;
    for (const WitnessCall& witness : row.witnesses)
      width = std::max(width, WidthOf(CallText(row.labels, witness.call)));
    for (const WitnessCall& witness : row.witnesses) {
      const Mark mark = MarkOf(witness.direction);
      out_ += "      " +
              Tinted(std::string(mark.sign) + " " + Padded(mark.word, 9), mark.tint, colour_) +
              "  " + Padded(CallText(row.labels, witness.call), width) + "   " +
              Describe(witness.before) + " → " + Describe(witness.after) + "\n";
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

std::string Summary(const DiffReport& report, const ProfileFacts& before, const ProfileFacts& after,
                    const std::string& counts) {
  std::map<Change, size_t> rows;
  std::map<Change, std::string> last;
  bool unnamed = false;
  for (const DiffRow& row : report.rows) {
    if (row.name().empty())
      unnamed = true;
    else if (std::exchange(last[row.change], row.name()) != row.name())
      ++rows[row.change];
  }
  std::string text =
      Printable(before.name) + " → " + Printable(after.name) + ": " + VerdictText(report);
  if (report.verdict == DiffVerdict::Equal) return text + ".  " + counts + "\n";
  text += ".  " + std::to_string(rows[Change::Tightened]) + " tightened, " +
          std::to_string(rows[Change::Loosened]) + " loosened, " +
          std::to_string(rows[Change::Changed] + rows[Change::Mixed]) + " changed";
  if (unnamed) text += ", numbers without a name";
  for (const OneSidedAbi& abi : report.one_sided) {
    text += ", " + std::string(TraitsOf(abi.arch).name) + " only in " +
            (abi.known == OneSidedAbi::Known::Old ? "OLD" : "NEW");
  }
  if (report.other_arches) text += ", every other architecture";
  return text + ".  " + counts + "\n";
}

}  // namespace

std::string VerdictText(const DiffReport& report) {
  const std::string also = report.has_changed ? ", and some answers carry other data" : "";
  switch (report.verdict) {
    case DiffVerdict::Equal:
      return "equal";
    case DiffVerdict::Tighter:
      return (report.has_changed ? "NEW is tighter" : "NEW is strictly tighter") + also;
    case DiffVerdict::Looser:
      return (report.has_changed ? "NEW is looser" : "NEW is strictly looser") + also;
    case DiffVerdict::Neither:
      return "neither is tighter";
    case DiffVerdict::OnlyChanged:
      return "neither is tighter; the same actions with other data (errno)";
  }
  return "";
}

std::string DiffText(const DiffReport& report, const ProfileFacts& before,
                     const ProfileFacts& after, DiffDetail detail, Colour colour) {
  Printer printer(report, before, after, detail, colour);
  if (detail == DiffDetail::Summary) return Summary(report, before, after, printer.Counts());
  return printer.Print();
}

}  // namespace polc
