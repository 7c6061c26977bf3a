#include <algorithm>
#include <optional>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/lint/pages.h"

namespace polc::cli {
namespace {

struct RuleOptions {
  std::string id;
  bool all = false;
};

// The page, under what the registry says of the id.
std::string RuleText(const DiagnosticRow& row) {
  const auto line = [](std::string_view key, std::string_view value) {
    return StrFormat("{:12}{}\n", key, value);
  };
  const bool stops = row.consequence == Consequence::Failure;
  return line("rule", row.name) + line("category", NameOf(row.category)) +
         line("severity",
              StrFormat("{}{}", NameOf(row.severity), stops ? ", and nothing is written" : "")) +
         line("inputs", NameOf(row.inputs)) + line("fix", NameOf(row.fix)) +
         line("since", StrFormat("polc {}", row.since)) + "\n" + std::string(lint::PageOf(row.id));
}

std::string RuleList() {
  size_t widest = 0, category = 0;
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    widest = std::max(widest, row.name.size());
    category = std::max(category, NameOf(row.category).size());
  }
  std::string text;
  std::optional<DiagnosticGroup> group;
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    if (row.group != group)
      text += StrFormat("{}{}:\n", text.empty() ? "" : "\n", NameOf(row.group));
    group = row.group;
    text += StrFormat("{:{}}  {:7}  {:{}}  {}\n", row.name, widest, NameOf(row.severity),
                      NameOf(row.category), category, row.summary);
  }
  return text;
}

int RunRule(const RuleOptions& options, Io& io) {
  Session session{io.world};
  if (options.all) {
    for (const DiagnosticRow& row : AllDiagnosticRows())
      io.out += (io.out.empty() ? "" : "\n") + RuleText(row);
    return kDone;
  }
  if (options.id.empty()) {
    io.out += RuleList();
    return kDone;
  }
  if (const DiagnosticRow* row = FindDiagnosticRow(options.id)) {
    io.out += RuleText(*row);
    return kDone;
  }
  std::vector<std::string_view> ids;
  for (const DiagnosticRow& row : AllDiagnosticRows()) ids.push_back(row.name);
  session.diagnostics.Error(DiagnosticId::BadUsage, {},
                            "there is no rule `{}`{} (`polc rule` lists them)", options.id,
                            DidYouMean(options.id, ids));
  return Finish(session, io, {}, kFailed);
}

}  // namespace

Command MakeRule(const CommandLine& program) {
  const auto options = std::make_shared<RuleOptions>();
  const CommandLine command =
      program.Subcommand("rule", "List the ids of all messages, or explain one");
  command.Operand("ID", options->id, "Explain this one");
  command.Flag("--all", options->all, "Explain all of them");
  return [options](Io& io) { return RunRule(*options, io); };
}

}  // namespace polc::cli
