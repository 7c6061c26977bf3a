// What the author probably meant, by what was expected and what stands there instead. Each hint is
// the way out of one mistake that people who know C, another policy language or Docker's JSON make.

#include <array>
#include <string>

#include "compiler/base/strings.h"
#include "grammar/polc/explain.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

bool IsComparison(std::string_view word) {
  return word == "==" || word == "!=" || word == "<" || word == "<=" || word == ">" ||
         word == ">=" || word == "=";
}

bool IsName(std::string_view word) { return !word.empty() && IsWordBegin(word[0]); }
bool IsNumber(std::string_view word) { return !word.empty() && IsDigit(word[0]); }

std::string Quoted(std::string_view word) { return "`" + std::string(word) + "`"; }

// What stands before `at` on its line, blanks at its end left out.
std::string_view Before(std::string_view text, size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  const size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  return text.substr(begin, at - begin);
}

// The word before `at`: what the author was writing.
std::string_view WordBefore(std::string_view text, size_t at) {
  const std::string_view before = Before(text, at);
  size_t begin = before.size();
  while (begin > 0 && IsWordPart(before[begin - 1])) --begin;
  return before.substr(begin);
}

std::string ForOpenParen(const ParseState& state, const Found& found) {
  const std::string_view word = WordBefore(state.text, found.span.begin);
  if (word == "cap") return "write `cap(CAP_SYS_ADMIN)`";
  if (word == "trace") return "`trace` tells the tracer a number: `trace(1)`";
  return "`errno` needs its error: `errno(EPERM)`";
}

std::string ForEndOfList(const ParseState& state, const Found& found) {
  static constexpr std::string_view kNext[] = {"if", "when"};
  if (found.word == ":" || found.word == "=>" || found.word == "->")
    return "a rule's condition begins with `if`";
  if (found.word == "where" || found.word == "unless") return "a condition begins with `if`";
  if (found.word == "(")
    return "arguments are tested behind `if`: `allow socket if domain == AF_UNIX`";
  if (found.word == "{")
    return "a block stands directly behind the action, and a condition begins with `if`";
  if (found.word == "[") return "architectures are chosen with `when arch in {…}`";
  if (found.word == "for" || found.word == "on") return "an environment begins with `when`";
  if (IsComparison(found.word) || found.word == "&") return "a condition begins with `if`";
  if (found.word == "when") return "a `when` block begins on a line of its own";
  if (const auto near = Nearest(ToLower(found.word), kNext))
    return "did you mean " + Quoted(*near) + "?";
  if (IsName(found.word) && ActionOf(found.word))
    return "every rule begins on a line of its own, or behind `;`";
  if (IsName(found.word)) {
    const std::string_view behind = TokenAt(state, found.span.end).word;
    if (IsComparison(behind) || behind == "&" || behind == "in" || behind == "has")
      return "a condition begins with `if`";
    return "write `,` between syscalls";
  }
  if (!found.word.empty() && found.word[0] == '@') return "write `,` between syscalls";
  if (found.word == "+" || found.word == "|") return "write `,` between syscalls";
  return "";
}

std::string ForEndOfCondition(const Found& found) {
  if (IsComparison(found.word)) return "comparisons do not chain; join two of them with `and`";
  if (found.word == "if") return "a rule has one `if`; join conditions with `and`";
  if (found.word == ",")
    return "join conditions with `and` or `or`; a rule for other syscalls begins on a new line";
  if (found.word == "^" || found.word == "*" || found.word == "/" || found.word == "%") {
    return "values are built with `|`, `&`, `~`, `<<`, `>>`, `+` and `-`";
  }
  if (found.word == "?") return "an action stands before the syscalls: `allow read if …`";
  if (found.word == "{")
    return "a condition belongs to one rule; write it on every line of the block";
  if (found.word == ")") return "this `)` closes nothing";
  if (found.word == "<<" || found.word == ">>") return "put the first shift into parentheses";
  static constexpr std::string_view kNext[] = {"and", "or", "when"};
  if (const auto near = Nearest(ToLower(found.word), kNext))
    return "did you mean " + Quoted(*near) + "?";
  return "";
}

