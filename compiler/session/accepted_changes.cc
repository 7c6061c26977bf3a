#include "compiler/session/accepted_changes.h"

#include <fnmatch.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "compiler/base/strings.h"
#include "grammar/toml/table_reader.h"
#include "syscalls/groups.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr std::string_view kChanges[] = {"changed", "loosened", "tightened"};
constexpr std::string_view kEverything = "*";
constexpr size_t kNamesShown = 6;

toml::Date Today() {
  const std::chrono::year_month_day day(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  return {static_cast<uint16_t>(static_cast<int>(day.year())),
          static_cast<uint8_t>(static_cast<unsigned>(day.month())),
          static_cast<uint8_t>(static_cast<unsigned>(day.day()))};
}

std::string DayText(const toml::Date& day) {
  char text[16];
  std::snprintf(text, sizeof text, "%04u-%02u-%02u", day.year, day.month, day.day);
  return text;
}

bool IsPartOf(Change of, std::string_view change) {
  if (change == "changed") return of == Change::Changed;
  return of == Change::Mixed || of == (change == "loosened" ? Change::Loosened : Change::Tightened);
}

bool Shows(const std::vector<WitnessCall>& witnesses, std::string_view change) {
  return change == "changed" &&
         std::any_of(witnesses.begin(), witnesses.end(), [](const WitnessCall& witness) {
           return witness.direction == Direction::Changed;
         });
}

// What has a name is accepted by it; the rest only with everything else.
std::vector<std::string> NamesOf(const DiffReport& report, std::string_view change) {
  std::vector<std::string> names;
  for (const DiffRow& row : report.rows) {
    if (!IsPartOf(row.change, change) && !Shows(row.witnesses, change)) continue;
    names.push_back(row.name().empty() ? "numbers without a name" : row.name());
  }
  for (const OneSidedAbi& abi : report.one_sided) {
    if (IsPartOf(abi.change, change))
      names.push_back("ABI " + std::string(TraitsOf(abi.arch).name));
  }
  if (report.other_arches && (IsPartOf(report.other_arches->change, change) ||
                              Shows(report.other_arches->witnesses, change))) {
    names.push_back("other architectures");
  }
  return names;
}

std::string Listed(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < std::min(names.size(), kNamesShown); ++i)
    text += (i == 0 ? "`" : ", `") + names[i] + "`";
  if (names.size() > kNamesShown)
    text += " and " + std::to_string(names.size() - kNamesShown) + " more";
  return text;
}

bool IsFor(const AcceptedChange& accepted, const std::string& profile) {
  if (accepted.profiles.empty()) return true;
  return std::any_of(
      accepted.profiles.begin(), accepted.profiles.end(),
      [&](const std::string& glob) { return ::fnmatch(glob.c_str(), profile.c_str(), 0) == 0; });
}

}  // namespace

AcceptedChanges::AcceptedChanges(Session& session, const std::string& path)
    : session_(session), today_(Today()) {
  ReadResult read = session.world.files.Read(path, kMaxInputBytes);
  if (!read.text) {
    session.diagnostics.Error(DiagnosticId::Unreadable, {},
                              "cannot read `" + path + "`: " + read.error);
    return;
  }
  const toml::Table table =
      toml::Parse(session.sources.Add(path, std::move(*read.text)), session.diagnostics);
  toml::TableReader reader(table, session.diagnostics);
  for (const toml::Table* each : reader.Tables("accept")) Read(*each);
  reader.Finish();
}

void AcceptedChanges::Read(const toml::Table& table) {
  DiagnosticSink& diagnostics = session_.diagnostics;
  toml::TableReader reader(table, diagnostics);
  AcceptedChange accepted{table.span, {}, {}, {}, {}, {}};
  for (toml::Text& glob : reader.Strings("profiles"))
    accepted.profiles.push_back(std::move(glob.value));
  for (toml::Text& change : reader.Strings("changes")) {
    if (std::find(std::begin(kChanges), std::end(kChanges), change.value) == std::end(kChanges)) {
      diagnostics.Error(DiagnosticId::UnknownWord, change.span,
                        "`" + change.value + "` is none of changed, loosened, tightened" +
                            DidYouMean(change.value, kChanges));
    }
    accepted.changes.insert(std::move(change.value));
  }
  if (accepted.changes.empty()) accepted.changes.insert("loosened");
  reader.Require("syscalls", "name the calls, or write \"*\" for everything");
  for (toml::Text& name : reader.Strings("syscalls")) {
    if (IsGroupName(name.value)) {
      const auto members = SyscallsOfGroup(name.value);
      accepted.syscalls.insert(members.begin(), members.end());
    } else if (name.value.starts_with('@')) {
      std::vector<std::string_view> groups;
      for (const SyscallGroup& group : AllGroups()) groups.push_back(group.name);
      diagnostics.Error(DiagnosticId::UnknownGroup, name.span,
                        "unknown group `" + name.value + "`" + DidYouMean(name.value, groups));
    } else if (name.value != kEverything && !IsSyscallName(name.value)) {
      diagnostics.Error(
          DiagnosticId::UnknownSyscall, name.span,
          "unknown syscall `" + name.value + "`" + DidYouMean(name.value, AllSyscallNames()));
    } else {
      accepted.syscalls.insert(std::move(name.value));
    }
  }
  reader.Require("reason", "say why the change may pass");
  if (auto reason = reader.String("reason")) {
    if (reason->value.find_first_not_of(" \t\n") == std::string::npos)
      diagnostics.Error(DiagnosticId::InvalidValue, reason->span,
                        "an empty reason; say why the change may pass");
    accepted.reason = std::move(reason->value);
  }
  reader.Require("until", "an exception has a last day");
  if (const auto until = reader.Day("until")) accepted.until = *until;
  reader.Finish();
  accepted_.push_back(std::move(accepted));
}

bool AcceptedChanges::Cover(const std::string& profile, std::string_view change,
                            const DiffReport& report) {
  bool all = true;
  std::map<const AcceptedChange*, std::vector<std::string>> by_entry;
  for (const std::string& name : NamesOf(report, change)) {
    const AcceptedChange* best = nullptr;
    for (const AcceptedChange& accepted : accepted_) {
      if (!IsFor(accepted, profile) || !accepted.changes.contains(change)) continue;
      if (!accepted.syscalls.contains(name) && !accepted.syscalls.contains(kEverything)) continue;
      if (best == nullptr || best->until < accepted.until) best = &accepted;
    }
    if (best != nullptr) by_entry[best].push_back(name);
    if (best == nullptr || best->until < today_) all = false;
  }
  for (const auto& [entry, names] : by_entry) {
    const std::string what = Listed(names) + ", " + std::string(change) + " in `" + profile + "`";
    Diagnostic said{DiagnosticId::AcceptedChange,
                    Severity::Note,
                    entry->span,
                    "accepted until " + DayText(entry->until) + ": " + what + ": " + entry->reason,
                    {},
                    {},
                    {}};
    if (entry->until < today_) {
      said = {DiagnosticId::ExpiredException,
              Severity::Warning,
              entry->span,
              "this exception ended on " + DayText(entry->until) +
                  ", so what it accepted counts again: " + what,
              {},
              {},
              {}};
    }
    session_.diagnostics.Add(std::move(said));
  }
  return all;
}

}  // namespace polc
