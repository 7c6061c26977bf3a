// Resolves the statements inside a profile.

#include <algorithm>

#include "compiler/apparmor/findings.h"
#include "compiler/apparmor/resolver.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

// A word that stands for more texts than this is not expanded, and its texts are not checked.
constexpr size_t kMaxTexts = 256;
constexpr size_t kMaxTargets = 12;

bool SurvivesBlock(Family family) {
  return family == Family::File || family == Family::Link || family == Family::ChangeProfile;
}

// The prefix that a rule in a block has in effect.
Prefix Merge(const Prefix& outer, const Prefix& inner, DiagnosticSink& diagnostics) {
  Prefix merged = inner;
  const auto take = [&](Word& own, const Word& from) {
    if (!from.span.known()) return;
    if (own.span.known() && own.text != from.text) {
      diagnostics.Add(
          {DiagnosticId::BadPrefix,
           Severity::Error,
           own.span,
           StrFormat("`{}` contradicts the `{}` of the block around it; remove one of the two",
                     own.text, from.text),
           {{from.span, "the block's"}},
           {},
           {}});
    }
    if (!own.span.known()) own = from;
  };
  take(merged.audit, outer.audit);
  take(merged.mode, outer.mode);
  take(merged.owner, outer.owner);
  return merged;
}

Span OpenerOf(const Statement& statement) {
  return {statement.span.source, statement.span.begin,
          std::min(statement.span.begin + 1, statement.span.end)};
}

}  // namespace

Diagnostic Resolver::Undefined(const Word& word, const std::string& name) {
  Diagnostic undefined{.id = DiagnosticId::UndefinedVariable, .span = word.span, .message = ""};
  const std::string hint = result_.variables.Hint(name);
  undefined.message = StrFormat("undefined variable `@{{{}}}`{}", name, hint);
  if (has_tunables_ || missing_include_.known() || !hint.empty()) return undefined;
  undefined.message +=
      "; the usual variables come from `<tunables/global>`: put `include <tunables/global>` before "
      "all profiles";
  if (!first_undefined_.known()) first_undefined_ = word.span;
  if (first_undefined_ != word.span)
    undefined.cause = {DiagnosticId::UndefinedVariable, first_undefined_};
  return undefined;
}

std::optional<std::vector<std::string>> Resolver::CheckWord(const Word& word, WordRole role,
                                                            const Scope* scope) {
  DiagnosticSink sink;
  std::vector<std::string_view> kept;
  if (scope != nullptr) {
    kept.push_back("profile_name");
    if (scope->attaches) kept.insert(kept.end(), {"attach_path", "exec_path"});
  }
  bool whole = true;
  const std::vector<Reference> references = ReferencesIn(word.text);
  for (const Reference& reference : references) {
    if (!reference.closed) {
      whole = false;
      sink.Error(DiagnosticId::ApparmorSyntax, word.span,
                 "a `@{{` in `{}` is never closed; put `}}` after the name of the variable",
                 word.text);
    } else if (result_.variables.Find(reference.name) == nullptr &&
               std::find(kept.begin(), kept.end(), reference.name) == kept.end()) {
      whole = false;
      if (!IsAutomatic(reference.name)) {
        sink.Add(Undefined(word, reference.name));
        continue;
      }
      // No file that is included would define this one.
      Say({.id = DiagnosticId::UndefinedVariable,
           .span = word.span,
           .message = StrFormat(
               "`@{{{}}}` has no value here, because this profile does not attach to a path",
               reference.name)});
    }
  }
  std::optional<std::vector<std::string>> texts;
  if (references.empty()) {
    texts = {word.text};
  } else if (whole) {
    texts = result_.variables.Expand(word.text, kept, kMaxTexts);
  }
  if (texts && role == WordRole::Pattern) {
    for (const std::string& text : *texts) {
      std::string pattern = text;
      for (auto left = ReferencesIn(pattern); !left.empty(); left = ReferencesIn(pattern))
        pattern.replace(left[0].begin, left[0].end - left[0].begin, "x");
      DiagnosticSink found;
      CheckPattern(pattern, word.span, found);
      for (const Diagnostic& diagnostic : found.all()) sink.Add(diagnostic);
      if (found.has_errors()) break;
    }
  }
  Report(sink);
  return texts;
}

void Resolver::AddRule(const Statement& statement, const Rule& rule, const Surroundings& around,
                       Scope& scope) {
  DiagnosticSink sink;
  CheckRule(rule, sink);
  if (around.block.known() && !SurvivesBlock(rule.family)) {
    FindDroppedRule(rule.keyword.span, StrFormat("`{}` rule", rule.keyword.text), around.block,
                    sink);
    return Report(sink);
  }
  Rule resolved = rule;
  resolved.prefix = Merge(around.prefix, rule.prefix, sink);
  // apparmor_parser 3.0, parser_yacc.y, `rules opt_prefix TOK_OPEN rules`: a block without `audit`
  // takes `audit` from a `deny` rule, and a block around it that has `audit` does not restore it.
  if (around.is_inside && rule.prefix.mode.text == "deny" &&
      resolved.prefix.audit.text == "audit" &&
      (!around.all_audit || rule.prefix.audit.text != "audit")) {
    FindQuietedDeny(rule, around.block, sink);
    resolved.prefix.audit = {};
  }
  std::optional<std::vector<std::string>> paths;
  ForEachWord(rule, [&](const Word& word, WordRole role) {
    auto texts = CheckWord(word, role, &scope);
    if (&word == &rule.path) paths = std::move(texts);
  });
  if (rule.path.span.known() && paths) {
    scope.conflicts.Add(resolved, *paths, sink);
    for (const std::string& path : *paths) {
      const size_t before = sink.error_count();
      FindPathTraps(rule, path, sink);
      if (sink.error_count() != before) break;
    }
  }
  FindArrowIgnored(rule, sink);
  if (rule.family == Family::File && rule.target.span.known() &&
      rule.perms.text.find_first_of("xX") != std::string::npos &&
      scope.targets.insert(rule.target.text).second && scope.targets.size() == kMaxTargets + 1) {
    sink.Error(DiagnosticId::TooLarge, rule.target.span,
               "a profile names at most 12 different targets after `->`, and this is the 13th");
  }
  Report(sink);
  scope.body->push_back({statement.span, statement.leading, statement.trailing,
                         statement.blank_before, std::move(resolved)});
}

