// Guesses what the author meant from what was expected and what stands there instead. Each hint is
// the way out of one mistake that people make who know C, another policy language or Docker's JSON.

#include <array>
#include <string>

#include "compiler/base/str_format.h"
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

// The text before `at` on its line, without blanks at the end.
std::string_view Before(std::string_view text, size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  const size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  return text.substr(begin, at - begin);
}

// The word before `at`.
std::string_view WordBefore(std::string_view text, size_t at) {
  const std::string_view before = Before(text, at);
  size_t begin = before.size();
  while (begin > 0 && IsWordPart(before[begin - 1])) --begin;
  return before.substr(begin);
}

std::string ForOpenParen(const ParseState& state, const Found& found) {
  const std::string_view word = WordBefore(state.text, found.span.begin);
  if (word == "cap") return "write `cap(CAP_SYS_ADMIN)`";
  if (word == "trace") return "`trace` needs a number for the tracer: `trace(1)`";
  return "`errno` needs an error: `errno(EPERM)`";
}

std::string ForEndOfList(const ParseState& state, const Found& found) {
  static constexpr std::string_view kNext[] = {"if", "when"};
  if (found.word == ":" || found.word == "=>" || found.word == "->")
    return "a condition begins with `if`";
  if (found.word == "where" || found.word == "unless") return "a condition begins with `if`";
  if (found.word == "(")
    return "tests of arguments follow `if`: `allow socket if domain == AF_UNIX`";
  if (found.word == "{")
    return "a block follows the action directly, and a condition begins with `if`";
  if (found.word == "[") return "architectures are chosen with `when arch in {…}`";
  if (found.word == "for" || found.word == "on") return "an environment begins with `when`";
  if (IsComparison(found.word) || found.word == "&") return "a condition begins with `if`";
  if (found.word == "when") return "a `when` block begins on a line of its own";
  if (const auto near = Nearest(ToLower(found.word), kNext))
    return StrFormat("did you mean `{}`?", *near);
  if (IsName(found.word) && ActionOf(found.word))
    return "every rule begins on a line of its own, or after `;`";
  if (IsName(found.word)) {
    const std::string_view after = TokenAt(state, found.span.end).word;
    if (IsComparison(after) || after == "&" || after == "in" || after == "has")
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
    return "a value can use only `|`, `&`, `~`, `<<`, `>>`, `+` and `-`";
  }
  if (found.word == "?") return "the action stands in front of the syscalls: `allow read if …`";
  if (found.word == "{")
    return "a condition belongs to one rule; write it on every line of the block";
  if (found.word == ")") return "this `)` closes nothing; remove it";
  if (found.word == "<<" || found.word == ">>") return "put the first shift into parentheses";
  static constexpr std::string_view kNext[] = {"and", "or", "when"};
  if (const auto near = Nearest(ToLower(found.word), kNext))
    return StrFormat("did you mean `{}`?", *near);
  return "";
}

std::string ForComparison(const ParseState& state, const Found& found) {
  if (found.word == "is" || found.word == "equals" || found.word == "eq") return "write `==`";
  if (found.word == "|") return "put the mask into parentheses: `arg & (A | B) == value`";
  if (found.word == "<<" || found.word == ">>" || found.word == "+" || found.word == "-") {
    return "the only operator that an argument takes is the mask `&`";
  }
  if (found.word == "contains" || found.word == "include" || found.word == "includes")
    return "write `has` to test bits";
  if (found.word == "as") return "`as` stands in front of the mask: `arg as u64 & mask`";
  if (found.word == "has") return "`has` tests an argument without a mask; write `arg has X`";
  if (found.word == "[") return "a set of values is written `in {…}`";
  if (found.word == "(") return "an argument is tested by its name: `domain == AF_UNIX`";
  if (Before(state.text, found.span.begin).find('&') != std::string_view::npos) {
    return "compare the masked bits, `arg & mask == 0`, or write `arg has mask`";
  }
  if (found.word.empty() || found.word == "and" || found.word == "or" || found.word == ")" ||
      found.word == "}") {
    return "an argument alone is not a condition; write `!= 0`";
  }
  return "";
}

