// The law of a diff: applied to the old text, it gives the new text. The function below applies
// diffs of random and hostile texts; patch(1) and git-apply(1) apply some of them.

#include "compiler/report/text_diff.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/report/line_diff.h"
#include "tests/support/catch.h"

namespace polc::report {
namespace {

// One assertion a line would take longer than everything else here.
void Ensure(bool holds) {
  if (!holds) FAIL("the diff is malformed, or not of this text");
}

std::string_view TakeLine(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  return line;
}

size_t TakeNumber(std::string_view& text) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  Ensure(error == std::errc());
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

void Skip(std::string_view& text, std::string_view word) {
  Ensure(text.starts_with(word));
  text.remove_prefix(word.size());
}

struct Range {
  size_t first, count;
};

Range TakeRange(std::string_view& text) {
  Range range{TakeNumber(text), 1};
  if (text.starts_with(',')) {
    text.remove_prefix(1);
    range.count = TakeNumber(text);
  }
  return range;
}

// Applies a diff as patch does, but without tolerance: every line must be where the diff says.
std::string Applied(std::string_view before, std::string_view diff) {
  std::string after;
  size_t old_line = 1, new_line = 1;
  const auto copy = [&](std::string_view line) {
    Ensure(before.substr(0, line.size()) == line);
    before.remove_prefix(line.size());
    after += line;
  };
  if (diff.empty()) return std::string(before);
  Ensure(TakeLine(diff) == "--- name\n");
  Ensure(TakeLine(diff) == "+++ name\n");
  while (!diff.empty()) {
    std::string_view header = TakeLine(diff);
    Skip(header, "@@ -");
    Range gone = TakeRange(header);
    Skip(header, " +");
    Range come = TakeRange(header);
    Ensure(header == " @@\n");
    // A hunk without lines names the line after which it stands.
    const size_t old_begin = gone.count == 0 ? gone.first + 1 : gone.first;
    const size_t new_begin = come.count == 0 ? come.first + 1 : come.first;
    for (; old_line < old_begin; ++old_line, ++new_line) {
      Ensure(!before.empty());
      std::string_view rest = before;
      copy(TakeLine(rest));
    }
    Ensure(new_line == new_begin);
    while (gone.count + come.count != 0) {
      Ensure(!diff.empty());
      std::string_view line = TakeLine(diff);
      const char kind = line[0];
      line.remove_prefix(1);
      if (diff.starts_with("\\ No newline at end of file\n")) {
        line.remove_suffix(1);
        TakeLine(diff);
      }
      if (kind != '+') {
        Ensure(gone.count-- != 0);
        ++old_line;
      }
      if (kind != '-') {
        Ensure(come.count-- != 0);
        ++new_line;
      }
      if (kind == ' ') {
        copy(line);
      } else if (kind == '+') {
        after += line;
      } else {
        Ensure(kind == '-');
        Ensure(before.substr(0, line.size()) == line);
        before.remove_prefix(line.size());
      }
    }
  }
  return after + std::string(before);
}

void CheckLaw(const std::string& before, const std::string& after) {
  REQUIRE(Applied(before, TextDiff("name", before, after)) == after);
}

std::string RandomText(std::mt19937& random) {
  static constexpr std::string_view kWords[] = {
      "a", "b", "c", "", "\r", "- x", "+++ name", "@@", "\\ No newline at end of file", " "};
  const size_t words = 1 + random() % std::size(kWords);
  std::string text;
  for (size_t lines = random() % 40; lines != 0; --lines)
    text += std::string(kWords[random() % words]) + "\n";
  if (random() % 3 == 0) text += "end";
  return text;
}

// Drops, doubles, changes or moves some lines of a text.
std::string Edited(std::string text, std::mt19937& random) {
  for (size_t edits = random() % 6; edits != 0; --edits) {
    size_t at = random() % (text.size() + 1);
    at = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    switch (random() % 4) {
      case 0:
        text.erase(at, line.size() + 1);
        break;
      case 1:
        text.insert(at, line + "\n");
        break;
      case 2:
        text.insert(at, "x");
        break;
      default:
        text.erase(at, line.size() + 1);
        text.insert(0, line + "\n");
    }
  }
  return text;
}

// The length of the longest common subsequence, by its definition.
size_t MostInCommon(const Lines& a, const Lines& b) {
  std::vector<size_t> row(b.size() + 1, 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = 0;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t above = row[j + 1];
      row[j + 1] = a[i] == b[j] ? diagonal + 1 : std::max(row[j], above);
      diagonal = above;
    }
  }
  return row[b.size()];
}

size_t Kept(const std::vector<bool>& lines) {
  return static_cast<size_t>(std::count(lines.begin(), lines.end(), true));
}

std::string Numbered(std::string_view word, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += std::string(word) + std::to_string(i) + "\n";
  return text;
}

std::string Repeated(std::string_view word, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += word;
  return text;
}

class Directory {
 public:
  Directory() {
    std::string name = "/tmp/polc-diff-XXXXXX";
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path_ / name, std::ios::binary).rdbuf();
    return text.str();
  }
  [[nodiscard]] bool Runs(const std::string& command) const {
    return std::system(("cd " + path_.string() + " && " + command + " >/dev/null 2>&1").c_str()) ==
           0;
  }

