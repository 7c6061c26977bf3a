#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/lint/pages.h"

namespace polc::cli {
namespace {

struct Options {
  std::string id;
  bool all = false;
};

// The page, under what the registry says of the rule.
std::string RuleText(const DiagnosticRow& row) {
  const auto line = [](std::string_view key, std::string_view value) {
    return StrFormat("{:12}{}\n", key, value);
  };
  return line("rule", row.name) + line("category", NameOf(row.category)) +
         line("severity", NameOf(row.severity)) + line("inputs", NameOf(row.inputs)) +
         line("fix", NameOf(row.fix)) + line("since", StrFormat("polc {}", row.since)) + "\n" +
         std::string(lint::PageOf(row.id));
}

std::vector<const DiagnosticRow*> Rules() {
  std::vector<const DiagnosticRow*> rules;
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    if (row.is_lint_rule()) rules.push_back(&row);
  }
  std::sort(rules.begin(), rules.end(),
            [](const DiagnosticRow* a, const DiagnosticRow* b) { return a->name < b->name; });
  return rules;
}

std::string RuleList() {
  size_t widest = 0, category = 0;
  for (const DiagnosticRow* row : Rules()) {
    widest = std::max(widest, row->name.size());
    category = std::max(category, NameOf(row->category).size());
  }
  std::string text;
  for (const DiagnosticRow* row : Rules()) {
    text += StrFormat("{:{}}  {:7}  {:{}}  {}\n", row->name, widest, NameOf(row->severity),
                      NameOf(row->category), category, row->summary);
  }
  return text;
}

int RunRule(const Options& options, Io& io) {
  Session session{io.world};
  if (options.all) {
    for (const DiagnosticRow* row : Rules())
      io.out += (io.out.empty() ? "" : "\n") + RuleText(*row);
    return kDone;
  }
  if (options.id.empty()) {
    io.out += RuleList();
    return kDone;
  }
  const DiagnosticRow* row = FindDiagnosticRow(options.id);
  if (row != nullptr && row->is_lint_rule()) {
    io.out += RuleText(*row);
    return kDone;
  }
  std::vector<std::string_view> ids;
  for (const DiagnosticRow* rule : Rules()) ids.push_back(rule->name);
  session.diagnostics.Error(DiagnosticId::BadUsage, {},
                            "there is no rule `{}`{} (`polc rule` lists them)", options.id,
                            DidYouMean(options.id, ids));
  return Finish(session, io, {}, kFailed);
}

}  // namespace

Command MakeRule(const CommandLine& program) {
  const auto options = std::make_shared<Options>();
  const CommandLine command =
      program.Subcommand("rule", "List the rules of lint, or tell what one is for");
  command.Operand("ID", options->id, "Tell of this one");
  command.Flag("--all", options->all, "Tell of all of them");
  return [options](Io& io) { return RunRule(*options, io); };
}

}  // namespace polc::cli
