// The exit statuses of docs/cli.md for every combination: each command with each state of its input
// and each way to use it wrongly, lint with each severity and gate, diff with each relation and
// gate, in each format.

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "compiler/cli/run.h"
#include "tests/golden/disk.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

std::string Json(const std::string& names, const std::string& otherwise = "SCMP_ACT_ERRNO") {
  return R"({"defaultAction": ")" + otherwise +
         R"(", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": [)" + names +
         R"(], "action": "SCMP_ACT_ALLOW"}]})" + "\n";
}

struct Outcome {
  int status = 0;
  std::string out, err;
  std::set<std::string> written;
};

Outcome RunPolc(const std::string& command) {
  Disk disk;
  disk.memory.files = {
      {"ok.json", Json(R"("read", "write")")},
      {"same.json", Json(R"("write", "read")")},
      {"more.json", Json(R"("read", "write", "bpf")")},
      {"other.json", Json(R"("read", "bpf")")},
      {"errno.json",
       R"({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"}]})"},
      {"broken.json", "{\"defaultAction\": \"SCMP_ACT_ERNO\"}\n"},
      {"half.json", "{"},
      {"empty.json", ""},
      {"ok.polc",
       "policy p {\n  arch x86_64\n  default errno(EPERM)\n  allow read, write\n}\n\ntest \"read\" for p {\n  allow read\n}\n"},
      {"failing.polc",
       "policy p {\n  arch x86_64\n  default errno(EPERM)\n  allow read, write\n}\n\ntest \"bpf\" for p {\n  allow bpf\n}\n"},
      {"ugly.polc", "policy p {\narch x86_64\n  default   errno(EPERM)\n  allow read, write\n}\n"},
      {"broken.polc", "policy p {\n  alow read\n}\n"},
      {"ok.aa", "profile p /p {\n  /a r,\n}\n"},
      {"broken.aa", "profile p /p {\n  /a q,\n}\n"},
      {"dir/ok.json", Json(R"("read")")},
      {"accept.toml", "[[accept]]\nsyscalls = \"*\"\nreason = \"r\"\nuntil = 9999-12-31\n"},
      {"broken.toml", "accept = 3\n"},
  };
  const auto before = disk.memory.files;
  cli::Io io{{disk, [](size_t) { return ReadResult{"", ""}; }}};
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  Outcome outcome;
  outcome.status = cli::Run(words, io);
  outcome.out = io.out;
  outcome.err = io.err;
  for (const auto& [name, text] : disk.memory.files) {
    if (!before.contains(name) || before.at(name) != text) outcome.written.insert(name);
  }
  return outcome;
}

void Expect(const std::string& command, int status) {
  const Outcome outcome = RunPolc(command);
  INFO("polc " << command << "\n" << outcome.out << outcome.err);
  CHECK(outcome.status == status);
  CHECK(outcome.err.find("internal error") == std::string::npos);
  if (outcome.status != cli::kFailed) return;
  CHECK(outcome.err.find("error: ") != std::string::npos);
  CHECK(outcome.written.empty());
}

// A command, and what it answers to a good input.
struct Row {
  std::string before, after;  // the words around the input
  std::set<std::string> good;
  std::string output;  // the option that names a file; empty if the command has none
};