std::string ForCondition(const Found& found) {
  if (IsNumber(found.word))
    return StrFormat("an argument stands on the left: `arg0 == {}`", found.word);
  if (found.word == "$") return "an argument has no `$`; write `arg0`";
  if (found.word == "@" || (!found.word.empty() && found.word[0] == '@'))
    return "a condition tests arguments and not groups";
  if (found.word == "{") return "a condition has no braces: `if fd == 1`";
  if (found.word == "~") return "an argument stands on the left; write `arg has no X`";
  if (found.word == "if" || found.word == "when") return "a condition is missing";
  return "";
}

std::string ForSyscall(const Found& found) {
  if (found.word == "\"") return "write names without quotes";
  if (found.word == "*") return "name the calls, or change the policy's `default`";
  if (found.word == "@") return "a group has a name: `@basic-io`";
  if (IsNumber(found.word)) return StrFormat("a number is written `syscall({})`", found.word);
  if (found.word == "(") return "this action takes no number";
  if (found.word == "[") return "write the list without brackets";
  if (found.word == "{")
    return "the lines of a block begin with a syscall or a group; `{…}` is only for what follows `-`";
  if (found.word == ":") return "the syscalls follow the action without `:`";
  if (IsReserved(found.word)) return StrFormat("`{}` is a word of the language", found.word);
  return "";
}

std::string ForEnvironment(const Found& found) {
  if (found.word == "caps" || found.word == "capability" || found.word.starts_with("CAP_"))
    return "write `cap(CAP_SYS_ADMIN)`";
  if (found.word == "!") return "write `not`";
  if (found.word == "(") return "the tests after `when` have no parentheses; join them with `and`";
  static constexpr std::string_view kNext[] = {"cap", "kernel", "arch", "not"};
  if (const auto near = Nearest(ToLower(found.word), kNext))
    return StrFormat("did you mean `{}`?", *near);
  if (IsName(found.word)) return "tests of arguments follow `if`";
  return "";
}

std::string ForEndOfWhen(const Found& found) {
  if (found.word == "or" || found.word == "||")
    return "tests after `when` can only be joined with `and`; write one rule for each";
  if (found.word == "if") return "write `if` in front of `when`";
  if (found.word == "{") return "a `when` block begins on a line of its own";
  if (found.word == ",") return "join the tests after `when` with `and`";
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
    return StrFormat("`{}` is a word of the language; choose another name", found.word);
  if (IsNumber(found.word)) return std::string(what) + " begins with a letter";
  if (found.word == "\"") return std::string(what) + " has no quotes";
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
      return "write `kernel >= 4.8` or `kernel < 4.8`";
    case Hint::Syscall:
      return ForSyscall(found);
    case Hint::EndOfList:
      return ForEndOfList(state, found);
    case Hint::EndOfCondition:
      return ForEndOfCondition(found);
    case Hint::EndOfWhen:
      return ForEndOfWhen(found);
    case Hint::EndOfBlock:
      return "the statement ends with its block; write `if` and `when` on the lines of the block, and `-` after a group";
    case Hint::EndOfStatement:
      return ForEndOfStatement(found);
    case Hint::SettingName:
      return word == "{" || word == "[" ? "write the names without brackets, separated by `,`" : "";
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
      return IsName(word) ? StrFormat("the name of a set begins with `@`: `@{}`", word)
                          : "write `set @name = {…}`";
    case Hint::EndOfSet:
      return word == "," ? "put the list into `{…}`" : word == "+" ? "put both into `{…}`" : "";
    case Hint::IncludedPath:
      if (word == "<") return "write the path in double quotes";
      return IsName(word) ? "a policy can be included by name only inside another policy" : "";
    case Hint::TestName:
      return "write `test \"what it shows\" for POLICY {`";
    case Hint::Call:
      return word == "{"
                 ? "a test has no blocks; write the calls after the action, separated by `,`"
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
