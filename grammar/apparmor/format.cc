#include "grammar/apparmor/format.h"

#include <algorithm>

#include "compiler/base/str_format.h"

namespace polc::aa {
namespace {

std::string Text(const Word& word) {
  return word.quoted ? StrFormat("\"{}\"", word.text) : word.text;
}

std::string Join(const std::vector<Word>& words, std::string_view separator) {
  std::string text;
  for (const Word& word : words) {
    if (!text.empty()) text += separator;
    text += Text(word);
  }
  return text;
}

std::string Format(const Condition& condition) {
  std::string text = condition.name.text;
  text += condition.op.text == "in" ? " in " : condition.op.text;
  if (!condition.list)
    return text + (condition.values.empty() ? std::string() : Text(condition.values[0]));
  text += "(" + Join(condition.values, ", ");
  bool first = condition.values.empty();
  for (const Condition& inner : condition.group) {
    text += (first ? "" : " ") + Format(inner);
    first = false;
  }
  return text + ")";
}

std::string Format(const Part& part) {
  switch (part.kind) {
    case PartKind::Word:
      return Text(part.word);
    case PartKind::List:
      return StrFormat("({})", Join(part.list, ", "));
    case PartKind::Condition:
      return Format(part.condition);
    case PartKind::Arrow:
      return "->";
  }
  return {};
}

std::string FormatFileRule(const Rule& rule) {
  std::string text;
  const auto add = [&](const Word& word) {
    if (!word.span.known()) return;
    text += (text.empty() ? "" : " ") + Text(word);
  };
  add(rule.keyword);
  add(rule.transition);
  if (rule.perms_first || rule.family == Family::Link) {
    add(rule.perms);
    add(rule.subset);
    add(rule.path);
  } else {
    add(rule.path);
    add(rule.perms);
  }
  if (rule.target.span.known()) text += " -> " + Text(rule.target);
  return text;
}

std::string Header(const Profile& profile) {
  std::string text;
  switch (profile.form) {
    case ProfileForm::Keyword:
      text = "profile ";
      break;
    case ProfileForm::Hat:
      text = "hat ";
      break;
    case ProfileForm::Caret:
      text = "^";
      break;
    case ProfileForm::Bare:
      break;
  }
  text += Text(profile.name);
  if (profile.attachment.span.known()) text += " " + Text(profile.attachment);
  if (!profile.xattrs.empty()) {
    text += " xattrs=(";
    for (const Xattr& xattr : profile.xattrs) {
      if (!text.ends_with('(')) text += " ";
      text += xattr.name.text;
      if (xattr.value.span.known()) text += "=" + Text(xattr.value);
    }
    text += ")";
  }
  for (const auto& names : profile.identities)
    text += StrFormat(" + identities=({})", Join(names, ", "));
  if (!profile.flags.empty()) {
    text += profile.flags_keyword ? " flags=(" : " (";
    std::string flags;
    for (const Word& flag : profile.flags) {
      if (!flags.empty()) flags += ", ";
      const size_t value = flag.text.find('=');
      // A value with one of these characters must be quoted.
      const bool quoted = value != std::string::npos &&
                          flag.text.find_first_of(" \t\r\n,!()", value) != std::string::npos;
      flags += quoted ? StrFormat("{}\"{}\"", flag.text.substr(0, value + 1),
                                  flag.text.substr(value + 1))
                      : flag.text;
    }
    text += flags + ")";
  }
  return text;
}

class Printer {
 public:
  std::string Run(const File& file) {
    Print(file.statements);
    PrintComments(file.trailing);
    return std::move(text_);
  }

 private:
  void Line(const std::string& line) {
    text_.append(indent_ * 2, ' ');
    text_ += line;
    text_ += '\n';
    first_ = false;
  }

  void PrintComments(const std::vector<Comment>& comments) {
    for (const Comment& comment : comments) {
      if (comment.blank_before && !first_) text_ += '\n';
      Line("#" + comment.text);
    }
  }

  void Print(const Block& block) {
    for (const Statement& statement : block) {
      PrintComments(statement.leading);
      if (statement.blank_before && !first_) text_ += '\n';
      std::visit([&](const auto& node) { Print(node); }, statement.node);
      if (statement.trailing) {
        text_.pop_back();
        text_ += StrFormat("  #{}\n", statement.trailing->text);
      }
    }
  }

  void PrintBody(const Block& body, const std::vector<Comment>& trailing) {
    ++indent_;
    first_ = true;
    Print(body);
    PrintComments(trailing);
    first_ = false;
    --indent_;
  }

