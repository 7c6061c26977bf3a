// Checks the messages for every mistake in mistakes.golden. POLC_UPDATE_GOLDEN=1 rewrites the
// messages; read the difference before you commit it.

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/base/render.h"
#include "grammar/polc/parse.h"
#include "tests/support/catch.h"

namespace polc::dsl {
namespace {

constexpr const char* kGolden = "tests/polc/mistakes.golden";
constexpr const char* kMistake = "=== ";
constexpr const char* kMessages = "--- messages";

struct Mistake {
  std::string name;
  std::string text;
  std::string messages;
};

std::vector<Mistake> ReadGolden() {
  std::ifstream in(kGolden);
  std::vector<Mistake> mistakes;
  bool in_messages = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kMistake)) {
      mistakes.push_back({line.substr(4), "", ""});
      in_messages = false;
    } else if (line == kMessages) {
      in_messages = true;
    } else if (!mistakes.empty()) {
      (in_messages ? mistakes.back().messages : mistakes.back().text) += line + "\n";
    }
  }
  return mistakes;
}

struct Messages {
  std::string text;
  std::set<std::string> sentences;
};

Messages MessagesOf(const std::string& text) {
  Sources sources;
  DiagnosticSink diagnostics;
  const File file = ParseFile(sources.Add("p.polc", text), diagnostics);
  CHECK_FALSE(file.complete);
  Messages messages;
  std::set<uint32_t> places;
  for (const Diagnostic& diagnostic : diagnostics.Sorted()) {
    messages.text += RenderText(diagnostic, sources, Colour::Off);
    messages.sentences.insert(diagnostic.message);
    INFO(diagnostic.message);
    CHECK(places.insert(diagnostic.span.begin).second);
    CHECK_FALSE(diagnostic.message.ends_with('.'));
  }
  return messages;
}

TEST_CASE("every mistake gets its message, and only that") {
  std::vector<Mistake> mistakes = ReadGolden();
  std::set<std::string> sentences;
  const char* const update = std::getenv("POLC_UPDATE_GOLDEN");
  for (Mistake& mistake : mistakes) {
    INFO(mistake.name << "\n" << mistake.text);
    const Messages messages = MessagesOf(mistake.text);
    sentences.insert(messages.sentences.begin(), messages.sentences.end());
    if (update != nullptr) mistake.messages = messages.text;
    CHECK(messages.text == mistake.messages);
  }
  CHECK(mistakes.size() >= 60);
  CHECK(sentences.size() >= 60);
  if (update != nullptr) {
    std::ofstream out(kGolden);
    for (const Mistake& mistake : mistakes) {
      out << kMistake << mistake.name << "\n"
          << mistake.text << kMessages << "\n"
          << mistake.messages;
    }
  }
}

}  // namespace
}  // namespace polc::dsl