const std::vector<Row> kRows = {
    {"check", "", {"ok.json", "ok.polc", "ok.aa", "failing.polc", "ugly.polc", "dir"}, ""},
    {"compile", "-o out", {"ok.json", "ok.polc", "failing.polc", "ugly.polc"}, "-o"},
    {"compile", "--emit asm", {"ok.json", "ok.polc", "failing.polc", "ugly.polc"}, "-o"},
    {"compile", "--emit oci:out --emit c", {"ok.json", "ok.polc", "failing.polc", "ugly.polc"}, ""},
    {"compile", "--emit apparmor", {"ok.aa"}, "-o"},
    {"explain", "", {"ok.json", "ok.polc", "ok.aa", "failing.polc", "ugly.polc"}, ""},
    {"explain", "-f json", {"ok.json", "ok.polc", "ok.aa", "failing.polc", "ugly.polc"}, ""},
    {"query", "read", {"ok.json", "ok.polc", "failing.polc", "ugly.polc"}, ""},
    {"diff ok.json", "", {"ok.json", "ok.polc", "failing.polc", "ugly.polc"}, ""},
    {"diff", "ok.json", {"ok.json", "ok.polc", "failing.polc", "ugly.polc"}, ""},
    {"import", "-o out.polc", {"ok.json", "ok.polc", "failing.polc", "ugly.polc"}, "-o"},
    {"fmt", "", {"ok.polc", "ok.aa", "failing.polc", "ugly.polc", "dir"}, ""},
    {"test", "", {"ok.polc"}, ""},
};

TEST_CASE("every command answers every state of its input with the status of the manual") {
  const std::vector<std::string> inputs = {
      "ok.json",     "ok.polc",     "ok.aa",       "failing.polc",
      "ugly.polc",   "broken.json", "half.json",   "empty.json",
      "broken.polc", "broken.aa",   "absent.json", "./absent",
      "absent",      "dir",         "./dir",       ""};
  size_t seen[3] = {};
  for (const Row& row : kRows) {
    for (const std::string& input : inputs) {
      const bool failing = row.before == "test" && input == "failing.polc";
      const int status = row.good.contains(input) ? cli::kDone
                         : failing                ? cli::kFindings
                                                  : cli::kFailed;
      Expect(row.before + " " + input + " " + row.after, status);
      ++seen[status];
    }
    for (const std::string wrong :
         {"--no-such-option", "--arch x87 --cap CAP_NONE", "-f xlm", "--color blue"}) {
      Expect(row.before + " ok.json " + row.after + " " + wrong, cli::kFailed);
    }
    if (!row.output.empty()) {
      const std::string after = row.after.substr(0, row.after.find("-o"));
      Expect(row.before + " " + *row.good.begin() + " " + after + row.output + " /dev/full/out",
             cli::kFailed);
    }
  }
  CHECK(seen[0] > 20);
  CHECK(seen[1] == 1);
  CHECK(seen[2] > 100);
}

TEST_CASE("findings are 1: fmt --check, verify, query -q, test") {
  Expect("fmt --check ok.polc", 0);
  Expect("fmt --check ugly.polc", 1);
  Expect("fmt --diff ugly.polc", 1);
  Expect("fmt --check ugly.polc broken.polc", 2);
  Expect("verify ok.json same.json", 0);
  Expect("verify ok.json more.json", 1);
  Expect("verify ok.json broken.json", 2);
  Expect("query ok.json read -q", 0);
  Expect("query ok.json bpf -q", 1);
  Expect("query ok.json no_such_call -q", 2);
  Expect("test ok.polc failing.polc", 1);
  Expect("test failing.polc broken.polc", 2);
}

TEST_CASE("commands without an input") {
  Expect("syscall read", 0);
  Expect("syscall raed", 2);
  Expect("group @chmod", 0);
  Expect("group @chmd", 2);
  Expect("profiles", 0);
  Expect("rule bpf-allowed", 0);
  Expect("rule bpf-alowed", 2);
  Expect("", 0);
  Expect("--version", 0);
  Expect("--help", 0);
  Expect("lnit ok.json", 2);
  Expect("git-diff ok.json", 2);
  // git stops at any other status.
  for (const std::string file : {"ok.json", "broken.json", "half.json", "ok.aa", "/dev/null"})
    Expect("git-diff ok.json ok.json . . " + file + " . .", 0);
}

