#pragma once

// The words of AppArmor profile text. What ends a word depends on where it stands, so there is one
// lexeme (a PEGTL rule, instantiated in lex.cc) for each of those places; the parser says which one
// it wants.

#include <cstddef>
#include <string_view>

namespace polc::aa {

inline constexpr size_t kNoMatch = static_cast<size_t>(-1);

enum class Lexeme {
  Path,         // between blanks; a comma belongs to it unless a blank follows
  Value,        // after `=` and among the words of a condition rule: also ends at `)`
  ListValue,    // inside parentheses: ends at commas and parentheses
  Key,          // a keyword or the name of a condition
  Name,         // of a variable
  Included,     // the unquoted path of an include
  Search,       // what stands between `<` and `>`
  Quoted,       // with its quotes
  Assigned,     // an unquoted value of a variable
  FileMode,     // access letters that a blank or a comma follows, each exec mode well formed
  ModeLetters,  // letters that may be meant as access letters, for messages
  Number,       // with a sign
};

// The offset after the lexeme that begins at `at`, or kNoMatch.
[[nodiscard]] size_t Scan(Lexeme lexeme, std::string_view text, size_t at);

}  // namespace polc::aa
