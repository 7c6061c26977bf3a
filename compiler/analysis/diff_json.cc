#include <nlohmann/json.hpp>

#include "compiler/analysis/diff_render.h"
#include "compiler/base/strings.h"

namespace polc {
namespace {

using nlohmann::ordered_json;

std::string_view NameOf(Change change) {
  switch (change) {
    case Change::Tightened:
      return "tightened";
    case Change::Loosened:
      return "loosened";
    case Change::Changed:
      return "changed";
    case Change::Mixed:
      return "mixed";
  }
  return "";
}

std::string_view NameOf(Direction direction) {
  switch (direction) {
    case Direction::Same:
      return "same";
    case Direction::Tightened:
      return "tightened";
    case Direction::Loosened:
      return "loosened";
    case Direction::Changed:
      return "changed";
  }
  return "";
}

std::string_view NameOf(DiffVerdict verdict) {
  switch (verdict) {
    case DiffVerdict::Equal:
      return "equal";
    case DiffVerdict::Tighter:
      return "tighter";
    case DiffVerdict::Looser:
      return "looser";
    case DiffVerdict::Neither:
      return "neither";
    case DiffVerdict::OnlyChanged:
      return "only-changed";
  }
  return "";
}

ordered_json Side(const ProfileFacts& facts) {
  ordered_json side = {{"name", facts.name}, {"kind", facts.kind}};
  if (facts.names) side["names"] = *facts.names;
  if (facts.otherwise) side["default"] = Describe(*facts.otherwise);
  return side;
}

// Arguments as text: a JSON number does not hold 64 bits everywhere.
ordered_json Witness(const WitnessCall& witness) {
  ordered_json args = ordered_json::array();
  for (const uint64_t arg : witness.call.args) args.push_back(Hex(arg));
  return {{"direction", NameOf(witness.direction)},
          {"arch", Hex(witness.call.arch)},
          {"nr", witness.call.nr},
          {"args", std::move(args)},
          {"instruction_pointer", Hex(witness.call.ip)},
          {"old", Describe(witness.before)},
          {"new", Describe(witness.after)}};
}

ordered_json Witnesses(const std::vector<WitnessCall>& witnesses) {
  ordered_json list = ordered_json::array();
  for (const WitnessCall& witness : witnesses) list.push_back(Witness(witness));
  return list;
}

// Numbers as seccomp_data.nr holds them, so x32's have bit 30.
ordered_json Numbers(const std::vector<NumberSet>& sets) {
  ordered_json numbers = ordered_json::object();
  for (const NumberSet& set : sets) {
    ordered_json ranges = ordered_json::array();
    for (const NumberRange range : set.ranges) ranges.push_back({range.first, range.last});
    numbers[std::string(TraitsOf(set.arch).name)] = std::move(ranges);
  }
  return numbers;
}

ordered_json Rows(const std::vector<DiffRow>& rows) {
  ordered_json list = ordered_json::array();
  for (const DiffRow& row : rows) {
    ordered_json made = ordered_json::object();
    made["syscall"] = row.name().empty() ? ordered_json(nullptr) : ordered_json(row.name());
    made["change"] = NameOf(row.change);
    made["old"] = Text(row.before, row.labels, kFull);
    made["new"] = Text(row.after, row.labels, kFull);
    made["numbers"] = Numbers(row.numbers);
    made["witnesses"] = Witnesses(row.witnesses);
    list.push_back(std::move(made));
  }
  return list;
}

ordered_json Limit(const StubLimit& limit) { return {{"newest", limit.name}, {"nr", limit.last}}; }

ordered_json StubShiftsOf(const DiffReport& report) {
  ordered_json list = ordered_json::array();
  for (const StubShift& shift : report.stub_shifts) {
    list.push_back({{"abi", TraitsOf(shift.before.arch).name},
                    {"old_limit", Limit(shift.before)},
                    {"new_limit", Limit(shift.after)},
                    {"old", Describe(shift.was)},
                    {"new", Describe(shift.is)},
                    {"syscalls", shift.calls}});
  }
  return list;
}

}  // namespace

std::string DiffJson(const DiffReport& report, const ProfileFacts& before,
                     const ProfileFacts& after) {
  ordered_json document;
  document["schema"] = "polc.diff/1";
  document["old"] = Side(before);
  document["new"] = Side(after);
  document["verdict"] = NameOf(report.verdict);
  document["tightened"] = report.tightened();
  document["loosened"] = report.loosened();
  document["changed"] = report.has_changed;
  document["compared"] = ordered_json::array();
  for (const Arch arch : report.arches) document["compared"].push_back(TraitsOf(arch).name);
  document["allowed"] = ordered_json::object();
  for (const AllowedCount& count : report.allowed) {
    document["allowed"][std::string(TraitsOf(count.arch).name)] = {{"old", count.before},
                                                                   {"new", count.after}};
  }
  document["syscalls"] = Rows(report.rows);
  document["one_sided_abis"] = ordered_json::array();
  for (const OneSidedAbi& abi : report.one_sided) {
    const bool old = abi.known == OneSidedAbi::Known::Old;
    document["one_sided_abis"].push_back({{"abi", TraitsOf(abi.arch).name},
                                          {"known_by", old ? "old" : "new"},
                                          {"other_answers", Describe(abi.other)},
                                          {"change", NameOf(abi.change)},
                                          {"syscalls", Rows(abi.rows)}});
  }
  document["other_architectures"] = nullptr;
  if (report.other_arches) {
    const auto text = [](const std::optional<Verdict>& verdict) {
      return verdict ? ordered_json(Describe(*verdict)) : ordered_json(nullptr);
    };
    document["other_architectures"] = {{"change", NameOf(report.other_arches->change)},
                                       {"old", text(report.other_arches->before)},
                                       {"new", text(report.other_arches->after)},
                                       {"witnesses", Witnesses(report.other_arches->witnesses)}};
  }
  if (!before.stub.empty() || !after.stub.empty()) document["stub_shifts"] = StubShiftsOf(report);
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace polc
