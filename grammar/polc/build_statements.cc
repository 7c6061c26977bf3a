// Builds statements, blocks and the file.

#include <utility>

#include "compiler/base/check.h"
#include "grammar/polc/build.h"
#include "grammar/polc/number.h"
#include "grammar/polc/scan.h"

namespace polc::dsl {
namespace {

void MoveAbove(std::vector<Comment>& comments, Trivia& trivia) {
  for (Comment& comment : comments) {
    comment.blank_before = false;
    trivia.leading.push_back(std::move(comment));
  }
  comments.clear();
}

}  // namespace

File BuildFile(const ParseState& state) { return Builder(state).BuildRoot(); }

File Builder::BuildRoot() {
  File file;
  file.statements.reserve(CountFrom(1, nodes_.size()));
  for (Index at = 1; at < nodes_.size(); at = Next(at)) {
    // A policy or a test whose head was wrong has no name to go by; its head was reported.
    const Kind kind = node(at).kind;
    if (kind == Kind::Policy && node(at + 1).kind != Kind::PolicyHeader) continue;
    if (kind == Kind::TestBlock && node(at + 1).kind != Kind::TestHeader) continue;
    file.statements.push_back(BuildStatement(at));
  }
  comments_.TakeAbove(state_.text.size() + 1, file.closing);
  return file;
}

Statement Builder::BuildStatement(Index at) {
  Statement statement;
  statement.span = SpanOf(at);
  comments_.TakeAbove(node(at).begin, statement.trivia.leading);
  statement.trivia.blank_before = comments_.BlankAbove(node(at).begin);
  BuildNode(at, statement);
  Surround(at, state_.text.size(), statement.trivia);
  return statement;
}

void Builder::Surround(Index at, size_t limit, Trivia& trivia) {
  MoveAbove(inside_, trivia);
  comments_.Hoist(node(at).end, trivia);
  trivia.trailing = comments_.TakeAfter(node(at).end, limit);
}

void Builder::BuildNode(Index at, Statement& statement) {
  switch (node(at).kind) {
    case Kind::Rule: {
      Action action = BuildAction(at + 1);
      const Index body = Next(at + 1);
      if (node(body).kind == Kind::Block) {
        statement.node = RuleBlock{std::move(action), BuildRuleBlock(body, statement.trivia)};
      } else {
        statement.node = Rule{std::move(action), BuildRuleLine(body)};
      }
      return;
    }
    case Kind::WhenBlock: {
      Environment when = BuildEnvironment(at + 1);
      statement.node = WhenBlock{std::move(when), BuildBlock(Next(at + 1), statement.trivia)};
      return;
    }
    case Kind::ArchSetting:
      statement.node = ArchSetting{NamesBelow(at)};
      return;
    case Kind::FlagsSetting:
      statement.node = FlagsSetting{NamesBelow(at)};
      return;
    case Kind::DefaultSetting:
      statement.node = DefaultSetting{BuildAction(at + 1)};
      return;
    case Kind::BadArchSetting:
      statement.node = BadArchSetting{BuildAction(at + 1)};
      return;
    case Kind::SharedRule:
      statement.node = SharedRule{{std::string(TextOf(at)), SpanOf(at)}};
      return;
    case Kind::AppArmorSection:
      statement.node = BuildSection(at);
      return;
    case Kind::Include:
      statement.node = Include{BuildReference(at + 1)};
      return;
    case Kind::Let:
      statement.node = Let{NameOf(at + 1), BuildExpr(Next(at + 1))};
      return;
    case Kind::SetDefinition: {
      Text name = NameOf(at + 1);
      SyscallItem value = BuildItem(Next(at + 1), node(at).end);
      // A set has one value, so comments above the value move above the set.
      MoveAbove(value.trivia.leading, statement.trivia);
      value.trivia = {};
      statement.node = SetDefinition{std::move(name), std::move(value)};
      return;
    }
    case Kind::Policy:
      statement.node = BuildPolicy(at, statement.trivia);
      return;
    case Kind::TestBlock:
      statement.node = BuildTestBlock(at, statement.trivia);
      return;
    case Kind::Expectation:
      statement.node = BuildExpectation(at);
      return;
    case Kind::Comparison:
      statement.node = BuildComparison(at);
      return;
    default:
      POLC_CHECK(false);
  }
}

AppArmorSection Builder::BuildSection(Index at) const {
  const size_t begin =
      ScanBlanks(state_.text, node(at).begin + std::string_view("apparmor").size());
  const size_t brace = SectionBrace(state_.text, begin);
  size_t header_end = brace;
  while (header_end > begin && ScanBlanks(state_.text, header_end - 1) >= brace) --header_end;
  const auto text = [&](size_t from, size_t to) {
    return Text{std::string(state_.text.substr(from, to - from)), state_.At(from, to)};
  };
  return {text(begin, header_end), text(brace + 1, node(at).end - 1)};
}

Reference Builder::BuildReference(Index at) const {
  if (node(at).kind == Kind::Name) return {Reference::Kind::Name, NameOf(at)};
  const std::string_view text = TextOf(at);
  return {Reference::Kind::Path, {Unquote(text.substr(1, text.size() - 2)), SpanOf(at)}};
}

Policy Builder::BuildPolicy(Index at, Trivia& trivia) {
  Policy policy;
  const Index head = at + 1;
  policy.header = state_.At(node(at).begin, node(head).end);
  policy.name = NameOf(head + 1);
  if (Next(head + 1) < End(head)) policy.base = BuildReference(Next(head + 1));
  policy.body = BuildBlock(Next(head), trivia);
  return policy;
}

TestBlock Builder::BuildTestBlock(Index at, Trivia& trivia) {
  TestBlock test;
  const Index head = at + 1;
  const Index name = head + 1;
  test.name = BuildReference(name).text;
  test.policy = BuildReference(Next(name));
  const Index when = Next(Next(name));
  if (when < End(head)) test.when = BuildEnvironment(when);
  test.body = BuildBlock(Next(head), trivia);
  return test;
}

Body<RuleLine> Builder::BuildRuleBlock(Index at, Trivia& trivia) {
  Body<RuleLine> body;
  comments_.Hoist(node(at).begin, trivia);
  body.opening = comments_.TakeAfter(node(at).begin + 1, node(at).end);
  body.lines.reserve(CountFrom(at + 1, End(at)));
  for (Index child = at + 1; child < End(at); child = Next(child)) {
    Trivia around;
    comments_.TakeAbove(node(child).begin, around.leading);
    around.blank_before = comments_.BlankAbove(node(child).begin);
    RuleLine line = BuildRuleLine(child);
    MoveAbove(line.syscalls.front().trivia.leading, around);  // the line begins with this element
    Surround(child, node(at).end, around);
    line.trivia = std::move(around);
    body.lines.push_back(std::move(line));
  }
  comments_.TakeAbove(node(at).end, body.closing);
  return body;
}

Body<Statement> Builder::BuildBlock(Index at, Trivia& trivia) {
  Body<Statement> body;
  comments_.Hoist(node(at).begin, trivia);
  body.opening = comments_.TakeAfter(node(at).begin + 1, node(at).end);
  body.lines.reserve(CountFrom(at + 1, End(at)));
  for (Index child = at + 1; child < End(at); child = Next(child))
    body.lines.push_back(BuildStatement(child));
  comments_.TakeAbove(node(at).end, body.closing);
  return body;
}

Expectation Builder::BuildExpectation(Index at) {
  Expectation expectation;
  expectation.action = BuildAction(at + 1);
  for (Index child = Next(at + 1); child < End(at); child = Next(child)) {
    if (node(child).kind == Kind::When) {
      expectation.when = BuildEnvironment(child);
    } else {
      expectation.calls.push_back(BuildCall(child, node(at).end));
    }
  }
  return expectation;
}

Comparison Builder::BuildComparison(Index at) {
  Comparison comparison;
  const std::string_view relation = WordOf(at + 1);
  if (relation == "tighter") comparison.relation = Relation::TighterThan;
  if (relation == "looser") comparison.relation = Relation::LooserThan;
  const Index other = Next(at + 1);
  comparison.other = BuildReference(other);
  for (Index except = Next(other); except < End(at); except = Next(except)) {
    for (Index child = except + 1; child < End(except); child = Next(child)) {
      comparison.except.push_back(BuildItem(child, node(at).end));
    }
  }
  return comparison;
}

}  // namespace polc::dsl