 private:
  std::filesystem::path path_;
};

TEST_CASE("text diff: applied to the text before, it gives the text after") {
  for (unsigned seed = 0; seed < 4000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const std::string before = RandomText(random);
    const std::string after = seed % 2 == 0 ? RandomText(random) : Edited(before, random);
    INFO("before: " << before << "\nafter: " << after);
    CheckLaw(before, after);
  }
}

TEST_CASE("text diff: no lines could stay that go") {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const std::string before = RandomText(random), after = RandomText(random);
    const Lines a(before), b(after);
    const CommonLines common = FindCommonLines(a, b);
    REQUIRE(Kept(common.before) == Kept(common.after));
    REQUIRE(Kept(common.before) == MostInCommon(a, b));
  }
}

TEST_CASE("text diff: whatever the steps suffice for, the lines that stay are the same") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const std::string before = RandomText(random), after = RandomText(random);
    const Lines a(before), b(after);
    for (const size_t steps : {0u, 1u, 5u, 20u, 60u}) {
      INFO("seed " << seed << ", " << steps << " steps");
      const CommonLines common = FindCommonLines(a, b, steps);
      size_t y = 0;
      for (size_t x = 0; x < a.size(); ++x) {
        if (!common.before[x]) continue;
        while (y < b.size() && !common.after[y]) ++y;
        REQUIRE(y < b.size());
        REQUIRE(a[x] == b[y++]);
      }
      REQUIRE(Kept(common.before) == Kept(common.after));
    }
  }
}

TEST_CASE("text diff: texts that differ at their edges") {
  for (const std::string before :
       {"", "\n", "a", "a\n", "a\r\n", "a\nb", "a\nb\n", "\n\n\n", "a\n\nb\n"}) {
    for (const std::string after :
         {"", "\n", "a", "a\n", "a\r\n", "a\nb", "a\nb\n", "\n\n\n", "a\n\nb\n"}) {
      INFO("before: " << before << "\nafter: " << after);
      CheckLaw(before, after);
      CHECK(TextDiff("name", before, after).empty() == (before == after));
    }
  }
  CHECK(TextDiff("name", "a\nb", "a\nb\n") ==
        "--- name\n+++ name\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
}

// Quadratic work on these would take hours, or more memory than a machine has.
TEST_CASE("text diff: hostile texts of many lines") {
  constexpr size_t kMany = 200'000;
  SECTION("all different") { CheckLaw(Numbered("a", kMany), Numbered("b", kMany)); }
  SECTION("all equal, and fewer of them") {
    CheckLaw(Repeated("\n", kMany), Repeated("\n", kMany / 3));
  }
  SECTION("every second one changed") {
    std::string before, after;
    for (size_t i = 0; i < kMany; ++i) {
      before += std::to_string(i) + "\n";
      after += std::to_string(i) + (i % 2 == 0 ? "\n" : "x\n");
    }
    CheckLaw(before, after);
  }
  SECTION("few different lines at random") {
    std::mt19937 random(1);
    std::string before, after;
    for (size_t i = 0; i < kMany; ++i) {
      before += std::to_string(random() % 8) + "\n";
      after += std::to_string(random() % 8) + "\n";
    }
    CheckLaw(before, after);
  }
  SECTION("in the opposite order") {
    std::string before, after;
    for (size_t i = 0; i < kMany; ++i) {
      before += std::to_string(i) + "\n";
      after += std::to_string(kMany - i) + "\n";
    }
    CheckLaw(before, after);
  }
  SECTION("one line, and the same bytes as a line each") {
    CheckLaw(Repeated("a ", 12 * kMany), Repeated("a\n", kMany));
  }
  SECTION("long lines that differ at their ends") {
    const std::string line = Repeated("a", 10'000);
    std::string before, after;
    for (size_t i = 0; i < 1000; ++i) {
      before += line + std::to_string(i) + "\n";
      after += line + std::to_string(i * 7 % 1000) + "\n";
    }
    CheckLaw(before, after);
  }
}

TEST_CASE("text diff: patch and git apply it") {
  const Directory directory;
  for (const std::string program : {"patch", "git"}) {
    if (!directory.Runs("command -v " + program)) {
      if (std::getenv("POLC_REQUIRE_ORACLES") != nullptr) FAIL(program + " is not installed");
      WARN("skipped: " << program << " is not installed");
      continue;
    }
    const std::string apply = program == "patch"
                                  ? "patch --binary --fuzz=0 name diff"
                                  : "git apply --unsafe-paths --whitespace=nowarn -p0 diff";
    for (unsigned seed = 0; seed < 60; ++seed) {
      std::mt19937 random(seed);
      const std::string before = "first\n" + RandomText(random);
      const std::string after =
          "first\n" + (seed % 2 == 0 ? RandomText(random) : Edited(before.substr(6), random));
      if (before == after) continue;
      INFO(program << ", seed " << seed << "\nbefore: " << before << "\nafter: " << after);
      directory.Write("name", before);
      directory.Write("diff", TextDiff("name", before, after));
      REQUIRE(directory.Runs(apply));
      REQUIRE(directory.Read("name") == after);
    }
  }
}

}  // namespace
}  // namespace polc::report
