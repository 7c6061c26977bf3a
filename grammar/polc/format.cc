#include "grammar/polc/format.h"

#include <utility>

#include "compiler/base/str_format.h"
#include "grammar/polc/format_values.h"
#include "grammar/polc/layout.h"
#include "grammar/polc/number.h"
#include "grammar/polc/section.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

class Formatter {
 public:
  std::string Print(const File& file);

 private:
  void Print(const Statement& statement);
  void PrintLeading(const Trivia& trivia);
  void PrintTrailing(const Trivia& trivia);
  void PrintLine(const RuleLine& line);

  // Prints `words {`, the lines and `}`.
  template <class T, class PrintOne>
  void PrintBody(Words head, const Body<T>& body, PrintOne print_one);
  void PrintStatements(Words head, const Body<Statement>& body) {
    PrintBody(std::move(head), body, [this](const Statement& statement) { Print(statement); });
  }

  void PrintNode(const Rule& rule);
  void PrintNode(const RuleBlock& block);
  void PrintNode(const WhenBlock& block);
  void PrintNode(const ArchSetting& setting) { PrintNames("arch", setting.names); }
  void PrintNode(const FlagsSetting& setting) { PrintNames("flags", setting.names); }
  void PrintNode(const DefaultSetting& setting) {
    layout_.Line("default " + Format(setting.action));
  }
  void PrintNode(const BadArchSetting& setting) {
    layout_.Line("bad_arch " + Format(setting.action));
  }
  void PrintNode(const SharedRule& shared) { layout_.Line(shared.rule.value); }
  void PrintNode(const AppArmorSection& section);
  void PrintNode(const Include& include) { layout_.Line("include " + Spell(include.target)); }
  void PrintNode(const Let& let) {
    layout_.Line(StrFormat("let {} = {}", let.name.value, Format(let.value)));
  }
  void PrintNode(const SetDefinition& set);
  void PrintNode(const Policy& policy);
  void PrintNode(const TestBlock& test);
  void PrintNode(const Expectation& expectation);
  void PrintNode(const Comparison& comparison);
  void PrintNames(std::string_view word, const std::vector<Text>& names);

  Layout layout_;
};

bool IsBlock(const Statement& statement) {
  return std::holds_alternative<Policy>(statement.node) ||
         std::holds_alternative<TestBlock>(statement.node);
}

std::string Formatter::Print(const File& file) {
  bool after_block = false;
  for (const Statement& statement : file.statements) {
    // Policies and tests have an empty line above and below.
    if (after_block || IsBlock(statement)) layout_.BlankLine();
    Print(statement);
    after_block = IsBlock(statement);
  }
  for (const Comment& comment : file.closing) {
    if (comment.blank_before || after_block) layout_.BlankLine();
    after_block = false;
    layout_.Line(comment.text);
  }
  return std::move(layout_).Finish();
}

void Formatter::PrintLeading(const Trivia& trivia) {
  for (const Comment& comment : trivia.leading) {
    if (comment.blank_before) layout_.BlankLine();
    layout_.Line(comment.text);
  }
  if (trivia.blank_before) layout_.BlankLine();
}

void Formatter::PrintTrailing(const Trivia& trivia) {
  if (trivia.trailing) layout_.After(*trivia.trailing);
}

void Formatter::Print(const Statement& statement) {
  PrintLeading(statement.trivia);
  std::visit([this](const auto& node) { PrintNode(node); }, statement.node);
  PrintTrailing(statement.trivia);
}

template <class T, class PrintOne>
void Formatter::PrintBody(Words head, const Body<T>& body, PrintOne print_one) {
  const bool empty = body.lines.empty() && body.closing.empty() && !body.opening;
  head.Suffix(empty ? " {}" : " {");
  layout_.Fill(head, Layout::kContinuation);
  if (empty) return;
  if (body.opening) layout_.After(*body.opening);
  layout_.Indent();
  for (const T& line : body.lines) print_one(line);
  for (const Comment& comment : body.closing) {
    if (comment.blank_before) layout_.BlankLine();
    layout_.Line(comment.text);
  }
  layout_.Dedent();
  layout_.Line("}");
}

void AddRuleLine(Words& words, const RuleLine& line) {
  AddItems(words, line.syscalls);
  if (line.condition) {
    words.Prefix("if ");
    AddCondition(words, *line.condition);
  }
  if (line.when) AddEnvironment(words, *line.when);
}

