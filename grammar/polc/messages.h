#pragma once

// Says in words what every commit point of the grammar expects. The control of parse.cc turns a
// failed `must<R>` into "expected WHAT, found …; ADVICE"; a `must<>` without a row here does not
// compile. Advice that depends on what was found instead is in hints.cc.

#include "grammar/polc/explain.h"
#include "grammar/polc/grammar.h"

namespace polc::dsl {

template <class Rule>
inline constexpr Expected expected{};

// clang-format off
namespace g = grammar;

// values
template <> inline constexpr Expected expected<g::nested_value>     {"a value"};
template <> inline constexpr Expected expected<g::operand>          {"a value"};
template <> inline constexpr Expected expected<g::shift_count>      {"a value"};
template <> inline constexpr Expected expected<g::and_operand>      {"a value"};
template <> inline constexpr Expected expected<g::or_operand>       {"a value"};
template <> inline constexpr Expected expected<g::value>            {"a value"};
template <> inline constexpr Expected expected<g::mask_value>       {"the bits of the mask"};
template <> inline constexpr Expected expected<g::compared_value>   {"a value to compare with"};
template <> inline constexpr Expected expected<g::range_end>        {"the end of the range"};
template <> inline constexpr Expected expected<g::range>            {"a value or a range such as `1..3`"};
template <> inline constexpr Expected expected<g::let_value>        {"a value"};
template <> inline constexpr Expected expected<g::call_value>       {"a value"};
template <> inline constexpr Expected expected<g::call_arg>         {"an argument such as `flags = O_RDONLY`"};
template <> inline constexpr Expected expected<g::action_value>     {"a number or a name", "", Hint::ActionValue};
template <> inline constexpr Expected expected<g::close_paren>      {"`)`", "", Hint::CloseParen};
template <> inline constexpr Expected expected<g::close_brace>      {"`,` or `}`", "", Hint::CloseBrace};
template <> inline constexpr Expected expected<g::open_paren>       {"`(`", "", Hint::OpenParen};

// conditions
template <> inline constexpr Expected expected<g::cast_name>        {"`u64`, `u32`, `i64` or `i32`", "", Hint::Cast};
template <> inline constexpr Expected expected<g::if_condition>     {"a condition", "", Hint::Condition};
template <> inline constexpr Expected expected<g::nested_condition> {"a condition", "", Hint::Condition};
template <> inline constexpr Expected expected<g::condition_operand>{"a condition", "", Hint::Condition};
template <> inline constexpr Expected expected<g::any_of_operand>   {"a condition", "", Hint::Condition};
template <> inline constexpr Expected expected<g::comparison>       {"a comparison", "", Hint::Comparison};
template <> inline constexpr Expected expected<g::in_after_not>    {"`in`", "write `not in {A, B}`"};
template <> inline constexpr Expected expected<g::set_or_range>     {"`{` or a range", "write `in {A, B}` or `in 1..3`"};

// the environment
template <> inline constexpr Expected expected<g::env_test>         {"`cap(…)`, `kernel` or `arch`", "", Hint::Environment};
template <> inline constexpr Expected expected<g::env_negatable>    {"`cap(…)` or `arch in {…}`", "", Hint::NotEnvironment};
template <> inline constexpr Expected expected<g::capabilities>     {"a capability such as `CAP_SYS_ADMIN`"};
template <> inline constexpr Expected expected<g::environment_name> {"a name"};
template <> inline constexpr Expected expected<g::kernel_op>        {"`>=` or `<`", "", Hint::KernelOp};
template <> inline constexpr Expected expected<g::kernel_version>   {"a kernel version such as `4.8`"};
template <> inline constexpr Expected expected<g::in_word>          {"`in`", "write `arch in {x86_64, x86}`"};
template <> inline constexpr Expected expected<g::arch_names>       {"`{`", "write `arch in {x86_64, x86}`"};

// lists of syscalls
template <> inline constexpr Expected expected<g::syscall_nr>       {"a syscall number"};
template <> inline constexpr Expected expected<g::item>             {"a syscall or a group", "", Hint::Syscall};
template <> inline constexpr Expected expected<g::any_term>         {"a syscall, a group or `{…}`", "", Hint::Syscall};
template <> inline constexpr Expected expected<g::rule_items>       {"a syscall or a group", "", Hint::Syscall};
template <> inline constexpr Expected expected<g::except_items>     {"a syscall or a group", "", Hint::Syscall};

// rules and settings
template <> inline constexpr Expected expected<g::end_after_list>   {"`,`, `if`, `when` or the end of the line", "", Hint::EndOfList};
template <> inline constexpr Expected expected<g::end_after_condition> {"`and`, `or`, `when` or the end of the line", "", Hint::EndOfCondition};
template <> inline constexpr Expected expected<g::end_after_when>   {"`and` or the end of the line", "", Hint::EndOfWhen};
template <> inline constexpr Expected expected<g::end_after_block>  {"the end of the line", "", Hint::EndOfBlock};
template <> inline constexpr Expected expected<g::end_of_setting>   {"`,` or the end of the line"};
template <> inline constexpr Expected expected<g::end_of_statement> {"the end of the line", "", Hint::EndOfStatement};
template <> inline constexpr Expected expected<g::when_body>        {"`{`"};
template <> inline constexpr Expected expected<g::names_of_setting> {"a name", "", Hint::SettingName};
template <> inline constexpr Expected expected<g::setting_name>     {"a name", "", Hint::SettingName};
template <> inline constexpr Expected expected<g::setting_action>   {"an action such as `errno(EPERM)`", "", Hint::Action};
template <> inline constexpr Expected expected<g::reference>        {"the name of a policy or a path in quotes"};

// the AppArmor layer
template <> inline constexpr Expected expected<g::section_text>     {"`{`, AppArmor's rules and `}`", "write `apparmor /usr/bin/web {`, the rules and, on a line of its own, `}`"};

// policies and definitions
template <> inline constexpr Expected expected<g::policy_name>      {"the name of the policy", "", Hint::PolicyName};
template <> inline constexpr Expected expected<g::base>             {"the policy to extend", "it is a name or a path in quotes"};
template <> inline constexpr Expected expected<g::policy_body>      {"`{`", "", Hint::PolicyBody};
template <> inline constexpr Expected expected<g::let_name>         {"the name of the constant", "", Hint::LetName};
template <> inline constexpr Expected expected<g::equals>           {"`=`"};
template <> inline constexpr Expected expected<g::end_of_value>     {"the end of the line", "", Hint::EndOfValue};
template <> inline constexpr Expected expected<g::set_name>         {"the name of the set", "", Hint::SetName};
template <> inline constexpr Expected expected<g::set_value>        {"`{…}` or a group", "", Hint::Syscall};
template <> inline constexpr Expected expected<g::end_of_set>       {"`-` or the end of the line", "", Hint::EndOfSet};
template <> inline constexpr Expected expected<g::included_path>    {"a path in quotes", "", Hint::IncludedPath};

// tests
template <> inline constexpr Expected expected<g::quoted>           {"the name of the test in quotes", "", Hint::TestName};
template <> inline constexpr Expected expected<g::for_word>         {"`for`", "write `test \"what it shows\" for POLICY {`"};
template <> inline constexpr Expected expected<g::tested_policy>    {"the policy to test"};
template <> inline constexpr Expected expected<g::test_body>        {"`{`"};
template <> inline constexpr Expected expected<g::calls>            {"a syscall or a group", "", Hint::Call};
template <> inline constexpr Expected expected<g::call>             {"a syscall or a group", "", Hint::Call};
template <> inline constexpr Expected expected<g::end_of_expectation> {"`,`, `when` or the end of the line", "", Hint::EndOfExpectation};
template <> inline constexpr Expected expected<g::than>             {"`than`"};
template <> inline constexpr Expected expected<g::as_word>          {"`as`"};
template <> inline constexpr Expected expected<g::to>               {"`to`"};
template <> inline constexpr Expected expected<g::compared_policy>  {"the policy to compare with"};
template <> inline constexpr Expected expected<g::end_of_comparison> {"`except` or the end of the line", "", Hint::EndOfComparison};
// clang-format on

}  // namespace polc::dsl
