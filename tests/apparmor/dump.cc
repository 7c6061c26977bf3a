#include "tests/apparmor/dump.h"

namespace polc::aa {
namespace {

class Dumper {
 public:
  std::string Run(const File& file) {
    Add(file.statements);
    return std::move(out_);
  }

 private:
  void Open(std::string_view name) { out_ += "(" + std::string(name); }
  void Close() { out_ += ")\n"; }
  void Add(std::string_view text) { out_ += " <" + std::string(text) + ">"; }
  void Add(const Word& word) {
    out_ += word.span.known() ? (word.quoted ? " q<" : " <") + word.text + ">" : " -";
  }
  void Add(const std::vector<Word>& words) {
    out_ += " [";
    for (const Word& word : words) Add(word);
    out_ += "]";
  }
  void Add(const Condition& condition) {
    Open(condition.list ? "list" : "condition");
    Add(condition.name);
    Add(condition.op);
    Add(condition.values);
    for (const Condition& inner : condition.group) Add(inner);
    Close();
  }
  void Add(const Prefix& prefix) {
    for (const Word* word : {&prefix.priority, &prefix.audit, &prefix.mode, &prefix.owner})
      Add(*word);
  }
  void Add(const Rule& rule) {
    Open("rule");
    Add(rule.prefix);
    Add(KeywordOf(rule.family));
    Add(rule.keyword);
    for (const Word* word : {&rule.transition, &rule.perms, &rule.subset, &rule.path, &rule.target})
      Add(*word);
    out_ += rule.perms_first ? " first" : "";
    for (const Part& part : rule.parts) {
      Open("part");
      out_ += std::to_string(static_cast<int>(part.kind));
      if (part.kind == PartKind::Word) Add(part.word);
      if (part.kind == PartKind::List) Add(part.list);
      if (part.kind == PartKind::Condition) Add(part.condition);
      Close();
    }
    Close();
  }
  void Add(const Include& include) {
    Open("include");
    out_ += include.if_exists ? " if" : "";
    out_ += include.form == IncludeForm::Search ? " search" : " path";
    Add(include.path);
    Close();
  }
  void Add(const Abi& abi) {
    Open(abi.form == IncludeForm::Search ? "abi" : "abi-path");
    Add(abi.path);
    Close();
  }
  void Add(const Alias& alias) {
    Open("alias");
    for (const Word* word : {&alias.keyword, &alias.from, &alias.to}) Add(*word);
    Close();
  }
  void Add(const VariableAssignment& assignment) {
    Open("variable");
    Add(assignment.name);
    Add(assignment.op);
    Add(assignment.values);
    Close();
  }
  void Add(const Expression& expression) {
    Open("expression " + std::to_string(static_cast<int>(expression.kind)));
    Add(expression.word);
    for (const Expression& operand : expression.operands) Add(operand);
    Close();
  }
  void Add(const BooleanAssignment& assignment) {
    Open("boolean");
    Add(assignment.name);
    Add(assignment.op);
    Add(assignment.value);
    Close();
  }
  void Add(const Profile& profile) {
    Open("profile " + std::to_string(static_cast<int>(profile.form)));
    Add(profile.name);
    Add(profile.attachment);
    for (const Xattr& xattr : profile.xattrs) {
      Add(xattr.name);
      Add(xattr.value);
    }
    for (const auto& names : profile.identities) Add(names);
    Add(profile.flags);
    Add(profile.body);
    Close();
  }
  void Add(const Conditional& conditional) {
    Open("if");
    for (const Conditional::Branch& branch : conditional.branches) {
      if (branch.condition) Add(*branch.condition);
      Add(branch.body);
    }
    Close();
  }
  void Add(const QualifierBlock& block) {
    Open("block");
    Add(block.prefix);
    Add(block.body);
    Close();
  }
  void Add(const Block& block) {
    for (const Statement& statement : block)
      std::visit([&](const auto& node) { Add(node); }, statement.node);
  }

  std::string out_;
};

}  // namespace

std::string Dump(const File& file) { return Dumper().Run(file); }

}  // namespace polc::aa
