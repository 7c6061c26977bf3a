#include "compiler/emit/oci_json.h"

#include "compiler/emit/writable.h"
#include "tests/emit/filters.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

const std::vector<std::vector<Arch>> kFamilies = {{Arch::X86_64, Arch::X86, Arch::X32},
                                                  {Arch::Aarch64, Arch::Arm},
                                                  {Arch::S390x, Arch::S390},
                                                  {Arch::Ppc64le},
                                                  {Arch::Mips}};

// Writes the filter, reads it back, and has the same meaning.
void CheckRoundTrip(const ScmpFilter& filter) {
  Diagram diagram;
  DiagnosticSink diagnostics;
  const Filter before = LowerScmp(diagram, filter, diagnostics);
  const std::string text = ToOciJson(filter);
  INFO(text);
  DiagnosticSink reading;
  const auto read = ScmpFromText(text, filter.arches, reading);
  REQUIRE(read);
  const Filter after = LowerScmp(diagram, *read, reading);
  CHECK(before == after);
  // Whatever libseccomp refuses is refused after the round trip too, and nothing else is.
  CHECK(reading.error_count() == diagnostics.error_count());
  CHECK(ToOciJson(*read) == text);
}

TEST_CASE("what is written as OCI is read back as the same filter: random rules") {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    INFO("seed " << seed);
    testing::Random random(seed);
    CheckRoundTrip(RandomScmp(random, random.Pick(kFamilies)));
  }
}

TEST_CASE("what is written as OCI is read back as the same filter: real profiles") {
  size_t checked = 0;
  for (const ProfileText& profile : SomeProfiles()) {
    for (const std::vector<Arch>& arches : kFamilies) {
      DiagnosticSink diagnostics;
      const auto filter = ScmpFromText(profile.text, arches, diagnostics);
      if (!filter || diagnostics.has_errors()) continue;
      INFO(profile.name);
      CheckRoundTrip(*filter);
      ++checked;
    }
  }
  CHECK(checked >= 15);
}

TEST_CASE("the layout: one list of names for a condition, and only keys that every runtime takes") {
  ScmpFilter filter;
  filter.arches = {Arch::X86_64, Arch::X86};
  filter.otherwise = MakeVerdict(Action::Errno, 38);
  const auto rule = [&](const char* name, Verdict verdict, std::vector<ScmpCompare> args) {
    filter.rules.push_back({name, verdict, std::move(args), {}, {}, {}});
  };
  rule("write", MakeVerdict(Action::Allow), {});
  rule("clone", MakeVerdict(Action::Allow), {{0, CompareOp::MaskedEq, 0x7e020000, 0}});
  rule("read", MakeVerdict(Action::Allow), {});
  rule("ptrace", MakeVerdict(Action::KillThread), {});
  rule("personality", MakeVerdict(Action::Errno, 0),
       {{0, CompareOp::Eq, 8, 0}, {1, CompareOp::Gt, UINT64_MAX, 0}});
  filter.flags = std::vector<std::string>{"SECCOMP_FILTER_FLAG_LOG"};
  filter.listener_path = "/run/\"a\"\n";
  CHECK(ToOciJson(filter) == R"({
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 38,
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
  "flags": ["SECCOMP_FILTER_FLAG_LOG"],
  "listenerPath": "/run/\"a\"\u000a",
  "syscalls": [
    {
      "names": ["read", "write"],
      "action": "SCMP_ACT_ALLOW"
    },
    {
      "names": ["clone"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }]
    },
    {
      "names": ["ptrace"],
      "action": "SCMP_ACT_KILL_THREAD"
    },
    {
      "names": ["personality"],
      "action": "SCMP_ACT_ERRNO",
      "errnoRet": 0,
      "args": [
        { "index": 0, "value": 8, "op": "SCMP_CMP_EQ" },
        { "index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_GT" }
      ]
    }
  ]
}
)");
}

TEST_CASE("a filter without rules is an object without elements") {
  ScmpFilter filter;
  filter.arches = {Arch::X86_64};
  filter.otherwise = MakeVerdict(Action::Allow);
  CHECK(
      ToOciJson(filter) ==
      "{\n  \"defaultAction\": \"SCMP_ACT_ALLOW\",\n  \"architectures\": [\"SCMP_ARCH_X86_64\"],\n  \"syscalls\": []\n}\n");
}

TEST_CASE(
    "answers that libseccomp has no words for are refused with the reason, all of them at once") {
  ScmpFilter filter;
  filter.arches = {Arch::X86_64};
  filter.otherwise = MakeVerdict(Action::Errno, 4095);
  filter.bad_arch = MakeVerdict(Action::Trap, 3);
  filter.rules.push_back({"read", MakeVerdict(Action::Trap, 5), {}, {}, {}, {}});
  filter.rules.push_back({"write", MakeVerdict(Action::Trap, 5), {}, {}, {}, {}});
  filter.rules.push_back({"open", MakeVerdict(Action::Errno, 4094), {}, {}, {}, {}});
  const auto messages = [&](WrittenForm form) {
    DiagnosticSink diagnostics;
    CHECK(ReportUnwritable(filter, form, diagnostics));
    std::vector<std::string> found;
    for (const Diagnostic& diagnostic : diagnostics.all()) found.push_back(diagnostic.message);
    return found;
  };
  const std::string first = "ERRNO(4095) cannot be written; libseccomp takes errnos up to 4094";
  const std::string last = "TRAP(5) cannot be written; libseccomp traps with 0 only";
  CHECK(messages(WrittenForm::Libseccomp) ==
        std::vector<std::string>{first, "TRAP(3) cannot be written; libseccomp traps with 0 only",
                                 last});
  CHECK(
      messages(WrittenForm::Oci) ==
      std::vector<std::string>{
          first,
          "calls on architectures that are not listed get TRAP(3), but container runtimes always kill the thread; "
          "emit `libseccomp-c` or `bpf` instead",
          last});
}

}  // namespace
}  // namespace polc
