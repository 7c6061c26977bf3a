// Any bytes as a Docker profile: a profile or an error, with every place inside the text, and
// everything renders.

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/base/check.h"
#include "compiler/base/render.h"
#include "grammar/docker_json/parse.h"

namespace {

using polc::DiagnosticSink;
using polc::SourceFile;
using polc::Sources;
using polc::Span;

void CheckSpan(Span span, const SourceFile& file) {
  POLC_CHECK(span.source == file.id);
  POLC_CHECK(span.begin <= span.end && span.end <= file.text.size());
}

void CheckProfile(const polc::docker::Profile& profile, const SourceFile& file) {
  CheckSpan(profile.default_action.span, file);
  for (const polc::docker::Syscall& rule : profile.syscalls) {
    CheckSpan(rule.action.span, file);
    for (const polc::docker::Text& name : rule.names) {
      CheckSpan(name.span, file);
      POLC_CHECK(!name.value.empty());
    }
    POLC_CHECK(rule.args.size() <= 6);
    for (const polc::docker::Arg& arg : rule.args) {
      CheckSpan(arg.value.span, file);
      POLC_CHECK(arg.index.value <= 5);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Sources sources;
  DiagnosticSink diagnostics;
  const SourceFile& file = sources.Add("fuzz.json", std::string(data, data + size));
  const auto profile = polc::docker::ParseProfile(file, diagnostics);
  POLC_CHECK(profile || diagnostics.has_errors());
  if (profile) CheckProfile(*profile, file);
  for (const polc::Diagnostic& diagnostic : diagnostics.Sorted()) {
    CheckSpan(diagnostic.span, file);
    for (const polc::Label& label : diagnostic.labels) CheckSpan(label.span, file);
    for (const polc::Fix& fix : diagnostic.fixes) CheckSpan(fix.span, file);
    POLC_CHECK(!polc::RenderText(diagnostic, sources, polc::Colour::Off).empty());
  }
  return 0;
}
