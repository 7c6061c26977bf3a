// Resolves the statements of files: includes, preambles, profiles. The rules inside profiles are
// resolved in resolve_rules.cc.

#include "compiler/apparmor/resolve.h"

#include <algorithm>

#include "compiler/apparmor/resolver.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

constexpr size_t kMaxIncludeDepth = 64;

}  // namespace

void Resolver::Report(Diagnostic diagnostic) {
  if (diagnostic.id == DiagnosticId::UndefinedVariable && missing_include_.known())
    diagnostic.cause = {DiagnosticId::MissingInclude, missing_include_};
  if (diagnostic.id == DiagnosticId::UndefinedVariable ||
      diagnostic.id == DiagnosticId::MissingInclude)
    first_uses_.Group(diagnostic);
  Say(std::move(diagnostic));
}

void Resolver::Say(Diagnostic diagnostic) {
  for (size_t i = chain_.size(); i > 0; --i)
    diagnostic.labels.push_back({chain_[i - 1], "included here"});
  diagnostics_.Add(std::move(diagnostic));
}

void Resolver::Report(const DiagnosticSink& sink) {
  for (const Diagnostic& diagnostic : sink.all()) Report(diagnostic);
}

template <class Walk>
void Resolver::FollowInclude(const Include& include, Context context, std::set<std::string>& seen,
                             const Walk& walk) {
  const Includes::Found found = includes_.Find(include.form, include.path.text, options_);
  const auto missing = [&] {
    if (context == Context::File && !missing_include_.known()) missing_include_ = include.path.span;
  };
  has_tunables_ = has_tunables_ || include.path.text.find("tunables/") != std::string::npos;
  if (!found.exists) {
    if (include.if_exists) return;
    missing();
    std::string message = StrFormat("there is no `{}`", include.path.text);
    if (include.form == IncludeForm::Search && !include.path.text.starts_with('/')) {
      message += "; it was looked for in " + Join(options_.search, ", ");
    } else if (!include.path.text.starts_with('/')) {
      message += StrFormat(
          "; a path in quotes is looked for in the current directory, write `<{}>` for the directory of profiles",
          include.path.text);
    }
    return Report({DiagnosticId::MissingInclude,
                   Severity::Error,
                   include.path.span,
                   std::move(message),
                   {},
                   {},
                   {}});
  }
  for (const std::string& path : found.paths) {
    if (std::find(opened_.begin(), opened_.end(), path) != opened_.end()) {
      Report({DiagnosticId::IncludeCycle,
              Severity::Warning,
              include.path.span,
              StrFormat("`{}` includes itself; this include adds nothing", path),
              {},
              {},
              {}});
      continue;
    }
    if (!seen.insert(path).second) continue;
    if (opened_.size() >= kMaxIncludeDepth) {
      return Report({DiagnosticId::TooDeep,
                     Severity::Error,
                     include.path.span,
                     "includes are nested more than 64 levels deep",
                     {},
                     {},
                     {}});
    }
    std::string error;
    const auto unit = includes_.Load(path, context, error);
    if (!unit) {
      if (!include.if_exists) {
        missing();
        Report({DiagnosticId::MissingInclude,
                Severity::Error,
                include.path.span,
                StrFormat("`{}` cannot be read: {}", path, error),
                {},
                {},
                {}});
      }
      continue;
    }
    chain_.push_back(include.path.span);
    opened_.push_back(path);
    for (const Diagnostic& diagnostic : unit->diagnostics) Report(diagnostic);
    walk(unit->tree.statements);
    opened_.pop_back();
    chain_.pop_back();
  }
}

void Resolver::RefuseAfterProfile(Span span, std::string_view what) {
  if (!first_profile_.known()) return;
  Report({DiagnosticId::MisplacedStatement,
          Severity::Error,
          span,
          StrFormat("{} must stand in front of all profiles; move this one there", what),
          {{first_profile_, "the first profile"}},
          {},
          {}});
}

void Resolver::CheckAbi(const Abi& abi) {
  if (abi.form == IncludeForm::Search && (abi.path.text == "kernel" || abi.path.text == "default"))
    return;
  if (includes_.Find(abi.form, abi.path.text, options_).exists) return;
  Report({DiagnosticId::MissingInclude,
          Severity::Error,
          abi.path.span,
          StrFormat("there is no feature file `{}`", abi.path.text),
          {},
          {},
          {}});
}

