#pragma once

// The result of the grammar (grammar.h), from which build.h makes the AST: the nodes of the text in
// order, every parent before its children. It is one flat vector without pointers: a branch of the
// grammar that turns out wrong removes its nodes by shortening it, and 10,000 lines are read in a
// few milliseconds.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace polc::dsl {

enum class Kind : uint8_t {
  None,
  // tokens
  Name,
  Group,
  Number,
  Character,
  String,
  Version,
  Word,
  CompareOp,
  // constant expressions
  Value,
  BitAnd,
  ShiftLeft,
  ShiftRight,
  Shift,
  Sum,
  Negate,
  Complement,
  // conditions
  Any,
  All,
  Not,
  Test,
  Arg,
  ArgSyscall,
  Mask,
  ValueSet,
  Range,
  In,
  NotIn,
  Has,
  // the environment
  When,
  EnvNot,
  EnvCap,
  EnvKernel,
  EnvArch,
  // lists of syscalls
  Item,
  SyscallNumber,
  Braces,
  // statements
  Action,
  Rule,
  RuleLine,
  Block,
  WhenBlock,
  ArchSetting,
  DefaultSetting,
  BadArchSetting,
  FlagsSetting,
  SharedRule,
  AppArmorSection,
  Include,
  Let,
  SetDefinition,
  Policy,
  PolicyHeader,
  TestBlock,
  TestHeader,
  Expectation,
  Call,
  CallArgs,
  CallArg,
  NamedArg,
  AnyValue,
  Comparison,
  Except,
  File,
};

struct Node {
  Kind kind = Kind::None;
  uint32_t begin = 0;  // bytes of the text, from the first token to the last
  uint32_t end = 0;
  uint32_t size = 1;  // nodes of this subtree, itself included
};

class SyntaxTree {
 public:
  void Reserve(size_t size) { nodes_.reserve(size); }
  void Open(Kind kind, size_t offset) {
    open_.push_back(static_cast<uint32_t>(nodes_.size()));
    nodes_.push_back({kind, static_cast<uint32_t>(offset), 0, 1});
  }
  void Close(size_t offset) {
    Node& node = nodes_[open_.back()];
    node.end = static_cast<uint32_t>(offset);
    node.size = static_cast<uint32_t>(nodes_.size()) - open_.back();
    open_.pop_back();
  }
  // Removes an operator's node that has only one operand: `5` is not a sum.
  void CloseUnlessSingle(size_t offset) {
    const uint32_t at = open_.back();
    if (at + 1 < nodes_.size() && nodes_[at + 1].size == nodes_.size() - at - 1) {
      nodes_.erase(nodes_.begin() + at);
      open_.pop_back();
    } else {
      Close(offset);
    }
  }
  // Takes back the node that was opened last, and all below it.
  void Cancel() {
    nodes_.resize(open_.back());
    open_.pop_back();
  }
  // Takes back the nodes after the first `size`; all of them are closed.
  void Shorten(size_t size) { nodes_.resize(size); }

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  std::vector<Node> nodes_;
  std::vector<uint32_t> open_;
};

}  // namespace polc::dsl