TEST_CASE("diff answers by the relation of the two and its gates, in every format") {
  struct Pair {
    std::string files;
    std::set<std::string> changes;
  };
  const std::vector<Pair> pairs = {
      {"ok.json same.json", {}},
      {"ok.json more.json", {"loosened"}},
      {"more.json ok.json", {"tightened"}},
      {"ok.json other.json", {"loosened", "tightened"}},
      {"ok.json errno.json", {"changed"}},
  };
  for (const Pair& pair : pairs) {
    for (const std::string gate : {"", "loosened", "tightened", "changed", "loosened,tightened",
                                   "changed,loosened", "changed,loosened,tightened"}) {
      for (const bool exit_code : {false, true}) {
        for (const std::string format : {"", "-f text", "-f json", "-f markdown",
                                         "-f json:out.json -f text", "--summary", "--full"}) {
          bool tripped = exit_code && !pair.changes.empty();
          bool gated = false;
          std::istringstream words(gate);
          for (std::string word; std::getline(words, word, ',');)
            gated = gated || pair.changes.contains(word);
          const std::string options = (gate.empty() ? "" : " --fail-on " + gate) +
                                      (exit_code ? " --exit-code" : "") + " " + format;
          Expect("diff " + pair.files + options, tripped || gated ? 1 : 0);
          // Everything loosened is accepted; a gate on something else still counts.
          if (gate == "loosened")
            Expect("diff " + pair.files + options + " --accept accept.toml", tripped ? 1 : 0);
          if (gate == "loosened")
            Expect("diff " + pair.files + options + " --accept broken.toml", 2);
          if (format.starts_with("-f"))
            Expect("diff " + pair.files + options + " -f json:/dev/full/out", 2);
        }
      }
    }
  }
  Expect("diff ok.json", 2);
  Expect("diff ok.json more.json same.json", 2);
  Expect("diff ok.json more.json --fail-on losened", 2);
}

TEST_CASE("lint answers by the worst finding and its gate, in every format") {
  const std::vector<std::string> severities = {"note", "warning", "error"};
  // A rule that finds something in more.json, by severity; the last finds nothing.
  const std::vector<std::pair<std::string, int>> rules = {{"missing-default-errno", 0},
                                                          {"bpf-allowed", 1},
                                                          {"cannot-start", 2},
                                                          {"missing-default-errno,cannot-start", 2},
                                                          {"af-vsock-reachable", -1}};
  const std::vector<std::string> formats = {"",         "text",       "concise",  "json",
                                            "sarif",    "github",     "gitlab",   "junit",
                                            "markdown", "checkstyle", "sarif:out"};
  for (const auto& [rule, worst] : rules) {
    for (int shown = 0; shown < 3; ++shown) {
      for (int gate = 0; gate < 3; ++gate) {
        for (const std::string& format : formats) {
          const std::string options = " --select " + rule + " --severity " +
                                      severities[static_cast<size_t>(shown)] + " --fail-on " +
                                      severities[static_cast<size_t>(gate)] +
                                      (format.empty() ? "" : " -f " + format);
          Expect("lint more.json" + options, worst >= std::max(shown, gate) ? 1 : 0);
        }
      }
    }
    // What cannot be read is worse than any finding, whatever the others have.
    for (const std::string bad :
         {"half.json", "broken.json", "absent.json", "broken.polc", "broken.aa"}) {
      for (const std::string& format : formats)
        Expect("lint more.json " + bad + " ok.json --select " + rule +
                   (format.empty() ? "" : " -f " + format),
               2);
    }
  }
  Expect("lint", 2);
  Expect("lint more.json --select no-such-rule", 2);
  Expect("lint more.json --fail-on eror", 2);
  Expect("lint more.json -f sarif:/dev/full/out", 2);
  Expect("lint more.json -f sarif:more.json", 2);
  Expect("lint more.json --write-baseline base.json", 0);
  Expect("lint more.json --write-baseline /dev/full/base.json", 2);
  Expect("lint more.json half.json --write-baseline base.json", 2);
  Expect("lint more.json --baseline absent.json", 2);
  Expect("lint more.json --baseline half.json", 2);
  Expect("lint more.json --config absent.toml", 2);
  Expect("lint more.json --config broken.toml", 2);
  Expect("lint more.json --config accept.toml --isolated", 2);
}

}  // namespace
}  // namespace polc
