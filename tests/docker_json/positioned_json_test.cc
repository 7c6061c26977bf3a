// The laws of spans: a token's own text means what its node says, and between tokens there is
// nothing but blanks, commas and colons. The oracle is nlohmann's document tree, which has no
// positions.

#include "grammar/docker_json/positioned_json.h"

#include <nlohmann/json.hpp>
#include <random>

#include "tests/docker_json/findings.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::docker {
namespace {

using Dom = nlohmann::json;

// Compares all of `value` with `dom`, and collects the spans of brackets, keys and scalars in
// order.
void Compare(JsonValue value, const Dom& dom, std::vector<Span>& tokens) {
  const Span span = value.span();
  if (dom.is_structured()) tokens.push_back({span.source, span.begin, span.begin + 1});
  if (dom.is_array()) {
    REQUIRE(value.kind() == JsonKind::Array);
    REQUIRE(value.closed());
    size_t i = 0;
    for (const JsonValue element : value.elements()) {
      REQUIRE(i < dom.size());
      Compare(element, dom[i++], tokens);
    }
    REQUIRE(i == dom.size());
  } else if (dom.is_object()) {
    REQUIRE(value.kind() == JsonKind::Object);
    size_t members = 0;
    for (const JsonMember member : value.members()) {
      ++members;
      tokens.push_back(member.key.span());
      REQUIRE(Dom::parse(member.key.token()).get<std::string>() == member.key.text());
      REQUIRE(dom.contains(member.key.text()));
      Compare(member.value, dom[std::string(member.key.text())], tokens);
    }
    REQUIRE(members == dom.size());
  } else {
    tokens.push_back(span);
    REQUIRE(Dom::parse(value.token()) == dom);
    if (dom.is_string()) REQUIRE(value.text() == dom.get<std::string>());
  }
  if (dom.is_structured()) {
    REQUIRE((value.token().back() == ']' || value.token().back() == '}'));
    tokens.push_back({span.source, span.end - 1, span.end});
  }
}

void CheckSpans(const std::string& text) {
  Sources sources;
  DiagnosticSink diagnostics;
  const SourceFile& file = sources.Add("p.json", text);
  const JsonResult json = ParseJson(file, diagnostics);
  INFO(text);
  REQUIRE(json.well_formed);
  REQUIRE(diagnostics.all().empty());
  std::vector<Span> tokens;
  Compare(json.document.root(), Dom::parse(text), tokens);
  std::string rest = text;
  uint32_t last = 0;
  for (const Span token : tokens) {
    REQUIRE(token.begin >= last);
    REQUIRE(token.end > token.begin);
    rest.replace(token.begin, token.end - token.begin, token.end - token.begin, ' ');
    last = token.end;
  }
  REQUIRE(rest.find_first_not_of(" \t\r\n,:") == std::string::npos);
}

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::string Document() {
    next_key_ = 0;
    return Blank() + Value(0) + Blank();
  }

 private:
  size_t Pick(size_t n) { return random_() % n; }

  std::string Blank() {
    static const std::string kBlanks[] = {"", "", " ", "\n", "\t ", "\r\n  "};
    return kBlanks[Pick(std::size(kBlanks))];
  }

  std::string Characters() {
    static const std::string kCharacters[] = {"a",       "SCMP_ACT_ALLOW",
                                              " ",       "\\n",
                                              "\\\"",    "\\\\",
                                              "\\u0041", "é",
                                              "𝄞",       "\\ud834\\udd1e",
                                              "\\/",     ",",
                                              ":",       "[",
                                              "}",       "//",
                                              "\\u0000", "0"};
    std::string out;
    for (size_t n = Pick(4); n != 0; --n) out += kCharacters[Pick(std::size(kCharacters))];
    return out;
  }

  std::string Value(int depth) {
    static const std::string kScalars[] = {"0",
                                           "1",
                                           "18446744073709551615",
                                           "18446744073709551616",
                                           "-7",
                                           "1.0",
                                           "1e3",
                                           "true",
                                           "false",
                                           "null",
                                           "-0.5E-3",
                                           "12E+2"};
    const size_t kind = Pick(depth > 4 ? 2 : 4);
    if (kind == 0) return kScalars[Pick(std::size(kScalars))];
    if (kind == 1) return "\"" + Characters() + "\"";
    std::string out = kind == 2 ? "[" : "{";
    const size_t count = Pick(5);
    for (size_t i = 0; i < count; ++i) {
      out += (i == 0 ? "" : ",") + Blank();
      if (kind == 3)
        out += "\"" + Characters() + std::to_string(next_key_++) + "\"" + Blank() + ":" + Blank();
      out += Value(depth + 1) + Blank();
    }
    return out + Blank() + (kind == 2 ? "]" : "}");
  }

  std::mt19937 random_;
  size_t next_key_ = 0;
};

TEST_CASE("every token of a random document is spanned exactly") {
  for (uint32_t seed = 1; seed <= 600; ++seed) {
    INFO("seed " << seed);
    CheckSpans(Generator(seed).Document());
  }
}

TEST_CASE("every token of the corpus is spanned exactly") {
  for (const std::string name :
       {"moby-default.json", "podman-4.3-default.json", "labs-default.json", "example.json"}) {
    const auto text = ReadCorpus(name);
    if (!text) {
      testing::SkipWithout("../shared/corpus/seccomp");
      return;
    }
    CheckSpans(*text);
  }
}

TEST_CASE("escaped quotes and backslashes do not move a string's begin") {
  for (const std::string token : {R"("\"x")", R"("\"\"")", R"("\\")", R"("\\\"")", R"("x\"")",
                                  R"("\u0022")", R"("\"")", R"("")"}) {
    CheckSpans(token);
    CheckSpans("[" + token + " ,\t" + token + "]");
    CheckSpans("{" + token + ":" + token + "}");
  }
}

TEST_CASE("what is reported is exactly what nlohmann refuses") {
  // Mutates a small document. polc refuses more than nlohmann only if there is a BOM or a NUL, so
  // these are not in the alphabet.
  const std::string seed_text = R"({"a": [1, -2.5e3, "x\n\u00e9"], "b": {"c": true}, "d": null})";
  const std::string alphabet = "{}[],:\"\\'0123456789.eE+-truefalsn /*#\n\t\x01\x80\xc3\xa9\xff;=";
  std::mt19937 random(20261122);
  size_t refused = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = seed_text;
    for (size_t n = 1 + random() % 3; n != 0; --n) {
      const size_t at = random() % text.size();
      const char c = alphabet[random() % alphabet.size()];
      switch (random() % 3) {
        case 0:
          text[at] = c;
          break;
        case 1:
          text.insert(at, 1, c);
          break;
        default:
          text.erase(at, 1);
          break;
      }
    }
    Sources sources;
    DiagnosticSink diagnostics;
    const JsonResult json = ParseJson(sources.Add("p.json", text), diagnostics);
    INFO(text);
    REQUIRE(json.well_formed == Dom::accept(text));
    REQUIRE(json.well_formed == diagnostics.all().empty());
    REQUIRE(diagnostics.all().size() <= 20);
    refused += json.well_formed ? 0 : 1;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      REQUIRE(diagnostic.span.begin <= diagnostic.span.end);
      REQUIRE(diagnostic.span.end <= text.size());
      REQUIRE_FALSE(RenderText(diagnostic, sources, Colour::Off).empty());
    }
  }
  REQUIRE(refused > 5000);
  REQUIRE(refused < 20000);
}

}  // namespace
}  // namespace polc::docker
