// Any bytes as an AppArmor profile: errors inside of the text, no crash in resolving, expanding and
// printing; and a text that is read without an error prints as one that reads as the same and
// prints as the same.

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/apparmor/emit.h"
#include "compiler/base/check.h"
#include "compiler/base/render.h"
#include "grammar/apparmor/format.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace polc;
  MemoryFileSystem files;
  files.files["/etc/apparmor.d/a"] = "include <b>\n@{A} += /a\n";
  files.files["/etc/apparmor.d/b"] = "/b r,\ninclude <a>\n";
  Sources sources;
  aa::Includes includes(files, sources);
  const SourceFile& source =
      sources.Add("f", std::string(reinterpret_cast<const char*>(bytes), size));
  DiagnosticSink syntax;
  const aa::File file = aa::ParseFile(source, aa::Context::File, syntax);
  for (const Diagnostic& diagnostic : syntax.all()) {
    POLC_CHECK(diagnostic.span.source == source.id);
    POLC_CHECK(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size);
    POLC_CHECK(!RenderText(diagnostic, sources, Colour::On).empty());
  }
  DiagnosticSink diagnostics;
  aa::Resolved resolved = aa::Resolve(source, includes, {}, diagnostics);
  aa::File expanded = aa::Expanded(std::move(resolved), diagnostics);
  aa::Retarget(expanded, aa::TargetAbi::V3, diagnostics);
  (void)aa::Format(expanded);
  if (syntax.has_errors()) return 0;
  const std::string formatted = aa::Format(file);
  DiagnosticSink again_diagnostics;
  const aa::File again =
      aa::ParseFile(sources.Add("g", formatted), aa::Context::File, again_diagnostics);
  POLC_CHECK(!again_diagnostics.has_errors());
  POLC_CHECK(aa::Format(again) == formatted);
  return 0;
}
