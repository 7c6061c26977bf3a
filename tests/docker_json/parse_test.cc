// Checks the AST of a profile: every value, and the token it came from.

#include "grammar/docker_json/parse.h"

#include <algorithm>

#include "tests/docker_json/findings.h"
#include "tests/support/catch.h"

namespace polc::docker {
namespace {

// A profile that uses every key, as text: one line a fact, with the token that each span covers.
std::string Dump(const Parsed& parsed) {
  const auto at = [&](Span span) { return " <" + std::string(parsed.sources.Text(span)) + ">"; };
  const auto text = [&](const Text& value) { return std::string(value.value) + at(value.span); };
  const auto list = [&](const std::vector<Text>& values) {
    std::string out;
    for (const Text& value : values) out += " " + text(value);
    return out;
  };
  const auto number = [&](uint64_t value, Span span) { return std::to_string(value) + at(span); };
  const auto code = [&](const Errno& value) {
    std::string out;
    if (value.number) out += " number " + number(value.number->value, value.number->span);
    if (value.name) out += " name " + text(*value.name);
    return out;
  };
  const auto gate = [&](const Gate& value) {
    std::string out = "caps" + list(value.caps) + "; arches" + list(value.arches);
    if (value.min_kernel) {
      out += "; kernel " + std::to_string(value.min_kernel->value.version) + "." +
             std::to_string(value.min_kernel->value.patch_level) + at(value.min_kernel->span);
    }
    return out;
  };
  const Profile& profile = *parsed.profile;
  std::string out = profile.form == ProfileForm::Docker ? "docker\n" : "oci\n";
  out += "default " + std::string(NameOf(profile.default_action.value)) +
         at(profile.default_action.span) + code(profile.default_errno) + "\n";
  out += "architectures" + list(profile.architectures) + "\n";
  for (const ArchMapping& mapping : profile.arch_map)
    out += "map " + text(mapping.architecture) + " ->" + list(mapping.sub_architectures) + "\n";
  out += profile.flags ? "flags" + list(profile.flags->value) + at(profile.flags->span) + "\n"
                       : "no flags\n";
  if (profile.listener_path) out += "listener " + text(*profile.listener_path) + "\n";
  if (profile.listener_metadata) out += "metadata " + text(*profile.listener_metadata) + "\n";
  for (const Syscall& rule : profile.syscalls) {
    out += std::string(rule.form == NameForm::Names ? "names" : "name") + list(rule.names) + "\n";
    out += "  " + std::string(NameOf(rule.action.value)) + at(rule.action.span) +
           code(rule.errno_ret) + "\n";
    for (const Arg& arg : rule.args) {
      out += "  arg " + number(arg.index.value, arg.index.span) + " " +
             std::string(NameOf(arg.op.value)) + at(arg.op.span) + " " +
             number(arg.value.value, arg.value.span) + " " +
             number(arg.value_two.value, arg.value_two.span) + "\n";
    }
    if (rule.comment) out += "  comment " + text(*rule.comment) + "\n";
    if (!rule.includes.empty()) out += "  includes " + gate(rule.includes) + "\n";
    if (!rule.excludes.empty()) out += "  excludes " + gate(rule.excludes) + "\n";
  }
  return out;
}

std::string Read(const std::string& text) {
  Parsed parsed;
  ParseInto(parsed, text);
  CHECK(parsed.Findings().empty());
  REQUIRE(parsed.profile);
  return Dump(parsed);
}

TEST_CASE("today's form, with every key") {
  CHECK(Read(R"({
    "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "defaultErrno": "ENOSYS",
    "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]},
                {"architecture": "SCMP_ARCH_ARM", "subArchitectures": null}],
    "flags": ["SECCOMP_FILTER_FLAG_LOG"], "listenerPath": "/run/agent", "listenerMetadata": "a\"b",
    "syscalls": [
      {"names": ["socket", "op\u0065n"], "action": "SCMP_ACT_TRACE", "errnoRet": 65535, "comment": "",
       "args": [{"index": 5, "value": 18446744073709551615, "valueTwo": 7, "op": "SCMP_CMP_MASKED_EQ"},
                {"index": 0, "value": 0, "op": "SCMP_CMP_GT"}],
       "includes": {"caps": ["CAP_CHOWN"], "arches": ["amd64", "x86"], "minKernel": "4.08"},
       "excludes": {"caps": ["CAP_KILL"], "minKernel": "255.0"}},
      {"names": ["bpf"], "action": "SCMP_ACT_NOTIFY", "args": null, "includes": {}, "excludes": null}
    ]})") ==
        R"(docker
default SCMP_ACT_ERRNO <"SCMP_ACT_ERRNO"> number 38 <38> name ENOSYS <"ENOSYS">
architectures
map SCMP_ARCH_X86_64 <"SCMP_ARCH_X86_64"> -> SCMP_ARCH_X86 <"SCMP_ARCH_X86">
map SCMP_ARCH_ARM <"SCMP_ARCH_ARM"> ->
flags SECCOMP_FILTER_FLAG_LOG <"SECCOMP_FILTER_FLAG_LOG"> <["SECCOMP_FILTER_FLAG_LOG"]>
listener /run/agent <"/run/agent">
metadata a"b <"a\"b">
names socket <"socket"> open <"op\u0065n">
  SCMP_ACT_TRACE <"SCMP_ACT_TRACE"> number 65535 <65535>
  arg 5 <5> SCMP_CMP_MASKED_EQ <"SCMP_CMP_MASKED_EQ"> 18446744073709551615 <18446744073709551615> 7 <7>
  arg 0 <0> SCMP_CMP_GT <"SCMP_CMP_GT"> 0 <0> 0 <{"index": 0, "value": 0, "op": "SCMP_CMP_GT"}>
  comment  <"">
  includes caps CAP_CHOWN <"CAP_CHOWN">; arches amd64 <"amd64"> x86 <"x86">; kernel 4.8 <"4.08">
  excludes caps CAP_KILL <"CAP_KILL">; arches; kernel 255.0 <"255.0">
names bpf <"bpf">
  SCMP_ACT_NOTIFY <"SCMP_ACT_NOTIFY">
)");
}

