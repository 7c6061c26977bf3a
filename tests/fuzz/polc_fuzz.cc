// Any bytes as a `.polc` text: errors, each at a place of its own inside the text, or a file that
// formatting neither changes nor strips of a comment's place.

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "compiler/base/check.h"
#include "compiler/base/render.h"
#include "grammar/polc/dump.h"
#include "grammar/polc/format.h"
#include "grammar/polc/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace polc;
  Sources sources;
  const SourceFile& source =
      sources.Add("f.polc", std::string(reinterpret_cast<const char*>(bytes), size));
  DiagnosticSink diagnostics;
  const dsl::File file = dsl::ParseFile(source, diagnostics);
  POLC_CHECK(file.complete != diagnostics.has_errors());
  std::set<uint32_t> places;
  bool wrong_values = false;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    POLC_CHECK(diagnostic.span.source == source.id);
    POLC_CHECK(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size);
    wrong_values = wrong_values || diagnostic.id == DiagnosticId::InvalidValue;
    POLC_CHECK(places.insert(diagnostic.span.begin).second);
    POLC_CHECK(!RenderText(diagnostic, sources, Colour::On).empty());
  }
  const std::string formatted = dsl::Format(file);
  if (wrong_values) return 0;  // they are kept as they were written
  DiagnosticSink again_diagnostics;
  const dsl::File again = dsl::ParseFile(sources.Add("g.polc", formatted), again_diagnostics);
  // Without an error the text is whole. What is left of a text with errors must still print as a
  // right one.
  POLC_CHECK(again.complete);
  POLC_CHECK(Dump(again) == Dump(file));
  POLC_CHECK(dsl::Format(again) == formatted);
  return 0;
}