std::string ForComparison(const ParseState& state, const Found& found) {
  if (found.word == "is" || found.word == "equals" || found.word == "eq") return "write `==`";
  if (found.word == "|") return "put the mask into parentheses: `arg & (A | B) == value`";
  if (found.word == "<<" || found.word == ">>" || found.word == "+" || found.word == "-") {
    return "an argument can be masked with `&`, but not computed with";
  }
  if (found.word == "contains" || found.word == "include" || found.word == "includes")
    return "write `has` to test bits";
  if (found.word == "as") return "`as` stands before the mask: `arg as u64 & mask`";
  if (found.word == "has") return "`has` tests an argument without a mask; write `arg has X`";
  if (found.word == "[") return "a set of values stands in `{…}` behind `in`";
  if (found.word == "(") return "an argument is tested by its name: `domain == AF_UNIX`";
  if (Before(state.text, found.span.begin).find('&') != std::string_view::npos) {
    return "compare what the mask leaves, `arg & mask == 0`, or write `arg has mask`";
  }
  if (found.word.empty() || found.word == "and" || found.word == "or" || found.word == ")" ||
      found.word == "}") {
    return "an argument alone is no condition; write `!= 0`";
  }
  return "";
}

std::string ForCondition(const Found& found) {
  if (IsNumber(found.word))
    return "an argument stands on the left: `arg0 == " + std::string(found.word) + "`";
  if (found.word == "$") return "an argument has no `$`; write `arg0`";
  if (found.word == "@" || (!found.word.empty() && found.word[0] == '@'))
    return "a condition tests arguments, not groups";
  if (found.word == "{") return "a condition stands without braces: `if fd == 1`";
  if (found.word == "~") return "an argument stands on the left; write `arg has no X`";
  if (found.word == "if" || found.word == "when") return "a condition is missing";
  return "";
}

std::string ForSyscall(const Found& found) {
  if (found.word == "\"") return "names stand without quotes";
  if (found.word == "*") return "name the calls, or change the policy's `default`";
  if (found.word == "@") return "a group has a name: `@basic-io`";
  if (IsNumber(found.word)) return "a number is written `syscall(" + std::string(found.word) + ")`";
  if (found.word == "(") return "this action takes no number";
  if (found.word == "[") return "a list stands without brackets";
  if (found.word == "{")
    return "the lines of a block begin with a syscall or a group; `{…}` stands behind `-`";
  if (found.word == ":") return "an action stands directly before its syscalls, without `:`";
  if (IsReserved(found.word)) return Quoted(found.word) + " is a word of the language";
  return "";
}

std::string ForEnvironment(const Found& found) {
  if (found.word == "caps" || found.word == "capability" || found.word.starts_with("CAP_"))
    return "write `cap(CAP_SYS_ADMIN)`";
  if (found.word == "!") return "write `not`";
  if (found.word == "(")
    return "the tests of an environment stand without parentheses, joined by `and`";
  static constexpr std::string_view kNext[] = {"cap", "kernel", "arch", "not"};
  if (const auto near = Nearest(ToLower(found.word), kNext))
    return "did you mean " + Quoted(*near) + "?";
  if (IsName(found.word)) return "an argument is tested behind `if`";
  return "";
}

std::string ForEndOfWhen(const Found& found) {
  if (found.word == "or" || found.word == "||")
    return "only `and` joins the tests of an environment; write a rule for each";
  if (found.word == "if") return "write `if` before `when`";
  if (found.word == "{") return "a `when` block begins on a line of its own";
  if (found.word == ",") return "join the tests of an environment with `and`";
  if (found.word == "when") return "a rule has one `when`; join its tests with `and`";
  return "";
}

std::string ForEndOfStatement(const Found& found) {
  if (found.word == "{") return "this statement has no block";
  if (found.word == ",") return "this statement takes no list";
  return "write the next statement on a line of its own";
}

std::string ForName(const Found& found, std::string_view what, std::string_view example) {
  if (IsReserved(found.word))
    return Quoted(found.word) + " is a word of the language; choose another name";
  if (IsNumber(found.word)) return std::string(what) + " begins with a letter";
  if (found.word == "\"") return std::string(what) + " stands without quotes";
  return "write " + std::string(example);
}

}  // namespace

