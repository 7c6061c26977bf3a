#pragma once

// Which rules of the grammar add a node to the syntax tree, and of what kind. The node of an
// operator is removed if it has only one operand.

#include "grammar/polc/grammar.h"
#include "grammar/polc/syntax_tree.h"

namespace polc::dsl {

struct NodeKind {
  Kind kind = Kind::None;
  bool vanishes_if_single = false;
};

template <class Rule>
inline constexpr NodeKind node_kind{};

// clang-format off
namespace g = grammar;

template <> inline constexpr NodeKind node_kind<g::name>             {Kind::Name};
template <> inline constexpr NodeKind node_kind<g::let_name>         {Kind::Name};
template <> inline constexpr NodeKind node_kind<g::arg_name>         {Kind::Name};
template <> inline constexpr NodeKind node_kind<g::environment_name> {Kind::Name};
template <> inline constexpr NodeKind node_kind<g::setting_name>     {Kind::Name};
template <> inline constexpr NodeKind node_kind<g::policy_name>      {Kind::Name};
template <> inline constexpr NodeKind node_kind<g::group>            {Kind::Group};
template <> inline constexpr NodeKind node_kind<g::set_name>         {Kind::Group};
template <> inline constexpr NodeKind node_kind<g::cast_name>        {Kind::Word};
template <> inline constexpr NodeKind node_kind<g::plain_action>     {Kind::Word};
template <g::Letters W> inline constexpr NodeKind node_kind<g::action_word<W>>   {Kind::Word};
template <g::Letters W> inline constexpr NodeKind node_kind<g::relation_word<W>> {Kind::Word};
template <> inline constexpr NodeKind node_kind<g::number>           {Kind::Number};
template <> inline constexpr NodeKind node_kind<g::syscall_nr>       {Kind::Number};
template <> inline constexpr NodeKind node_kind<g::character>        {Kind::Character};
template <> inline constexpr NodeKind node_kind<g::quoted>           {Kind::String};
template <> inline constexpr NodeKind node_kind<g::included_path>    {Kind::String};
template <> inline constexpr NodeKind node_kind<g::kernel_version>   {Kind::Version};
template <> inline constexpr NodeKind node_kind<g::compare_op>       {Kind::CompareOp};
template <> inline constexpr NodeKind node_kind<g::kernel_op>        {Kind::CompareOp};
template <> inline constexpr NodeKind node_kind<g::any_value>        {Kind::AnyValue};

template <> inline constexpr NodeKind node_kind<g::negate>           {Kind::Negate};
template <> inline constexpr NodeKind node_kind<g::subtracted>       {Kind::Negate};
template <> inline constexpr NodeKind node_kind<g::complement>       {Kind::Complement};
template <> inline constexpr NodeKind node_kind<g::sum>              {Kind::Sum, true};
template <> inline constexpr NodeKind node_kind<g::shift_count>      {Kind::Sum, true};
template <> inline constexpr NodeKind node_kind<g::shift_left>       {Kind::ShiftLeft};
template <> inline constexpr NodeKind node_kind<g::shift_right>      {Kind::ShiftRight};
template <> inline constexpr NodeKind node_kind<g::shift>            {Kind::Shift, true};
template <> inline constexpr NodeKind node_kind<g::and_operand>      {Kind::Shift, true};
template <> inline constexpr NodeKind node_kind<g::bit_and>          {Kind::BitAnd, true};
template <> inline constexpr NodeKind node_kind<g::mask_value>       {Kind::BitAnd, true};
template <> inline constexpr NodeKind node_kind<g::or_operand>       {Kind::BitAnd, true};
template <> inline constexpr NodeKind node_kind<g::value>            {Kind::Value, true};
template <> inline constexpr NodeKind node_kind<g::compared_value>   {Kind::Value, true};
template <> inline constexpr NodeKind node_kind<g::range_end>        {Kind::Value, true};
template <> inline constexpr NodeKind node_kind<g::let_value>        {Kind::Value, true};
template <> inline constexpr NodeKind node_kind<g::call_value>       {Kind::Value, true};
template <> inline constexpr NodeKind node_kind<g::action_value>     {Kind::Value, true};

template <> inline constexpr NodeKind node_kind<g::arg>              {Kind::Arg};
template <> inline constexpr NodeKind node_kind<g::arg_syscall>      {Kind::ArgSyscall};
template <> inline constexpr NodeKind node_kind<g::mask>             {Kind::Mask};
template <> inline constexpr NodeKind node_kind<g::range>            {Kind::Range};
template <> inline constexpr NodeKind node_kind<g::bare_range>       {Kind::Range};
template <> inline constexpr NodeKind node_kind<g::value_set>        {Kind::ValueSet};
template <> inline constexpr NodeKind node_kind<g::not_in>           {Kind::NotIn};
template <> inline constexpr NodeKind node_kind<g::in_test>          {Kind::In};
template <> inline constexpr NodeKind node_kind<g::has_test>         {Kind::Has};
template <> inline constexpr NodeKind node_kind<g::has_quantifier>   {Kind::Word};
template <> inline constexpr NodeKind node_kind<g::test>             {Kind::Test};
template <> inline constexpr NodeKind node_kind<g::negation>         {Kind::Not};
template <> inline constexpr NodeKind node_kind<g::all_of>           {Kind::All, true};
template <> inline constexpr NodeKind node_kind<g::any_of_operand>   {Kind::All, true};
template <> inline constexpr NodeKind node_kind<g::condition>        {Kind::Any, true};
template <> inline constexpr NodeKind node_kind<g::if_condition>     {Kind::Any, true};

template <> inline constexpr NodeKind node_kind<g::when_clause>      {Kind::When};
template <> inline constexpr NodeKind node_kind<g::env_not>          {Kind::EnvNot};
template <> inline constexpr NodeKind node_kind<g::env_cap>          {Kind::EnvCap};
template <> inline constexpr NodeKind node_kind<g::env_kernel>       {Kind::EnvKernel};
template <> inline constexpr NodeKind node_kind<g::env_arch>         {Kind::EnvArch};

template <> inline constexpr NodeKind node_kind<g::item>             {Kind::Item};
template <> inline constexpr NodeKind node_kind<g::rule_item>        {Kind::Item};
template <> inline constexpr NodeKind node_kind<g::set_value>        {Kind::Item};
template <> inline constexpr NodeKind node_kind<g::syscall_number>   {Kind::SyscallNumber};
template <> inline constexpr NodeKind node_kind<g::braces>           {Kind::Braces};

template <> inline constexpr NodeKind node_kind<g::action>           {Kind::Action};
template <> inline constexpr NodeKind node_kind<g::setting_action>   {Kind::Action};
template <> inline constexpr NodeKind node_kind<g::rule>             {Kind::Rule};
template <> inline constexpr NodeKind node_kind<g::rule_line>        {Kind::RuleLine};
template <class Line, class End> inline constexpr NodeKind node_kind<g::block<Line, End>> {Kind::Block};
template <> inline constexpr NodeKind node_kind<g::rule_block>       {Kind::Block};
template <> inline constexpr NodeKind node_kind<g::when_body>        {Kind::Block};
template <> inline constexpr NodeKind node_kind<g::policy_body>      {Kind::Block};
template <> inline constexpr NodeKind node_kind<g::test_body>        {Kind::Block};
template <> inline constexpr NodeKind node_kind<g::when_block>       {Kind::WhenBlock};
template <> inline constexpr NodeKind node_kind<g::arch_setting>     {Kind::ArchSetting};
template <> inline constexpr NodeKind node_kind<g::default_setting>  {Kind::DefaultSetting};
template <> inline constexpr NodeKind node_kind<g::bad_arch_setting> {Kind::BadArchSetting};
template <> inline constexpr NodeKind node_kind<g::flags_setting>    {Kind::FlagsSetting};
template <> inline constexpr NodeKind node_kind<g::shared_text>      {Kind::SharedRule};
template <> inline constexpr NodeKind node_kind<g::apparmor_section> {Kind::AppArmorSection};
template <> inline constexpr NodeKind node_kind<g::include>          {Kind::Include};
template <> inline constexpr NodeKind node_kind<g::file_include>     {Kind::Include};
template <> inline constexpr NodeKind node_kind<g::let>              {Kind::Let};
template <> inline constexpr NodeKind node_kind<g::set>              {Kind::SetDefinition};
template <> inline constexpr NodeKind node_kind<g::policy>           {Kind::Policy};
template <> inline constexpr NodeKind node_kind<g::policy_header>    {Kind::PolicyHeader};
template <> inline constexpr NodeKind node_kind<g::test_block>       {Kind::TestBlock};
template <> inline constexpr NodeKind node_kind<g::test_header>      {Kind::TestHeader};
template <> inline constexpr NodeKind node_kind<g::expectation>      {Kind::Expectation};
template <> inline constexpr NodeKind node_kind<g::call>             {Kind::Call};
template <> inline constexpr NodeKind node_kind<g::call_args>        {Kind::CallArgs};
template <> inline constexpr NodeKind node_kind<g::call_arg>         {Kind::CallArg};
template <> inline constexpr NodeKind node_kind<g::named_arg>        {Kind::NamedArg};
template <> inline constexpr NodeKind node_kind<g::policy_comparison> {Kind::Comparison};
template <> inline constexpr NodeKind node_kind<g::except>           {Kind::Except};
template <> inline constexpr NodeKind node_kind<g::file>             {Kind::File};
// clang-format on

}  // namespace polc::dsl
