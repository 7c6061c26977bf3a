#include "compiler/session/input_kind.h"

#include <filesystem>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"
#include "profiles/builtin.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

using namespace std::string_literals;

struct Case {
  std::string text;
  InputKind kind;
};

std::string Describe(InputKind kind) {
  switch (kind) {
    case InputKind::DockerJson:
      return "JSON";
    case InputKind::Bpf:
      return "BPF";
    case InputKind::Policy:
      return ".polc";
    case InputKind::AppArmor:
      return "AppArmor";
  }
  return {};
}

const std::vector<Case> kCases = {
    // --- AppArmor ---
    {"profile p /p {\n}\n", InputKind::AppArmor},
    {"profile\tp{}", InputKind::AppArmor},
    {"/usr/bin/p {\n}\n", InputKind::AppArmor},
    {"\"/usr/bin/a b\" {\n}\n", InputKind::AppArmor},
    {"\"@{bin}/a b\" {\n}\n", InputKind::AppArmor},
    {":ns:p {\n}\n", InputKind::AppArmor},
    {"^hat {\n}\n", InputKind::AppArmor},
    {"hat h {\n}\n", InputKind::AppArmor},
    {"@{exec} = /usr/bin/p\n", InputKind::AppArmor},
    {"@{exec}=/usr/bin/p\nprofile p @{exec} {}\n", InputKind::AppArmor},
    {"$flag = true\nprofile p /p {}\n", InputKind::AppArmor},
    {"abi <abi/3.0>,\n", InputKind::AppArmor},
    {"abi \"3.0\",\n", InputKind::AppArmor},
    {"alias /a -> /b,\n", InputKind::AppArmor},
    {"include <tunables/global>\n", InputKind::AppArmor},
    {"include if exists <local/x>\n", InputKind::AppArmor},
    {"include if exists \"x\"\n", InputKind::AppArmor},
    {"include /etc/x\n", InputKind::AppArmor},
    {"#include <tunables/global>\n", InputKind::AppArmor},
    {"#include if exists <x>\n", InputKind::AppArmor},
    {"#include \"local\"\nprofile p /p {}\n", InputKind::AppArmor},
    {"include \"local\"\nprofile p /p {}\n", InputKind::AppArmor},
    {"include \"local\" profile p /p {}\n", InputKind::AppArmor},
    {"# policy\n\n# allow read\nprofile p /p {}\n", InputKind::AppArmor},
    {"\xef\xbb\xbfprofile p /p {\n}\n", InputKind::AppArmor},
    {"\r\n# x\r\nprofile p {\r\n}\r\n", InputKind::AppArmor},
    {"set rlimit nproc <= 3,\n", InputKind::AppArmor},
    {"allow /a r,\n", InputKind::AppArmor},
    {"deny @{HOME}/** w,\n", InputKind::AppArmor},
    {"deny \"/a b\" w,\n", InputKind::AppArmor},
    {"allow file,\n", InputKind::AppArmor},
    {"deny network inet,\n", InputKind::AppArmor},
    {"audit deny mount,\n", InputKind::AppArmor},
    {"owner /a r,\n", InputKind::AppArmor},
    {"capability chown,\n", InputKind::AppArmor},
    {"signal send,\n", InputKind::AppArmor},
    {"profle p /p {\n  /a r,\n}\n", InputKind::AppArmor},
    {"profle p\n{\n  /a r,\n}\n", InputKind::AppArmor},
    {"# nothing but comments\n", InputKind::AppArmor},
    // --- .polc ---
    {"policy p { default allow }\n", InputKind::Policy},
    {"\xef\xbb\xbfpolicy p { default allow }\n", InputKind::Policy},
    {";;policy p { default allow }\n", InputKind::Policy},
    {"# /etc/x\n# profile p {\npolicy p {}\n", InputKind::Policy},
    {"include \"base.polc\"\npolicy p {}\n", InputKind::Policy},
    {"include \"base.json\"\n", InputKind::Policy},
    {"include \"base\"\npolicy p {}\n", InputKind::Policy},
    {"include \"base\"; policy p {}\n", InputKind::Policy},
    {"#include \"base\"\npolicy p {}\n", InputKind::Policy},
    {"#including\npolicy p {}\n", InputKind::Policy},
    {"let X = 3\n", InputKind::Policy},
    {"set @io = { read }\n", InputKind::Policy},
    {"set\n@io = { read }\n", InputKind::Policy},
    {"test \"t\" for p {}\n", InputKind::Policy},
    {"allow read, write\n", InputKind::Policy},
    {"allow @basic-io\n", InputKind::Policy},
    {"allow mount, umount2\n", InputKind::Policy},
    {"deny {\n  ptrace\n}\n", InputKind::Policy},
    {"errno(EPERM) chmod\n", InputKind::Policy},
    {"when cap(CAP_CHOWN) {\n}\n", InputKind::Policy},
    {"polcy p {\n  arch x86_64\n  allow read\n}\n", InputKind::Policy},
    // --- JSON, and what is nothing ---
    {"{\"defaultAction\": \"SCMP_ACT_ALLOW\"}", InputKind::DockerJson},
    {"\xef\xbb\xbf\n {}", InputKind::DockerJson},
    {"[1]", InputKind::DockerJson},
    {"// a comment\n{\"defaultAction\": 1}", InputKind::DockerJson},
    {"", InputKind::DockerJson},
    {" \n\t", InputKind::DockerJson},
    {"\xef\xbb\xbf", InputKind::DockerJson},
    {"\"defaultAction\": 1,\n\"syscalls\": []\n", InputKind::DockerJson},
    {"apiVersion: v1\nkind: Pod\n", InputKind::DockerJson},
    {"policy: {}\n", InputKind::DockerJson},
    {"profile: {}\n", InputKind::DockerJson},
    {"hello", InputKind::DockerJson},
    // --- BPF ---
    {"\x20\0\0\0\4\0\0\0"s, InputKind::Bpf},
    {"\0\x20\0\0\0\0\0\4"s, InputKind::Bpf},
    {"\6\0"s, InputKind::Bpf},
};

