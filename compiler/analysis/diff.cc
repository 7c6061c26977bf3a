// The numbers of an ABI are cut where one filter's answer changes, and each piece with two
// different nodes is a change. Descriptions and witnesses are made once for each pair of nodes.
// Changes of a syscall that read the same on several ABIs become one row, although the nodes may
// differ (64-bit tests on x86_64, 32-bit ones on x86).

#include "compiler/analysis/diff.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/analysis/domain.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

using NodePair = std::pair<NodeId, NodeId>;

// The change from one node to another, without the names of syscalls.
struct PairChange {
  Description before, after;
  Change change = Change::Changed;
  std::vector<WitnessCall> witnesses;  // without arch and nr
};

// Holds where the diagram `directions` has this leaf.
Guard Where(Diagram& diagram, NodeId directions, Direction direction) {
  return {diagram.Map(directions, [&](uint32_t leaf) {
    return leaf == static_cast<uint32_t>(direction) ? 1u : 0u;
  })};
}

// A diagram whose leaves are Directions.
NodeId Directions(Diagram& diagram, NodeId before, NodeId after) {
  return diagram.Map2(before, after, [](uint32_t a, uint32_t b) {
    return static_cast<uint32_t>(Compare(FromReturnValue(a), FromReturnValue(b)));
  });
}

// A call for which the guard holds, if possible one without high halves, as programs make.
Call NaturalWitness(Diagram& diagram, Guard guard) {
  NodeId narrow = guard.node;
  for (uint8_t arg = 0; arg < kArgCount; ++arg)
    narrow = diagram.Fix(narrow, HighHalf(ArgSlice(arg)), 0);
  return diagram.Witness({narrow == NodeId{0} ? guard.node : narrow});
}

std::vector<WitnessCall> Witnesses(Diagram& diagram, NodeId before, NodeId after) {
  static_assert(static_cast<uint32_t>(Direction::Same) == 0);
  const NodeId directions = Directions(diagram, before, after);
  std::vector<WitnessCall> witnesses;
  for (const Direction direction :
       {Direction::Loosened, Direction::Tightened, Direction::Changed}) {
    const Guard guard = Where(diagram, directions, direction);
    if (guard.node == NodeId{0}) continue;
    const Call call = NaturalWitness(diagram, guard);
    witnesses.push_back({direction, Arch::X86_64, call,
                         FromReturnValue(diagram.Evaluate(before, call)),
                         FromReturnValue(diagram.Evaluate(after, call))});
  }
  return witnesses;
}

bool Shows(const std::vector<WitnessCall>& witnesses, Direction direction) {
  return std::any_of(witnesses.begin(), witnesses.end(),
                     [&](const WitnessCall& w) { return w.direction == direction; });
}

Change ChangeOf(const std::vector<WitnessCall>& witnesses) {
  const bool tightened = Shows(witnesses, Direction::Tightened);
  const bool loosened = Shows(witnesses, Direction::Loosened);
  if (tightened && loosened) return Change::Mixed;
  return tightened ? Change::Tightened : loosened ? Change::Loosened : Change::Changed;
}

class PairChanges {
 public:
  explicit PairChanges(Diagram& diagram) : diagram_(diagram) {}

  const PairChange& Of(NodePair pair) {
    if (const auto found = made_.find(pair); found != made_.end()) return found->second;
    PairChange made;
    made.before = Describe(diagram_, pair.first);
    made.after = Describe(diagram_, pair.second);
    made.witnesses = Witnesses(diagram_, pair.first, pair.second);
    made.change = ChangeOf(made.witnesses);
    return made_.emplace(pair, std::move(made)).first->second;
  }

 private:
  Diagram& diagram_;
  std::map<NodePair, PairChange> made_;
};

struct Piece {
  uint32_t first;
  uint32_t last;
  NodePair nodes;
};

// Both lists must cover the same numbers.
std::vector<Piece> CutTogether(const std::vector<NumberRegion>& before,
                               const std::vector<NumberRegion>& after) {
  std::vector<Piece> pieces;
  for (size_t i = 0, j = 0; i < before.size() && j < after.size();) {
    const uint32_t first = std::max(before[i].first, after[j].first);
    const uint32_t last = std::min(before[i].last, after[j].last);
    pieces.push_back({first, last, {before[i].node, after[j].node}});
    if (before[i].last == last) ++i;
    if (after[j].last == last) ++j;
  }
  return pieces;
}

// Identifies a row: whether it is of numbers without names (which sorts them last), the syscall's
// name, and the texts before and after.
using Key = std::tuple<bool, std::string, std::string, std::string>;