  void Print(const Rule& rule) { Line(Format(rule)); }
  void Print(const Include& include) {
    const std::string path = include.form == IncludeForm::Search
                                 ? StrFormat("<{}>", Text(include.path))
                                 : Text(include.path);
    Line(include.keyword.text + (include.if_exists ? " if exists " : " ") + path);
  }
  void Print(const Abi& abi) {
    Line(StrFormat("abi {},", abi.form == IncludeForm::Search ? StrFormat("<{}>", Text(abi.path))
                                                              : Text(abi.path)));
  }
  void Print(const Alias& alias) {
    Line(StrFormat("{} {} -> {},", alias.keyword.text, Text(alias.from), Text(alias.to)));
  }
  void Print(const VariableAssignment& assignment) {
    Line(StrFormat("@{{{}}} {} {}", assignment.name.text, assignment.op.text,
                   Join(assignment.values, " ")));
  }
  void Print(const BooleanAssignment& assignment) {
    Line(
        StrFormat("${} {} {}", assignment.name.text, assignment.op.text, Format(assignment.value)));
  }
  void Print(const Profile& profile) {
    Line(Header(profile) + " {");
    PrintBody(profile.body, profile.trailing);
    Line("}");
  }
  void Print(const QualifierBlock& block) {
    Line(Format(block.prefix) + "{");
    PrintBody(block.body, block.trailing);
    Line("}");
  }
  void Print(const Conditional& conditional) {
    std::string opener = "if ";
    for (const Conditional::Branch& branch : conditional.branches) {
      Line(branch.condition ? StrFormat("{}{} {{", opener, Format(*branch.condition)) : "} else {");
      PrintBody(branch.body, branch.trailing);
      opener = "} else if ";
    }
    Line("}");
  }

  std::string text_;
  size_t indent_ = 0;
  bool first_ = true;  // nothing has been printed in this block yet
};

int Strength(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::Or:
      return 0;
    case ExpressionKind::And:
      return 1;
    case ExpressionKind::Not:
      return 2;
    case ExpressionKind::Defined:
    case ExpressionKind::Compare:
    case ExpressionKind::Operand:
      return 3;
  }
  return 3;
}

std::string Operand(const Expression& inner, int strength) {
  const std::string text = Format(inner);
  return Strength(inner.kind) < strength ? StrFormat("({})", text) : text;
}

std::string Variable(const Word& word) {
  if (word.text.starts_with('@') && !word.quoted) return StrFormat("@{{{}}}", word.text.substr(1));
  return Text(word);
}

void SortBlock(Block& block) {
  const auto is_rule = [](const Statement& statement) {
    return std::holds_alternative<Rule>(statement.node);
  };
  for (auto begin = block.begin(); begin != block.end();) {
    if (!is_rule(*begin)) {
      if (auto* profile = std::get_if<Profile>(&begin->node)) SortBlock(profile->body);
      if (auto* inner = std::get_if<QualifierBlock>(&begin->node)) SortBlock(inner->body);
      if (auto* conditional = std::get_if<Conditional>(&begin->node)) {
        for (Conditional::Branch& branch : conditional->branches) SortBlock(branch.body);
      }
      ++begin;
      continue;
    }
    auto end = begin + 1;
    while (end != block.end() && is_rule(*end) && end->leading.empty() && !end->blank_before) ++end;
    // Comments and the empty line above the first rule stay above the whole group.
    std::vector<Comment> leading = std::move(begin->leading);
    const bool blank = begin->blank_before;
    begin->leading.clear();
    begin->blank_before = false;
    std::stable_sort(begin, end, [](const Statement& a, const Statement& b) {
      return std::get<Rule>(a.node).family < std::get<Rule>(b.node).family;
    });
    begin->leading = std::move(leading);
    begin->blank_before = blank;
    begin = end;
  }
}

}  // namespace

std::string Format(const Prefix& prefix) {
  std::string text;
  if (prefix.priority.span.known()) text += StrFormat("priority={} ", prefix.priority.text);
  for (const Word* word : {&prefix.audit, &prefix.mode, &prefix.owner}) {
    if (word->span.known()) text += word->text + " ";
  }
  return text;
}

std::string Format(const Rule& rule) {
  std::string text = Format(rule.prefix);
  if (rule.family == Family::File || rule.family == Family::Link)
    return StrFormat("{}{},", text, FormatFileRule(rule));
  text += rule.keyword.text;
  for (const Part& part : rule.parts) text += " " + Format(part);
  return text + ",";
}

std::string Format(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Or:
    case ExpressionKind::And: {
      std::string text;
      for (const Expression& operand : expression.operands) {
        if (!text.empty()) text += expression.kind == ExpressionKind::Or ? " or " : " and ";
        text += Operand(operand, Strength(expression.kind) + 1);
      }
      return text;
    }
    case ExpressionKind::Not:
      return "not " + Operand(expression.operands[0], Strength(expression.kind));
    case ExpressionKind::Defined:
      return "defined " + Variable(expression.word);
    case ExpressionKind::Compare:
      return StrFormat("{} {} {}", Variable(expression.operands[0].word), expression.word.text,
                       Variable(expression.operands[1].word));
    case ExpressionKind::Operand:
      return Variable(expression.word);
  }
  return {};
}

std::string Format(const File& file) { return Printer().Run(file); }

void SortRules(File& file) { SortBlock(file.statements); }

}  // namespace polc::aa
