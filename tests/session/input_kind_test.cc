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

std::string Describe(InputKind kind) { return std::string(TraitsOf(kind).id); }

bool Takes(InputKind kind, CommandSet command) { return (TraitsOf(kind).named & command) != 0; }

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
    // --- JSON ---
    {"{\"defaultAction\": \"SCMP_ACT_ALLOW\"}", InputKind::SeccompJson},
    {"{\"DEFAULTACTION\": 1}", InputKind::SeccompJson},
    {"{\"default\\u0041ction\": 1}", InputKind::SeccompJson},
    {"{\"a\": \"}\", \"b\": {\"c\": []}, \"\u017fyscalls\": []}", InputKind::SeccompJson},
    {"\xef\xbb\xbf{\"syscalls\": []}", InputKind::SeccompJson},
    {"// a comment\n{\"defaultAction\": 1}", InputKind::SeccompJson},
    {"/* a comment */ {\"defaultAction\": 1}", InputKind::SeccompJson},
    {"{\"defaultActoin\": \"SCMP_ACT_ALLOW\"}", InputKind::SeccompJson},
    {"{\"defaultAction\" 1", InputKind::SeccompJson},
    {"{\"a\": 1", InputKind::SeccompJson},
    {"[1", InputKind::SeccompJson},
    {"\"defaultAction\": 1,\n\"syscalls\": []\n", InputKind::SeccompJson},
    {"{\"ociVersion\": \"1.0\", \"linux\": {\"seccomp\": {}}}", InputKind::OciConfig},
    {"{\"linux\": {\"seccomp\": {\"defaultAction\": 1}}}", InputKind::OciConfig},
    {"{\"icc\": false}", InputKind::DaemonJson},
    {"{\"debug\": true, \"labels\": []}", InputKind::DaemonJson},
    {"{\"schema\": \"polc.baseline/1\"}", InputKind::Baseline},
    {"{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}", InputKind::Kubernetes},
    {"{\"__REALTIME_TIMESTAMP\": \"1\", \"MESSAGE\": \"x\"}", InputKind::Log},
    {"{\"a\": {\"defaultAction\": 1}}", InputKind::OtherJson},
    {"{\"a\": \"defaultAction\"}", InputKind::OtherJson},
    {"{\"name\": \"x\", \"version\": \"1\", \"debug\": true}", InputKind::OtherJson},
    {"\xef\xbb\xbf\n {}", InputKind::OtherJson},
    {"{}", InputKind::OtherJson},
    {"[1]", InputKind::OtherJson},
    {"[\"icc\"]", InputKind::OtherJson},
    // --- what polc does not read ---
    {"apiVersion: v1\nkind: Pod\n", InputKind::Kubernetes},
    {"---\n# x\napiVersion: \"v1\" # y\nkind: 'List'\nitems:\n- a\n", InputKind::Kubernetes},
    {"kind: SeccompProfile\napiVersion: security-profiles-operator.x-k8s.io/v1beta1\n",
     InputKind::SecurityProfile},
    {"data:\n  p: |\n    profile p /p {\n    }\n", InputKind::Yaml},
    {"policy: {}\n", InputKind::Yaml},
    {"profile: {}\n", InputKind::Yaml},
    {"- hosts: all\n  tasks: []\n", InputKind::Yaml},
    {"[Unit]\nDescription=x\n\n[Service]\nExecStart=/bin/x \\\n  y\n", InputKind::SystemdUnit},
    {"# x\n[Container]\nImage=x\n", InputKind::SystemdUnit},
    {"[containers]\nseccomp_profile = \"x\"\n", InputKind::ContainersConf},
    {"[lint]\nignore = [\"x\"]\n", InputKind::PolcToml},
    {"extends = \"x\"\n", InputKind::PolcToml},
    {"[[accept]]\nreason = \"x\"\n", InputKind::AcceptFile},
    {"[package]\nname = \"x\"\n", InputKind::Toml},
    {"type=SECCOMP msg=audit(1700000000.123:45): auid=1000\n", InputKind::Log},
    {"node=a type=AVC msg=audit(1700000000.123:45): x\n", InputKind::Log},
    {"[   12.345678] audit: type=1326 audit(1:2): x\n", InputKind::Log},
    {"Nov  3 01:02:03 host kernel: audit: type=1400\n", InputKind::Log},
    {"2026-11-03T01:02:03.5+00:00 host kernel: x\n", InputKind::Log},
    {"----\ntime->Mon Nov  3 01:02:03 2026\n", InputKind::Log},
    {"", InputKind::Empty},
    {" \n\t", InputKind::Empty},
    {"\xef\xbb\xbf", InputKind::Empty},
    {"\x7f"
     "ELF\2\1\1\0"s,
     InputKind::Elf},
    {"\xff\xfep\0"s, InputKind::Binary},
    {"GIF89a\1\2\3"s, InputKind::Binary},
    {"hello", InputKind::Text},
    {"[section]\nno assignment\n", InputKind::SeccompJson},
    // --- BPF ---
    {"\x20\0\0\0\4\0\0\0"s, InputKind::Bpf},
    {"\0\x20\0\0\0\0\0\4"s, InputKind::Bpf},
    {"\6\0"s, InputKind::Bpf},
};

