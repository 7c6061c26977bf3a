// Short texts that stand for very long ones: chains of variables that each name the next one twice,
// and thousands of rules with thousands of values. polc must end soon, with a message.

#include <string>

#include "compiler/apparmor/emit.h"
#include "compiler/base/file_system.h"
#include "grammar/apparmor/format.h"
#include "tests/support/catch.h"

namespace polc::aa {
namespace {

struct Outcome {
  std::string messages;
  size_t bytes = 0;
};

Outcome Emit(const std::string& text) {
  const MemoryFileSystem files;
  Sources sources;
  Includes includes(files, sources);
  DiagnosticSink diagnostics;
  Resolved resolved = Resolve(sources.Add("p", text), includes, {}, diagnostics);
  Outcome outcome;
  outcome.bytes = Format(Expanded(std::move(resolved), diagnostics)).size();
  for (const Diagnostic& diagnostic : diagnostics.all())
    outcome.messages += diagnostic.message + "\n";
  return outcome;
}

std::string Repeat(const std::string& text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

// @{V0} = @{V1}@{V1} and so on; the value of the last variable is `last`.
std::string Chain(size_t links, const std::string& last) {
  std::string text;
  for (size_t i = 0; i < links; ++i) {
    const std::string next = "@{V" + std::to_string(i + 1) + "}";
    text += "@{V" + std::to_string(i) + "} = " + next + next + "\n";
  }
  return text + "@{V" + std::to_string(links) + "} = " + last + "\n";
}

TEST_CASE("a chain of variables whose values double at each step is too long to write out") {
  for (const std::string last : {"x", "a b"}) {
    const Outcome outcome = Emit(Chain(40, last) + "profile p {\n  /@{V0}/y r,\n}\n");
    INFO(last);
    CHECK(outcome.messages ==
          "`@{V0}` has more than 10000 values, or values that are too long to write out\n");
  }
}

TEST_CASE("a chain of variables that is too deep is not called recursive, in either order") {
  for (const bool reversed : {false, true}) {
    const auto name = [&](size_t i) {
      return "@{V" + std::to_string(100 + (reversed ? 99 - i : i)) + "}";
    };
    std::string text;
    for (size_t i = 0; i < 99; ++i) text += name(i) + " = " + name(i + 1) + "\n";
    const Outcome outcome = Emit(text + name(99) + " = x\nprofile p {\n}\n");
    INFO(reversed);
    CHECK(outcome.messages == "variables are nested more than 64 levels deep\n");
  }
}

TEST_CASE("a chain of empty values is short, however long the chain") {
  const Outcome outcome = Emit(Chain(40, "\"\"") + "profile p {\n  /x@{V0}y r,\n}\n");
  CHECK(outcome.messages.empty());
  CHECK(outcome.bytes < 100);
}

TEST_CASE("a short chain is written out") {
  const Outcome outcome = Emit(Chain(4, "x") + "profile p {\n  /@{V0}/y r,\n}\n");
  CHECK(outcome.messages.empty());
  CHECK(outcome.bytes < 100);
}

TEST_CASE("many rules with many values end at 16 MiB, with one message") {
  const std::string values =
      "@{A} = a b c d e f g h i j\n@{B} = @{A}@{A}@{A}@{A}" + Repeat("x", 90) + "\n";
  const Outcome outcome = Emit(values + "profile p {\n" + Repeat("  /@{B} r,\n", 3000) + "}\n");
  CHECK(
      outcome.messages ==
      "with all variables replaced by their values the profile would be longer than 16 MiB; keep the variables with `--keep-includes`\n");
  CHECK(outcome.bytes < (size_t{18} << 20));
}

TEST_CASE("one word that names a long variable often is one message") {
  const std::string values = "@{A} = a b c d e f g h i j\n@{B} = @{A}@{A}@{A}@{A}\n";
  const Outcome outcome = Emit(values + "profile p {\n  /" + Repeat("@{B}", 5000) + " r,\n}\n");
  CHECK(outcome.messages.find("this word would be longer than 1 MiB") != std::string::npos);
}

}  // namespace
}  // namespace polc::aa
