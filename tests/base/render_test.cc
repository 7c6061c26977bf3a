// The layout of a diagnostic: all of its places share one gutter, and a place in another file has
// that file's name above it.

#include "compiler/base/render.h"
#include "tests/support/catch.h"

#include <string>

namespace polc {
namespace {

Span Of(const SourceFile& file, std::string_view word) {
  const size_t at = file.text.find(word);
  REQUIRE(at != std::string::npos);
  return {file.id, static_cast<uint32_t>(at), static_cast<uint32_t>(at + word.size())};
}

TEST_CASE("the gutter is as wide as the widest line number of a finding") {
  Sources sources;
  const SourceFile& file =
      sources.Add("web.json", "first\n" + std::string(10, '\n') + "  second\n");
  Diagnostic diagnostic{.id = DiagnosticId::DuplicateKey,
                        .severity = Severity::Error,
                        .span = Of(file, "first"),
                        .message = "said twice"};
  diagnostic.labels.push_back({Of(file, "second"), "here again"});
  diagnostic.notes.push_back("a note");
  CHECK(RenderText(diagnostic, sources, Colour::Off) ==
        "error: said twice [duplicate-key]\n"
        "  --> web.json:1:1\n"
        " 1 | first\n"
        "   | ^^^^^\n"
        "12 |   second\n"
        "   |   ------ here again\n"
        "   = note: a note\n");
}

TEST_CASE("a file's name cannot write to the terminal") {
  Sources sources;
  const SourceFile& file = sources.Add("a\nb\033[2Jc.json", "text");
  const Diagnostic diagnostic{.id = DiagnosticId::DuplicateKey,
                              .severity = Severity::Error,
                              .span = Of(file, "text"),
                              .message = "said twice"};
  CHECK(RenderConcise(diagnostic, sources) ==
        "a?b?[2Jc.json:1:1: error: said twice [duplicate-key]\n");
  CHECK(RenderText(diagnostic, sources, Colour::Off).find("--> a?b?[2Jc.json:1:1\n") !=
        std::string::npos);
}

TEST_CASE("a label in another file is headed by its place, and what follows it by the way back") {
  Sources sources;
  const SourceFile& main = sources.Add("main.polc", "one\ntwo\n");
  const SourceFile& other = sources.Add("lib/other.polc", std::string(99, '\n') + "three\n");
  Diagnostic diagnostic{.id = DiagnosticId::DuplicateKey,
                        .severity = Severity::Warning,
                        .span = Of(main, "one"),
                        .message = "twice"};
  diagnostic.labels = {{Of(other, "three"), "there"}, {Of(main, "two"), "and here"}};
  CHECK(RenderText(diagnostic, sources, Colour::Off) ==
        "warning: twice [duplicate-key]\n"
        "  --> main.polc:1:1\n"
        "  1 | one\n"
        "    | ^^^\n"
        "  --> lib/other.polc:100:1\n"
        "100 | three\n"
        "    | ----- there\n"
        "  --> main.polc:2:1\n"
        "  2 | two\n"
        "    | --- and here\n");
}

TEST_CASE("carets stand under what they mark, behind tabs and letters of several bytes") {
  Sources sources;
  const SourceFile& file = sources.Add("web.json", "\t\"c\xc3\xb6mment\":\t\"w\xc3\xb6rd\"\r\n");
  const Diagnostic diagnostic{.id = DiagnosticId::UnknownWord,
                              .severity = Severity::Error,
                              .span = Of(file, "\"w\xc3\xb6rd\""),
                              .message = "unknown"};
  CHECK(RenderText(diagnostic, sources, Colour::Off) ==
        "error: unknown [unknown-word]\n"
        "  --> web.json:1:13\n"
        "1 |  \"c\xc3\xb6mment\": \"w\xc3\xb6rd\"\n"
        "  |             ^^^^^^\n");
}

TEST_CASE("a place at the end of a file is marked, and a long line is cut around its mark") {
  Sources sources;
  const SourceFile& empty = sources.Add("empty", "");
  const Diagnostic at_end{.id = DiagnosticId::JsonSyntax,
                          .severity = Severity::Error,
                          .span = {empty.id, 0, 0},
                          .message = "nothing"};
  CHECK(RenderText(at_end, sources, Colour::Off) ==
        "error: nothing [json-syntax]\n  --> empty:1:1\n1 | \n  | ^\n");
  const SourceFile& wide =
      sources.Add("wide", std::string(500, 'a') + "HERE" + std::string(500, 'b'));
  const Diagnostic inside{.id = DiagnosticId::JsonSyntax,
                          .severity = Severity::Error,
                          .span = Of(wide, "HERE"),
                          .message = "far"};
  CHECK(RenderText(inside, sources, Colour::Off) ==
        "error: far [json-syntax]\n  --> wide:1:501\n1 | " + std::string(60, 'a') + "HERE" +
            std::string(56, 'b') + "\n  | " + std::string(60, ' ') + "^^^^\n");
}

}  // namespace
}  // namespace polc