void Formatter::PrintNode(const Rule& rule) {
  Words words;
  words.Add(Format(rule.action));
  AddRuleLine(words, rule.line);
  layout_.Fill(words, Layout::kContinuation);
}

void Formatter::PrintLine(const RuleLine& line) {
  PrintLeading(line.trivia);
  Words words;
  AddRuleLine(words, line);
  layout_.Fill(words, Layout::kContinuation);
  PrintTrailing(line.trivia);
}

void Formatter::PrintNode(const RuleBlock& block) {
  Words head;
  head.Add(Format(block.action));
  PrintBody(std::move(head), block.body, [this](const RuleLine& line) { PrintLine(line); });
}

void Formatter::PrintNode(const WhenBlock& block) {
  Words head;
  AddEnvironment(head, block.when);
  PrintStatements(std::move(head), block.body);
}

void Formatter::PrintNames(std::string_view word, const std::vector<Text>& names) {
  Words words;
  words.Add(std::string(word));
  for (const Text& name : names) words.Add(name.value + (&name == &names.back() ? "" : ","));
  layout_.Fill(words, Layout::kContinuation);
}

// AppArmor's own layout (`polc fmt` of a profile), moved in.
void Formatter::PrintNode(const AppArmorSection& section) {
  const std::string header =
      "apparmor" + (section.header.value.empty() ? "" : " " + section.header.value);
  const std::string lines = SectionLines(section);
  if (lines.empty()) return layout_.Line(header + " {}");
  layout_.Line(header + " {");
  layout_.Indent();
  for (size_t at = 0; at < lines.size();) {
    const size_t end = lines.find('\n', at);
    if (end == at) {
      layout_.BlankLine();
    } else {
      layout_.Line(lines.substr(at, end - at));
    }
    at = end + 1;
  }
  layout_.Dedent();
  layout_.Line("}");
}

// Prints a list on one line if it fits; otherwise the braces get lines of their own.
void Formatter::PrintNode(const SetDefinition& set) {
  Words line;
  line.Prefix(StrFormat("set {} = ", set.name.value));
  AddTerm(line, set.value.term);
  AddMinus(line, set.value.minus);
  if (line.fits(layout_.indent()) || set.value.term.kind != SyscallTerm::Kind::Braces) {
    layout_.Fill(line, Layout::kContinuation);
    return;
  }
  layout_.Line(StrFormat("set {} = {{", set.name.value));
  layout_.Indent();
  Words items;
  AddItems(items, set.value.term.items);
  items.AddAbove(set.value.term.closing);
  layout_.Fill(items, 0);
  layout_.Dedent();
  Words rest;
  rest.Add("}");
  AddMinus(rest, set.value.minus);
  layout_.Fill(rest, Layout::kContinuation);
}

void Formatter::PrintNode(const Policy& policy) {
  Words head;
  head.Add("policy " + policy.name.value);
  if (policy.base) head.Add("extends " + Spell(*policy.base));
  PrintStatements(std::move(head), policy.body);
}

void Formatter::PrintNode(const TestBlock& test) {
  Words head;
  head.Add("test " + Quote(test.name.value));
  head.Add("for " + Spell(test.policy));
  if (test.when) AddEnvironment(head, *test.when);
  PrintStatements(std::move(head), test.body);
}

void Formatter::PrintNode(const Expectation& expectation) {
  Words words;
  words.Add(Format(expectation.action));
  AddCalls(words, expectation.calls);
  if (expectation.when) AddEnvironment(words, *expectation.when);
  layout_.Fill(words, Layout::kContinuation);
}

void Formatter::PrintNode(const Comparison& comparison) {
  Words words;
  switch (comparison.relation) {
    case Relation::TighterThan:
      words.Add("tighter than " + Spell(comparison.other));
      break;
    case Relation::LooserThan:
      words.Add("looser than " + Spell(comparison.other));
      break;
    case Relation::SameAs:
      words.Add("same as " + Spell(comparison.other));
      break;
  }
  if (!comparison.except.empty()) {
    words.Prefix("except ");
    AddItems(words, comparison.except);
  }
  layout_.Fill(words, Layout::kContinuation);
}

}  // namespace

std::string Format(const File& file) { return Formatter().Print(file); }

}  // namespace polc::dsl
