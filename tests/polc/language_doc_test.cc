// Checks the examples of docs/language.md: each is read without errors and printed unchanged, and
// together they use every construct of the language.

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "compiler/base/render.h"
#include "grammar/polc/format.h"
#include "grammar/polc/parse.h"
#include "tests/support/catch.h"

namespace polc::dsl {
namespace {

std::vector<std::string> Examples() {
  std::ifstream in("docs/language.md");
  std::vector<std::string> examples;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line == "```polc") {
      examples.emplace_back();
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      examples.back() += line + "\n";
    }
  }
  return examples;
}

// The constructs that a text uses, by the names of their kinds.
class Constructs {
 public:
  void Note(const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) {
      statements_.insert(statement.node.index());
      std::visit([this](const auto& node) { Look(node); }, statement.node);
    }
  }

  std::set<size_t> statements_;
  std::set<ActionKind> actions_;
  std::set<TestOp> ops_;
  std::set<Cast> casts_;
  std::set<Condition::Kind> conditions_;
  std::set<Expr::Kind> exprs_;
  std::set<EnvironmentTest::Kind> environments_;
  std::set<SyscallTerm::Kind> terms_;
  std::set<Relation> relations_;

 private:
  void Look(const SharedRule&) {}
  void Look(const AppArmorSection&) {}
  void Look(const Action& action) {
    actions_.insert(action.kind);
    if (action.data) Look(*action.data);
  }
  void Look(const Expr& expr) {
    exprs_.insert(expr.kind);
    for (const Expr& operand : expr.operands) Look(operand);
  }
  void Look(const Condition& condition) {
    conditions_.insert(condition.kind);
    for (const Condition& part : condition.parts) Look(part);
    if (condition.kind != Condition::Kind::Test) return;
    ops_.insert(condition.test.op);
    if (condition.test.arg.cast) casts_.insert(*condition.test.arg.cast);
    if (condition.test.mask) Look(*condition.test.mask);
    for (const ValueRange& value : condition.test.values) Look(value.low);
  }
  void Look(const Boxed<Environment>& when) {
    if (!when) return;
    for (const EnvironmentTest& test : when->all_of) environments_.insert(test.kind);
  }
  void Look(const SyscallTerm& term) {
    terms_.insert(term.kind);
    for (const SyscallItem& item : term.items) Look(item);
  }
  void Look(const SyscallItem& item) {
    Look(item.term);
    for (const SyscallTerm& term : item.minus) Look(term);
  }
  void Look(const RuleLine& line) {
    for (const SyscallItem& item : line.syscalls) Look(item);
    if (line.condition) Look(*line.condition);
    Look(line.when);
  }
  void Look(const Rule& rule) {
    Look(rule.action);
    Look(rule.line);
  }
  void Look(const RuleBlock& block) {
    Look(block.action);
    for (const RuleLine& line : block.body.lines) Look(line);
  }
  void Look(const WhenBlock& block) { Note(block.body.lines); }
  void Look(const Policy& policy) { Note(policy.body.lines); }
  void Look(const TestBlock& test) { Note(test.body.lines); }
  void Look(const Let& let) { Look(let.value); }
  void Look(const SetDefinition& set) { Look(set.value); }
  void Look(const Expectation& expectation) {
    Look(expectation.action);
    for (const Call& call : expectation.calls) Look(call.target);
  }
  void Look(const Comparison& comparison) { relations_.insert(comparison.relation); }
  void Look(const DefaultSetting& setting) { Look(setting.action); }
  void Look(const BadArchSetting& setting) { Look(setting.action); }
  void Look(const ArchSetting&) {}
  void Look(const FlagsSetting&) {}
  void Look(const Include&) {}
};

TEST_CASE("the examples of docs/language.md") {
  const std::vector<std::string> examples = Examples();
  REQUIRE(examples.size() >= 12);
  Constructs used;
  for (const std::string& example : examples) {
    Sources sources;
    DiagnosticSink diagnostics;
    const File file = ParseFile(sources.Add("language.md", example), diagnostics);
    std::string errors;
    for (const Diagnostic& diagnostic : diagnostics.Sorted())
      errors += RenderText(diagnostic, sources, Colour::Off);
    CHECK(errors == "");
    CHECK(Format(file) == example);
    used.Note(file.statements);
  }
  CHECK(used.statements_.size() == std::variant_size_v<decltype(Statement::node)>);
  CHECK(used.actions_.size() == 9);
  CHECK(used.ops_.size() == 12);
  CHECK(used.casts_.size() == 4);
  CHECK(used.conditions_.size() == 4);
  CHECK(used.exprs_.size() == 9);
  CHECK(used.environments_.size() == 6);
  CHECK(used.terms_.size() == 4);
  CHECK(used.relations_.size() == 3);
}

}  // namespace
}  // namespace polc::dsl
