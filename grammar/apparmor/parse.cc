// Statements, blocks and recovery. After an error in a statement, reading goes on after the comma
// that ends it, at the `}` of its block or on the next line, whichever comes first; a `{` that the
// broken statement opens is read as a block of rules, so that its `}` ends that and not the profile
// around it.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "grammar/apparmor/parser.h"

namespace polc::aa {

std::string_view KeywordOf(Family family) {
  switch (family) {
#define POLC_FAMILY(enumerator, keyword) \
  case Family::enumerator:               \
    return keyword;
#include "grammar/apparmor/families.def"
#undef POLC_FAMILY
  }
  return {};
}

namespace {

constexpr std::pair<std::string_view, Family> kFamilies[] = {
#define POLC_FAMILY(enumerator, keyword) {keyword, Family::enumerator},
#include "grammar/apparmor/families.def"
#undef POLC_FAMILY
    {"unmount", Family::Umount},
};

std::optional<Family> FamilyOf(std::string_view keyword) {
  for (const auto& [word, family] : kFamilies) {
    if (word == keyword) return family;
  }
  return std::nullopt;
}

}  // namespace

const std::vector<std::string_view>& RuleKeywords() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all{"profile", "hat",  "if",     "include", "audit",
                                      "allow",   "deny", "prompt", "owner"};
    for (const auto& [word, family] : kFamilies) all.push_back(word);
    return all;
  }();
  return words;
}

File Parser::Run(Context context) {
  File file;
  if (At("\xef\xbb\xbf")) {
    diagnostics_.Error(DiagnosticId::ApparmorSyntax, SpanOf(0, 3),
                       "the text begins with a byte order mark; remove it");
    at_ = 3;
  }
  file.statements =
      ReadStatements(context == Context::File ? Place::File : Place::Rules, false, file.trailing);
  return file;
}

Block Parser::ReadStatements(Place place, bool nested, std::vector<Comment>& rest) {
  Block block;
  for (;;) {
    Gap();
    if (AtEnd() || (nested && Peek() == '}')) break;
    Statement statement;
    statement.leading = std::move(comments_);
    comments_.clear();
    statement.blank_before = blank_line_;
    const size_t begin = at_;
    bool read = false;
    try {
      read = ReadStatement(place, statement);
    } catch (const SyntaxError& error) {
      diagnostics_.Add(error.diagnostic);
      if (error.diagnostic.id == DiagnosticId::TooDeep) {
        gave_up_ = true;
        at_ = text_.size();
      }
      if (text_[begin] == '$' || (text_[begin] == '@' && place == Place::File)) {
        SkipLine();
      } else {
        Recover();
      }
    }
    if (at_ == begin) ++at_;
    if (!read) continue;
    statement.span = SpanFrom(begin);
    // Comments from inside the statement move above it, as in the canonical layout.
    for (Comment& comment : comments_) statement.leading.push_back(std::move(comment));
    comments_.clear();
    NoteTrailingComment(statement);
    block.push_back(std::move(statement));
  }
  rest = std::move(comments_);
  comments_.clear();
  return block;
}

void Parser::NoteTrailingComment(Statement& statement) {
  const size_t back = at_;
  BlanksOfLine();
  if (Peek() != '#' || AtInclude()) {
    at_ = back;
    return;
  }
  const size_t begin = at_;
  at_ = std::min(text_.find('\n', at_), text_.size());
  size_t end = at_;
  while (end > begin + 1 &&
         (text_[end - 1] == ' ' || text_[end - 1] == '\t' || text_[end - 1] == '\r'))
    --end;
  statement.trailing =
      Comment{SpanOf(begin, end), std::string(text_.substr(begin + 1, end - begin - 1)), false};
}

Block Parser::ReadBlock(std::vector<Comment>& rest, Span opener_of) {
  if (Peek() != '{') FailExpected("`{`");
  const size_t open = at_;
  const Nesting nesting(*this);
  ++at_;
  // Comments of the header stay with the statement that the block belongs to.
  std::vector<Comment> held = std::move(comments_);
  comments_.clear();
  Block block = ReadStatements(Place::Rules, true, rest);
  comments_ = std::move(held);
  if (!Take("}") && !gave_up_) {
    diagnostics_.Add({DiagnosticId::ApparmorSyntax,
                      Severity::Error,
                      SpanOf(open, open + 1),
                      "this `{` is never closed; end the block with `}`",
                      {{opener_of, "opened by this"}},
                      {},
                      {}});
  }
  return block;
}

// Recovers from an error in an assignment, which ends with its line.
void Parser::SkipLine() { at_ = std::min(text_.find('\n', at_), text_.size()); }

void Parser::Recover() {
  while (!AtEnd()) {
    const char c = Peek();
    if (c == '}') return;
    // The braces of a glob or a variable do not open a block.
    if (c == '{' && Peek(1) != ' ' && Peek(1) != '\t' && Peek(1) != '\r' && Peek(1) != '\n') {
      const size_t end = text_.find_first_of("}\n", at_);
      if (end != std::string_view::npos && text_[end] == '}') {
        at_ = end + 1;
        continue;
      }
    }
    if (c == '\n') {
      ++at_;
      return;
    }
    if (c == '{' && (Peek(1) == '\n' || Peek(1) == ' ' || Peek(1) == '\r' || Peek(1) == '\t')) {
      if (depth_ >= kMaxDepth) {
        gave_up_ = true;
        at_ = text_.size();
        return;
      }
      std::vector<Comment> rest;
      static_cast<void>(ReadBlock(rest, SpanOf(at_, at_ + 1)));
      comments_.clear();
      return;
    }
    ++at_;
    if (c == ',' &&
        (AtEnd() || Peek() == ' ' || Peek() == '\t' || Peek() == '\n' || Peek() == '\r'))
      return;
  }
}

