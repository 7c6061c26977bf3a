#include "compiler/session/apparmor.h"

#include "compiler/apparmor/emit.h"
#include "compiler/language/disagreements.h"
#include "grammar/apparmor/format.h"
#include "grammar/apparmor/parse.h"

namespace polc {

aa::Resolved LoadAppArmor(Session& session, const Input& input, const aa::IncludeOptions& options) {
  return aa::Resolve(session.sources.Get(input.source), session.includes, options,
                     session.diagnostics);
}

std::optional<std::string> FormatAppArmor(Session& session, const Input& input, RuleOrder order) {
  const SourceFile& source = session.sources.Get(input.source);
  DiagnosticSink mistakes;
  aa::File file = aa::ParseFile(source, aa::Context::File, mistakes);
  if (mistakes.has_errors()) {
    // The rules of a fragment, which profiles include.
    DiagnosticSink of_rules;
    file = aa::ParseFile(source, aa::Context::Rules, of_rules);
    if (!of_rules.has_errors()) std::swap(mistakes, of_rules);
  }
  for (const Diagnostic& mistake : mistakes.Sorted()) session.diagnostics.Add(mistake);
  if (mistakes.has_errors()) return std::nullopt;
  if (order == RuleOrder::Sorted) aa::SortRules(file);
  return aa::Format(file);
}

namespace {

std::optional<std::string> Emit(Session& session, const std::string& name, aa::File file,
                                std::string_view target_abi) {
  const aa::TargetAbi target = target_abi == "3.0"   ? aa::TargetAbi::V3
                               : target_abi == "4.0" ? aa::TargetAbi::V4
                                                     : aa::TargetAbi::Any;
  aa::Retarget(file, target, session.diagnostics);
  if (session.diagnostics.has_failures()) return std::nullopt;
  std::string text = aa::Format(file);
  DiagnosticSink again;
  const SourceFile& printed = session.sources.Add("<emitted profile>", text);
  if (aa::Format(aa::ParseFile(printed, aa::Context::File, again)) != text || again.has_errors()) {
    session.diagnostics.Error(
        DiagnosticId::ProofFailed, {},
        "the emitted text of `" + name + "` does not read back as what was emitted");
    return std::nullopt;
  }
  return text;
}

}  // namespace

std::optional<std::string> EmitAppArmor(Session& session, const Input& input,
                                        const aa::IncludeOptions& options, Includes includes,
                                        std::string_view target_abi) {
  aa::Resolved resolved = LoadAppArmor(session, input, options);
  if (session.diagnostics.has_failures()) return std::nullopt;
  if (includes == Includes::Resolve)
    return Emit(session, input.name, aa::Expanded(std::move(resolved), session.diagnostics),
                target_abi);
  DiagnosticSink reported;
  return Emit(session, input.name,
              aa::ParseFile(session.sources.Get(input.source), aa::Context::File, reported),
              target_abi);
}

void CheckLayer(Session& session, const LoadedFilter& loaded, const aa::IncludeOptions& options) {
  DiagnosticSink reported;  // what cannot be read was said with the other mistakes of the text
  const aa::File file = language::ReadProfile(loaded.layer, loaded.policy_name, reported);
  const aa::Resolved resolved =
      aa::Resolve(file, loaded.input.path, session.includes, options, session.diagnostics);
  for (const aa::Statement& statement : resolved.tree.statements) {
    const auto* profile = std::get_if<aa::Profile>(&statement.node);
    if (profile == nullptr) continue;
    language::ReportDisagreements(session.diagram, loaded.filter, *loaded.policy, loaded.own_rules,
                                  profile->body, session.diagnostics);
  }
}

std::optional<std::string> EmitLayer(Session& session, const LoadedFilter& loaded,
                                     const aa::IncludeOptions& options, Includes includes,
                                     std::string_view target_abi) {
  if (loaded.layer.empty()) {
    session.diagnostics.Error(
        DiagnosticId::NotExpressible, {},
        "`" + loaded.input.name +
            "` says nothing for AppArmor, and a seccomp filter cannot become a profile; give the policy an `apparmor { … }` section");
    return std::nullopt;
  }
  DiagnosticSink reported;  // by CheckLayer
  aa::File file = language::ReadProfile(loaded.layer, loaded.policy_name, reported);
  if (includes == Includes::Resolve) {
    file = aa::Expanded(aa::Resolve(file, loaded.input.path, session.includes, options, reported),
                        reported);
  }
  return Emit(session, loaded.input.name, std::move(file), target_abi);
}

}  // namespace polc
