#include <algorithm>

#include "compiler/base/str_format.h"
#include "grammar/apparmor/parser.h"

namespace polc::aa {
namespace {

bool BeginsPath(char c) { return c == '/' || c == '"' || c == '@' || c == ':' || c == '&'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// apparmor_parser's lexer reads these words as keywords and never as a path.
bool IsReserved(std::string_view word) {
  const auto& keywords = RuleKeywords();
  return word == "safe" || word == "unsafe" || word == "subset" ||
         std::find(keywords.begin(), keywords.end(), word) != keywords.end() ||
         Scan(Lexeme::FileMode, word, 0) == word.size();
}

}  // namespace

// `priority=N audit deny owner`: each at most once and in this order.
Prefix Parser::ReadPrefix() {
  Prefix prefix;
  const auto refuse_after = [&](const Word& word, const Word& other) {
    if (!other.span.known()) return;
    throw SyntaxError{Diagnostic{
        DiagnosticId::ApparmorSyntax,
        Severity::Error,
        word.span,
        StrFormat("`{}` must stand in front of `{}`; move it there", word.text, other.text),
        {{other.span, "after this"}}}};
  };
  for (;;) {
    Gap();
    const size_t begin = at_;
    std::optional<Word> word = TakeLexeme(Lexeme::Key);
    if (!word) return prefix;
    const std::string& text = word->text;
    if (Peek() == '/') {
      at_ = begin;
      return prefix;
    }
    Word* slot = nullptr;
    if (text == "audit") {
      slot = &prefix.audit;
      refuse_after(*word, prefix.mode);
      refuse_after(*word, prefix.owner);
    } else if (text == "allow" || text == "deny" || text == "prompt") {
      slot = &prefix.mode;
      refuse_after(*word, prefix.owner);
    } else if (text == "owner" || text == "user" || text == "other") {
      slot = &prefix.owner;
    } else if (text == "priority") {
      Blanks();
      if (!Take("=")) {
        at_ = begin;
        return prefix;
      }
      slot = &prefix.priority;
      refuse_after(*word, prefix.audit);
      refuse_after(*word, prefix.mode);
      refuse_after(*word, prefix.owner);
      Blanks();
      if (slot->span.known()) Fail(word->span, "a rule has one priority; remove one of the two");
      std::optional<Word> number = TakeLexeme(Lexeme::Number);
      if (!number) FailExpected("a number after `priority=`");
      *slot = std::move(*number);
      continue;
    } else if (text == "quiet" || text == "kill" || text == "complain") {
      const char next = Peek();
      if (next == ' ' || next == '\t') {
        Fail(
            word->span,
            StrFormat(
                "`{}` is not a prefix of rules; write `deny` without `audit` to refuse without a log message",
                text));
      }
    }
    if (slot == nullptr) {
      at_ = begin;
      return prefix;
    }
    if (slot->span.known()) {
      Fail(word->span, slot->text == text ? StrFormat("`{}` is given twice; keep one", text)
                                          : StrFormat("a rule is either `{}` or `{}`; keep one",
                                                      slot->text, text));
    }
    *slot = std::move(*word);
  }
}

Word Parser::ReadPath() {
  const size_t begin = at_;
  std::optional<Word> path = TakeWord(Lexeme::Path);
  if (!path) FailExpected("a path");
  // apparmor_parser accepts a bare word that begins with a letter as a path, which matches nothing.
  const bool begins = !path->text.empty() &&
                      (BeginsPath(path->text[0]) || (!path->quoted && IsLetter(path->text[0])));
  if (begins) {
    if (path->quoted || !IsReserved(path->text)) return std::move(*path);
    at_ = begin;
    FailExpected("a path");
  }
  const bool glob =
      !path->text.empty() && std::string_view("*?[").find(path->text[0]) != std::string_view::npos;
  Fail(SpanFrom(begin), StrFormat("a path begins with `/` or a variable{}",
                                  glob ? StrFormat("; write `/{}`", path->text) : std::string()));
}

Word Parser::ReadTarget() {
  Blanks();
  std::optional<Word> target = TakeWord(Lexeme::Path);
  if (!target) FailExpected("a name after `->`");
  return std::move(*target);
}

// `/path rw -> target,`, `rw /path -> target,` and `file,`.
void Parser::ReadFileRule(Rule& rule) {
  rule.family = Family::File;
  Gap();
  if (rule.keyword.span.known()) {
    // A path may follow on the next line.
    const bool alone = IsOnLaterLine(rule.keyword.span.end) && AtStatementWord(rule);
    if (Peek() == ',' || Peek() == '}' || AtEnd() || AtInclude() || alone)
      return ExpectComma("`file` rule", rule.keyword.span.end, &rule);
  }
  for (const std::string_view word : {"safe", "unsafe"}) {
    if (Scan(Lexeme::Key, text_, at_) != at_ + word.size() || !At(word)) continue;
    rule.transition = *TakeLexeme(Lexeme::Key);
    Gap();
    break;
  }
  const auto follows_path = [&](size_t end) {
    while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) ++end;
    const std::string_view rest = text_.substr(end);
    return !rest.empty() && (BeginsPath(rest[0]) || rest.starts_with("subset "));
  };
  if (!BeginsPath(Peek())) {
    const size_t mode = Scan(Lexeme::FileMode, text_, at_);
    const size_t letters = Scan(Lexeme::ModeLetters, text_, at_);
    if (mode != kNoMatch) {
      rule.perms_first = true;
      rule.perms = *TakeLexeme(Lexeme::FileMode);
      Gap();
      if (Scan(Lexeme::Key, text_, at_) == at_ + 6 && At("subset")) {
        rule.subset = *TakeLexeme(Lexeme::Key);
        Gap();
      }
    } else if (letters != kNoMatch && follows_path(letters)) {
      FailPerms(SpanOf(at_, letters));
    }
  }
  if (Peek() == '{' || AtEnd()) FailExpected("a rule");
  rule.path = ReadPath();
  size_t end = at_;
  Gap();
  if (!rule.perms_first) {
    if (Scan(Lexeme::FileMode, text_, at_) == kNoMatch) {
      if (Peek() == '{') {
        Fail(
            rule.path.span,
            "a rule cannot have a block; if this is a child profile, put `profile` in front of it");
      }
      const size_t word = Scan(Lexeme::Path, text_, at_);
      const bool same_line =
          text_.substr(rule.path.span.end, at_ - rule.path.span.end).find('\n') ==
          std::string_view::npos;
      if (const std::string hint = RuleHint(rule.path); !hint.empty()) {
        Fail(rule.path.span, StrFormat("no rule begins with `{}`{}", rule.path.text, hint));
      }
      if (word != kNoMatch && same_line && Peek() != '}') FailPerms(SpanOf(at_, word));
      throw SyntaxError{Diagnostic{
          DiagnosticId::ApparmorSyntax, Severity::Error, rule.path.span,
          StrFormat("`{}` has no access mode; put letters such as `r` and a `,` after it",
                    rule.path.text)}};
    }
    rule.perms = *TakeLexeme(Lexeme::FileMode);
    end = at_;
    Gap();
  }
  if (Take("->")) {
    rule.target = ReadTarget();
    end = at_;
    Gap();
  }
  ExpectComma("file rule", end, &rule);
}

// What `word`, which is no path, was probably meant to be: mostly it is a misspelt keyword.
std::string Parser::RuleHint(const Word& word) const {
  if (word.quoted || word.text.empty() || BeginsPath(word.text[0])) return {};
  return DidYouMean(word.text, RuleKeywords());
}

// Says what is wrong with letters that are not an access mode.
void Parser::FailPerms(Span span) const {
  const std::string_view letters = text_.substr(span.begin, span.end - span.begin);

  constexpr std::string_view kExec = "`ix`, `px`, `cx`, `ux`, `pix`, `cix`, `pux` or `cux`";
  if (Scan(Lexeme::ModeLetters, letters, 0) == letters.size()) {
    for (size_t i = 0; i < letters.size(); ++i) {
      const char c = letters[i];
      if (c == 'd' || c == 'D')
        Fail(span,
             StrFormat(
                 "`{}` has the unknown letter `d`; write `w`, which also allows deleting the file",
                 letters));
      if (std::string_view("iupcIUPC").find(c) == std::string_view::npos) continue;
      size_t end = i;
      while (end < letters.size() &&
             std::string_view("iupcIUPCxX").find(letters[end]) != std::string_view::npos)
        ++end;
      const Span run = SpanOf(span.begin + i, span.begin + end);
      const std::string mode(letters.substr(i, end - i));
      if (mode.find_first_of("xX") == std::string::npos) {
        Fail(run, StrFormat("`{}` is not an exec mode, because it has no `x`; write one of {}",
                            mode, kExec));
      }
      if (Scan(Lexeme::FileMode, mode, 0) == kNoMatch) {
        Fail(run, StrFormat("`{}` is not an exec mode; write one of {}", mode, kExec));
      }
      i = end - 1;
    }
  }
  Fail(span,
       StrFormat(
           "`{}` is not an access mode; write letters of `rwalmk`, or an exec mode such as `ix`",
           letters));
}

void Parser::ReadLinkRule(Rule& rule) {
  rule.family = Family::Link;
  Gap();
  if (Scan(Lexeme::Key, text_, at_) == at_ + 6 && At("subset")) {
    rule.subset = *TakeLexeme(Lexeme::Key);
    Gap();
  }
  rule.path = ReadPath();
  Gap();
  if (!Take("->")) FailExpected("`->` and the file that the link may point to");
  rule.target = ReadTarget();
  const size_t end = at_;
  Gap();
  ExpectComma("`link` rule", end, &rule);
}

}  // namespace polc::aa