bool Parser::ReadStatement(Place place, Statement& statement) {
  if (AtInclude()) {
    statement.node = ReadInclude();
    return true;
  }
  const char c = Peek();
  if (c == '}') Fail(Ahead(), "this `}` closes nothing; remove it");
  if (c == '^') {
    ++at_;
    statement.node = ReadProfile(ProfileForm::Caret);
    return true;
  }
  if ((c == '@' && AtVariableAssignment()) || c == '$') {
    if (place == Place::Rules) {
      Fail(Ahead(), "assignments must stand in front of all profiles; move this one there");
    }
    if (c == '@') {
      statement.node = ReadAssignment();
    } else {
      statement.node = ReadBoolean();
      BlanksOfLine();
      if (Peek() != '\n' && Peek() != '#' && !AtEnd()) FailExpected("the end of the line");
    }
    return true;
  }
  const size_t begin = at_;
  const size_t end = Scan(Lexeme::Key, text_, at_);
  if (end != kNoMatch) {
    const std::string_view word = text_.substr(begin, end - begin);
    const std::string_view rest = text_.substr(end);
    if ((word == "profile" || word == "hat") &&
        (EndsKeyword(rest) || rest[0] == '/' || rest[0] == ':' || rest[0] == '@')) {
      at_ = end;
      statement.node = ReadProfile(word == "hat" ? ProfileForm::Hat : ProfileForm::Keyword);
      return true;
    }
    if (word == "abi" && (EndsKeyword(rest) || rest[0] == '<')) {
      at_ = end;
      statement.node = ReadAbi();
      return true;
    }
    if ((word == "alias" || word == "rewrite") && EndsKeyword(rest)) {
      const Span span = SpanOf(begin, end);
      if (place == Place::Rules)
        Fail(span, StrFormat("`{}` rules must stand in front of all profiles; move this one there",
                             word));
      at_ = end;
      statement.node = ReadAlias({span, std::string(word), false});
      return true;
    }
    if (word == "else" && EndsKeyword(rest))
      Fail(SpanOf(begin, end), "this `else` belongs to no `if`; put it right after the `}` of one");
  }
  if (place == Place::Rules) {
    ReadRuleStatement(statement);
    return true;
  }
  if (c == '/' || c == ':' || c == '"' || c == '&') {
    statement.node = ReadProfile(ProfileForm::Bare);
    return true;
  }
  const Span span = Ahead();
  if (c == '@')
    Fail(span,
         "a profile whose name begins with a variable needs the word `profile`; put it in front");
  if (c == '{')
    Fail(span, "this block belongs to no profile; put `profile` and a name in front of it");
  if (end != kNoMatch) {
    const std::string_view word = text_.substr(begin, end - begin);
    if (FamilyOf(word) || word == "audit" || word == "deny" || word == "allow" || word == "owner" ||
        word == "if") {
      Fail(SpanOf(begin, end),
           StrFormat("`{}` belongs inside a profile; put it between the `{{` and `}}` of one",
                     word));
    }
    static constexpr std::string_view kWords[] = {"profile", "abi", "include", "alias", "hat"};
    const std::string near = DidYouMean(word, kWords);
    Fail(SpanOf(begin, end), StrFormat("no statement begins with `{}`{}", word,
                                       near.empty() ? "; a profile begins with `profile`" : near));
  }
  Fail(span,
       StrFormat("expected a profile, an include or an assignment, but found {}", Shown(span)));
}

void Parser::ReadRuleStatement(Statement& statement) {
  const size_t begin = at_;
  const size_t end = Scan(Lexeme::Key, text_, at_);
  if (end != kNoMatch && text_.substr(begin, end - begin) == "if" &&
      EndsKeyword(text_.substr(end)) && text_.substr(end, 1) != ",") {
    at_ = end;
    statement.node = ReadConditional();
    return;
  }
  ReadPrefixed(statement);
}

void Parser::ReadPrefixed(Statement& statement) {
  Rule rule;
  rule.prefix = ReadPrefix();
  if (Peek() == '{') {
    QualifierBlock block;
    block.prefix = rule.prefix;
    const Span opener = SpanOf(at_, at_ + 1);
    block.body = ReadBlock(block.trailing, opener);
    statement.node = std::move(block);
    return;
  }
  const size_t begin = at_;
  const size_t end = Scan(Lexeme::Key, text_, at_);
  const std::string_view word =
      end == kNoMatch ? std::string_view() : text_.substr(begin, end - begin);
  const bool whole = end != kNoMatch && EndsKeyword(text_.substr(end));
  if (whole &&
      (word == "profile" || word == "hat" || word == "if" || word == "include" || word == "abi")) {
    Fail(SpanOf(begin, end),
         StrFormat("`{}` takes no prefix; put the prefix in front of its rules", word));
  }
  const std::optional<Family> family = whole ? FamilyOf(word) : std::nullopt;
  if (!family) {
    ReadFileRule(rule);
  } else {
    at_ = end;
    rule.family = *family;
    rule.keyword = {SpanOf(begin, end), std::string(word), false};
    if (*family == Family::File) {
      ReadFileRule(rule);
    } else if (*family == Family::Link) {
      ReadLinkRule(rule);
    } else {
      ReadParts(rule);
    }
  }
  statement.node = std::move(rule);
}

File ParseFile(const SourceFile& source, Context context, DiagnosticSink& diagnostics) {
  if (source.text.size() > kMaxProfileBytes) {
    diagnostics.Error(DiagnosticId::TooLarge, {source.id, 0, 0},
                      "the text is longer than the 16 MiB that polc reads");
    return {};
  }
  return Parser(source, diagnostics).Run(context);
}

}  // namespace polc::aa
