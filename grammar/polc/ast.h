#pragma once

// The syntax tree of a `.polc` file (docs/language.md is the reference). parse.h reads it, format.h
// prints it, and compiler/language gives it a meaning. Names of syscalls, groups, arguments,
// constants, capabilities, archs and policies are still text, because only syscalls/ knows them.
// Numbers are values. There are no parentheses: the shape of the tree says what they grouped.
//
// Every node has the span of its text, from its first token to its last. Comments hang on the
// statements, lines and list elements they describe (Trivia), so that fmt keeps them and `polc
// explain` can quote the reason above a rule.
//
// The tree is a plain value. Its depth is bounded (kMaxDepth in parse.h), because chains such as `a
// | b | c` and `x and y and z` are one node with many operands; recursion over it is therefore
// safe.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/source.h"
#include "grammar/polc/boxed.h"

namespace polc::dsl {

struct Text {
  // A name as written (`@basic-io` with its `@`), or a string without quotes and escapes.
  std::string value;
  Span span;
};

struct Comment {
  std::string text;  // from `#` to the end of the line, without blanks at the end
  Span span;
  bool blank_before = false;  // an empty line stands above it
};

// The comments and empty lines around a statement, a line of a block or an element of a list. A
// comment inside a statement that belongs to no element (between the operands of a condition, say)
// is the last of `leading`.
struct Trivia {
  std::vector<Comment> leading;  // on lines of their own, above
  Boxed<Comment> trailing;       // on the same line, after
  bool blank_before = false;     // an empty line stands directly above, below the comments
  bool begins_line = false;  // of a list element: fmt keeps the lines of a list that has comments
};

// What stands between `{` and `}`.
template <class T>
struct Body {
  Boxed<Comment> opening;  // after `{` on the same line
  std::vector<T> lines;
  std::vector<Comment> closing;  // above `}`
};

// --- constant expressions ---

// 64-bit arithmetic that wraps. BitOr, BitAnd and Sum have two or more operands; in a Sum, every
// operand after the first that is a Negate was written with `-`.
struct Expr {
  enum class Kind : uint8_t {
    Number,
    Name,
    Negate,
    Complement,
    BitOr,
    BitAnd,
    ShiftLeft,
    ShiftRight,
    Sum
  };
  Kind kind = Kind::Number;
  uint64_t number = 0;
  // Of a Name, the name; of a Number, how it was written (`0x5401`, `'T'`), or nothing: decimal.
  std::string text;
  std::vector<Expr> operands;
  Span span;
};

// --- conditions ---

enum class Cast : uint8_t { U64, U32, I64, I32 };

// `domain`, `arg0`, `socket.domain`, each with or without `as u64`.
struct ArgRef {
  Boxed<Text> syscall;
  Text name;
  std::optional<Cast> cast;
  Span span;
};

// One element of `in {…}`: a value, or every value from `low` to `*high`, both included.
struct ValueRange {
  Trivia trivia = {};
  Expr low;
  Boxed<Expr> high;
  Span span;
};

enum class TestOp : uint8_t {
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  In,
  NotIn,    // is (not) one of the values
  HasAll,   // `has X`: every bit of X is set
  HasAny,   // `has any X`: at least one bit of X is set
  HasNone,  // `has no X`: no bit of X is set
  HasOnly,  // `has only X`: no bit outside X is set
};

// `arg op value` or, with a mask, `arg & mask op value`.
struct Test {
  ArgRef arg;
  Boxed<Expr> mask;  // never with HasAll to HasOnly
  TestOp op = TestOp::Eq;
  Span op_span;
  std::vector<ValueRange>
      values;  // In, NotIn: one or more; the others: exactly one, without `high`
  Span span;
};

struct Condition {
  enum class Kind : uint8_t {
    Test,
    All,
    Any,
    Not
  };  // All: `and`, Any: `or`, two or more parts; Not: one part
  Kind kind = Kind::Test;
  Test test;  // of a Test only
  std::vector<Condition> parts;
  Span span;
};

// --- the environment ---

struct Version {
  uint16_t major = 0;
  uint16_t minor = 0;
};

struct EnvironmentTest {
  enum class Kind : uint8_t {
    Cap,            // `cap(A, B)`: all of these capabilities
    NotCap,         // `not cap(A, B)`: none of them
    KernelAtLeast,  // `kernel >= 4.8`
    KernelBelow,    // `kernel < 4.8`
    ArchIn,         // `arch in {x86_64, x86}`
    ArchNotIn,      // `arch not in {…}`
  };
  Kind kind = Kind::Cap;
  std::vector<Text> names;  // of capabilities or archs, one or more
  Version version;
  Span span;
};

// `when …`: all of the tests hold. The span covers the word `when` too.
struct Environment {
  std::vector<EnvironmentTest> all_of;
  Span span;
};

// --- actions and lists of syscalls ---

enum class ActionKind : uint8_t {
  Allow,
  Deny,
  Errno,
  KillProcess,
  KillThread,
  Trap,
  Trace,
  Notify,
  Log
};

struct Action {
  ActionKind kind = ActionKind::Allow;
  Boxed<Expr> data;  // Errno and Trace always have it, Trap may, the others never
  Span span;
};

struct SyscallItem;

struct SyscallTerm {
  enum class Kind : uint8_t {
    Name,   // `openat`
    Group,  // `@basic-io`, a built-in group or a `set` of the author's; `@known(5.3)` has a version
    Number,  // `syscall(451)`
    Braces,  // `{chmod, @mount - {umount2}}`
  };
  Kind kind = Kind::Name;
  Text name;  // of Name and Group; of Number, how the number was written, or nothing: decimal
  std::optional<Version> version;
  uint64_t number = 0;
  std::vector<SyscallItem> items;
  std::vector<Comment> closing;  // of Braces: comments above `}`
  Span span;
};

// `term`, or `term - term - …`: what is in the first and in none of the others.
struct SyscallItem {
  Trivia trivia = {};
  SyscallTerm term;
  std::vector<SyscallTerm> minus;
  Span span;
};

// --- rules ---

// A rule without its action; also one line of a block.
struct RuleLine {
  Trivia trivia;  // of a line in a block; a Rule's own comments are its statement's
  std::vector<SyscallItem> syscalls;  // one or more
  Boxed<Condition> condition;
  Boxed<Environment> when;
  Span span;
};

// `allow read, write if … when …`
struct Rule {
  Action action;
  RuleLine line;
};

// `allow { … }`: every line is a rule with this action.
struct RuleBlock {
  Action action;
  Body<RuleLine> body;
};

struct Statement;

// `when cap(CAP_SYS_ADMIN) { … }`: Rule, RuleBlock, WhenBlock and Include statements that exist
// only there.
struct WhenBlock {
  Environment when;
  Body<Statement> body;
};

// --- settings of a policy ---

struct ArchSetting {
  std::vector<Text> names;
};
struct DefaultSetting {  // `default errno(EPERM)`
  Action action;
};
struct BadArchSetting {  // `bad_arch kill_process`
  Action action;
};
struct FlagsSetting {  // `flags log, spec_allow`
  std::vector<Text> names;
};

// --- the AppArmor layer: AppArmor's own text, which grammar/apparmor reads ---

// `capability chown`, `network inet stream`, `file /srv/** r`: a rule for both layers, without its
// comma.
struct SharedRule {
  Text rule;
};

// `apparmor /usr/bin/web flags=(complain) { … }`
struct AppArmorSection {
  Text header;  // between `apparmor` and `{`; may be empty
  Text body;    // between the braces
};

// --- definitions and policies ---

// A policy by name (`default`, `labs-default`), or a file by path, which was written as a string.
struct Reference {
  enum class Kind : uint8_t { Name, Path };
  Kind kind = Kind::Name;
  Text text;
};

// At the top of a file (a Path only): the definitions of that file. In a policy: the rules of a
// fragment file (Path) or of another policy (Name), as if they stood here.
struct Include {
  Reference target;
};

struct Let {
  Text name;
  Expr value;
};

struct SetDefinition {
  Text name;  // with its `@`
  SyscallItem value;
};

struct Policy {
  Text name;
  Boxed<Reference> base;
  Body<Statement>
      body;     // settings, Rule, RuleBlock, WhenBlock, Include, SharedRule, AppArmorSection
  Span header;  // `policy NAME extends BASE`
};

// --- tests ---

// `flags = O_RDONLY`, or by position: `AF_UNIX`. `_` by position is any value.
struct CallArg {
  Boxed<Text> name;
  Boxed<Expr> value;  // nothing: `_`
  Span span;
};

struct Call {
  Trivia trivia;
  SyscallTerm target;              // Name, Group or Number
  std::vector<SyscallTerm> minus;  // only without args
  bool has_args = false;           // parentheses were written, even if they are empty
  std::vector<CallArg> args;
  Span span;
};

// `deny chmod, openat(flags = O_RDONLY) when cap(…)`
struct Expectation {
  Action action;
  std::vector<Call> calls;
  Boxed<Environment> when;
};

enum class Relation : uint8_t { TighterThan, LooserThan, SameAs };

// `same as default except chmod, fchmod`
struct Comparison {
  Relation relation = Relation::SameAs;
  Reference other;
  std::vector<SyscallItem> except;  // may be empty
};

struct TestBlock {
  Text name;
  Reference policy;
  Boxed<Environment> when;
  Body<Statement> body;  // Expectation, Comparison
};

// --- statements ---

struct Statement {
  Trivia trivia;
  std::variant<Rule, RuleBlock, WhenBlock, ArchSetting, DefaultSetting, BadArchSetting,
               FlagsSetting, SharedRule, AppArmorSection, Include, Let, SetDefinition, Policy,
               TestBlock, Expectation, Comparison>
      node;
  Span span;
};

struct File {
  // Policy, TestBlock, Let, SetDefinition, Include; in a fragment, which policies include, also
  // Rule, RuleBlock, WhenBlock.
  std::vector<Statement> statements;
  std::vector<Comment> closing;  // below the last statement
  SourceId source = SourceId::None;
  // Whether there was no syntax error, so that every statement of the text is here. Otherwise the
  // wrong statements are left out, and an unknown name or an unreachable rule may only follow from
  // that.
  bool complete = true;
};

}  // namespace polc::dsl
