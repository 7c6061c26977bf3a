#pragma once

// The variables of a profile file: what the preamble assigns, and what a word with `@{NAME}` in it
// stands for. Resolve() fills the table; expand.cc and the checks read it.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "grammar/apparmor/ast.h"

namespace polc::aa {

struct Variable {
  Span defined;
  std::vector<Word> values;
};

// Where a word refers to a variable `@{name}`, as offsets in its text.
struct Reference {
  size_t begin = 0;
  size_t end = 0;
  std::string name;
  bool closed = true;
};
[[nodiscard]] std::vector<Reference> ReferencesIn(std::string_view text);

// The most bytes that a text may have on average where many are expanded at once.
inline constexpr size_t kMeanText = 256;

class Variables {
 public:
  void Assign(const VariableAssignment& assignment, DiagnosticSink& diagnostics);
  [[nodiscard]] const Variable* Find(const std::string& name) const;
  // "; did you mean `@{NAME}`?" of the nearest one, if it is near.
  [[nodiscard]] std::string Hint(std::string_view name) const;
  // Reports values that refer to no variable or to themselves; to be called once, after the last
  // assignment.
  void Check(DiagnosticSink& diagnostics) const;

  // Every text that the word stands for, sorted and without duplicates. Names in `kept` stay as
  // they are. Nothing if a variable is undefined or recursive, or if there would be more than
  // `limit` texts, or more bytes than that many of kMeanText.
  [[nodiscard]] std::optional<std::vector<std::string>> Expand(
      std::string_view text, const std::vector<std::string_view>& kept, size_t limit) const;
  // The same for the value of a variable, in which automatic variables stay as they are.
  [[nodiscard]] std::optional<std::vector<std::string>> ExpandValue(std::string_view text,
                                                                    size_t limit) const;

 private:
  // The state of one expansion. A variable that is named several times is expanded once: in a chain
  // of variables that each name the next one twice, the work would double with every link.
  struct Expansion {
    const std::vector<std::string_view>& kept;
    size_t limit;
    std::map<std::string, std::vector<std::string>> values = {};
  };
  [[nodiscard]] std::optional<std::vector<std::string>> ExpandAt(std::string_view text,
                                                                 Expansion& expansion,
                                                                 size_t depth) const;
  [[nodiscard]] bool ExpandVariable(const std::string& name, const Variable& variable,
                                    Expansion& expansion, size_t depth) const;
  void CheckValue(const std::string& name, std::map<std::string, int>& state,
                  DiagnosticSink& diagnostics, size_t depth) const;

  std::map<std::string, Variable> table_;
};

// A value without its outer slashes where the text around it has a slash already.
[[nodiscard]] std::string TrimmedValue(std::string value, bool slash_before, bool slash_after);

// The variables that apparmor_parser sets by itself.
[[nodiscard]] bool IsAutomatic(std::string_view name);

}  // namespace polc::aa
