#pragma once

// Holds the `.polc` files of one run and looks names up: each file is read and parsed once, with
// all that it includes, and a name is looked up in the file that uses it. Profiles in other formats
// (the JSON of a base) are only found here; resolve.h reads them.

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "grammar/polc/ast.h"

namespace polc::language {

struct Unit;

// A definition and the file that it stands in, in which its names are looked up.
template <class Node>
struct Definition {
  const Node* node = nullptr;
  const Unit* unit = nullptr;
  [[nodiscard]] explicit operator bool() const { return node != nullptr; }
};

// One `.polc` file.
struct Unit {
  dsl::File file;
  std::string
      path;  // its own, relative to the working directory; paths in it are relative to its folder
  std::map<const dsl::Include*, const Unit*> includes;
  // Every name it may use: its own and those of the files that it includes.
  std::map<std::string_view, Definition<dsl::Policy>> policies;
  std::map<std::string_view, Definition<dsl::Let>> lets;
  std::map<std::string_view, Definition<dsl::SetDefinition>> sets;
  [[nodiscard]] bool is_fragment() const;  // it has rules outside of policies
};

// How many definitions, policies or files may refer to each other in a row. Nobody writes so many.
inline constexpr size_t kMaxChain = 100;

// Chooses one definition of a circle, always the same one, so that the circle is reported once
// wherever it is entered.
template <class Iterator>
[[nodiscard]] auto FirstByName(Iterator begin, Iterator end) {
  return *std::min_element(
      begin, end, [](const auto* a, const auto* b) { return a->name.span < b->name.span; });
}

// What a reference leads to: a policy in some unit, or a Docker-format profile.
struct Target {
  Definition<dsl::Policy> policy;
  const SourceFile* profile = nullptr;
};

// How the library gets its texts. It asks for each text once.
struct Readers {
  // The text of a file, added to the run's sources; null with the reason in `error`.
  std::function<const SourceFile*(const std::string& path, std::string& error)> file;
  // A built-in policy's text; null if there is none of this name.
  std::function<const SourceFile*(std::string_view name)> builtin;
  std::function<std::vector<std::string_view>()> builtin_names;
};

class Library {
 public:
  Library(Readers readers, DiagnosticSink& diagnostics);

  // Parses the text and all that it includes. The unit is there even if it has errors.
  const Unit& Open(const SourceFile& source, std::string path);

  // Reports a name that is not known and a file that cannot be read or has no such policy; then
  // there is neither.
  [[nodiscard]] Target Find(const Unit& unit, const dsl::Reference& reference);
  // A rule that stands for another construct; it lives as long as the units.
  const dsl::Rule& Keep(dsl::Rule rule) {
    return *made_.emplace_back(std::make_unique<dsl::Rule>(std::move(rule)));
  }
  // The units that were opened, in this order.
  [[nodiscard]] const std::vector<std::unique_ptr<Unit>>& units() const { return units_; }

 private:
  const Unit* OpenPath(const Unit& from, const dsl::Text& path);
  const SourceFile* ReadFile(const Unit& from, const dsl::Text& path, std::string& resolved);
  void OpenIncludes(Unit& unit, const std::vector<dsl::Statement>& statements);
  void CollectNames(Unit& unit);
  void TakeNames(Unit& unit, const Unit& from, std::vector<const Unit*>& seen);
  template <class Node>
  void TakeName(std::map<std::string_view, Definition<Node>>& names, const dsl::Text& name,
                Definition<Node> definition);
  [[nodiscard]] Target FindBuiltin(const dsl::Text& name);

  Readers readers_;
  DiagnosticSink& diagnostics_;
  FirstUses first_uses_;
  std::vector<std::unique_ptr<Unit>> units_;
  std::vector<std::unique_ptr<dsl::Rule>> made_;
  std::map<std::string, const SourceFile*> files_;  // by path, null if unreadable
  std::map<std::string, Unit*> by_path_;
  std::vector<std::string> opening_;  // the files that are being opened, outermost first
};

// `{` is the first character: JSON, which no `.polc` text can begin with.
[[nodiscard]] bool IsJson(std::string_view text);

}  // namespace polc::language