void Resolver::AddProfile(const Statement& statement, const Profile& profile,
                          const Surroundings& around, Scope* parent, Block& into) {
  DiagnosticSink sink;
  CheckHeader(profile, parent == nullptr ? Nested::No : Nested::Yes, sink);
  if (around.block.known()) FindDroppedRule(profile.name.span, "profile", around.block, sink);
  Scope scope;
  const bool hat = profile.form == ProfileForm::Hat || profile.form == ProfileForm::Caret;
  scope.attaches = !hat && (profile.attachment.span.known() || profile.name.text.starts_with('/') ||
                            profile.name.text.starts_with("@{"));
  scope.depth = parent == nullptr ? 0 : parent->depth + 1;
  Report(sink);
  const auto names =
      CheckWord(profile.name,
                profile.name.text.starts_with(':') ? WordRole::Label : WordRole::Pattern, nullptr);
  if (profile.attachment.span.known())
    (void)CheckWord(profile.attachment, WordRole::Pattern, nullptr);
  for (const Word& flag : profile.flags) {
    const auto texts = CheckWord(flag, WordRole::Label, nullptr);
    const size_t equals = flag.text.find("=@{");
    if (!texts || equals == std::string::npos) continue;
    for (const std::string& text : *texts) {
      if (text.size() > equals + 1 && text[equals + 1] == '/') continue;
      Report({DiagnosticId::BadFlag,
              Severity::Error,
              flag.span,
              StrFormat("`{}` needs a path that begins with `/`, but the variable gives `{}`",
                        flag.text.substr(0, equals), text.substr(equals + 1)),
              {},
              {},
              {}});
      break;
    }
  }
  scope.name = names && names->size() == 1 ? names->front() : profile.name.text;
  // `:ns://name` and `:ns:name` are the same.
  if (const size_t slashes = scope.name.find("://", 1);
      scope.name.starts_with(':') && slashes != std::string::npos)
    scope.name.erase(slashes + 1, 2);
  if (parent != nullptr) scope.name = parent->name + "//" + scope.name;
  const auto [other, inserted] = profiles_.emplace(scope.name, profile.name.span);
  if (!inserted && !around.block.known()) {
    Report({DiagnosticId::DuplicateProfile,
            Severity::Error,
            profile.name.span,
            StrFormat("the {} `{}` is already defined; rename or remove one of the two",
                      hat ? "hat" : "profile", profile.name.text),
            {{other->second, "first defined here"}},
            {},
            {}});
  }
  Profile resolved = profile;
  resolved.body.clear();
  resolved.trailing.clear();
  scope.body = &resolved.body;
  WalkRules(profile.body, {}, scope);
  if (around.block.known()) return;
  Statement copy;
  copy.span = statement.span;
  copy.leading = statement.leading;
  copy.trailing = statement.trailing;
  copy.blank_before = statement.blank_before;
  copy.node = std::move(resolved);
  into.push_back(std::move(copy));
}

void Resolver::WalkBlock(const QualifierBlock& block, const Surroundings& around, Scope& scope) {
  DiagnosticSink sink;
  CheckQualifierBlock(block, sink);
  Surroundings inner{Merge(around.prefix, block.prefix, sink), around.block, true,
                     around.all_audit && block.prefix.audit.text == "audit"};
  for (const Word* word : {&block.prefix.owner, &block.prefix.mode, &block.prefix.audit}) {
    if (word->span.known()) inner.block = word->span;
  }
  if (!inner.block.known() && !block.body.empty()) inner.block = OpenerOf(block.body.front());
  Report(sink);
  WalkRules(block.body, inner, scope);
}

void Resolver::CheckSkipped(const Block& block) {
  DiagnosticSink sink;
  for (const Statement& statement : block) {
    if (const auto* rule = std::get_if<Rule>(&statement.node)) {
      CheckRule(*rule, sink);
    } else if (const auto* profile = std::get_if<Profile>(&statement.node)) {
      CheckHeader(*profile, Nested::Yes, sink);
      CheckSkipped(profile->body);
    } else if (const auto* conditional = std::get_if<Conditional>(&statement.node)) {
      for (const auto& branch : conditional->branches) CheckSkipped(branch.body);
    } else if (const auto* inner = std::get_if<QualifierBlock>(&statement.node)) {
      CheckSkipped(inner->body);
    }
  }
  Report(sink);
}

// The first branch whose condition holds is taken; the rules of the others are checked, but add
// nothing.
void Resolver::WalkConditional(const Conditional& conditional, const Surroundings& around,
                               Scope& scope) {
  bool taken = false;
  for (const Conditional::Branch& branch : conditional.branches) {
    DiagnosticSink sink;
    const auto value = branch.condition
                           ? Evaluate(*branch.condition, booleans_, result_.variables, sink)
                           : std::optional(true);
    Report(sink);
    if (!taken && value.value_or(false)) {
      taken = true;
      WalkRules(branch.body, around, scope);
    } else {
      CheckSkipped(branch.body);
    }
  }
}

}  // namespace polc::aa
