// The messages for JSON that Docker with runc refuses, or reads otherwise than it looks.

#include "tests/docker_json/findings.h"
#include "tests/support/catch.h"

namespace polc::docker {
namespace {

struct Case {
  std::string text;
  std::string findings;  // for a fragment, with columns within the fragment
};

// Subtracts the length of the text before a fragment from the columns of the findings, which are
// all in line 1.
std::string Shifted(const std::string& findings, size_t by) {
  std::string out;
  std::stringstream lines(findings);
  for (std::string line; std::getline(lines, line);) {
    const size_t end = line.find(':', 2);
    const size_t column = std::stoul(line.substr(2, end - 2));
    out += "1:" + (column > by ? std::to_string(column - by) : "-" + std::to_string(by - column)) +
           line.substr(end) + "\n";
  }
  return out;
}

void CheckFragments(const std::string& head, const std::string& tail,
                    const std::vector<Case>& cases) {
  REQUIRE(FindingsOf(head + tail).empty());
  for (const Case& example : cases) {
    INFO(example.text);
    CHECK(Shifted(FindingsOf(head + example.text + tail), head.size()) == example.findings);
  }
}

TEST_CASE("the top of a profile") {
  const std::string off =
      "Docker takes a profile without default action and rules for no seccomp at all "
      "[nothing-to-compile]\n";
  const Case kCases[] = {
      {"[]", "1:1: error: a profile must be a JSON object, found an array [wrong-type]\n"},
      {"null", "1:1: error: a profile must be a JSON object, found null [wrong-type]\n"},
      {"\"SCMP_ACT_LOG\"",
       "1:1: error: a profile must be a JSON object, found the string \"SCMP_ACT_LOG\" [wrong-type]\n"},
      {"  {}", "1:3: error: `defaultAction` is missing; " + off},
      {"{\"syscalls\": []}", "1:1: error: `defaultAction` is missing; " + off},
      {"{\"syscalls\": [{\"names\": [\"open\"], \"action\": \"SCMP_ACT_LOG\"}]}",
       "1:1: error: `defaultAction` is missing; runc refuses a profile without one "
       "[missing-key]\n"},
      {"{\"defaultAction\": \"\"}", "1:19: error: `defaultAction` is empty; " + off},
      {"{\"defaultAction\": null}",
       "1:19: error: `defaultAction` is null, which means the same as missing; " + off},
      {"{\"defaultAction\": 1}",
       "1:19: error: `defaultAction` must be a string, found the number 1 [wrong-type]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_ALOW\"}",
       "1:19: error: unknown action `SCMP_ACT_ALOW`; did you mean `SCMP_ACT_ALLOW`? "
       "[unknown-word]\n"},
      {"{\"defaultAction\": \"errno\"}",
       "1:19: error: unknown action `errno`; write `SCMP_ACT_ERRNO` [unknown-word]\n"},
      {"{\"defaultAction\": \"DENY\"}", "1:19: error: unknown action `DENY` [unknown-word]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_NOTIFY\", \"listenerPath\": \"/run/agent\"}",
       "1:19: error: `SCMP_ACT_NOTIFY` cannot be the default action; runc refuses it, as the "
       "runtime itself would wait for an "
       "answer [invalid-value]\n"},
      {"{\"DefaultAction\": \"SCMP_ACT_LOG\"}",
       "1:2: warning: Docker reads `DefaultAction` as `defaultAction`, but not every runtime does; "
       "write `defaultAction` "
       "[key-case]\n"},
      {"{\"default_action\": \"SCMP_ACT_LOG\", \"defaultAction\": \"SCMP_ACT_LOG\"}",
       "1:2: warning: unknown key `default_action`; did you mean `defaultAction`? [unknown-key]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\", \"defaultAction\": \"SCMP_ACT_KILL\"}",
       "1:35: error: `defaultAction` is given twice; Docker reads only the last [duplicate-key]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_KILL\", \"DEFAULTACTION\": \"SCMP_ACT_LOG\"}",
       "1:36: error: `DEFAULTACTION` and `defaultAction` are the same key to Docker, which reads "
       "only the last "
       "[duplicate-key]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\", \"\xc5\xbfyscalls\": []}",
       "1:35: warning: Docker reads `\xc5\xbfyscalls` as `syscalls`, but not every runtime does; "
       "write `syscalls` [key-case]\n"},
  };
  for (const Case& example : kCases) {
    INFO(example.text);
    CHECK(FindingsOf(example.text) == example.findings);
  }
}

TEST_CASE("the keys beside the rules") {
  CheckFragments(
      "{\"defaultAction\": \"SCMP_ACT_ERRNO\"", "}",
      {
          {", \"defaultErrnoRet\": 4094", ""},
          {", \"defaultErrnoRet\": 4095",
           "1:22: error: `defaultErrnoRet` 4095 is out of range; runc accepts 0 to 4094 and refuses to start a container with this number [invalid-value]\n"},
          {", \"defaultErrnoRet\": 0",
           "1:22: warning: errno 0 makes the syscall look as if it had succeeded, without having "
           "been run [invalid-value]\n"},
          {", \"defaultErrnoRet\": \"EPERM\"",
           "1:22: error: `defaultErrnoRet` must be a whole number, found the string \"EPERM\" "
           "[wrong-type]\n"},
          {", \"defaultErrno\": \"ENOSYS\"",
           "1:19: warning: only Podman and CRI-O read `defaultErrno`, so the error would be EPERM; write `defaultErrnoRet`, too [ignored-key]\n"},
          {", \"defaultErrno\": \"ENOSYS\", \"defaultErrnoRet\": 38", ""},
          {", \"architectures\": \"SCMP_ARCH_X86\"",
           "1:20: error: `architectures` must be a list of strings, found the string "
           "\"SCMP_ARCH_X86\" [wrong-type]\n"},
          {", \"architectures\": [null, \"\", 1]",
           "1:21: error: `architectures` must be a list of strings, found null [wrong-type]\n"
           "1:27: error: an empty string is no architecture [invalid-value]\n"
           "1:31: error: `architectures` must be a list of strings, found the number 1 [wrong-type]\n"},
          {", \"architectures\": [\"SCMP_ARCH_X86\"], \"archMap\": [{\"architecture\": "
           "\"SCMP_ARCH_X86_64\"}]",
           "1:39: error: a profile has either `architectures` or `archMap`; Docker refuses both "
           "[conflicting-keys]\n"},
          {", \"architectures\": [], \"archMap\": [{\"architecture\": \"SCMP_ARCH_X86_64\", "
           "\"subArchitectures\": null}]",
           ""},
          {", \"archMap\": {}",
           "1:14: error: `archMap` must be a list of objects, found an object [wrong-type]\n"},
          {", \"archMap\": [null]",
           "1:15: error: `archMap` must be a list of objects, found null [wrong-type]\n"},
          {", \"archMap\": [{\"arch\": \"SCMP_ARCH_X86\"}]",
           "1:15: error: `architecture` is missing; no machine will use what it maps "
           "[missing-key]\n"
           "1:16: warning: unknown key `arch`; it is ignored [unknown-key]\n"},
          {", \"flags\": [\"SECCOMP_FILTER_FLAG_LG\", \"tsync\"]",
           "1:13: error: unknown flag `SECCOMP_FILTER_FLAG_LG`; did you mean "
           "`SECCOMP_FILTER_FLAG_LOG`? [unknown-word]\n"
           "1:39: error: unknown flag `tsync`; write `SECCOMP_FILTER_FLAG_TSYNC` [unknown-word]\n"},
          {", \"listenerMetadata\": \"x\"",
           "1:23: warning: `listenerMetadata` has no effect without `listenerPath` "
           "[ignored-key]\n"},
          {", \"listenerPath\": \"/run/agent\"",
           "1:19: warning: `listenerPath` has no effect, as no action is `SCMP_ACT_NOTIFY` "
           "[ignored-key]\n"},
          {", \"syscalls\": {}",
           "1:15: error: `syscalls` must be a list of rules, found an object [wrong-type]\n"},
          {", \"syscalls\": null", ""},
          {", \"syscalls\": [null, 7]",
           "1:16: error: `syscalls` must be a list of objects, found null [wrong-type]\n"
           "1:22: error: `syscalls` must be a list of objects, found the number 7 [wrong-type]\n"},
          {", \"linux\": {}", "1:3: warning: unknown key `linux`; it is ignored [unknown-key]\n"},
      });
}

TEST_CASE("a rule") {
  const std::string head = "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [";
  const std::string rule = "{\"names\": [\"open\"], \"action\": \"SCMP_ACT_ERRNO\"";
  CheckFragments(
      head, "]}",
      {
          {"{}",
           "1:1: error: `names` is missing; the rule is for no syscall [missing-key]\n"
           "1:1: error: `action` is missing; runc refuses a rule without one [missing-key]\n"},
          {"{\"names\": [], \"action\": \"SCMP_ACT_LOG\"}",
           "1:11: warning: `names` is empty, so this rule does nothing [invalid-value]\n"},
          {"{\"names\": [\"\"], \"action\": \"SCMP_ACT_LOG\"}",
           "1:12: error: an empty string is no syscall name [invalid-value]\n"},
          {"{\"names\": [\" open\"], \"action\": \"SCMP_ACT_LOG\"}",
           "1:12: error: the syscall name `open` has blanks around it and matches no name; remove them [invalid-value]\n"},
          {"{\"names\": \"open\", \"action\": \"SCMP_ACT_LOG\"}",
           "1:11: error: `names` must be a list of strings, found the string \"open\" "
           "[wrong-type]\n"},
          {"{\"names\": [null], \"action\": \"SCMP_ACT_LOG\"}",
           "1:12: error: `names` must be a list of strings, found null [wrong-type]\n"},
          {"{\"name\": \"open\", \"names\": [\"close\"], \"action\": \"SCMP_ACT_LOG\"}",
           "1:2: error: a rule has either `name` or `names`; Docker refuses both "
           "[conflicting-keys]\n"},
          {"{\"name\": \"\", \"names\": [\"close\"], \"action\": \"SCMP_ACT_LOG\"}", ""},
          {"{\"name\": \"\", \"action\": \"SCMP_ACT_LOG\"}",
           "1:10: error: an empty string is no syscall name [invalid-value]\n"},
          {"{\"name\": [\"open\"], \"action\": \"SCMP_ACT_LOG\"}",
           "1:10: error: `name` must be a string, found an array [wrong-type]\n"},
          {"{\"nams\": [\"open\"], \"action\": \"SCMP_ACT_LOG\"}",
           "1:1: error: `names` is missing; the rule is for no syscall [missing-key]\n"
           "1:2: warning: unknown key `nams`; did you mean `names`? [unknown-key]\n"},
          {"{\"names\": [\"open\"], \"action\": null}",
           "1:31: error: `action` is null, which means the same as missing; runc refuses a rule "
           "without one [missing-key]\n"},
          {"{\"names\": [\"open\"], \"action\": \"\"}",
           "1:31: error: an empty string is no action [unknown-word]\n"},
          {rule + ", \"errnoRet\": 12345}",
           "1:61: error: `errnoRet` 12345 is out of range; runc accepts 0 to 4094 and refuses to start a container with this number [invalid-value]\n"},
          {rule + ", \"errnoRet\": 65536}",
           "1:61: error: `errnoRet` 65536 is out of range; the runtimes keep its low 16 bits, which are 0, so the call would seem to succeed; the range is 0 to 4094 [invalid-value]\n"},
          {rule + ", \"errnoRet\": 70000}",
           "1:61: error: `errnoRet` 70000 is out of range; the runtimes keep its low 16 bits, which are 4464; the range is 0 to 4094 [invalid-value]\n"},
          {rule + ", \"errnoRet\": -1}",
           "1:61: error: `errnoRet` must be a whole number, found the number -1; it cannot be negative [wrong-type]\n"},
          {rule + ", \"errno\": \"ENOSYS\"}",
           "1:58: warning: only Podman and CRI-O read `errno`, so the error would be EPERM; write `errnoRet`, too [ignored-key]\n"},
          {"{\"names\": [\"open\"], \"action\": \"SCMP_ACT_ALLOW\", \"errnoRet\": 1}",
           "1:61: warning: `errnoRet` has no effect with `SCMP_ACT_ALLOW`, and some runtimes "
           "refuse it; remove it [ignored-key]\n"},
          {"{\"names\": [\"open\"], \"action\": \"SCMP_ACT_TRACE\", \"errnoRet\": 65535}", ""},
          {"{\"names\": [\"open\"], \"action\": \"SCMP_ACT_NOTIFY\"}",
           "1:31: error: `SCMP_ACT_NOTIFY` needs a `listenerPath`; runc refuses a profile without "
           "one [missing-key]\n"},
          {rule + ", \"comment\": 1}",
           "1:60: error: `comment` must be a string, found the number 1 [wrong-type]\n"},
          {rule + ", \"priority\": 1}",
           "1:49: warning: unknown key `priority`; it is ignored [unknown-key]\n"},
          {rule + ", \"arg\": []}",
           "1:49: warning: unknown key `arg`; did you mean `args`? [unknown-key]\n"},
          {rule + ", \"includes\": []}",
           "1:61: error: `includes` must be an object, found an array [wrong-type]\n"},
          {rule + ", \"includes\": {\"cap\": [\"CAP_CHOWN\"]}}",
           "1:62: warning: unknown key `cap`; did you mean `caps`? [unknown-key]\n"},
          {rule + ", \"excludes\": {\"caps\": \"CAP_CHOWN\"}}",
           "1:70: error: `caps` must be a list of strings, found the string \"CAP_CHOWN\" "
           "[wrong-type]\n"},
          {rule + ", \"includes\": {\"minKernel\": \"4.8.0\"}}",
           "1:75: error: `minKernel` must have two numbers, and Docker refuses more; write `4.8` "
           "[invalid-value]\n"},
          {rule + ", \"includes\": {\"minKernel\": \"\"}}",
           "1:75: error: `minKernel` is empty, which Docker reads as 0.0, that is, every kernel; remove it or write a version such as `4.8` [invalid-value]\n"},
          {rule + ", \"includes\": {\"minKernel\": \"0.0\"}}",
           "1:75: error: `minKernel` is `0.0`, which Docker refuses; remove it [invalid-value]\n"},
          {rule + ", \"includes\": {\"minKernel\": \"4.256\"}}",
           "1:75: error: `minKernel` must be a version such as `4.8`, found \"4.256\" "
           "[invalid-value]\n"},
          {rule + ", \"includes\": {\"minKernel\": 4.8}}",
           "1:75: error: `minKernel` must be a string, found the number 4.8 [wrong-type]\n"},
      });
}

TEST_CASE("a comparison") {
  const std::string equal = "{\"index\": 0, \"value\": 1, \"op\": \"SCMP_CMP_EQ\"}";
  CheckFragments(
      "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"names\": [\"open\"], \"action\": "
      "\"SCMP_ACT_LOG\", \"args\": [",
      "]}]}",
      {
          {equal, ""},
          {"null", "1:1: error: `args` must be a list of objects, found null [wrong-type]\n"},
          {"{\"value\": 1, \"op\": \"SCMP_CMP_EQ\"}",
           "1:1: warning: `index` is missing, which Docker reads as 0; write it [missing-key]\n"},
          {"{\"index\": 0, \"op\": \"SCMP_CMP_EQ\"}",
           "1:1: warning: `value` is missing, which Docker reads as 0; write it [missing-key]\n"},
          {"{\"index\": 0, \"value\": 1}",
           "1:1: error: `op` is missing; runc refuses a comparison without an operator "
           "[missing-key]\n"},
          {"{\"index\": 0, \"value\": 1, \"op\": \"SCMP_CMP_EG\"}",
           "1:32: error: unknown operator `SCMP_CMP_EG`; did you mean `SCMP_CMP_EQ`? "
           "[unknown-word]\n"},
          {"{\"index\": 0, \"value\": 1, \"op\": \"ne\"}",
           "1:32: error: unknown operator `ne`; write `SCMP_CMP_NE` [unknown-word]\n"},
          {"{\"index\": 6, \"value\": 1, \"op\": \"SCMP_CMP_EQ\"}",
           "1:11: error: `index` 6 is out of range; a syscall has the arguments 0 to 5 "
           "[invalid-value]\n"},
          {"{\"index\": 0, \"value\": \"1\", \"op\": \"SCMP_CMP_EQ\"}",
           "1:23: error: `value` must be a whole number, found the string \"1\"; write `1` "
           "[wrong-type]\n"},
          {"{\"index\": 0, \"value\": \"AF_INET\", \"op\": \"SCMP_CMP_EQ\"}",
           "1:23: error: `value` must be a whole number, found the string \"AF_INET\" "
           "[wrong-type]\n"},
          {"{\"index\": 0, \"value\": 1.0, \"op\": \"SCMP_CMP_EQ\"}",
           "1:23: error: `value` must be a whole number, found the number 1.0; write `1` "
           "[wrong-type]\n"},
          {"{\"index\": 0, \"value\": 1e3, \"op\": \"SCMP_CMP_EQ\"}",
           "1:23: error: `value` must be a whole number, found the number 1e3 [wrong-type]\n"},
          {"{\"index\": 0, \"value\": 18446744073709551616, \"op\": \"SCMP_CMP_EQ\"}",
           "1:23: error: `value` is 18446744073709551616, which does not fit 64 bits "
           "[invalid-value]\n"},
          {"{\"index\": 0, \"value\": [1], \"op\": \"SCMP_CMP_EQ\"}",
           "1:23: error: `value` must be a whole number, found an array [wrong-type]\n"},
          {"{\"index\": 0, \"value\": true, \"op\": \"SCMP_CMP_EQ\"}",
           "1:23: error: `value` must be a whole number, found true [wrong-type]\n"},
          {"{\"index\": 0, \"value\": 1, \"valueTwo\": 2, \"op\": \"SCMP_CMP_EQ\"}",
           "1:38: warning: `valueTwo` has an effect with `SCMP_CMP_MASKED_EQ` only, but the operator here is `SCMP_CMP_EQ` [ignored-key]\n"},
          {"{\"index\": 0, \"value\": 1, \"valueTwo\": 2, \"op\": \"SCMP_CMP_MASKED_EQ\"}",
           "1:38: warning: this comparison never matches: `valueTwo` 0x2 has bits that are not in the mask `value` 0x1 [invalid-value]\n"},
          {"{\"index\": 0, \"value\": 0, \"op\": \"SCMP_CMP_MASKED_EQ\"}",
           "1:23: warning: this comparison always matches: with `SCMP_CMP_MASKED_EQ`, `value` is the mask, and it is 0 [invalid-value]\n"},
          {equal + "," + equal + "," + equal + "," + equal + "," + equal + "," + equal + "," +
               equal,
           "1:277: error: a rule has at most 6 comparisons, one for each argument; move this one "
           "into a rule of its own "
           "[invalid-value]\n"},
          {"{\"index\": 0, \"value\": 1, \"op\": \"SCMP_CMP_EQ\", \"comment\": \"x\"}",
           "1:47: warning: unknown key `comment`; it is ignored [unknown-key]\n"},
      });
}

TEST_CASE("an OCI config") {
  const Case kCases[] = {
      {"{\"ociVersion\": \"1.0.2\"}",
       "1:1: error: `linux` is missing; the container runs without seccomp [nothing-to-compile]\n"},
      {"{\"linux\": {}}",
       "1:11: error: `seccomp` is missing; the container runs without seccomp "
       "[nothing-to-compile]\n"},
      {"{\"linux\": {\"seccomp\": null}}",
       "1:23: error: `seccomp` is null, which means the same as missing; the container runs without "
       "seccomp [nothing-to-compile]\n"},
      {"{\"linux\": []}", "1:11: error: `linux` must be an object, found an array [wrong-type]\n"},
      {"{\"linux\": {\"seccomp\": {\"defaultAction\": \"SCMP_ACT_LOG\", \"archMap\": "
       "[{\"architecture\": \"SCMP_ARCH_X86\"}], "
       "\"syscalls\": [{\"name\": \"open\", \"action\": \"SCMP_ACT_LOG\", \"excludes\": {\"caps\": "
       "[\"CAP_CHOWN\"]}}]}}}",
       "1:57: error: `archMap` is not read in an OCI config, so only the native architecture may run; write `architectures` [ignored-key]\n"
       "1:119: error: `name` is not read in an OCI config, so this rule is for no syscall; write `names` [ignored-key]\n"
       "1:161: error: `excludes` is not read in an OCI config, so this rule always applies [ignored-key]\n"},
      {"{\"process\": {\"Args\": [1], \"x\": \"y\"}, \"linux\": {\"seccomp\": {\"defaultAction\": "
       "\"SCMP_ACT_LOG\"}}}",
       ""},
  };
  for (const Case& example : kCases) {
    INFO(example.text);
    CHECK(FindingsOf(example.text) == example.findings);
  }
}

TEST_CASE("the listener cannot be asked about the call that hands it over") {
  CHECK(FindingsOf("{\"defaultAction\": \"SCMP_ACT_LOG\", \"listenerPath\": \"/run/agent\", "
                   "\"syscalls\": [\n"
                   "{\"names\": [\"open\", \"write\"], \"action\": \"SCMP_ACT_NOTIFY\"}]}") ==
        "2:20: error: `write` cannot have the action `SCMP_ACT_NOTIFY`; runc refuses it, as it "
        "needs the call to hand over the "
        "listener [invalid-value]\n");
}

TEST_CASE("all findings of a file come in one run") {
  CHECK(
      FindingsOf(
          "{\n"
          "  \"defaultAction\": \"SCMP_ACT_ERNO\",\n"
          "  \"architectures\": [\"SCMP_ARCH_X86_64\", 3],\n"
          "  \"flgs\": [],\n"
          "  \"syscalls\": [\n"
          "    {\"names\": [\"read\", \"\"], \"action\": \"SCMP_ACT_ALLOW\"},\n"
          "    {\"names\": [\"open\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 5000,\n"
          "     \"args\": [{\"index\": 7, \"value\": \"2\", \"op\": \"EQ\"}], \"name\": \"x\"},\n"
          "    null\n"
          "  ]\n"
          "}\n") ==
      "2:20: error: unknown action `SCMP_ACT_ERNO`; did you mean `SCMP_ACT_ERRNO`? [unknown-word]\n"
      "3:41: error: `architectures` must be a list of strings, found the number 3 [wrong-type]\n"
      "4:3: warning: unknown key `flgs`; did you mean `flags`? [unknown-key]\n"
      "6:24: error: an empty string is no syscall name [invalid-value]\n"
      "7:65: error: `errnoRet` 5000 is out of range; runc accepts 0 to 4094 and refuses to start a container with this number [invalid-value]\n"
      "8:25: error: `index` 7 is out of range; a syscall has the arguments 0 to 5 [invalid-value]\n"
      "8:37: error: `value` must be a whole number, found the string \"2\"; write `2` [wrong-type]\n"
      "8:48: error: unknown operator `EQ`; write `SCMP_CMP_EQ` [unknown-word]\n"
      "8:56: error: a rule has either `name` or `names`; Docker refuses both [conflicting-keys]\n"
      "9:5: error: `syscalls` must be a list of objects, found null [wrong-type]\n");
}

}  // namespace
}  // namespace polc::docker
