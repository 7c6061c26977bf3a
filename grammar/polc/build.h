#pragma once

// Makes the AST from the flat syntax tree (syntax_tree.h). It cannot fail: a broken statement is
// not in that tree, and a misspelt word was reported and reads as the word that was meant.

#include <string>
#include <string_view>

#include "grammar/polc/ast.h"
#include "grammar/polc/comment_cursor.h"
#include "grammar/polc/parse_state.h"
#include "grammar/polc/syntax_tree.h"

namespace polc::dsl {

[[nodiscard]] File BuildFile(const ParseState& state);

// Indices are into the tree's nodes. A node's children follow it, each with its whole subtree.
class Builder {
 public:
  explicit Builder(const ParseState& state)
      : state_(state), nodes_(state.tree.nodes()), comments_(state.text, state.comments) {}

  [[nodiscard]] File BuildRoot();

 private:
  using Index = size_t;

  // --- build_values.cc ---
  [[nodiscard]] Expr BuildExpr(Index at) const;
  [[nodiscard]] Version BuildVersion(Index at) const;
  [[nodiscard]] ArgRef BuildArg(Index at) const;
  [[nodiscard]] ValueRange BuildRange(Index at) const;
  [[nodiscard]] Test BuildTest(Index at);
  [[nodiscard]] Condition BuildCondition(Index at);
  [[nodiscard]] EnvironmentTest BuildEnvironmentTest(Index at) const;
  [[nodiscard]] Environment BuildEnvironment(Index at) const;
  void BuildInTest(Index at, Test& test);

  // --- build_lists.cc ---
  [[nodiscard]] SyscallTerm BuildTerm(Index at);
  // `limit`: a comment after it belongs to whatever is around the list.
  [[nodiscard]] SyscallItem BuildItem(Index at, size_t limit);
  [[nodiscard]] Action BuildAction(Index at) const;
  [[nodiscard]] RuleLine BuildRuleLine(Index at);
  [[nodiscard]] Call BuildCall(Index at, size_t limit);

  // --- build_statements.cc ---
  [[nodiscard]] AppArmorSection BuildSection(Index at) const;
  [[nodiscard]] Reference BuildReference(Index at) const;
  [[nodiscard]] Statement BuildStatement(Index at);
  // Gives a statement the rest of its comments.
  void Surround(Index at, size_t limit, Trivia& trivia);
  void BuildNode(Index at, Statement& statement);
  [[nodiscard]] Expectation BuildExpectation(Index at);
  [[nodiscard]] Comparison BuildComparison(Index at);
  [[nodiscard]] Policy BuildPolicy(Index at, Trivia& trivia);
  [[nodiscard]] TestBlock BuildTestBlock(Index at, Trivia& trivia);
  [[nodiscard]] Body<RuleLine> BuildRuleBlock(Index at, Trivia& trivia);
  [[nodiscard]] Body<Statement> BuildBlock(Index at, Trivia& trivia);

  // --- the tree ---
  [[nodiscard]] const Node& node(Index at) const { return nodes_[at]; }
  [[nodiscard]] Index Next(Index at) const { return at + nodes_[at].size; }
  [[nodiscard]] Index End(Index at) const { return Next(at); }
  // How many siblings there are from `at` on, up to `end`. Used to reserve vectors: the AST's nodes
  // are large, and a vector that grows moves them.
  [[nodiscard]] size_t CountFrom(Index at, Index end) const {
    size_t count = 0;
    for (; at < end; at = Next(at)) ++count;
    return count;
  }
  [[nodiscard]] bool HasChild(Index at) const { return nodes_[at].size > 1; }
  [[nodiscard]] std::string_view TextOf(Index at) const {
    return state_.text.substr(nodes_[at].begin, nodes_[at].end - nodes_[at].begin);
  }
  // As TextOf, but a misspelt word that was reported reads as the word that was meant.
  [[nodiscard]] std::string_view WordOf(Index at) const;
  [[nodiscard]] Span SpanOf(Index at) const { return state_.At(nodes_[at].begin, nodes_[at].end); }
  [[nodiscard]] Text NameOf(Index at) const { return {std::string(TextOf(at)), SpanOf(at)}; }
  [[nodiscard]] std::vector<Text> NamesBelow(Index at) const;

  const ParseState& state_;
  const std::vector<Node>& nodes_;
  CommentCursor comments_;
  std::vector<Comment> inside_;  // comments inside the statement being built that go above it
};

}  // namespace polc::dsl
