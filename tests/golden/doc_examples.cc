#include "tests/golden/doc_examples.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "compiler/cli/run.h"
#include "tests/support/catch.h"

namespace polc {

Lines LinesOf(const std::string& text) {
  std::istringstream in(text);
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<Piece> PiecesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  std::stringstream text;
  text << in.rdbuf();
  std::vector<Piece> pieces;
  bool inside = false;
  for (const std::string& line : LinesOf(text.str())) {
    if (line.starts_with("```")) inside = line == "```console";
    if (inside && line.starts_with("$ ")) {
      pieces.push_back({line, true});
    } else if (inside && !pieces.empty() && pieces.back().is_command) {
      pieces.back().expected.push_back(line);
    } else {
      pieces.push_back({line});
    }
  }
  return pieces;
}

bool Matches(std::span<const std::string> expected, std::span<const std::string> actual) {
  if (expected.empty()) return actual.empty();
  if (expected.front() == "…") {
    for (size_t skipped = 0; skipped <= actual.size(); ++skipped) {
      if (Matches(expected.subspan(1), actual.subspan(skipped))) return true;
    }
    return false;
  }
  return !actual.empty() && expected.front() == actual.front() &&
         Matches(expected.subspan(1), actual.subspan(1));
}

Lines Shell::Run(const Piece& piece) {
  std::istringstream in(piece.line.substr(2));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  auto& files = disk_.memory.files;
  if (words.at(0) == "cat") {
    std::string text;
    for (const std::string& line : piece.expected) text += line + "\n";
    files[words.at(1)] = text;
    return piece.expected;
  }
  if (words.at(0) == "xxd") {
    files[words.at(4)] = FromHex(files.at(words.at(3)));
    return {};
  }
  if (words == Lines{"echo", "$?"}) return {std::to_string(status_)};
  REQUIRE(words.at(0) == "polc");
  words.erase(words.begin());
  if (!words.empty()) ran_.insert(words.front());
  cli::Io io{{disk_, [](size_t) { return ReadResult{"", ""}; }}};
  status_ = cli::Run(words, io);
  return LinesOf(io.out + io.err);
}

Page::Page(std::string path)
    : path_(std::move(path)), update_(std::getenv("POLC_UPDATE_GOLDEN") != nullptr) {}

void Page::Compare(const Piece& piece, const Lines& actual) {
  std::string printed;
  for (const std::string& line : actual) printed += line + "\n";
  INFO(piece.line << "\n" << printed);
  const bool matches = Matches(piece.expected, actual);
  if (!update_) CHECK(matches);
  const bool is_cut =
      std::find(piece.expected.begin(), piece.expected.end(), "…") != piece.expected.end();
  for (const std::string& line : update_ && !is_cut ? actual : piece.expected) Keep(line);
}

void Page::Finish() const {
  if (update_) std::ofstream(path_, std::ios::binary) << text_;
}

}  // namespace polc
