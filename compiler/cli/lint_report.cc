#include "compiler/cli/lint_report.h"

#include "compiler/report/formats.h"

namespace polc::cli {

std::vector<std::string_view> LintFormats() {
  std::vector<std::string_view> names = {"text", "concise"};
  for (const report::NamedFormat& format : report::AllFormats()) names.push_back(format.name);
  return names;
}

Span LintReport::Moved(const Sources& sources, Span span) {
  if (!span.known()) return span;
  const SourceFile& file = sources.Get(span.source);
  const auto [entry, is_new] = kept_.try_emplace(file.name, SourceId::None);
  // A file that was mended on the way has another text than before.
  if (is_new || sources_.Get(entry->second).text != file.text)
    entry->second = sources_.Add(file.name, file.text).id;
  return {entry->second, span.begin, span.end};
}

void LintReport::Add(const std::string& input, const Sources& sources,
                     const std::vector<Diagnostic>& findings) {
  report_.inputs.push_back(input);
  for (Diagnostic diagnostic : findings) {
    diagnostic.span = Moved(sources, diagnostic.span);
    for (Label& label : diagnostic.labels) label.span = Moved(sources, label.span);
    for (Fix& fix : diagnostic.fixes) fix.span = Moved(sources, fix.span);
    report_.findings.push_back(std::move(diagnostic));
  }
}

void LintReport::AddErrors(const std::string& input, const Sources& sources,
                           const std::vector<Diagnostic>& diagnostics) {
  std::vector<Diagnostic> findings;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::Error) findings.push_back(diagnostic);
  }
  Add(input, sources, findings);
  // What concerns a file and no place in it stands at its beginning.
  const size_t first = report_.findings.size() - findings.size();
  for (size_t i = first; i < report_.findings.size(); ++i) {
    Span& span = report_.findings[i].span;
    if (!span.known()) span = {sources_.Add(input, "").id, 0, 0};
  }
}

std::string LintReport::Lines(std::string_view format, const Sources& sources,
                              const std::vector<Diagnostic>& findings, Colour colour) {
  std::string text;
  for (const Diagnostic& finding : findings) {
    text += format == "concise" ? RenderConcise(finding, sources)
                                : RenderText(finding, sources, colour);
  }
  return text;
}

std::string LintReport::Written(std::string_view format) const {
  for (const report::NamedFormat& named : report::AllFormats()) {
    if (named.name == format) return named.write(report_, sources_);
  }
  return "";
}

}  // namespace polc::cli