class RowBuilder {
 public:
  RowBuilder(Diagram& diagram, PairChanges& changes) : diagram_(diagram), changes_(changes) {}

  // All changes on one ABI.
  AllowedCount Add(Arch arch, const std::vector<Piece>& pieces) {
    const std::vector<NamedNumber> named = NamedNumbers(arch);
    AllowedCount count{arch, 0, 0};
    std::map<NodePair, NumberSet> unnamed;
    const auto on_named = [&](const Piece& piece, NamedNumber syscall) {
      count.before += Allows(piece.nodes.first) ? 1 : 0;
      count.after += Allows(piece.nodes.second) ? 1 : 0;
      if (piece.nodes.first == piece.nodes.second) return;
      AddRow(LabelsOf(arch, syscall.name), {arch, {{syscall.nr, syscall.nr}}}, piece.nodes);
    };
    const auto on_unnamed = [&](const Piece& piece, uint32_t first, uint32_t last) {
      if (piece.nodes.first == piece.nodes.second) return;
      unnamed.try_emplace(piece.nodes, NumberSet{arch, {}})
          .first->second.ranges.push_back({first, last});
    };
    WalkNumbers(pieces, named, on_named, on_unnamed);
    const uint64_t unnamed_total = NumberCount(arch) - named.size();
    for (auto& [nodes, set] : unnamed) {
      uint64_t size = 0;
      for (const NumberRange range : set.ranges) size += uint64_t{range.last} - range.first + 1;
      set.every_unnamed = size == unnamed_total;
      AddRow(LabelsOf(arch, ""), std::move(set), nodes);
    }
    return count;
  }

