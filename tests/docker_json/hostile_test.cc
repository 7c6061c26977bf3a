// Input that is made to break a reader: reading must end, in bounded memory, with an error. If it
// takes more than linear time, the time limit that every test has ends it.

#include <random>

#include "grammar/docker_json/positioned_json.h"
#include "tests/docker_json/findings.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::docker {
namespace {

constexpr size_t kHundredMegabytes = 100'000'000;

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string out(piece);
  out.reserve(2 * bytes + piece.size());
  while (out.size() < bytes) out += out;
  out.resize((bytes + piece.size() - 1) / piece.size() * piece.size());
  return out;
}

struct Hostile {
  std::string what;
  std::string text;
  DiagnosticId id;
};

TEST_CASE("100 MB of nesting end at the 65th bracket") {
  for (const std::string piece : {"[", "{\"a\":", "[{\"x\":"}) {
    Parsed parsed;
    ParseInto(parsed, Repeat(piece, kHundredMegabytes));
    INFO(piece);
    REQUIRE(parsed.diagnostics.error_count() == 1);
    CHECK(NameOf(parsed.diagnostics.all()[0].id) == NameOf(DiagnosticId::TooDeep));
    CHECK_FALSE(parsed.profile);
  }
}

TEST_CASE("100 MB of one mistake are one finding") {
  for (const std::string piece : {"//\n", "'x',", "\xff", "nul ", "/**/", "01,"}) {
    INFO(piece);
    Parsed parsed;
    ParseInto(parsed, "[" + Repeat(piece, kHundredMegabytes));
    CHECK(parsed.diagnostics.error_count() == 1);
    CHECK_FALSE(parsed.profile);
  }
}

TEST_CASE("nesting is read to 64 brackets") {
  const auto nested = [](size_t depth) {
    return "{\"defaultAction\": \"SCMP_ACT_LOG\", \"x\": " + std::string(depth - 1, '[') +
           std::string(depth - 1, ']') + "}";
  };
  CHECK(FindingsOf(nested(64)) == "1:35: warning: unknown key `x`; it is ignored [unknown-key]\n");
  CHECK(
      FindingsOf(nested(65)) ==
      "1:35: warning: unknown key `x`; it is ignored [unknown-key]\n"
      "1:103: error: brackets are nested more than 64 deep, which polc does not read [too-deep]\n");
}

TEST_CASE("a number of values that no profile has is refused") {
  Parsed parsed;
  ParseInto(parsed, "{\"x\": [" + Repeat("0,", 2 * kMostValues) + "0]}");
  REQUIRE(parsed.diagnostics.error_count() == 1);
  CHECK(NameOf(parsed.diagnostics.all()[0].id) == NameOf(DiagnosticId::TooLarge));
}

TEST_CASE("a million mistakes cost a thousand messages") {
  const std::string tail = "]}";
  const Hostile kTexts[] = {
      {"wrong elements",
       "{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [" + Repeat("0,", 1'000'000) + "0]}",
       DiagnosticId::WrongType},
      {"equal keys",
       "{\"defaultAction\": \"SCMP_ACT_LOG\", " + Repeat("\"a\":0,", 1'000'000) + "\"a\":0}",
       DiagnosticId::DuplicateKey},
  };
  for (const Hostile& hostile : kTexts) {
    INFO(hostile.what);
    Parsed parsed;
    ParseInto(parsed, hostile.text);
    CHECK(parsed.diagnostics.error_count() == 1000);
    CHECK(parsed.diagnostics.warning_count() <= 1000);
    size_t with_note = 0;
    for (const Diagnostic& diagnostic : parsed.diagnostics.all()) {
      if (diagnostic.severity != Severity::Error) continue;
      CHECK(diagnostic.id == hostile.id);
      with_note += diagnostic.notes.size();
    }
    CHECK(with_note == 1);
  }
}

TEST_CASE("long and broken tokens") {
  const std::string head = "{\"defaultAction\": ";
  const std::string megabyte(1'000'000, '9');
  for (const std::string& token :
       {megabyte, "1e" + megabyte, "-" + megabyte + ".5", "\"" + megabyte + "\"", "\"" + megabyte,
        "\"" + Repeat("\\ud800", 1'000'000), "\"" + Repeat("\xff", 1'000'000),
        Repeat("'", 1'000'000), Repeat("/*", 1'000'000), Repeat("//\n", 1'000'000),
        Repeat("-", 1'000'000), Repeat(",", 1'000'000), std::string(1'000'000, '\0'),
        Repeat("\xe2\x80", 1'000'000)}) {
    INFO(token.substr(0, 8));
    Parsed parsed;
    ParseInto(parsed, head + token + "}");
    CHECK(parsed.diagnostics.has_errors());
    for (const Diagnostic& diagnostic : parsed.diagnostics.all()) {
      CHECK(diagnostic.message.size() < 400);
      CHECK(RenderText(diagnostic, parsed.sources, Colour::Off).size() < 4000);
    }
  }
}

TEST_CASE("a profile cut off anywhere is an error") {
  const auto text = ReadCorpus("moby-default.json");
  if (!text) {
    testing::SkipWithout("../shared/corpus/seccomp");
    return;
  }
  const size_t last = text->rfind('}');
  for (size_t length = 0; length <= last; ++length) {
    Parsed parsed;
    ParseInto(parsed, text->substr(0, length));
    // Counts instead of using CHECK for each, because Catch is slow.
    if (!parsed.diagnostics.has_errors() || parsed.profile) FAIL("accepted at " << length);
    if (parsed.diagnostics.error_count() != 1)
      FAIL("not one error at " << length << ":\n" << parsed.Findings());
  }
}

TEST_CASE("random bytes and mangled profiles get an answer and no crash") {
  std::mt19937 random(451);
  const std::string seed_text =
      R"({"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": null}],)"
      R"("syscalls": [{"names": ["open"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1, "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}],)"
      R"("includes": {"caps": ["CAP_CHOWN"], "minKernel": "4.8"}}]})";
  size_t accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    if (round % 4 == 0) {
      for (size_t n = random() % 64; n != 0; --n) text += static_cast<char>(random());
    } else {
      text = seed_text;
      for (size_t n = 1 + random() % 4; n != 0; --n) {
        const size_t at = random() % text.size();
        const size_t length = 1 + random() % 12;
        switch (random() % 4) {
          case 0:
            text[at] = static_cast<char>(random());
            break;
          case 1:
            text.erase(at, length);
            break;
          case 2:
            text.insert(random() % text.size(), text.substr(at, length));
            break;
          default:
            text.insert(at, 1, static_cast<char>(random()));
            break;
        }
        if (text.empty()) text = "x";
      }
    }
    Parsed parsed;
    ParseInto(parsed, text);
    if (!parsed.profile && !parsed.diagnostics.has_errors())
      FAIL("neither a profile nor an error for " << text);
    for (const Diagnostic& diagnostic : parsed.diagnostics.all()) {
      if (diagnostic.span.end > text.size() || diagnostic.span.begin > diagnostic.span.end)
        FAIL("a span outside of " << text);
      if (RenderText(diagnostic, parsed.sources, Colour::Off).empty())
        FAIL("nothing to show for " << text);
    }
    accepted += parsed.diagnostics.has_errors() ? 0 : 1;
  }
  CHECK(accepted > 100);
}

}  // namespace
}  // namespace polc::docker