TEST_CASE("a text is recognised by what only one language has") {
  for (const Case& each : kCases) {
    INFO(each.text);
    CHECK(Describe(KindOf(each.text)) == Describe(each.kind));
    // White space and comments in front change nothing.
    if (each.kind != InputKind::Bpf && !each.text.empty() && each.text[0] != '\xef') {
      CHECK(Describe(KindOf(" \n\r\n\t" + each.text)) == Describe(each.kind));
      const auto kind = Recognise("# a comment: profile policy {\n" + each.text);
      const bool sign =
          Recognise(each.text).has_value() && each.text[0] != '{' && each.text[0] != '[';
      if (sign) CHECK(Describe(kind.value()) == Describe(each.kind));
    }
  }
}

TEST_CASE("what could be several things is said to be so") {
  for (const std::string text : {"", "\n", "# x\n", "#include", "include \"x\"\n", "#include \"x\"",
                                 "network inet\n", "word word\n"}) {
    INFO(text);
    CHECK_FALSE(Recognise(text).has_value());
  }
}

TEST_CASE("every text that is installed or built in is what it is") {
  for (const BuiltinProfile& profile : AllBuiltinProfiles()) {
    INFO(profile.name);
    CHECK(Describe(KindOf(profile.text)) == ".polc");
  }
  const RealFileSystem files;
  size_t read = 0;
  for (const std::string folder :
       {"profiles/apparmor", "/etc/apparmor.d", "/etc/apparmor.d/tunables",
        "/usr/share/apparmor/extra-profiles"}) {
    if (!std::filesystem::exists(folder)) continue;
    for (const auto& each : std::filesystem::directory_iterator(folder)) {
      if (!each.is_regular_file() || each.path().filename() == "README") continue;
      INFO(each.path().string());
      CHECK(Describe(KindOf(*files.Read(each.path().string(), size_t{1} << 20).text)) ==
            "AppArmor");
      ++read;
    }
  }
  CHECK(read >= 2);
}

}  // namespace
}  // namespace polc