TEST_CASE("the legacy form") {
  CHECK(
      Read(R"({"defaultAction": "SCMP_ACT_KILL", "architectures": ["SCMP_ARCH_X86_64"], "flags": [],
    "syscalls": [{"name": "open", "names": null, "action": "SCMP_ACT_ERRNO", "errnoRet": 13, "args": []}]})") ==
      R"(docker
default SCMP_ACT_KILL <"SCMP_ACT_KILL">
architectures SCMP_ARCH_X86_64 <"SCMP_ARCH_X86_64">
flags <[]>
name open <"open">
  SCMP_ACT_ERRNO <"SCMP_ACT_ERRNO"> number 13 <13>
)");
}

TEST_CASE("the seccomp object of an OCI config, and alone") {
  const std::string object =
      R"({"defaultAction":"SCMP_ACT_LOG","architectures":["SCMP_ARCH_ARM"],"syscalls":[{"names":["open"],"action":"SCMP_ACT_ALLOW"}]})";
  const std::string facts =
      "default SCMP_ACT_LOG <\"SCMP_ACT_LOG\">\n"
      "architectures SCMP_ARCH_ARM <\"SCMP_ARCH_ARM\">\n"
      "no flags\n"
      "names open <\"open\">\n"
      "  SCMP_ACT_ALLOW <\"SCMP_ACT_ALLOW\">\n";
  CHECK(Read(object) == "docker\n" + facts);
  CHECK(Read(R"({"ociVersion":"1.0.2","process":{"name":"x"},"linux":{"namespaces":[],"seccomp":)" +
             object + "}}") == "oci\n" + facts);
}

