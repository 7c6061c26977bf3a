// Builds actions, lists of syscalls and calls, and the lines of rules that consist of them.

#include "compiler/base/check.h"
#include "grammar/polc/build.h"
#include "grammar/polc/number.h"
#include "grammar/polc/words.h"

namespace polc::dsl {

SyscallTerm Builder::BuildTerm(Index at) {
  SyscallTerm term;
  term.span = SpanOf(at);
  switch (node(at).kind) {
    case Kind::Group:
      term.kind = SyscallTerm::Kind::Group;
      term.name = NameOf(at);
      if (HasChild(at)) {
        term.name.value = "@" + std::string(DashedWordAt(state_.text, node(at).begin + 1));
        term.name.span.end = node(at).begin + static_cast<uint32_t>(term.name.value.size());
        term.version = BuildVersion(at + 1);
      }
      return term;
    case Kind::SyscallNumber:
      term.kind = SyscallTerm::Kind::Number;
      term.name = NameOf(at + 1);
      term.number = ReadNumber(term.name.value).value.value_or(0);
      return term;
    case Kind::Braces:
      term.kind = SyscallTerm::Kind::Braces;
      term.items.reserve(CountFrom(at + 1, End(at)));
      for (Index child = at + 1; child < End(at); child = Next(child))
        term.items.push_back(BuildItem(child, node(at).end));
      comments_.TakeAbove(node(at).end, term.closing);
      return term;
    default:
      break;
  }
  POLC_CHECK(node(at).kind == Kind::Name);
  term.name = NameOf(at);
  return term;
}

SyscallItem Builder::BuildItem(Index at, size_t limit) {
  SyscallItem item;
  item.span = SpanOf(at);
  item.trivia = comments_.ElementAt(node(at).begin);
  item.term = BuildTerm(at + 1);
  for (Index child = Next(at + 1); child < End(at); child = Next(child)) {
    comments_.Hoist(node(child).begin, item.trivia);
    item.minus.push_back(BuildTerm(child));
  }
  item.trivia.trailing = comments_.TakeAfter(node(at).end, limit);
  return item;
}

Action Builder::BuildAction(Index at) const {
  Action action;
  action.span = SpanOf(at);
  for (Index child = at + 1; child < End(at); child = Next(child)) {
    // In `deny errno(EPERM)` the second word is the action.
    if (node(child).kind == Kind::Word) {
      const auto kind = ActionOf(WordOf(child));
      POLC_CHECK(kind);
      action.kind = *kind;
    } else {
      action.data = BuildExpr(child);
    }
  }
  return action;
}

RuleLine Builder::BuildRuleLine(Index at) {
  RuleLine line;
  line.span = SpanOf(at);
  line.syscalls.reserve(CountFrom(at + 1, End(at)));
  for (Index child = at + 1; child < End(at); child = Next(child)) {
    if (node(child).kind == Kind::Item) {
      line.syscalls.push_back(BuildItem(child, node(at).end));
    } else if (node(child).kind == Kind::When) {
      line.when = BuildEnvironment(child);
    } else {
      line.condition = BuildCondition(child);
    }
  }
  return line;
}

Call Builder::BuildCall(Index at, size_t limit) {
  Call call;
  call.span = SpanOf(at);
  call.trivia = comments_.ElementAt(node(at).begin);
  call.target = BuildTerm(at + 1);
  for (Index child = Next(at + 1); child < End(at); child = Next(child)) {
    if (node(child).kind != Kind::CallArgs) {
      call.minus.push_back(BuildTerm(child));
      continue;
    }
    call.has_args = true;
    for (Index written = child + 1; written < End(child); written = Next(written)) {
      CallArg arg;
      arg.span = SpanOf(written);
      const Index inner = written + 1;
      if (node(inner).kind == Kind::NamedArg) {
        arg.name = NameOf(inner + 1);
        arg.value = BuildExpr(Next(inner + 1));
      } else if (node(inner).kind != Kind::AnyValue) {
        arg.value = BuildExpr(inner);
      }
      call.args.push_back(std::move(arg));
    }
  }
  comments_.Hoist(node(at).end, call.trivia);
  call.trivia.trailing = comments_.TakeAfter(node(at).end, limit);
  return call;
}

}  // namespace polc::dsl