void Resolver::AssignBoolean(const BooleanAssignment& assignment) {
  DiagnosticSink sink;
  const std::string& name = assignment.name.text;
  const auto value = Evaluate(assignment.value, booleans_, result_.variables, sink);
  const auto found = booleans_.find(name);
  if (found != booleans_.end() && assignment.op.text == "=") {
    sink.Add({DiagnosticId::DuplicateVariable,
              Severity::Error,
              assignment.name.span,
              StrFormat("`${}` already has a value; write `:=` to replace it", name),
              {{found->second.defined, "first assigned here"}},
              {},
              {}});
  } else if (found == booleans_.end() || assignment.op.text == ":=") {
    booleans_[name] = {assignment.name.span, value.value_or(false)};
  }
  Report(sink);
}

void Resolver::WalkFile(const Block& block) {
  for (const Statement& statement : block) {
    if (const auto* include = std::get_if<Include>(&statement.node)) {
      FollowInclude(*include, Context::File, preamble_included_,
                    [&](const Block& inner) { WalkFile(inner); });
    } else if (const auto* abi = std::get_if<Abi>(&statement.node)) {
      RefuseAfterProfile(statement.span, "an `abi` rule");
      CheckAbi(*abi);
      result_.tree.statements.push_back(statement);
    } else if (std::holds_alternative<Alias>(statement.node)) {
      RefuseAfterProfile(statement.span, "an `alias` rule");
      result_.tree.statements.push_back(statement);
    } else if (const auto* variable = std::get_if<VariableAssignment>(&statement.node)) {
      RefuseAfterProfile(statement.span, "an assignment");
      DiagnosticSink sink;
      result_.variables.Assign(*variable, sink);
      Report(sink);
    } else if (const auto* boolean = std::get_if<BooleanAssignment>(&statement.node)) {
      RefuseAfterProfile(statement.span, "an assignment");
      AssignBoolean(*boolean);
    } else if (const auto* profile = std::get_if<Profile>(&statement.node)) {
      if (!first_profile_.known()) {
        first_profile_ = profile->name.span;
        DiagnosticSink sink;
        result_.variables.Check(sink);
        Report(sink);
      }
      AddProfile(statement, *profile, {}, nullptr, result_.tree.statements);
    }
  }
}

Resolved Resolver::Run(const File& file, const std::string& name, const DiagnosticSink& syntax) {
  opened_.push_back(name);
  Report(syntax);
  WalkFile(file.statements);
  if (!first_profile_.known()) {
    DiagnosticSink sink;
    result_.variables.Check(sink);
    Report(sink);
  }
  return std::move(result_);
}

// --- what needs FollowInclude ---

void Resolver::WalkRules(const Block& block, const Surroundings& around, Scope& scope) {
  for (const Statement& statement : block) {
    if (const auto* rule = std::get_if<Rule>(&statement.node)) {
      AddRule(statement, *rule, around, scope);
    } else if (const auto* include = std::get_if<Include>(&statement.node)) {
      FollowInclude(*include, Context::Rules, scope.included,
                    [&](const Block& inner) { WalkRules(inner, around, scope); });
    } else if (const auto* abi = std::get_if<Abi>(&statement.node)) {
      CheckAbi(*abi);
      scope.body->push_back(statement);
    } else if (const auto* profile = std::get_if<Profile>(&statement.node)) {
      AddProfile(statement, *profile, around, &scope, *scope.body);
    } else if (const auto* conditional = std::get_if<Conditional>(&statement.node)) {
      WalkConditional(*conditional, around, scope);
    } else if (const auto* inner = std::get_if<QualifierBlock>(&statement.node)) {
      WalkBlock(*inner, around, scope);
    }
  }
}

Resolved Resolve(const SourceFile& source, Includes& includes, const IncludeOptions& options,
                 DiagnosticSink& diagnostics) {
  DiagnosticSink syntax;
  const File file = ParseFile(source, Context::File, syntax);
  return Resolver(includes, options, diagnostics).Run(file, source.name, syntax);
}

Resolved Resolve(const File& file, const std::string& name, Includes& includes,
                 const IncludeOptions& options, DiagnosticSink& diagnostics) {
  return Resolver(includes, options, diagnostics).Run(file, name, {});
}

}  // namespace polc::aa
