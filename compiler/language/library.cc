#include "compiler/language/library.h"

#include <algorithm>
#include <filesystem>

#include "compiler/base/check.h"
#include "compiler/base/revision_path.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "grammar/polc/parse.h"

namespace polc::language {
namespace {

// The files that `HEAD~2:web.polc` includes are in HEAD~2, too. With `./` in front, git takes a
// path as relative to the working directory and not to the top of the repository.
std::string Resolve(const std::string& from, const std::string& path) {
  const std::string revision = from.substr(0, RevisionLength(from));
  const std::string file = from.substr(revision.size());
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  const std::string resolved = (folder / path).lexically_normal().generic_string();
  if (revision.empty() || resolved.starts_with('/')) return TreePath(resolved);
  return revision + (file.starts_with('.') ? "./" : "") + resolved;
}

template <class Map>
std::vector<std::string_view> Names(const Map& map) {
  std::vector<std::string_view> names;
  for (const auto& [name, definition] : map) names.push_back(name);
  return names;
}

}  // namespace

bool IsJson(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return begin != std::string_view::npos && text[begin] == '{';
}

bool Unit::is_fragment() const {
  return std::any_of(file.statements.begin(), file.statements.end(),
                     [](const dsl::Statement& statement) {
                       return std::holds_alternative<dsl::Rule>(statement.node) ||
                              std::holds_alternative<dsl::RuleBlock>(statement.node) ||
                              std::holds_alternative<dsl::WhenBlock>(statement.node);
                     });
}

Library::Library(Readers readers, DiagnosticSink& diagnostics)
    : readers_(std::move(readers)), diagnostics_(diagnostics) {}

const Unit& Library::Open(const SourceFile& source, std::string path) {
  units_.push_back(std::make_unique<Unit>());
  Unit& unit = *units_.back();
  unit.path = std::move(path);
  unit.file = dsl::ParseFile(source, diagnostics_);
  const std::string key = std::filesystem::path(unit.path).lexically_normal().generic_string();
  by_path_[key] = &unit;
  opening_.push_back(key);
  OpenIncludes(unit, unit.file.statements);
  opening_.pop_back();
  CollectNames(unit);
  return unit;
}

void Library::OpenIncludes(Unit& unit, const std::vector<dsl::Statement>& statements) {
  for (const dsl::Statement& statement : statements) {
    if (const auto* include = std::get_if<dsl::Include>(&statement.node)) {
      if (include->target.kind != dsl::Reference::Kind::Path) continue;
      if (const Unit* included = OpenPath(unit, include->target.text)) {
        unit.includes[include] = included;
      } else {
        // The names that are missing now stand in that file.
        const Span place = include->target.text.span;
        diagnostics_.Explain(DiagnosticId::UnknownName, place.source,
                             {DiagnosticId::Unreadable, place});
      }
    } else if (const auto* policy = std::get_if<dsl::Policy>(&statement.node)) {
      OpenIncludes(unit, policy->body.lines);
    } else if (const auto* when = std::get_if<dsl::WhenBlock>(&statement.node)) {
      OpenIncludes(unit, when->body.lines);
    }
  }
}

const SourceFile* Library::ReadFile(const Unit& from, const dsl::Text& path,
                                    std::string& resolved) {
  resolved = Resolve(from.path, path.value);
  const auto [found, is_new] = files_.try_emplace(resolved, nullptr);
  if (!is_new) return found->second;  // its errors were reported when it was first named
  std::string error;
  found->second = readers_.file(resolved, error);
  if (found->second == nullptr) {
    diagnostics_.Error(DiagnosticId::Unreadable, path.span, "cannot read `{}`: {}", resolved,
                       error);
  }
  return found->second;
}

const Unit* Library::OpenPath(const Unit& from, const dsl::Text& path) {
  std::string resolved = Resolve(from.path, path.value);
  if (std::find(opening_.begin(), opening_.end(), resolved) != opening_.end()) {
    diagnostics_.Error(
        DiagnosticId::DefinitionCycle, path.span,
        resolved == opening_.back()
            ? "a file cannot include itself; remove the `include`"
            : StrFormat(
                  "`{}` is included by a file that it includes itself; remove one of the includes",
                  resolved));
    return nullptr;
  }
  if (const auto found = by_path_.find(resolved); found != by_path_.end()) return found->second;
  if (opening_.size() >= kMaxChain) {
    diagnostics_.Error(DiagnosticId::TooDeep, path.span,
                       "more than {} files include each other in a row", kMaxChain);
    return nullptr;
  }
  const SourceFile* source = ReadFile(from, path, resolved);
  if (source == nullptr) return nullptr;
  if (IsJson(source->text)) {
    diagnostics_.Error(
        DiagnosticId::WrongReference, path.span,
        "`{}` is a JSON profile and has no definitions to include; a policy can extend it",
        resolved);
    return nullptr;
  }
  return &Open(*source, resolved);
}

template <class Node>
void Library::TakeName(std::map<std::string_view, Definition<Node>>& names, const dsl::Text& name,
                       Definition<Node> definition) {
  const auto [found, is_new] = names.try_emplace(name.value, definition);
  if (is_new || found->second.node == definition.node) return;
  Span first;
  if constexpr (std::is_same_v<Node, dsl::Policy> || std::is_same_v<Node, dsl::Let> ||
                std::is_same_v<Node, dsl::SetDefinition>) {
    first = found->second.node->name.span;
  }
  diagnostics_.Add(
      {.id = DiagnosticId::DuplicateDefinition,
       .span = name.span,
       .message = StrFormat("`{}` is defined twice; rename or remove one of the two", name.value),
       .labels = {{first, "first here"}}});
}

void Library::TakeNames(Unit& unit, const Unit& from, std::vector<const Unit*>& seen) {
  if (std::find(seen.begin(), seen.end(), &from) != seen.end()) return;
  seen.push_back(&from);
  for (const dsl::Statement& statement : from.file.statements) {
    if (const auto* policy = std::get_if<dsl::Policy>(&statement.node)) {
      TakeName<dsl::Policy>(unit.policies, policy->name, {policy, &from});
    } else if (const auto* let = std::get_if<dsl::Let>(&statement.node)) {
      TakeName<dsl::Let>(unit.lets, let->name, {let, &from});
    } else if (const auto* set = std::get_if<dsl::SetDefinition>(&statement.node)) {
      TakeName<dsl::SetDefinition>(unit.sets, set->name, {set, &from});
    }
  }
  for (const auto& [include, included] : from.includes) TakeNames(unit, *included, seen);
}

void Library::CollectNames(Unit& unit) {
  std::vector<const Unit*> seen;
  TakeNames(unit, unit, seen);
}

Target Library::FindBuiltin(const dsl::Text& name) {
  const SourceFile* source = readers_.builtin(name.value);
  if (source == nullptr) return {};
  if (IsJson(source->text)) return {{}, source};
  const std::string key = StrFormat("<{}>", name.value);
  const auto found = by_path_.find(key);
  const Unit& unit = found != by_path_.end() ? *found->second : Open(*source, key);
  const auto policy = unit.policies.find(name.value);
  POLC_CHECK(policy != unit.policies.end());
  return {policy->second, nullptr};
}

Target Library::Find(const Unit& unit, const dsl::Reference& reference) {
  if (reference.kind == dsl::Reference::Kind::Name) {
    if (const auto found = unit.policies.find(reference.text.value); found != unit.policies.end())
      return {found->second, nullptr};
    if (Target builtin = FindBuiltin(reference.text); builtin.policy || builtin.profile != nullptr)
      return builtin;
    std::vector<std::string_view> names = Names(unit.policies);
    for (const std::string_view name : readers_.builtin_names()) names.push_back(name);
    Diagnostic unknown{.id = DiagnosticId::UnknownName,
                       .span = reference.text.span,
                       .message = StrFormat("there is no policy `{}`{}", reference.text.value,
                                            DidYouMean(reference.text.value, names))};
    first_uses_.Group(unknown);
    diagnostics_.Add(std::move(unknown));
    return {};
  }
  std::string resolved = Resolve(unit.path, reference.text.value);
  if (!by_path_.contains(resolved)) {
    const SourceFile* source = ReadFile(unit, reference.text, resolved);
    if (source == nullptr) return {};
    if (IsJson(source->text)) return {{}, source};
  }
  const Unit* opened = OpenPath(unit, reference.text);
  if (opened == nullptr) return {};
  std::vector<const dsl::Policy*> own;
  for (const dsl::Statement& statement : opened->file.statements) {
    if (const auto* policy = std::get_if<dsl::Policy>(&statement.node)) own.push_back(policy);
  }
  if (own.size() == 1) return {{own.front(), opened}, nullptr};
  if (opened->file.complete) {
    diagnostics_.Error(
        DiagnosticId::WrongReference, reference.text.span,
        own.empty()
            ? StrFormat("`{}` has no policy{}", resolved,
                        opened->is_fragment() ? "; its rules can be included" : "")
            : StrFormat(
                  "`{}` has {} policies; include the file at the top and write the name of one of them here",
                  resolved, own.size()));
  }
  return {};
}

}  // namespace polc::language
