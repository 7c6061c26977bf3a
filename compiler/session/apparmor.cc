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

bool HoldsAppArmorProfile(const std::string& text) {
  if (Recognise(text) != InputKind::AppArmor || text.find('{') == std::string::npos) return false;
  Sources sources;
  DiagnosticSink mistakes;
  const aa::File file = aa::ParseFile(sources.Add("", text), aa::Context::File, mistakes);
  for (const aa::Statement& statement : file.statements) {
    if (std::holds_alternative<aa::Rule>(statement.node) ||
        std::holds_alternative<aa::QualifierBlock>(statement.node))
      return false;
    const auto* profile = std::get_if<aa::Profile>(&statement.node);
    if (profile == nullptr) continue;
    if (profile->form == aa::ProfileForm::Hat || profile->form == aa::ProfileForm::Caret)
      return false;
    const std::vector<Diagnostic> sorted = mistakes.Sorted();
    if (sorted.empty()) return true;
    // Other languages, too, have blocks behind a path, logrotate for example; what stands in them
    // is no rule.
    const bool is_block = profile->form == aa::ProfileForm::Bare && profile->body.empty();
    return !is_block && sorted.front().span.begin >= statement.span.begin;
  }
  return false;
}

std::optional<std::string> FormatAppArmor(Session& session, const Input& input, RuleOrder order) {
  const size_t errors = session.diagnostics.error_count();
  aa::File file =
      aa::ParseFile(session.sources.Get(input.source), aa::Context::File, session.diagnostics);
  if (session.diagnostics.error_count() != errors) return std::nullopt;
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
