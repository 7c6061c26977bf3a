#include "compiler/base/str_format.h"
#include "grammar/apparmor/parser.h"

namespace polc::aa {

Profile Parser::ReadProfile(ProfileForm form) {
  Profile profile;
  profile.form = form;
  if (form == ProfileForm::Keyword || form == ProfileForm::Hat) BlanksOfLine();
  std::optional<Word> name = Peek() == '{' ? std::nullopt : TakeWord(Lexeme::Path);
  if (!name)
    FailExpected(form == ProfileForm::Hat || form == ProfileForm::Caret
                     ? "the name of the hat"
                     : "the name of the profile");
  profile.name = std::move(*name);
  ReadHeader(profile);
  profile.body = ReadBlock(profile.trailing, profile.name.span);
  return profile;
}

void Parser::ReadHeader(Profile& profile) {
  Gap();
  const bool path = Peek() == '/' || Peek() == '"' || At("@{");
  if (path) {
    profile.attachment = *TakeWord(Lexeme::Path);
    Gap();
  }
  if (TakeKeyword("xattrs")) {
    ReadXattrs(profile);
    Gap();
  }
  while (Take("+")) {
    Gap();
    if (!TakeKeyword("identities")) FailExpected("`identities=(…)` after `+`");
    ReadIdentities(profile);
    Gap();
  }
  if (TakeKeyword("flags")) {
    Blanks();
    if (!Take("=")) FailExpected("`=` after `flags`");
    Blanks();
    ReadFlags(profile);
    Gap();
  } else if (Peek() == '(') {
    profile.flags_keyword = false;
    ReadFlags(profile);
    Gap();
  }
  if (Peek() == '{') return;
  const Span span = Ahead();
  if (At("xattrs")) Fail(span, "`xattrs` must stand in front of `flags`; move it there");
  if (At("flags")) Fail(span, "a profile has one list of flags; put all flags into it");
  if (AtEnd() || profile.name.text.ends_with('{')) {
    Fail(profile.name.span, "no `{` opens this profile; put a blank and `{` after its header");
  }
  if (Peek() == ',' || Scan(Lexeme::FileMode, text_, at_) != kNoMatch) {
    Fail(profile.name.span,
         "this rule stands outside of all profiles; put it between the `{` and `}` of one");
  }
  Fail(span, StrFormat("expected `{{` or `flags=(…)` after the name of the profile, but found {}",
                       Shown(span)));
}

void Parser::ReadXattrs(Profile& profile) {
  Blanks();
  if (!Take("=")) FailExpected("`=` after `xattrs`");
  Blanks();
  if (!Take("(")) FailExpected("`(` after `xattrs=`");
  for (;;) {
    Blanks();
    if (Take(")")) return;
    Xattr xattr;
    std::optional<Word> name = TakeLexeme(Lexeme::Key);
    if (!name) FailExpected("the name of an extended attribute, or `)`");
    xattr.name = std::move(*name);
    Blanks();
    if (Take("=")) {
      Blanks();
      std::optional<Word> value = TakeWord(Lexeme::ListValue);
      if (!value) FailExpected("the value of the extended attribute");
      xattr.value = std::move(*value);
    }
    profile.xattrs.push_back(std::move(xattr));
    Blanks();
    if (Take(",")) continue;
  }
}

void Parser::ReadIdentities(Profile& profile) {
  Blanks();
  if (!Take("=")) FailExpected("`=` after `identities`");
  Blanks();
  if (!Take("(")) FailExpected("`(` after `identities=`");
  std::vector<Word> names;
  for (;;) {
    Blanks();
    if (Take(")")) break;
    std::optional<Word> name = TakeWord(Lexeme::ListValue);
    if (!name) FailExpected("an identity, or `)`");
    names.push_back(std::move(*name));
    Blanks();
    if (Take(",")) continue;
  }
  if (names.empty())
    Fail(SpanOf(at_ - 1, at_), "`identities` has no value; put one between the parentheses");
  profile.identities.push_back(std::move(names));
}

void Parser::ReadFlags(Profile& profile) {
  const size_t open = at_;
  if (!Take("(")) FailExpected("`(` in front of the flags");
  for (;;) {
    Blanks();
    if (Take(")")) break;
    std::optional<Word> flag = TakeLexeme(Lexeme::ListValue);
    if (!flag) FailExpected("a flag, or `)`");
    if (flag->text.ends_with('=') && Peek() == '"') {
      const Word value = *TakeQuoted();
      flag->text += value.text;
      flag->span.end = value.span.end;
    }
    if (flag->text.find_first_of("{}") != std::string::npos &&
        flag->text.find("@{") == std::string::npos) {
      Fail(SpanOf(open, open + 1), "this `(` is never closed; put `)` after the last flag");
    }
    profile.flags.push_back(std::move(*flag));
    Blanks();
    if (Take(",")) continue;
  }
  if (profile.flags.empty()) Fail(SpanFrom(open), "the list of flags is empty; remove it");
}

}  // namespace polc::aa
