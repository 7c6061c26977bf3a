// Checks TOML with places: what is read, and the messages about keys that are missing, unknown or
// of the wrong type.

#include <string>

#include "grammar/toml/table_reader.h"
#include "tests/support/catch.h"

namespace polc::toml {
namespace {

// "3:5 message [id]", a line each.
std::string Said(const Sources& sources, const DiagnosticSink& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    text += sources.Place(diagnostic.span) + " " + diagnostic.message + " = `" +
            std::string(sources.Text(diagnostic.span)) + "`\n";
  }
  return text;
}

TEST_CASE("values are read with their places") {
  Sources sources;
  DiagnosticSink diagnostics;
  const SourceFile& source = sources.Add(
      "t",
      "name = 'ä'\nwords = [\"é\", 'b']\nday = 2027-01-31\n[inner]\non = true\n[[each]]\nn = 'x'\n[[each]]\n");
  const Table table = Parse(source, diagnostics);
  TableReader reader(table, diagnostics);
  const auto name = reader.String("name");
  REQUIRE(name);
  CHECK(name->value == "ä");
  CHECK(sources.Text(name->span) == "'ä'");
  const auto words = reader.Strings("words");
  REQUIRE(words.size() == 2);
  CHECK(words[1].value == "b");
  CHECK(sources.Text(words[1].span) == "'b'");
  CHECK(reader.Strings("name").size() == 1);
  CHECK(reader.Day("day") == Date{2027, 1, 31});
  const Table* inner = reader.Inner("inner");
  REQUIRE(inner != nullptr);
  CHECK(TableReader(*inner, diagnostics).Bool("on") == true);
  CHECK(reader.Tables("each").size() == 2);
  CHECK_FALSE(reader.String("absent"));
  CHECK(reader.Strings("absent").empty());
  reader.Finish();
  CHECK(Said(sources, diagnostics).empty());
}

TEST_CASE("every mistake has a place and a sentence") {
  struct Row {
    std::string text, said;
  };
  const Row rows[] = {
      {"nmae = 'x'\nday = 2027-01-31\n",
       "t:1:1 unknown key `nmae`; did you mean `name`? = `nmae`\n"},
      {"zzz = 1\nday = 2027-01-31\n",
       "t:1:1 unknown key `zzz`; known here: name, words, on, inner, each, day = `zzz`\n"},
      {"name = 3\nday = 2027-01-31\n",
       "t:1:8 `name` must be a string, but this is a number = `3`\n"},
      {"words = ['a', 3, true]\nday = 2027-01-31\n",
       "t:1:15 `words` must be a list of strings, but this element is a number = `3`\nt:1:18 `words` must be a list of strings, but this element is true or false = `true`\n"},
      {"words = 2.5\nday = 2027-01-31\n",
       "t:1:9 `words` must be a list of strings, but this is a number = `2.5`\n"},
      {"on = 'yes'\nday = 2027-01-31\n",
       "t:1:6 `on` must be true or false, but this is a string = `'yes'`\n"},
      {"day = '2027-01-31'\n",
       "t:1:7 `day` must be a date such as 2027-01-31, without quotes, but this is a string = `'2027-01-31'`\n"},
      {"day = 2027-01-31\ninner = []\neach = {}\n",
       "t:2:9 `inner` must be a table, but this is a list = `[]`\nt:3:8 `each` must be a list of tables, each under `[[each]]`, but this is a table = `{}`\n"},
      {"dya = 2027-01-31\n", "t:1:1 unknown key `dya`; did you mean `day`? = `dya`\n"},
      {"name = 'x'\n", "t:1:1 `day` is missing; it says when this ends = `name = 'x'`\n"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    Sources sources;
    DiagnosticSink diagnostics;
    const Table table = Parse(sources.Add("t", row.text), diagnostics);
    TableReader reader(table, diagnostics);
    (void)reader.String("name");
    (void)reader.Strings("words");
    (void)reader.Bool("on");
    (void)reader.Inner("inner");
    (void)reader.Tables("each");
    reader.Require("day", "it says when this ends");
    (void)reader.Day("day");
    reader.Finish();
    CHECK(Said(sources, diagnostics) == row.said);
  }
}

TEST_CASE("any bytes are TOML or one mistake inside of the text") {
  const std::string deep(100000, '[');
  for (const std::string& text :
       {std::string("a = "), std::string("a = 1\na = 2\n"), std::string("\xff\xfe"),
        std::string("a\0b", 3), std::string("[a"), "a = " + deep,
        std::string("\xef\xbb\xbf"
                    "a = ?"),
        std::string("a = \"\xe2\x82\"")}) {
    Sources sources;
    DiagnosticSink diagnostics;
    const Table table = Parse(sources.Add("t", text), diagnostics);
    REQUIRE(diagnostics.all().size() == 1);
    CHECK(table.entries.empty());
    const Diagnostic& only = diagnostics.all().front();
    CHECK(only.id == DiagnosticId::TomlSyntax);
    CHECK(only.span.begin <= only.span.end);
    CHECK(only.span.end <= text.size());
    CHECK_FALSE(only.message.empty());
  }
}

}  // namespace
}  // namespace polc::toml
