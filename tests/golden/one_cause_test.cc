// For each kind of cause: however often a missing thing is used, `polc check` prints one error,
// which tells the number; and of many files with the same cause the first is printed.

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "compiler/cli/run.h"
#include "tests/golden/disk.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

struct Outcome {
  int status = 0;
  std::string err;
  size_t errors = 0;  // printed
};

Outcome RunPolc(const std::map<std::string, std::string>& files,
                const std::vector<std::string>& arguments) {
  Disk disk;
  for (const auto& [name, text] : files) disk.memory.files[name] = text;
  cli::Io io{{disk, [](size_t) { return ReadResult{"", ""}; }}};
  Outcome outcome;
  outcome.status = cli::Run(arguments, io);
  outcome.err = io.err;
  for (size_t at = 0; at < io.err.size(); at = std::min(io.err.find('\n', at), io.err.size()) + 1) {
    if (io.err.compare(at, 7, "error: ") == 0 &&
        io.err.substr(at, io.err.find('\n', at) - at).find(": the same in ") == std::string::npos)
      ++outcome.errors;
  }
  return outcome;
}

std::string Times(size_t count, const std::function<std::string(size_t)>& line) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += line(i);
  return text;
}

struct CauseKind {
  std::string name;
  std::string file;
  std::function<std::string(size_t uses)> text;
  bool counts_first;  // whether the first use is the error itself
  std::string note;
};

const std::vector<CauseKind>& AllKinds() {
  static const std::vector<CauseKind> kinds = {
      {"no include of the tunables", "p.aa",
       [](size_t uses) {
         return "profile p {\n" +
                Times(uses, [](size_t i) { return "  @{VAR" + std::to_string(i) + "X}/a r,\n"; }) +
                "}\n";
       },
       true, "undefined variables follow from it"},
      {"an include for variables that is not there", "p.aa",
       [](size_t uses) {
         return "include <tunables/global>\nprofile p {\n" +
                Times(uses, [](size_t i) { return "  @{V" + std::to_string(i) + "}/a r,\n"; }) +
                "}\n";
       },
       false, "undefined variables follow from it"},
      {"an include for rules that is not there", "p.aa",
       [](size_t uses) {
         return Times(uses, [](size_t i) {
           return "profile p" + std::to_string(i) + " {\n  include <abstractions/none>\n}\n";
         });
       },
       true, "more places"},
      {"a variable without a value", "p.aa",
       [](size_t uses) {
         return "@{tunables}=x\ninclude if exists <tunables/none>\nprofile p {\n" +
                Times(uses, [](size_t) { return std::string("  /a/@{VERY_OWN} r,\n"); }) + "}\n";
       },
       true, "more places"},
      {"a file of names that is not there", "p.polc",
       [](size_t uses) {
         return "include \"sets.polc\"\npolicy p {\n  default errno(EPERM)\n" +
                Times(uses, [](size_t i) { return "  allow @set-" + std::to_string(i) + "-x\n"; }) +
                "}\n";
       },
       false, "unknown names follow from it"},
      {"a set without a definition", "p.polc",
       [](size_t uses) {
         return "policy p {\n  default errno(EPERM)\n" +
                Times(uses, [](size_t) { return std::string("  allow @very-own-set\n"); }) + "}\n";
       },
       true, "more places"},
      {"a constant without a definition", "p.polc",
       [](size_t uses) {
         return "policy p {\n  default errno(EPERM)\n" +
                Times(uses,
                      [](size_t) {
                        return std::string("  allow socket if domain == VERY_OWN_DOMAIN\n");
                      }) +
                "}\n";
       },
       true, "more places"},
  };
  return kinds;
}

TEST_CASE("however often it is used, what is missing is one error with the number of uses") {
  for (const CauseKind& kind : AllKinds()) {
    for (const size_t uses : {3, 40, 400}) {
      const Outcome outcome = RunPolc({{kind.file, kind.text(uses)}}, {"check", kind.file});
      INFO(kind.name << ", " << uses << " uses:\n" << outcome.err.substr(0, 2000));
      CHECK(outcome.status == 2);
      CHECK(outcome.errors == 1);
      const size_t count = uses - (kind.counts_first ? 1 : 0);
      CHECK(outcome.err.find(" " + std::to_string(count) + " ") != std::string::npos);
      CHECK(outcome.err.find(kind.note) != std::string::npos);
      CHECK(outcome.err.find("\n1 error\n") != std::string::npos);
    }
  }
}

TEST_CASE("one use is one error without a number") {
  for (const CauseKind& kind : AllKinds()) {
    if (!kind.counts_first) continue;
    const Outcome outcome = RunPolc({{kind.file, kind.text(1)}}, {"check", kind.file});
    INFO(kind.name << ":\n" << outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.errors == 1);
    CHECK(outcome.err.find("note:") == std::string::npos);
  }
}

TEST_CASE("a tree of profiles with the same cause says it once, with the number of files") {
  std::map<std::string, std::string> files;
  std::vector<std::string> check = {"check"};
  for (size_t i = 10; i < 40; ++i) {
    const std::string name = "etc/p" + std::to_string(i);
    files[name] = "abi <abi/5.0>,\nprofile p" + std::to_string(i) + " { }\n";
    check.push_back(name);
  }
  for (const auto& arguments : {check, std::vector<std::string>{"lint", "etc"},
                                std::vector<std::string>{"lint", "-f", "concise", "etc"}}) {
    const Outcome outcome = RunPolc(files, arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.errors == 1);
    CHECK(outcome.err.find(
              "there is no feature file `abi/5.0`: the same in 29 more files (etc/p11, etc/p12, "
              "etc/p13, …) [missing-include]\n") != std::string::npos);
  }
}

}  // namespace
}  // namespace polc