std::string AdviceFor(const ParseState& state, Hint hint, const Found& found) {
  const std::string_view word = found.word;
  switch (hint) {
    case Hint::None:
      return "";
    case Hint::ActionValue:
      return word == ")" ? "write it like `errno(EPERM)` or `trace(1)`" : "";
    case Hint::CloseParen:
      return word.empty() || word == "}" ? "`(` is not closed" : "";
    case Hint::CloseBrace:
      if (word == ";") return "elements are separated by `,`";
      if (word == "|") return "write `,` between values";
      return IsReserved(word) || word.empty() ? "`{` is not closed" : "";
    case Hint::OpenParen:
      return ForOpenParen(state, found);
    case Hint::Cast: {
      const std::string near = DidYouMean(ToLower(word), CastWords());
      return near.empty() ? "" : near.substr(2);
    }
    case Hint::Condition:
      return ForCondition(found);
    case Hint::Comparison:
      return ForComparison(state, found);
    case Hint::Environment:
      return ForEnvironment(found);
    case Hint::NotEnvironment:
      return word == "kernel" ? "write `kernel < 4.8` for the opposite of `kernel >= 4.8`" : "";
    case Hint::KernelOp:
      return "a policy holds from a kernel on or up to one: `kernel >= 4.8`, `kernel < 4.8`";
    case Hint::Syscall:
      return ForSyscall(found);
    case Hint::EndOfList:
      return ForEndOfList(state, found);
    case Hint::EndOfCondition:
      return ForEndOfCondition(found);
    case Hint::EndOfWhen:
      return ForEndOfWhen(found);
    case Hint::EndOfBlock:
      return "a block ends its statement; write `if` and `when` on its lines, and `-` behind a "
             "group";
    case Hint::EndOfStatement:
      return ForEndOfStatement(found);
    case Hint::SettingName:
      return word == "{" || word == "[" ? "names stand without brackets, separated by `,`" : "";
    case Hint::Action: {
      if (word == "kill") return "write `kill_process` or `kill_thread`";
      const std::string near = DidYouMean(ToLower(word), PolicyWords().first(9));
      return near.empty() ? "" : near.substr(2);
    }
    case Hint::PolicyName:
      return ForName(found, "the name of a policy", "`policy web {`");
    case Hint::PolicyBody:
      if (word == ":") return "write `extends`";
      if (word == ",") return "a policy extends one policy; `include` others inside it";
      return Nearest(ToLower(word), std::array<std::string_view, 1>{"extends"})
                 ? "did you mean `extends`?"
                 : "";
    case Hint::LetName:
      return ForName(found, "the name of a constant", "`let NAME = 5`");
    case Hint::EndOfValue:
      return word == ";" ? "" : ForEndOfCondition(found);
    case Hint::SetName:
      return IsName(word) ? "the name of a set begins with `@`: `@" + std::string(word) + "`"
                          : "write `set @name = {…}`";
    case Hint::EndOfSet:
      return word == "," ? "put the list into `{…}`" : word == "+" ? "put both into `{…}`" : "";
    case Hint::IncludedPath:
      if (word == "<") return "a path stands in double quotes";
      return IsName(word) ? "only inside a policy can the rules of another one be included by name"
                          : "";
    case Hint::TestName:
      return "write `test \"what it shows\" for POLICY {`";
    case Hint::Call:
      return word == "{"
                 ? "a test has no blocks; write the calls behind the action, separated by `,`"
                 : ForSyscall(found);
    case Hint::EndOfComparison:
      return Nearest(ToLower(word), std::array<std::string_view, 1>{"except"})
                 ? "did you mean `except`?"
                 : ForEndOfStatement(found);
    case Hint::EndOfExpectation:
      if (word == "if") return "write the arguments of a call: `openat(flags = O_RDONLY)`";
      return IsName(word) ? "write `,` between calls" : "";
  }
  return "";
}

}  // namespace polc::dsl
