// Checks what must hold for every text, however wrong: reading ends, each error has a place of its
// own inside the text, correct statements are kept, and the time grows in proportion to the text.

#include <algorithm>
#include <random>
#include <set>

#include "compiler/base/render.h"
#include "grammar/polc/dump.h"
#include "grammar/polc/format.h"
#include "grammar/polc/parse.h"
#include "tests/polc/text_generator.h"
#include "tests/support/catch.h"

namespace polc::dsl {
namespace {

size_t CountErrors(const std::string& text) {
  Sources sources;
  DiagnosticSink diagnostics;
  const SourceFile& source = sources.Add("p.polc", text);
  const File file = ParseFile(source, diagnostics);
  REQUIRE(file.complete == !diagnostics.has_errors());
  std::set<uint32_t> places;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    REQUIRE(diagnostic.span.begin <= diagnostic.span.end);
    REQUIRE(diagnostic.span.end <= text.size());
    REQUIRE(places.insert(diagnostic.span.begin).second);
    REQUIRE_FALSE(RenderText(diagnostic, sources, Colour::Off).empty());
  }
  return diagnostics.error_count();
}

TEST_CASE("a text that ends where nesting is at its limit has an error inside it") {
  for (size_t deep = kMaxDepth - 2; deep < kMaxDepth + 2; ++deep) {
    for (const std::string head : {"allow x if ", "let a = ", "let a = (", "traA", "set s = {"})
      CHECK(CountErrors(head + std::string(deep, '(')) > 0);
    CHECK(CountErrors("allow x if fd == " + std::string(deep / 2, '(')) > 0);
  }
}

TEST_CASE("a text with random damage is read to its end") {
  static const std::vector<std::string> kPieces = {
      "{", "}",  "(", ")",      ",",       ";",   "\"",    "#",  "'",  "-",  "&",    "&&",
      "=", "==", "@", "allow ", "policy ", "if ", "when ", "\n", "..", "0x", "\xff", "test "};
  std::mt19937 random(7);
  const auto pick = [&random](size_t count) {
    return std::uniform_int_distribution<size_t>(0, count - 1)(random);
  };
  size_t wrong = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    std::string text = TextGenerator(seed).MakeFile();
    for (size_t damage = 1 + pick(3); damage > 0; --damage) {
      const size_t at = pick(text.size() + 1);
      if (pick(2) == 0) {
        text.erase(at, 1 + pick(4));
      } else {
        text.insert(at, kPieces[pick(kPieces.size())]);
      }
    }
    INFO("seed " << seed << "\n" << text);
    Sources sources;
    DiagnosticSink diagnostics;
    const File file = ParseFile(sources.Add("p.polc", text), diagnostics);
    wrong += CountErrors(text) == 0 ? 0 : 1;
    // What could be read prints as a correct text with the same meaning. A wrong number is kept as
    // it was written.
    const auto& all = diagnostics.all();
    if (std::any_of(all.begin(), all.end(),
                    [](const Diagnostic& d) { return d.id == DiagnosticId::InvalidValue; }))
      continue;
    const std::string formatted = Format(file);
    INFO("formatted:\n" << formatted);
    DiagnosticSink none;
    const File again = ParseFile(sources.Add("q.polc", formatted), none);
    REQUIRE_FALSE(none.has_errors());
    REQUIRE(Dump(again) == Dump(file));
    REQUIRE(Format(again) == formatted);
  }
  CHECK(wrong > 700);
}

TEST_CASE("every prefix of a text is read to its end") {
  const std::string text =
      "# c\npolicy web extends default {\n  arch x86_64\n  default errno(EPERM)\n  allow @a - {b, "
      "c}, d if (f & (A | ~B)) == 0x1\n"
      "  allow {\n    x if cmd in {1..3, 'T'} and not fd has no Y\n  }\n  when cap(A) and kernel "
      ">= 4.8 {\n    deny y\n  }\n}\n"
      "let X = 1 << 4\nset @s = {a} - b\ntest \"t\" for web when arch in {x86} {\n  deny f(x = 1, "
      "_)\n  same as default except g\n}\n";
  REQUIRE(CountErrors(text) == 0);
  for (size_t size = 0; size < text.size(); ++size) CountErrors(text.substr(0, size));
}

TEST_CASE("statements around a wrong one are kept") {
  Sources sources;
  DiagnosticSink diagnostics;
  const File file = ParseFile(
      sources.Add("p.polc",
                  "policy p {\n  allow a\n  allow b c\n  allow d if e in {F,\n  allow g\n}\n"
                  "policy {\n  allow h\n}\nlet X = 1\nlet Y 2\nlet Z = 3\n"),
      diagnostics);
  CHECK(diagnostics.error_count() == 4);
  CHECK_FALSE(file.complete);
  CHECK(Dump(file) == "policy p {\nallow {a}\nallow {g}\n}\nlet X 1\nlet Z 3\n");
}

// If each mistake cost a scan from the start, this would take minutes, and the time limit of the
// test would end it.
TEST_CASE("a megabyte of mistakes is read to its end") {
  const std::vector<std::string> lines = {"}\n",
                                          "allow a b\n",
                                          "foo {\n",
                                          "allow a if b in {C\n",
                                          "alow x, y z\n",
                                          "allow (((((\n",
                                          "policy p {\n",
                                          "when cap(A) {\n",
                                          "\"\n",
                                          "allow a if ((b & c) ==\n",
                                          "@\n",
                                          "{",
                                          "allow a if b = 1\n",
                                          "test \"x\" for p {\n"};
  for (const std::string& line : lines) {
    std::string text;
    while (text.size() < 1000000) text += line;
    INFO(line);
    const size_t errors = CountErrors(text);
    CHECK(errors > 0);
    CHECK(errors <= 1001);
  }
}

}  // namespace
}  // namespace polc::dsl