TEST_CASE("every action and operator is known by its name") {
  for (const Action action : {Action::Kill, Action::KillThread, Action::KillProcess, Action::Trap,
                              Action::Errno, Action::Trace, Action::Allow, Action::Log}) {
    Parsed parsed;
    ParseInto(parsed, "{\"defaultAction\": \"" + std::string(NameOf(action)) + "\"}");
    REQUIRE(parsed.profile);
    CHECK(parsed.Findings().empty());
    CHECK(parsed.profile->default_action.value == action);
  }
  for (const Op op : {Op::Ne, Op::Lt, Op::Le, Op::Eq, Op::Ge, Op::Gt, Op::MaskedEq}) {
    Parsed parsed;
    ParseInto(parsed,
              "{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [{\"names\": [\"dup\"], "
              "\"action\": \"SCMP_ACT_ALLOW\", \"args\": "
              "[{\"index\": 0, \"value\": 3, \"op\": \"" +
                  std::string(NameOf(op)) + "\"}]}]}");
    CHECK(parsed.Findings().empty());
    REQUIRE(parsed.profile);
    CHECK(parsed.profile->syscalls[0].args[0].op.value == op);
  }
}

TEST_CASE("a copy of a profile keeps texts that had escapes") {
  Parsed parsed;
  ParseInto(
      parsed,
      R"({"defaultAction": "SCMP_ACT_LOG", "syscalls": [{"names": ["\u006fpen"], "action": "SCMP_ACT_ALLOW"}]})");
  const Profile copy = *parsed.profile;
  parsed.profile.reset();
  CHECK(copy.syscalls[0].names[0].value == "open");
}

TEST_CASE("after errors of meaning the rest of the profile is still read") {
  Parsed parsed;
  ParseInto(
      parsed,
      R"({"defaultAction": "SCMP_ACT_ALOW", "syscalls": [null, {"names": ["open", "", " x "], "action": "SCMP_ACT_ALLOW"}]})");
  CHECK(parsed.diagnostics.error_count() == 4);
  REQUIRE(parsed.profile);
  CHECK(parsed.profile->default_action.value == Action::KillProcess);
  REQUIRE(parsed.profile->syscalls.size() == 1);
  REQUIRE(parsed.profile->syscalls[0].names.size() == 2);
  CHECK(parsed.profile->syscalls[0].names[1].value == "x");
}

// Applying every fix that was offered must leave nothing that had one, and create nothing new.
TEST_CASE("fixes mend what they are offered for") {
  const std::string text =
      "\xef\xbb\xbf// made by hand\n"
      "{'defaultAction': \"errno\", DefaultErrnoRet: 0x26, \"flags\": [\"LOG\",], /* and */\n"
      "\"Syscalls\": [{\"names\": [\" open \"], \"action\": \"allow\", \"args\": [{\"index\": "
      "\"0\", \"value\": 2.0, \"op\": \"eq\"},],\n"
      "\"includes\": {\"minKernel\": \"4.8.0\"}, \"comment\": \"a\tb\"}]}\n";
  std::string mended = text;
  size_t applied = 0;
  for (int round = 0; round < 4; ++round) {
    Parsed parsed;
    ParseInto(parsed, mended);
    std::vector<Fix> fixes;
    for (const Diagnostic& diagnostic : parsed.diagnostics.all()) {
      fixes.insert(fixes.end(), diagnostic.fixes.begin(), diagnostic.fixes.end());
    }
    std::sort(fixes.begin(), fixes.end(),
              [](const Fix& a, const Fix& b) { return a.span > b.span; });
    for (const Fix& fix : fixes)
      mended.replace(fix.span.begin, fix.span.end - fix.span.begin, fix.replacement);
    applied += fixes.size();
  }
  CHECK(applied >= 15);
  CHECK(FindingsOf(mended).empty());
  CHECK(mended ==
        "\n{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"defaultErrnoRet\": 38, \"flags\": "
        "[\"SECCOMP_FILTER_FLAG_LOG\"], \n"
        "\"syscalls\": [{\"names\": [\"open\"], \"action\": \"SCMP_ACT_ALLOW\", \"args\": "
        "[{\"index\": 0, \"value\": 2, \"op\": \"SCMP_CMP_EQ\"}],\n"
        "\"includes\": {\"minKernel\": \"4.8\"}, \"comment\": \"a\\tb\"}]}\n");
}

}  // namespace
}  // namespace polc::docker
