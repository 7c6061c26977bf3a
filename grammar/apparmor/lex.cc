// apparmor_parser reads its input with flex, in some thirty states; a word is `[^ \t\r\n"!,]`, with
// the variations below. A comma belongs to a word if a character of the word follows (`/a,b` is one
// path), which is why `network inet,/b r,` is one rule.

#include "grammar/apparmor/lex.h"

#include <tao/pegtl.hpp>

namespace polc::aa {
namespace {

namespace lex {

using namespace tao::pegtl;

// clang-format off
struct blank         : one<' ', '\t', '\r', '\n'> {};
struct escaped       : seq<one<'\\'>, one<' ', '\t', '"', '!', ',', '(', ')'>> {};
struct plain         : not_one<' ', '\t', '\r', '\n', '"', '!', ',', '\0'> {};
struct inner_comma   : seq<one<','>, plain> {};
struct path          : plus<sor<escaped, plain, inner_comma>> {};

struct value_char    : seq<not_at<one<')'>>, plain> {};
struct value_comma   : seq<one<','>, value_char> {};
struct value         : seq<not_at<one<'(', '='>>, plus<sor<escaped, value_char, value_comma>>> {};

struct list_char     : not_one<' ', '\t', '\r', '\n', '"', '!', ',', '(', ')', '\0'> {};
struct list_value    : plus<sor<escaped, list_char>> {};

struct key           : seq<alpha, star<sor<alnum, one<'_', '-', '.'>>>> {};
struct name          : seq<alpha, star<sor<alnum, one<'_'>>>> {};

struct included_char : seq<not_at<one<'<', '>'>>, plain> {};
struct included      : plus<sor<escaped, included_char, seq<one<','>, included_char>>> {};
struct search_char   : not_one<'"', '<', '>', '\t', '\r', '\n', '\0'> {};
struct search        : plus<search_char> {};

struct quoted_char   : sor<seq<one<'\\'>, not_one<'\0'>>, not_one<'"', '\\', '\0'>> {};
struct quoted        : seq<one<'"'>, star<quoted_char>, one<'"'>> {};

// A `,` at the end of a value is an error and does not belong to the value.
struct assigned      : path {};

struct x             : one<'x', 'X'> {};
struct exec          : sor<seq<one<'p', 'P', 'c', 'C'>, opt<one<'i', 'I', 'u', 'U'>>, x>, seq<one<'i', 'I', 'u', 'U'>, x>> {};
struct access        : one<'r', 'R', 'w', 'W', 'a', 'l', 'L', 'm', 'M', 'k', 'x', 'X'> {};
struct mode_end      : at<sor<blank, one<','>, eof>> {};
struct file_mode     : seq<plus<sor<exec, access>>, mode_end> {};
struct mode_letter   : one<'r', 'w', 'a', 'l', 'm', 'k', 'x', 'i', 'u', 'p', 'c', 'R', 'W', 'A', 'L', 'M', 'K', 'X', 'I', 'U', 'P', 'C', 'd', 'D'> {};
struct mode_letters  : seq<plus<mode_letter>, mode_end> {};

struct number        : seq<opt<one<'+', '-'>>, plus<digit>> {};
// clang-format on

}  // namespace lex

template <class Rule>
size_t Match(std::string_view text, size_t at) {
  tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, const char*> input(
      text.data() + at, text.data() + text.size(), "");
  if (!tao::pegtl::parse<Rule>(input)) return kNoMatch;
  return at + static_cast<size_t>(input.current() - (text.data() + at));
}

}  // namespace

size_t Scan(Lexeme lexeme, std::string_view text, size_t at) {
  switch (lexeme) {
    case Lexeme::Path:
      return Match<lex::path>(text, at);
    case Lexeme::Value:
      return Match<lex::value>(text, at);
    case Lexeme::ListValue:
      return Match<lex::list_value>(text, at);
    case Lexeme::Key:
      return Match<lex::key>(text, at);
    case Lexeme::Name:
      return Match<lex::name>(text, at);
    case Lexeme::Included:
      return Match<lex::included>(text, at);
    case Lexeme::Search:
      return Match<lex::search>(text, at);
    case Lexeme::Quoted:
      return Match<lex::quoted>(text, at);
    case Lexeme::Assigned:
      return Match<lex::assigned>(text, at);
    case Lexeme::FileMode:
      return Match<lex::file_mode>(text, at);
    case Lexeme::ModeLetters:
      return Match<lex::mode_letters>(text, at);
    case Lexeme::Number:
      return Match<lex::number>(text, at);
  }
  return kNoMatch;
}

}  // namespace polc::aa
