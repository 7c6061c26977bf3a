// The accept/reject cases of the corpus: the head of each `.sd` says whether apparmor_parser
// accepts it (`#=EXRESULT PASS|FAIL`). Cases marked TODO or DISABLED are left out. docs/apparmor.md
// lists the cases that polc judges otherwise, with the reason.

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "compiler/apparmor/resolve.h"
#include "compiler/base/render.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::aa {
namespace {

namespace fs = std::filesystem;

const std::string kCorpus = "../shared/corpus/apparmor";

struct Case {
  std::string path;  // below simple_tests
  std::string text;
  bool accepted = false;
};

// Some cases name their includes by way of `../tst/`, the directory that they once stood in.
class CaseFiles final : public FileSystem {
 public:
  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override {
    return files_.Read(Moved(path), limit);
  }
  [[nodiscard]] bool Exists(const std::string& path) const override {
    return files_.Exists(Moved(path));
  }
  [[nodiscard]] std::optional<std::vector<std::string>> List(
      const std::string& path) const override {
    return files_.List(Moved(path));
  }
  [[nodiscard]] bool Same(const std::string& a, const std::string& b) const override {
    return a == b;
  }
  [[nodiscard]] std::optional<WriteFailure> Write(std::span<const NewFile>) override {
    return WriteFailure{"", "read only"};
  }

 private:
  static std::string Moved(std::string path) {
    const size_t at = path.find("../tst/");
    return at == 0 || at == std::string::npos ? path : path.erase(at, 7);
  }
  RealFileSystem files_;
};

std::vector<Case> ReadCases() {
  std::vector<Case> cases;
  const RealFileSystem files;
  const fs::path root = fs::path(kCorpus) / "simple_tests";
  for (const auto& each : fs::recursive_directory_iterator(root)) {
    if (each.path().extension() != ".sd") continue;
    const ReadResult read = files.Read(each.path().string(), size_t{1} << 20);
    REQUIRE(read.text);
    const std::string& text = *read.text;
    if (text.find("#=TODO") != std::string::npos || text.find("#=DISABLED") != std::string::npos)
      continue;
    const bool pass = text.find("#=EXRESULT PASS") != std::string::npos;
    if (!pass && text.find("#=EXRESULT FAIL") == std::string::npos) continue;
    cases.push_back({fs::relative(each.path(), root).string(), text, pass});
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.path < b.path; });
  return cases;
}

// Whether apparmor_parser would accept the text. Findings do not count: they are about texts that
// it accepts.
bool Accepts(const Case& one, std::string& messages) {
  const CaseFiles files;
  Sources sources;
  Includes includes(files, sources);
  DiagnosticSink diagnostics;
  const SourceFile& source = sources.Add(one.path, one.text);
  (void)Resolve(source, includes, {{kCorpus + "/simple_tests"}, kCorpus}, diagnostics);
  bool accepted = true;
  for (const Diagnostic& diagnostic : diagnostics.Sorted()) {
    if (!IsFailure(diagnostic)) continue;
    accepted = false;
    messages += RenderConcise(diagnostic, sources) + "\n";
  }
  return accepted;
}

TEST_CASE("the cases of the corpus are accepted and rejected as apparmor_parser does") {
  if (!fs::exists(kCorpus)) {
    testing::SkipWithout(kCorpus);
    return;
  }
  const std::vector<Case> cases = ReadCases();
  REQUIRE(cases.size() > 600);
  size_t agreed = 0;
  for (const Case& one : cases) {
    std::string messages;
    const bool accepted = Accepts(one, messages);
    if (accepted == one.accepted) {
      ++agreed;
    } else {
      UNSCOPED_INFO(one.path << (one.accepted ? " should be accepted:\n" : " should be rejected")
                             << messages);
    }
  }
  UNSCOPED_INFO(agreed << " of " << cases.size() << " agree");
  CHECK(agreed * 1000 >= cases.size() * 990);
}

}  // namespace
}  // namespace polc::aa
