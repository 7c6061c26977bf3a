#include <algorithm>

#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/lint/rule.h"

namespace polc::cli {
namespace {

struct Options {
  std::string id;
  bool all = false;
};

// The page, under what the registry says of the rule.
std::string RuleText(const lint::Rule& rule) {
  const auto line = [](std::string_view key, std::string_view value) {
    return std::string(key) + std::string(12 - key.size(), ' ') + std::string(value) + "\n";
  };
  return line("rule", rule.info.id) + line("category", rule.info.category) +
         line("severity", NameOf(rule.severity)) + line("inputs", NameOf(rule.inputs)) +
         line("fix", NameOf(rule.fix)) + line("since", "polc " + std::string(rule.since)) + "\n" +
         std::string(lint::PageOf(rule.info.id));
}

std::string RuleList() {
  size_t widest = 0, category = 0;
  for (const lint::Rule& rule : lint::AllRules()) {
    widest = std::max(widest, rule.info.id.size());
    category = std::max(category, rule.info.category.size());
  }
  std::string text;
  for (const lint::Rule& rule : lint::AllRules()) {
    const auto padded = [](std::string_view word, size_t width) {
      return std::string(word) + std::string(width + 2 - word.size(), ' ');
    };
    text += padded(rule.info.id, widest) + padded(NameOf(rule.severity), 7) +
            padded(rule.info.category, category) + std::string(rule.info.summary) + "\n";
  }
  return text;
}

int RunRule(const Options& options, Io& io) {
  Session session{io.world};
  if (options.all) {
    for (const lint::Rule& rule : lint::AllRules())
      io.out += (io.out.empty() ? "" : "\n") + RuleText(rule);
    return kDone;
  }
  if (options.id.empty()) {
    io.out += RuleList();
    return kDone;
  }
  if (const lint::Rule* rule = lint::FindRule(options.id)) {
    io.out += RuleText(*rule);
    return kDone;
  }
  std::vector<std::string_view> ids;
  for (const lint::Rule& rule : lint::AllRules()) ids.push_back(rule.info.id);
  session.diagnostics.Error(DiagnosticId::BadUsage, {},
                            "there is no rule `" + options.id + "`" + DidYouMean(options.id, ids) +
                                " (`polc rule` lists them)");
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