  [[nodiscard]] std::vector<DiffRow> Rows(std::span<const Arch> arches) && {
    std::vector<DiffRow> rows;
    for (auto& keyed : rows_) {
      DiffRow& row = keyed.second;
      const auto has_row = [&](Arch arch) {
        return std::any_of(row.numbers.begin(), row.numbers.end(),
                           [&](const NumberSet& set) { return set.arch == arch; });
      };
      row.everywhere = std::all_of(arches.begin(), arches.end(), [&](Arch arch) {
        return has_row(arch) || (!row.name().empty() && !SyscallNumber(arch, row.name()));
      });
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool Allows(NodeId node) {
    const auto [found, fresh] = allows_.try_emplace(node, false);
    if (fresh) found->second = CanAnswer(diagram_, node, Action::Allow);
    return found->second;
  }

  void AddRow(CallLabels labels, NumberSet numbers, NodePair nodes) {
    const PairChange& change = changes_.Of(nodes);
    const Key key{labels.syscall.empty(), labels.syscall, Text(change.before, labels, kFull),
                  Text(change.after, labels, kFull)};
    const auto [found, fresh] = rows_.try_emplace(key);
    DiffRow& row = found->second;
    if (fresh) {
      row = {std::move(labels), {}, false, change.before, change.after, change.change,
             change.witnesses};
      for (WitnessCall& witness : row.witnesses) {
        witness.arch = numbers.arch;
        witness.call.arch = TraitsOf(numbers.arch).audit;
        witness.call.nr = numbers.ranges.front().first;
      }
    }
    row.numbers.push_back(std::move(numbers));
  }

  Diagram& diagram_;
  PairChanges& changes_;
  std::map<Key, DiffRow> rows_;
  std::map<NodeId, bool> allows_;
};

std::optional<Verdict> OnlyAnswer(const Diagram& diagram,
                                  const std::vector<NumberRegion>& regions) {
  if (regions.size() != 1 || !diagram.IsLeaf(regions.front().node)) return std::nullopt;
  return FromReturnValue(diagram.Value(regions.front().node));
}

bool Contains(std::span<const Arch> arches, Arch arch) {
  return std::find(arches.begin(), arches.end(), arch) != arches.end();
}

// The verdict over all changes that were found.
class Tally {
 public:
  void Add(const std::vector<WitnessCall>& witnesses) {
    tightened_ |= Shows(witnesses, Direction::Tightened);
    loosened_ |= Shows(witnesses, Direction::Loosened);
    changed_ |= Shows(witnesses, Direction::Changed);
  }
  void Add(const std::vector<DiffRow>& rows) {
    for (const DiffRow& row : rows) Add(row.witnesses);
  }
  [[nodiscard]] bool changed() const { return changed_; }
  [[nodiscard]] DiffVerdict verdict() const {
    if (tightened_ && loosened_) return DiffVerdict::Neither;
    if (tightened_) return DiffVerdict::Tighter;
    if (loosened_) return DiffVerdict::Looser;
    return changed_ ? DiffVerdict::OnlyChanged : DiffVerdict::Equal;
  }
  [[nodiscard]] Change change() const {
    if (tightened_ && loosened_) return Change::Mixed;
    return tightened_ ? Change::Tightened : loosened_ ? Change::Loosened : Change::Changed;
  }

 private:
  bool tightened_ = false, loosened_ = false, changed_ = false;
};

// Everything outside the spaces of `arches` and of the ABIs that a filter names.
std::optional<OtherArches> CompareOthers(Diagram& diagram, Filter before, Filter after,
                                         std::span<const Arch> excluded) {
  Guard here = diagram.Constant(false);
  for (const Arch arch : excluded) here = diagram.Or(here, SpaceOf(diagram, arch));
  // Both filters get the same answer in the excluded spaces, so that only the rest can differ.
  const NodeId old_rest = diagram.Ite(here.node, diagram.Leaf(0), before.node);
  const NodeId new_rest = diagram.Ite(here.node, diagram.Leaf(0), after.node);
  if (old_rest == new_rest) return std::nullopt;
  OtherArches other;
  other.witnesses = Witnesses(diagram, old_rest, new_rest);
  other.change = ChangeOf(other.witnesses);
  constexpr uint32_t kNoArch = 0;  // no machine has this AUDIT_ARCH
  const auto only = [&](Filter filter) -> std::optional<Verdict> {
    const NodeId node = diagram.Fix(filter.node, kArchSlice, kNoArch);
    const NodeId masked = diagram.Ite(here.node, node, filter.node);
    if (!diagram.IsLeaf(masked)) return std::nullopt;
    return FromReturnValue(diagram.Value(masked));
  };
  other.before = only(before);
  other.after = only(after);
  return other;
}

}  // namespace

std::vector<Arch> ArchesToCompare(Diagram& diagram, Filter before, Filter after, Arch host) {
  const std::vector<Arch> old_arches = ArchesOf(diagram, before);
  const std::vector<Arch> new_arches = ArchesOf(diagram, after);
  std::vector<Arch> arches;
  for (const ArchTraits& traits : AllArches()) {
    if (Contains(old_arches, traits.arch) || Contains(new_arches, traits.arch))
      arches.push_back(traits.arch);
  }
  if (arches.empty()) arches.push_back(host);
  return arches;
}

DiffReport Diff(Diagram& diagram, Filter before, Filter after, std::span<const Arch> arches) {
  DiffReport report;
  report.arches.assign(arches.begin(), arches.end());
  const std::vector<Arch> old_arches = ArchesOf(diagram, before);
  const std::vector<Arch> new_arches = ArchesOf(diagram, after);
  PairChanges changes(diagram);
  RowBuilder common(diagram, changes);
  std::vector<Arch> common_arches;
  Tally tally;
  for (const Arch arch : arches) {
    const std::vector<NumberRegion> old_regions = DomainRegions(diagram, before, arch);
    const std::vector<NumberRegion> new_regions = DomainRegions(diagram, after, arch);
    const std::vector<Piece> pieces = CutTogether(old_regions, new_regions);
    const bool in_old = Contains(old_arches, arch), in_new = Contains(new_arches, arch);
    const std::optional<Verdict> unknown =
        in_old ? OnlyAnswer(diagram, new_regions) : OnlyAnswer(diagram, old_regions);
    if (in_old == in_new || !unknown) {
      report.allowed.push_back(common.Add(arch, pieces));
      common_arches.push_back(arch);
      continue;
    }
    RowBuilder rows(diagram, changes);
    report.allowed.push_back(rows.Add(arch, pieces));
    OneSidedAbi abi{in_old ? OneSidedAbi::Known::Old : OneSidedAbi::Known::New, arch, *unknown,
                    Change::Changed, std::move(rows).Rows(std::span(&arch, 1))};
    if (abi.rows.empty()) continue;
    Tally abi_tally;
    abi_tally.Add(abi.rows);
    tally.Add(abi.rows);
    abi.change = abi_tally.change();
    report.one_sided.push_back(std::move(abi));
  }
  report.rows = std::move(common).Rows(common_arches);
  tally.Add(report.rows);
  std::vector<Arch> excluded(arches.begin(), arches.end());
  excluded.insert(excluded.end(), old_arches.begin(), old_arches.end());
  excluded.insert(excluded.end(), new_arches.begin(), new_arches.end());
  report.other_arches = CompareOthers(diagram, before, after, excluded);
  if (report.other_arches) tally.Add(report.other_arches->witnesses);
  report.verdict = tally.verdict();
  report.has_changed = tally.changed();
  return report;
}

}  // namespace polc
