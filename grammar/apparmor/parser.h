#pragma once

// The state of one run of ParseFile and the functions that read each construct. A function that
// cannot go on throws SyntaxError, which the statement loop (parse.cc) reports before it looks for
// the next statement.
//
// There are two kinds of white space, because apparmor_parser's lexer knows comments in some of its
// states only: Gap() also passes comments, Blanks() does not.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "compiler/base/strings.h"
#include "grammar/apparmor/ast.h"
#include "grammar/apparmor/lex.h"
#include "grammar/apparmor/parse.h"

namespace polc::aa {

// Every word that may begin a rule.
[[nodiscard]] const std::vector<std::string_view>& RuleKeywords();

// A keyword is a whole word: `hatfoo` and `network/x` are not.
[[nodiscard]] bool EndsKeyword(std::string_view rest);

struct SyntaxError {
  Diagnostic diagnostic;
};

class Parser {
 public:
  Parser(const SourceFile& source, DiagnosticSink& diagnostics)
      : text_(source.text), source_(source.id), diagnostics_(diagnostics) {}

  [[nodiscard]] File Run(Context context);

 private:
  // --- cursor.cc: characters, words, white space ---
  [[nodiscard]] char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool AtEnd() const { return at_ >= text_.size(); }
  [[nodiscard]] bool At(std::string_view token) const {
    return text_.substr(at_).starts_with(token);
  }
  [[nodiscard]] bool AtInclude() const;
  [[nodiscard]] Span SpanFrom(size_t begin) const { return SpanOf(begin, at_); }
  [[nodiscard]] Span SpanOf(size_t begin, size_t end) const;
  // The token at the cursor, for messages.
  [[nodiscard]] Span Ahead() const;
  [[nodiscard]] std::string Shown(Span span) const;
  void Gap();
  void Blanks();
  void BlanksOfLine();
  [[nodiscard]] bool Take(std::string_view token);
  [[nodiscard]] bool TakeKeyword(std::string_view keyword);
  [[nodiscard]] std::optional<Word> TakeLexeme(Lexeme lexeme);
  [[nodiscard]] std::optional<Word> TakeQuoted();
  // A quoted string, or the lexeme.
  [[nodiscard]] std::optional<Word> TakeWord(Lexeme lexeme);
  [[noreturn]] void Fail(Span span, std::string message) const;
  // "expected <what>, but found `x`"
  [[noreturn]] void FailExpected(std::string_view what) const;

  // --- rule_end.cc ---
  // Takes the comma. `end` is where the last word ends. Where the comma is missing and a statement
  // follows, reading goes on with that one; without `rule`, whatever follows is one.
  void ExpectComma(std::string_view name, size_t end, const Rule* rule);
  // Whether the next word, on a line after words of `rule`, cannot be one of its words.
  [[nodiscard]] bool BeginsStatement(const Rule& rule) const;
  [[nodiscard]] bool AtStatementWord(const Rule& rule) const;
  [[nodiscard]] bool IsOnLaterLine(size_t end) const;
  [[nodiscard]] size_t AfterBlanksOfLine(size_t end) const;

  // --- parse.cc: statements, blocks, recovery ---
  enum class Place { File, Rules };
  [[nodiscard]] Block ReadStatements(Place place, bool nested, std::vector<Comment>& rest);
  [[nodiscard]] Block ReadBlock(std::vector<Comment>& rest, Span opener_of);
  [[nodiscard]] bool ReadStatement(Place place, Statement& statement);
  void ReadRuleStatement(Statement& statement);
  void ReadPrefixed(Statement& statement);
  void NoteTrailingComment(Statement& statement);
  void Recover();
  void SkipLine();

  // --- parse_preamble.cc ---
  [[nodiscard]] Include ReadInclude();
  [[nodiscard]] Abi ReadAbi();
  [[nodiscard]] Alias ReadAlias(Word keyword);
  [[nodiscard]] VariableAssignment ReadAssignment();
  [[nodiscard]] BooleanAssignment ReadBoolean();
  [[nodiscard]] Word ReadVariableName(char sigil);
  [[nodiscard]] Word ReadAssignmentOperator();
  [[nodiscard]] bool AtVariableAssignment() const;

  // --- parse_profile.cc ---
  [[nodiscard]] Profile ReadProfile(ProfileForm form);
  void ReadHeader(Profile& profile);
  void ReadXattrs(Profile& profile);
  void ReadIdentities(Profile& profile);
  void ReadFlags(Profile& profile);

  // --- parse_expression.cc ---
  [[nodiscard]] Conditional ReadConditional();
  [[nodiscard]] Word ReadVariable(char sigil);  // with its sigil
  [[nodiscard]] Expression ReadExpression();
  [[nodiscard]] Expression ReadAnd();
  [[nodiscard]] Expression ReadNot();
  [[nodiscard]] Expression ReadFactor();
  [[nodiscard]] Expression ReadOperand();

  // --- parse_rules.cc ---
  [[nodiscard]] Prefix ReadPrefix();
  void ReadFileRule(Rule& rule);
  void ReadLinkRule(Rule& rule);
  [[noreturn]] void FailPerms(Span span) const;
  [[nodiscard]] std::string RuleHint(const Word& word) const;
  [[nodiscard]] Word ReadPath();
  [[nodiscard]] Word ReadTarget();

  // --- parse_parts.cc ---
  void ReadParts(Rule& rule);
  [[nodiscard]] bool ReadCondition(const Rule& rule, Condition& condition);
  void ReadConditionValue(const Rule& rule, Condition& condition);
  // After the `(`: words, or the conditions of a group.
  void ReadList(const Rule& rule, std::vector<Word>& words, std::vector<Condition>& group);

  class Nesting;

  std::string_view text_;
  SourceId source_;
  DiagnosticSink& diagnostics_;
  size_t at_ = 0;
  size_t depth_ = 0;
  bool blank_line_ = false;        // the last Gap() ended in an empty line
  bool gave_up_ = false;           // nested too deep: the rest of the text is not read
  std::vector<Comment> comments_;  // passed by Gap() and not yet given to a statement
};

// Counts one level of nesting for its lifetime. The constructor throws if there are too many.
class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser);
  ~Nesting() { --parser_.depth_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  Parser& parser_;
};

}  // namespace polc::aa
