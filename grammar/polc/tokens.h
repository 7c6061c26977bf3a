#pragma once

// The tokens of the grammar (grammar.h). Each is a PEGTL rule whose work is one function, `Scan`:
// the offset after the token that begins at `at`, or kNoMatch. They are scanned by hand because
// they share state (comments, misspelt words) and because one look must tell a name from a reserved
// word. How they combine is in the grammar only.

#include <algorithm>
#include <string_view>

#include <tao/pegtl.hpp>

#include "grammar/polc/parse_state.h"
#include "grammar/polc/scan.h"

namespace polc::dsl::grammar {

// Adapts `T::Scan` to PEGTL. For its analysis of the grammar, a token consumes something.
template <class T>
struct token {
  using rule_t = tao::pegtl::any::rule_t;
  using subs_t = tao::pegtl::empty_list;

  template <tao::pegtl::apply_mode, tao::pegtl::rewind_mode, template <class...> class,
            template <class...> class, class Input>
  [[nodiscard]] static bool match(Input& in, ParseState& state) {
    const auto at = static_cast<size_t>(in.current() - state.text.data());
    const size_t end = T::Scan(state, at);
    if (end == kNoMatch) return false;
    in.bump(end - at);
    return true;
  }
};

// A token that may be empty; PEGTL's analysis of the grammar has to know that.
template <class T>
struct mark : token<T> {
  using rule_t = tao::pegtl::success::rule_t;
};

// A word as a template argument.
template <size_t Size>
struct Letters {
  char letters[Size] = {};
  constexpr Letters(const char (&word)[Size]) {
    std::copy_n(word, Size, letters);
  }  // NOLINT: implicit by intent
  [[nodiscard]] constexpr std::string_view view() const { return {letters, Size - 1}; }
};
template <size_t Size>
Letters(const char (&)[Size]) -> Letters<Size>;

template <Letters W>
struct word : token<word<W>> {
  static size_t Scan(ParseState& state, size_t at) { return ScanWord(state, at, W.view()); }
};
template <Letters W>
struct action_word : token<action_word<W>> {
  static size_t Scan(ParseState& state, size_t at) { return ScanWord(state, at, W.view()); }
};
template <Letters W>
struct relation_word : token<relation_word<W>> {
  static size_t Scan(ParseState& state, size_t at) { return ScanWord(state, at, W.view()); }
};

// clang-format off

// --- white space ---
struct gap       : mark<gap>       { static size_t Scan(ParseState& s, size_t at) { return ScanGap(s, at); } };
struct blanks    : mark<blanks>    { static size_t Scan(ParseState& s, size_t at) { return ScanBlanks(s.text, at); } };
struct between   : mark<between>   { static size_t Scan(ParseState& s, size_t at) { return ScanBetween(s, at); } };

// --- names ---
struct name             : token<name>             { static size_t Scan(ParseState& s, size_t at) { return ScanName(s.text, at); } };
struct let_name         : token<let_name>         { static size_t Scan(ParseState& s, size_t at) { return ScanName(s.text, at); } };
struct arg_name         : token<arg_name>         { static size_t Scan(ParseState& s, size_t at) { return ScanArgName(s.text, at); } };
struct environment_name : token<environment_name> { static size_t Scan(ParseState& s, size_t at) { return ScanName(s.text, at); } };
struct setting_name     : token<setting_name>     { static size_t Scan(ParseState& s, size_t at) { return ScanSettingName(s.text, at); } };
struct policy_name      : token<policy_name>      { static size_t Scan(ParseState& s, size_t at) { return ScanPolicyName(s.text, at); } };
struct group_name       : token<group_name>       { static size_t Scan(ParseState& s, size_t at) { return ScanGroupName(s.text, at); } };
struct cast_name        : token<cast_name>        { static size_t Scan(ParseState& s, size_t at) { return ScanCastName(s.text, at); } };
struct plain_action     : token<plain_action>     { static size_t Scan(ParseState& s, size_t at) { return ScanPlainAction(s, at); } };

// --- values ---
struct number           : token<number>           { static size_t Scan(ParseState& s, size_t at) { return ScanNumber(s, at); } };
struct character        : token<character>        { static size_t Scan(ParseState& s, size_t at) { return ScanCharacter(s, at); } };
struct version          : token<version>          { static size_t Scan(ParseState& s, size_t at) { return ScanVersion(s, at); } };
struct quoted           : token<quoted>           { static size_t Scan(ParseState& s, size_t at) { return ScanQuoted(s, at); } };
struct included_path    : token<included_path>    { static size_t Scan(ParseState& s, size_t at) { return ScanQuoted(s, at); } };
struct any_value        : token<any_value>        { static size_t Scan(ParseState& s, size_t at) { return ScanAnyValue(s.text, at); } };

// --- AppArmor's own text ---
struct shared_text      : token<shared_text>      { static size_t Scan(ParseState& s, size_t at) { return ScanSharedRule(s.text, at); } };
struct rule_comma       : mark<rule_comma>        { static size_t Scan(ParseState& s, size_t at) { return SkipRuleComma(s.text, at); } };
struct section_text     : token<section_text>     { static size_t Scan(ParseState& s, size_t at) { return ScanSection(s.text, at); } };

// --- operators, also as other languages spell them: reported, and read on ---
struct compare_op       : token<compare_op>       { static size_t Scan(ParseState& s, size_t at) { return ScanCompareOp(s, at); } };
struct kernel_op        : token<kernel_op>        { static size_t Scan(ParseState& s, size_t at) { return ScanKernelOp(s, at); } };
struct and_operator     : token<and_operator>     { static size_t Scan(ParseState& s, size_t at) { return ScanOperator(s, at, "and", "&&"); } };
struct or_operator      : token<or_operator>      { static size_t Scan(ParseState& s, size_t at) { return ScanOperator(s, at, "or", "||"); } };
struct not_operator     : token<not_operator>     { static size_t Scan(ParseState& s, size_t at) { return ScanOperator(s, at, "not", "!"); } };
struct assign_token     : token<assign_token>     { static size_t Scan(ParseState& s, size_t at) { return ScanAssign(s, at); } };

// --- where something stands; these consume nothing ---
struct first_on_line       : mark<first_on_line>       { static size_t Scan(ParseState& s, size_t at) { return FirstOnLine(s.text, at) ? at : kNoMatch; } };
struct unchained           : mark<unchained>           { static size_t Scan(ParseState& s, size_t at) { return ExpectUnchained(s, at); } };
template <class T> struct line_end : mark<T>           { static size_t Scan(ParseState& s, size_t at) { return AtLineEnd(s.text, at) ? at : kNoMatch; } };
struct end_after_list      : line_end<end_after_list> {};
struct end_after_condition : line_end<end_after_condition> {};
struct end_after_when      : line_end<end_after_when> {};
struct end_of_setting      : line_end<end_of_setting> {};
struct end_of_statement    : line_end<end_of_statement> {};
struct end_of_value        : line_end<end_of_value> {};
struct end_of_set          : line_end<end_of_set> {};
struct end_of_expectation  : line_end<end_of_expectation> {};
struct end_of_comparison   : line_end<end_of_comparison> {};
struct end_after_block     : mark<end_after_block>     { static size_t Scan(ParseState& s, size_t at) { return GoesOnAfterBlock(s.text, at) ? kNoMatch : at; } };

// --- statements that begin with an unknown word: one near a known one is read as that, the others are errors ---
struct file_repair      : mark<file_repair>   { static size_t Scan(ParseState& s, size_t at) { return RepairWord(s, at, Place::File); } };
struct policy_repair    : mark<policy_repair> { static size_t Scan(ParseState& s, size_t at) { return RepairWord(s, at, Place::Policy); } };
struct test_repair      : mark<test_repair>   { static size_t Scan(ParseState& s, size_t at) { return RepairWord(s, at, Place::Test); } };
struct not_a_file_statement   : token<not_a_file_statement>   { static size_t Scan(ParseState& s, size_t at) { RaiseNoStatement(s, at, Place::File); } };
struct not_a_policy_statement : token<not_a_policy_statement> { static size_t Scan(ParseState& s, size_t at) { RaiseNoStatement(s, at, Place::Policy); } };
struct not_a_test_statement   : token<not_a_test_statement>   { static size_t Scan(ParseState& s, size_t at) { RaiseNoStatement(s, at, Place::Test); } };

// --- blocks (recovery.h): where one ends, even if its `}` was forgotten ---
struct open_block       : token<open_block>   { static size_t Scan(ParseState& s, size_t at) { return OpenBlock(s, at); } };
struct close_block      : mark<close_block>   { static size_t Scan(ParseState& s, size_t at) { return CloseBlock(s, at); } };
struct end_of_rules     : mark<end_of_rules>  { static size_t Scan(ParseState& s, size_t at) { return BlockEnds(s, at, Place::RuleBlock) ? at : kNoMatch; } };
struct end_of_policy    : mark<end_of_policy> { static size_t Scan(ParseState& s, size_t at) { return BlockEnds(s, at, Place::Policy) ? at : kNoMatch; } };

// clang-format on

}  // namespace polc::dsl::grammar
