#pragma once

// The syntax tree of an AppArmor profile text: everything that was written, in its order, with
// places and comments. Names and values are still text; compiler/apparmor looks them up, and
// format.h prints the tree.
//
// Most rule families share one shape (words, lists, conditions, an arrow), so a Rule is its prefix,
// its family and its parts. File and link rules have fields of their own because their order is
// free.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/source.h"

namespace polc::aa {

// A token of the text. Quotes are taken off; escapes are kept as written.
struct Word {
  Span span;
  std::string text;
  bool quoted = false;
};

// `#…` to the end of its line, without the `#`.
struct Comment {
  Span span;
  std::string text;
  bool blank_before = false;
};

// `name=value`, `name=(a b)`, `options in (a, b)`, `peer=(name=… label=…)`.
struct Condition {
  Span span;
  Word name;
  Word op;  // `=`, `:=` or `in`
  bool list = false;
  std::vector<Word> values;
  std::vector<Condition> group;
};

enum class PartKind : uint8_t { Word, List, Condition, Arrow };
struct Part {
  PartKind kind = PartKind::Word;
  Span span;
  Word word;
  std::vector<Word> list;
  Condition condition;
};

enum class Family : uint8_t {
#define POLC_FAMILY(enumerator, keyword) enumerator,
#include "grammar/apparmor/families.def"
#undef POLC_FAMILY
};
// The word that begins a rule of the family.
[[nodiscard]] std::string_view KeywordOf(Family family);

// The words in front of a rule, each at most once; absent words have an unknown span.
struct Prefix {
  Word priority;  // its number
  Word audit;
  Word mode;   // allow, deny, prompt
  Word owner;  // owner, user, other
};

struct Rule {
  Prefix prefix;
  Family family = Family::File;
  Word keyword;  // as written; unknown span where a file rule has none
  // File and link rules.
  Word transition;  // safe, unsafe
  Word perms;
  Word subset;
  Word path;
  Word target;
  bool perms_first = false;
  // All other rules.
  std::vector<Part> parts;
};

enum class IncludeForm : uint8_t { Search, Path };  // <magic>, or "quoted" and bare
struct Include {
  Word keyword;
  bool if_exists = false;
  IncludeForm form = IncludeForm::Search;
  Word path;
};

struct Abi {
  IncludeForm form = IncludeForm::Search;
  Word path;
};

struct Alias {
  Word keyword;
  Word from;
  Word to;
};

// `@{NAME} = a b` and `$NAME = true`; `op` is `=`, `+=`, `?=` or `:=`.
struct VariableAssignment {
  Word name;
  Word op;
  std::vector<Word> values;
};

enum class ExpressionKind : uint8_t { Or, And, Not, Defined, Compare, Operand };
struct Expression {
  ExpressionKind kind = ExpressionKind::Operand;
  Span span;
  Word word;  // the operand (a variable with its sigil), or the operator of Compare
  std::vector<Expression> operands;
};

struct BooleanAssignment {
  Word name;
  Word op;
  Expression value;
};

struct Statement;
using Block = std::vector<Statement>;

enum class ProfileForm : uint8_t { Keyword, Bare, Hat, Caret };
struct Xattr {
  Word name;
  Word value;  // unknown span where there is none
};
struct Profile {
  ProfileForm form = ProfileForm::Keyword;
  Word name;
  Word attachment;
  std::vector<Xattr> xattrs;
  std::vector<std::vector<Word>> identities;
  bool flags_keyword = true;
  std::vector<Word> flags;
  Block body;
  std::vector<Comment> trailing;  // in front of the `}`
};

struct Conditional {
  struct Branch {
    std::optional<Expression> condition;  // none for the last `else`
    Block body;
    std::vector<Comment> trailing;
  };
  std::vector<Branch> branches;
};

struct QualifierBlock {
  Prefix prefix;
  Block body;
  std::vector<Comment> trailing;
};

struct Statement {
  Span span;
  std::vector<Comment> leading;
  std::optional<Comment> trailing;  // after it on its line
  bool blank_before = false;
  std::variant<Rule, Include, Abi, Alias, VariableAssignment, BooleanAssignment, Profile,
               Conditional, QualifierBlock>
      node;
};

struct File {
  Block statements;
  std::vector<Comment> trailing;
};

}  // namespace polc::aa