TEST_CASE("a text is recognised by what only one language has") {
  for (const Case& each : kCases) {
    INFO(each.text);
    CHECK(Describe(KindOf("x", each.text)) == Describe(each.kind));
    // Blanks in front change nothing.
    const bool has_mark = !each.text.empty() && static_cast<unsigned char>(each.text[0]) >= 0x7f;
    if (each.kind != InputKind::Bpf && !has_mark)
      CHECK(Describe(KindOf("x", "\n\r\n" + each.text)) == Describe(each.kind));
    // Nor does a comment, in the languages that have the same ones.
    if (Takes(each.kind, kFmt) && !has_mark)
      CHECK(Describe(KindOf("x", "# a comment: profile policy {\n" + each.text)) ==
            Describe(each.kind));
  }
}

TEST_CASE("where the content says nothing the path does") {
  for (const std::string text : {"", "\n", "# x\n", "word word\n", "include \"x\"\n"}) {
    INFO(text);
    CHECK(Describe(KindOf("p.polc", text)) == "policy");
    CHECK(Describe(KindOf("p", text)) != "policy");
  }
  CHECK(Describe(KindOf("p.polc", "profile p /p {}\n")) == "apparmor");
  CHECK(Describe(KindOf("etc/daemon.json", "{}")) == "daemon-json");
  CHECK(Describe(KindOf("daemon.json", "{\"syscalls\": []}")) == "seccomp-json");
}

struct Examined {
  std::string path, text, id;
  bool certain;
};

TEST_CASE("a file that nobody named is what all of its text says") {
  const std::vector<Examined> cases = {
      {"p.polc", "policy p { default allow }\n", "policy", true},
      {"p", "policy p { default allow }\n", "policy", true},
      {"p.polc", "policy p {", "policy", true},
      {"p", "policy p {", "policy", false},
      {"run.sh", "test -n \"$1\"\n", "policy", false},
      {"p", "test \"t\" for p {\n  allow read\n}\n", "policy", true},
      {"p", "deny chmod\n", "policy-fragment", true},
      {"p.polc", "let X = 3\n", "policy-fragment", true},
      {"p", "profile p /p {\n}\n", "apparmor", true},
      {"p", "profile p /p {\n  /a rq,\n}\n", "apparmor", true},
      {"abstractions/p", "profile p /p {\n}\n", "apparmor-fragment", true},
      {"p", "/a r,\n", "apparmor-fragment", true},
      {"tunables/p", "@{A} = /a\n", "apparmor-fragment", true},
      {"logrotate", "/var/log/a {\n  rotate 1\n}\n", "apparmor", false},
      {"README.md", "# Title\n\nText.\n", "apparmor", false},
      {"p.json", "{\"defaultAction\": 1", "seccomp-json", true},
      {"p.json", "{\"defaultActoin\": 1}", "seccomp-json", false},
      {"p.json", "{\"a\": 1", "seccomp-json", false},
      {"p.json", "{\"ociVersion\": \"1\"}", "oci-config", false},
      {"p.bpf", "\6\0\0\0\0\0\xff\x7f"s, "bpf", true},
      {"p.bpf", "\6\0\0\0\0\0\xff"s, "binary", false},
      {"p.bpf", "\6\0\0\0\0\0\xff\x7f\0\0\0\0\0\0\0\0"s, "bpf", false},
  };
  for (const Examined& each : cases) {
    INFO(each.path << ": " << each.text);
    const Recognised recognised = Examine(each.path, each.text);
    CHECK(Describe(recognised.kind) == each.id);
    CHECK(recognised.certain == each.certain);
  }
}

TEST_CASE("the manual has every kind") {
  const std::string manual = *RealFileSystem().Read("docs/cli.md", size_t{1} << 20).text;
#define POLC_INPUT_KIND(enumerator, id, what, named, found, otherwise) \
  INFO(id);                                                            \
  CHECK(manual.find("`" id "`") != std::string::npos);
#include "compiler/session/input_kinds.def"
#undef POLC_INPUT_KIND
}

TEST_CASE("every text that is installed or built in is what it is") {
  for (const BuiltinProfile& profile : AllBuiltinProfiles()) {
    INFO(profile.name);
    CHECK(Describe(KindOf(profile.name, profile.text)) == "policy");
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
      CHECK(Describe(KindOf(each.path().string(),
                            *files.Read(each.path().string(), size_t{1} << 20).text)) ==
            "apparmor");
      ++read;
    }
  }
  CHECK(read >= 2);
}

}  // namespace
}  // namespace polc
