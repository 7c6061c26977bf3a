#include "compiler/analysis/diff_render.h"
#include "compiler/base/json.h"
#include "compiler/base/strings.h"

namespace polc {
namespace {

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

Json Side(const ProfileFacts& facts) {
  Json side = {{"name", facts.name}, {"kind", facts.kind}};
  if (facts.names) side["names"] = *facts.names;
  if (facts.otherwise) side["default"] = Describe(*facts.otherwise);
  return side;
}

// Arguments as text: a JSON number does not hold 64 bits everywhere.
Json Witness(const WitnessCall& witness) {
  Json args = Json::Array();
  for (const uint64_t arg : witness.call.args) args.Add(Hex(arg));
  return {{"direction", NameOf(witness.direction)},
          {"arch", Hex(witness.call.arch)},
          {"nr", witness.call.nr},
          {"args", std::move(args)},
          {"instruction_pointer", Hex(witness.call.ip)},
          {"old", Describe(witness.before)},
          {"new", Describe(witness.after)}};
}

Json Witnesses(const std::vector<WitnessCall>& witnesses) {
  Json list = Json::Array();
  for (const WitnessCall& witness : witnesses) list.Add(Witness(witness));
  return list;
}

// Numbers as seccomp_data.nr holds them, so x32's have kX32Bit.
Json Numbers(const std::vector<NumberSet>& sets) {
  Json numbers = Json::Object();
  for (const NumberSet& set : sets) {
    Json ranges = Json::Array();
    for (const NumberRange range : set.ranges) ranges.Add(Json::Array({range.first, range.last}));
    numbers[std::string(TraitsOf(set.arch).name)] = std::move(ranges);
  }
  return numbers;
}

Json Rows(const std::vector<DiffRow>& rows) {
  Json list = Json::Array();
  for (const DiffRow& row : rows) {
    Json made = Json::Object();
    made["syscall"] = row.name().empty() ? Json(nullptr) : Json(row.name());
    made["change"] = NameOf(row.change);
    made["old"] = Text(row.before, row.labels, kFull);
    made["new"] = Text(row.after, row.labels, kFull);
    made["numbers"] = Numbers(row.numbers);
    made["witnesses"] = Witnesses(row.witnesses);
    list.Add(std::move(made));
  }
  return list;
}

Json Limit(const StubLimit& limit) { return {{"newest", limit.name}, {"nr", limit.last}}; }

Json StubShiftsOf(const DiffReport& report) {
  Json list = Json::Array();
  for (const StubShift& shift : report.stub_shifts) {
    list.Add({{"abi", TraitsOf(shift.before.arch).name},
              {"old_limit", Limit(shift.before)},
              {"new_limit", Limit(shift.after)},
              {"old", Describe(shift.was)},
              {"new", Describe(shift.is)},
              {"syscalls", Json::ArrayOf(shift.calls)}});
  }
  return list;
}

}  // namespace

Json DiffJson(const DiffReport& report, const ProfileFacts& before, const ProfileFacts& after) {
  Json document;
  document["schema"] = "polc.diff/1";
  document["old"] = Side(before);
  document["new"] = Side(after);
  document["verdict"] = NameOf(report.verdict);
  document["tightened"] = report.tightened();
  document["loosened"] = report.loosened();
  document["changed"] = report.has_changed;
  document["compared"] = Json::Array();
  for (const Arch arch : report.arches) document["compared"].Add(TraitsOf(arch).name);
  document["allowed"] = Json::Object();
  for (const AllowedCount& count : report.allowed) {
    document["allowed"][std::string(TraitsOf(count.arch).name)] = {{"old", count.before},
                                                                   {"new", count.after}};
  }
  document["syscalls"] = Rows(report.rows);
  document["one_sided_abis"] = Json::Array();
  for (const OneSidedAbi& abi : report.one_sided) {
    const bool old = abi.known == OneSidedAbi::Known::Old;
    document["one_sided_abis"].Add({{"abi", TraitsOf(abi.arch).name},
                                    {"known_by", old ? "old" : "new"},
                                    {"other_answers", Describe(abi.other)},
                                    {"change", NameOf(abi.change)},
                                    {"syscalls", Rows(abi.rows)}});
  }
  document["other_architectures"] = nullptr;
  if (report.other_arches) {
    const auto text = [](const std::optional<Verdict>& verdict) {
      return verdict ? Json(Describe(*verdict)) : Json(nullptr);
    };
    document["other_architectures"] = {{"change", NameOf(report.other_arches->change)},
                                       {"old", text(report.other_arches->before)},
                                       {"new", text(report.other_arches->after)},
                                       {"witnesses", Witnesses(report.other_arches->witnesses)}};
  }
  if (!before.stub.empty() || !after.stub.empty()) document["stub_shifts"] = StubShiftsOf(report);
  return document;
}

}  // namespace polc
