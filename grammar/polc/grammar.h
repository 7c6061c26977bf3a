#pragma once

// The grammar of `.polc` in PEGTL, instantiated in parse.cc only. docs/language.md says the same in
// prose.
//
// White space: a rule begins and ends with a token; `gap` (blanks, line ends, comments) stands
// between tokens. A line end therefore never matters inside a statement, but a statement must end
// with its line, at a `;` or before a `}` (`end_after_*`), so that a forgotten comma is found where
// it is missing.
//
// Commit points are `must<>`; what each of them expects is in messages.h. Words (`word<"allow">`)
// read whole words only. There is backtracking in two places only, marked with `at<>` or
// `not_at<>`:
// `(flags & X) == 0` against `(a == 1 or b == 2)`, and a rule's `when` against a `when` block on
// the next line.
//
// Which rules leave a node in the tree is in node_kinds.h.

#include <tao/pegtl.hpp>

#include "grammar/polc/recovery.h"
#include "grammar/polc/tokens.h"

namespace polc::dsl::grammar {

namespace pegtl = tao::pegtl;
using pegtl::at;
using pegtl::eof;
using pegtl::must;
using pegtl::not_at;
using pegtl::one;
using pegtl::opt;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;
using pegtl::string;

// clang-format off

// --- punctuation ---
struct comma            : one<','> {};
struct equals           : assign_token {};
struct open_paren       : one<'('> {};
struct close_paren      : one<')'> {};
struct open_brace       : one<'{'> {};
struct close_brace      : one<'}'> {};
struct bar              : seq<one<'|'>, not_at<one<'|'>>> {};
struct amp              : seq<one<'&'>, not_at<one<'&'>>> {};
struct minus            : one<'-'> {};

template <class T> struct list : seq<T, star<gap, comma, gap, must<T>>> {};
// In braces, a comma may stand after the last element too.
template <class T> struct braced_list
    : seq<open_brace, gap, must<T>, star<gap, comma, gap, not_at<close_brace>, must<T>>, opt<gap, comma>, gap, must<close_brace>> {};

// --- constant expressions: `|` binds weakest, then `&`, shifts, sums, `-` and `~` ---
struct value;
struct nested_value     : deeper<value> {};
struct value_in_parens  : seq<open_paren, gap, must<nested_value>, gap, must<close_paren>> {};
struct operand;
struct negate           : seq<minus, gap, must<operand>> {};
struct complement       : seq<one<'~'>, gap, must<operand>> {};
struct unary            : sor<number, character, name, negate, complement, value_in_parens> {};
struct operand          : deeper<unary> {};
struct added            : seq<one<'+'>, gap, must<operand>> {};
struct subtracted       : negate {};
struct sum              : seq<operand, star<gap, sor<added, subtracted>>> {};
struct shift_count      : sum {};
struct shift_left       : seq<string<'<', '<'>, gap, must<shift_count>> {};
struct shift_right      : seq<string<'>', '>'>, gap, must<shift_count>> {};
struct shift            : seq<sum, opt<gap, sor<shift_left, shift_right>>> {};
struct and_operand      : shift {};
struct bit_and          : seq<shift, star<gap, amp, gap, must<and_operand>>> {};
struct or_operand       : bit_and {};
struct value            : seq<bit_and, star<gap, bar, gap, must<or_operand>>> {};

// --- conditions: `or` binds weakest, then `and`, `not`, tests ---
struct cast             : seq<word<"as">, gap, must<cast_name>> {};
struct arg_syscall      : seq<arg_name, at<one<'.'>, not_at<one<'.'>>>> {};
struct arg              : seq<opt<arg_syscall, one<'.'>>, arg_name, opt<gap, cast>> {};
struct mask_value       : bit_and {};
struct mask             : seq<amp, gap, must<mask_value>> {};
struct masked_in_parens : seq<open_paren, gap, arg, gap, mask, gap, close_paren> {};
struct range_end        : value {};
struct range            : seq<value, opt<gap, string<'.', '.'>, gap, must<range_end>>> {};
struct value_set        : braced_list<range> {};
struct bare_range       : seq<value, gap, string<'.', '.'>, gap, must<range_end>> {};
struct set_or_range     : sor<value_set, bare_range> {};
struct in_after_not    : word<"in"> {};
struct not_in           : seq<word<"not">, gap, must<in_after_not>> {};
struct in_test          : seq<sor<word<"in">, not_in>, gap, must<set_or_range>> {};
struct has_quantifier   : sor<word<"no">, word<"any">, word<"only">> {};
struct has_test         : seq<word<"has">, gap, opt<has_quantifier, gap>, must<value>> {};
struct compared_value   : value {};
struct compare_test     : seq<compare_op, gap, must<compared_value>, unchained> {};
struct comparison       : sor<compare_test, in_test> {};
struct compared         : sor<compare_op, word<"in">, not_in> {};
struct masked_ahead     : unnoted<seq<masked_in_parens, gap, compared>> {};
struct mask_or_has      : sor<has_test, seq<opt<mask, gap>, must<comparison>>> {};
struct test             : sor<seq<at<masked_ahead>, masked_in_parens, gap, comparison>,
                              seq<arg, gap, mask_or_has>> {};
struct condition;
struct nested_condition : deeper<condition> {};
struct parenthesised    : seq<open_paren, gap, must<nested_condition>, gap, must<close_paren>> {};
struct condition_operand;
struct negation         : seq<not_operator, gap, must<condition_operand>> {};
struct condition_choice : sor<negation, test, parenthesised> {};
struct condition_operand : deeper<condition_choice> {};
struct all_of           : seq<condition_operand, star<gap, and_operator, gap, must<condition_operand>>> {};
struct any_of_operand   : all_of {};
struct condition        : seq<all_of, star<gap, or_operator, gap, must<any_of_operand>>> {};
struct if_condition     : condition {};
struct if_clause        : seq<word<"if">, gap, must<if_condition>> {};

// --- the environment ---
struct capabilities     : list<environment_name> {};
struct env_cap          : seq<word<"cap">, gap, must<open_paren>, gap, must<capabilities>, gap, must<close_paren>> {};
struct kernel_version   : version {};
struct env_kernel       : seq<word<"kernel">, gap, must<kernel_op>, gap, must<kernel_version>> {};
struct arch_names       : braced_list<environment_name> {};
struct in_word          : word<"in"> {};
struct env_arch         : seq<word<"arch">, gap, sor<not_in, must<in_word>>, gap, must<arch_names>> {};
struct env_negatable    : sor<env_cap, env_arch> {};
struct env_not          : seq<word<"not">, gap, must<env_negatable>> {};
struct env_test         : sor<env_not, env_cap, env_kernel, env_arch> {};
struct when_clause      : seq<word<"when">, gap, must<env_test>, star<gap, and_operator, gap, must<env_test>>> {};
// On the next line, `when … {` begins a block of its own.
struct when_block_ahead : unnoted<seq<first_on_line, when_clause, gap, open_brace>> {};
struct rule_when        : seq<not_at<when_block_ahead>, when_clause> {};

// --- lists of syscalls ---
struct group            : seq<group_name, opt<open_paren, gap, must<kernel_version>, gap, must<close_paren>>> {};
struct syscall_nr       : number {};
struct syscall_number   : seq<word<"syscall">, open_paren, gap, must<syscall_nr>, gap, must<close_paren>> {};
struct item;
struct braces           : braced_list<item> {};
struct nested_braces    : deeper<braces> {};
struct simple_term      : sor<group, syscall_number, name> {};
struct any_term         : sor<simple_term, nested_braces> {};
struct difference       : star<gap, minus, gap, must<any_term>> {};
struct item             : seq<any_term, difference> {};
// In front of a list, `{` opens a block.
struct rule_item        : seq<simple_term, difference> {};
struct rule_items       : seq<rule_item, star<gap, comma, gap, must<item>>> {};
struct except_items     : list<item> {};

// --- actions ---
struct action_value     : value {};
struct action_data      : seq<must<open_paren>, gap, must<action_value>, gap, must<close_paren>> {};
struct action_with_data : seq<sor<action_word<"errno">, action_word<"trace">>, blanks, action_data> {};
struct trap             : seq<action_word<"trap">, opt<blanks, at<open_paren>, action_data>> {};
// `deny errno(EPERM)` means the same as `errno(EPERM)`.
struct deny             : seq<action_word<"deny">, opt<blanks, at<word<"errno">>, action_with_data>> {};
struct action           : sor<action_with_data, trap, deny, plain_action> {};

// --- rules ---
struct rule_tail        : sor<seq<gap, if_clause, sor<seq<gap, rule_when, must<end_after_when>>, must<end_after_condition>>>,
                              seq<gap, rule_when, must<end_after_when>>,
                              must<end_after_list>> {};
struct rule_line        : seq<must<rule_items>, rule_tail> {};
struct rule_block       : block<rule_line, end_of_rules> {};
struct rule_body        : sor<seq<at<open_brace>, rule_block, must<end_after_block>>, rule_line> {};
struct rule             : seq<action, gap, rule_body> {};
struct policy_line;
struct when_body        : block<policy_line, end_of_policy> {};
struct when_block       : seq<when_clause, gap, must<when_body>, must<end_after_block>> {};

// --- settings ---
struct names_of_setting : list<setting_name> {};
struct arch_setting     : seq<word<"arch">, gap, must<names_of_setting>, must<end_of_setting>> {};
struct setting_action   : action {};
struct default_setting  : seq<word<"default">, gap, must<setting_action>, must<end_of_statement>> {};
struct bad_arch_setting : seq<word<"bad_arch">, gap, must<setting_action>, must<end_of_statement>> {};
struct flags_setting    : seq<word<"flags">, gap, must<names_of_setting>, must<end_of_setting>> {};

struct reference        : sor<quoted, policy_name> {};
struct include          : seq<word<"include">, gap, must<reference>, must<end_of_statement>> {};

// --- the AppArmor layer ---
struct shared_rule      : seq<shared_text, rule_comma, must<end_of_statement>> {};
struct apparmor_section : seq<word<"apparmor">, blanks, must<section_text>, must<end_after_block>> {};

struct policy_statement : sor<rule, when_block, default_setting, bad_arch_setting, arch_setting, flags_setting, include, shared_rule,
                              apparmor_section> {};
struct policy_line      : sor<policy_statement, seq<policy_repair, policy_statement>, not_a_policy_statement> {};

// --- policies ---
struct base             : reference {};
struct policy_header    : seq<must<policy_name>, opt<gap, word<"extends">, gap, must<base>>> {};
struct policy_body      : block<policy_line, end_of_policy> {};
struct policy           : seq<word<"policy">, gap, header<policy_header>, gap, must<policy_body>> {};

// --- definitions ---
struct let_value        : value {};
struct let              : seq<word<"let">, gap, must<let_name>, gap, must<equals>, gap, must<let_value>, must<end_of_value>> {};
struct set_name         : group_name {};
struct set_value        : item {};
struct set              : seq<word<"set">, gap, must<set_name>, gap, must<equals>, gap, must<set_value>, must<end_of_set>> {};
struct file_include     : seq<word<"include">, gap, must<included_path>, must<end_of_statement>> {};

// --- tests ---
struct call_value       : value {};
struct named_arg        : seq<arg_name, gap, equals, gap, must<call_value>> {};
struct call_arg         : sor<any_value, named_arg, value> {};
struct call_list        : seq<call_arg, star<gap, comma, gap, must<call_arg>>> {};
struct call_args        : seq<open_paren, gap, opt<call_list, gap>, must<close_paren>> {};
struct call             : seq<simple_term, sor<seq<blanks, call_args>, difference>> {};
struct calls            : list<call> {};
struct expectation      : seq<action, gap, must<calls>, opt<gap, when_clause>, must<end_of_expectation>> {};
struct than             : word<"than"> {};
struct as_word          : word<"as"> {};
struct to               : word<"to"> {};
struct relation         : sor<seq<relation_word<"tighter">, gap, must<than>>, seq<relation_word<"looser">, gap, must<than>>,
                              seq<relation_word<"same">, gap, must<as_word>>, seq<relation_word<"equal">, gap, must<to>>> {};
struct except           : seq<word<"except">, gap, must<except_items>> {};
struct compared_policy  : reference {};
struct policy_comparison : seq<relation, gap, must<compared_policy>, opt<gap, except>, must<end_of_comparison>> {};
struct test_statement   : sor<expectation, policy_comparison> {};
struct test_line        : sor<test_statement, seq<test_repair, test_statement>, not_a_test_statement> {};
struct for_word         : word<"for"> {};
struct tested_policy    : reference {};
struct test_header      : seq<must<quoted>, gap, must<for_word>, gap, must<tested_policy>, opt<gap, when_clause>> {};
struct test_body        : block<test_line, end_of_policy> {};
struct test_block       : seq<word<"test">, gap, header<test_header>, gap, must<test_body>> {};

// --- files ---
struct file_statement   : sor<policy, let, set, test_block, file_include, rule, when_block> {};
struct file_line        : sor<file_statement, seq<file_repair, file_statement>, not_a_file_statement> {};
struct file             : seq<between, star<not_at<eof>, recover<file_line>, between>, eof> {};

// clang-format on

}  // namespace polc::dsl::grammar
