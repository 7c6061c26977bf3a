// apparmor_parser is the judge: for each profile that Debian installs, the text that polc emits
// must compile to the same bytes as the original. It compiles for the features of abi/3.0, because
// on a machine without AppArmor it would leave most rules out.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "compiler/apparmor/emit.h"
#include "compiler/base/render.h"
#include "grammar/apparmor/format.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::aa {
namespace {

namespace fs = std::filesystem;

const std::string kParser = "/usr/sbin/apparmor_parser";

// The compiled policy, or nothing if apparmor_parser rejects the text.
std::optional<std::string> Compile(const fs::path& profile, const fs::path& directory) {
  const fs::path out = directory / "out";
  const std::string command = kParser + " -S -Q -K -M /etc/apparmor.d/abi/3.0 '" +
                              profile.string() + "' >'" + out.string() + "' 2>/dev/null";
  if (std::system(command.c_str()) != 0) return std::nullopt;
  return RealFileSystem().Read(out.string(), size_t{1} << 28).text;
}

std::vector<fs::path> Profiles() {
  std::set<fs::path> found;
  for (const std::string root :
       {"/etc/apparmor.d", "/etc/apparmor.d/apache2.d", "/usr/share/apparmor/extra-profiles"}) {
    if (!fs::exists(root)) continue;
    for (const auto& each : fs::directory_iterator(root)) {
      if (each.is_regular_file() && each.path().filename() != "README") found.insert(each.path());
    }
  }
  return {found.begin(), found.end()};
}

TEST_CASE("the emitted text of Debian's profiles compiles to the same bytes") {
  if (!fs::exists(kParser)) {
    testing::SkipWithout(kParser);
    return;
  }
  std::string name = (fs::temp_directory_path() / "polc-oracle-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path directory = name;
  size_t compared = 0;
  for (const fs::path& profile : Profiles()) {
    const auto original = Compile(profile, directory);
    if (!original) continue;  // a fragment that is not a profile by itself
    INFO(profile.string());
    RealFileSystem files;
    Sources sources;
    Includes includes(files, sources);
    DiagnosticSink diagnostics;
    const SourceFile& source =
        sources.Add(profile.string(), *files.Read(profile.string(), size_t{1} << 20).text);
    Resolved resolved = Resolve(source, includes, {}, diagnostics);
    File file = Expanded(std::move(resolved), diagnostics);
    Retarget(file, TargetAbi::V3, diagnostics);
    std::string errors;
    for (const Diagnostic& diagnostic : diagnostics.Sorted()) {
      if (IsFailure(diagnostic)) errors += RenderConcise(diagnostic, sources) + "\n";
    }
    CHECK(errors.empty());
    const fs::path emitted = directory / "emitted";
    const std::string text = Format(file);
    REQUIRE_FALSE(files.Write(std::vector<NewFile>{{emitted.string(), text}}));
    const auto again = Compile(emitted, directory);
    REQUIRE(again);
    CHECK((*again == *original));
    ++compared;
  }
  fs::remove_all(directory);
  INFO("compared " << compared);
  CHECK(compared > 0);
}

TEST_CASE("our docker-default compiles to the bytes of Docker's") {
  const fs::path docker = "../shared/corpus/apparmor/docker-default";
  if (!fs::exists(kParser) || !fs::exists(docker)) {
    testing::SkipWithout(fs::exists(kParser) ? docker.string() : kParser);
    return;
  }
  std::string name = (fs::temp_directory_path() / "polc-oracle-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const auto theirs = Compile(docker, name);
  const auto ours = Compile("profiles/apparmor/docker-default", name);
  const auto nginx = Compile("profiles/apparmor/nginx", name);
  fs::remove_all(name);
  REQUIRE(theirs);
  REQUIRE(ours);
  CHECK((*ours == *theirs));
  CHECK(nginx);
}

TEST_CASE("rules in blocks keep what apparmor_parser makes of them, audit and all") {
  if (!fs::exists(kParser)) {
    testing::SkipWithout(kParser);
    return;
  }
  std::string name = (fs::temp_directory_path() / "polc-oracle-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path profile = fs::path(name) / "profile", emitted = fs::path(name) / "emitted";
  size_t compared = 0;
  for (const std::string outer : {"", "audit", "owner", "audit owner"}) {
    for (const std::string inner : {"/x w", "audit /x w", "deny /x w", "audit deny /x w",
                                    "owner /x w", "audit deny owner /x w"}) {
      if (outer == "owner" && inner == "audit /x w") continue;  // docs/apparmor.md
      const std::string block = outer + " { " + inner + ", }";
      for (const std::string& nested : {block, "audit { " + block + " }", "{ " + block + " }"}) {
        if (nested == "{ owner { audit /x w, } }") continue;
        RealFileSystem files;
        const std::string text = "profile p /p {\n  /x r,\n  " + nested + "\n}\n";
        INFO(text);
        REQUIRE_FALSE(files.Write(std::vector<NewFile>{{profile.string(), text}}));
        const auto original = Compile(profile, name);
        REQUIRE(original);
        Sources sources;
        Includes includes(files, sources);
        DiagnosticSink diagnostics;
        File file =
            Expanded(Resolve(sources.Add("p", text), includes, {}, diagnostics), diagnostics);
        Retarget(file, TargetAbi::V3, diagnostics);
        REQUIRE_FALSE(files.Write(std::vector<NewFile>{{emitted.string(), Format(file)}}));
        CHECK((Compile(emitted, name) == original));
        ++compared;
      }
    }
  }
  fs::remove_all(name);
  CHECK(compared > 60);
}

// True if polc accepts the profile; findings do not count, as they are for `lint`.
bool Takes(const std::string& text) {
  RealFileSystem files;
  Sources sources;
  Includes includes(files, sources);
  DiagnosticSink diagnostics;
  (void)Expanded(Resolve(sources.Add("p", text), includes, {}, diagnostics), diagnostics);
  const auto& all = diagnostics.all();
  return std::none_of(all.begin(), all.end(),
                      [](const Diagnostic& diagnostic) { return IsFailure(diagnostic); });
}

TEST_CASE("polc refuses the rules that apparmor_parser refuses, and takes their neighbours") {
  if (!fs::exists(kParser)) {
    testing::SkipWithout(kParser);
    return;
  }
  struct Case {
    bool taken;
    std::vector<std::string> rules;
  };
  const std::vector<Case> cases = {
      // A path begins with `/` or a variable; a word is read as one, and matches nothing.
      {false,
       {"*ab r", "**/foo r", "?ab r", "[ab]c r", "\\ab r", "-a r", ".a r", "_a r", "1a r", "=a r",
        "r *", "owner *a r", "file *a r", "link *a -> /b", "file r .a", "deny *a w", "\"*a\" r"}},
      {true,
       {"/*ab r", "/ab r", "ab r", "@{H}ab r", "r /*", "owner /*a r", "link /a -> *b",
        "/a Px -> *b", "\"/*a\" r"}},
      {false, {"r ix", "r owner", "rw a", "rw safe", "r mount", "link r -> /b", "r file", "r"}},
      {true, {"r b", "r owned", "r mounts", "link b -> /b", "r \"/ix\""}},
      // One type of socket; the protocols of a family.
      {false,
       {"unix type=(stream dgram)", "unix type=stream type=dgram", "network inet6 icmp",
        "network unix tcp"}},
      {true,
       {"unix type=stream", "unix type=(stream)", "network inet icmp", "network icmp",
        "network inet6 tcp", "ptrace write"}},
      // Conditions of a mount point are read by the grammar and refused after that.
      {false,
       {"mount /a ->", "mount ->", "mount /a -> fstype=x", "mount /a -> fstype=x /b",
        "mount /a -> /b fstype=x", "mount /a -> options=ro /b"}},
      {true, {"mount /a", "mount -> /b", "mount fstype=x /a -> /b", "mount options=ro /a -> /b"}},
      // A mount rule from which no rule remains.
      {false,
       {"mount options=bind fstype=x /a -> /b", "mount options=rbind fstype=x",
        "mount options in (bind) fstype=x", "mount options=move fstype=x",
        "mount options=shared fstype=x -> /b", "mount options=rshared fstype=x",
        "mount options=(shared,bind) fstype=x -> /b", "mount options=remount /a -> /b",
        "mount options=remount /a", "mount options in (remount) /a -> /b",
        "mount options=remount fstype=x", "mount options=remount options=bind fstype=x",
        "remount fstype=x", "remount options=bind fstype=x /a"}},
      {true,
       {"mount options=(bind,ro) fstype=x", "mount options=bind options in (ro) fstype=x",
        "mount options=rw options=bind fstype=x /a", "mount options=(remount,ro) /a -> /b",
        "mount options=remount -> /b", "mount options=remount", "remount options=bind /a",
        "remount options=ro fstype=x /a", "remount /a", "mount options=move /a -> /b",
        "mount options=(shared,bind) /b", "mount options=shared -> /b",
        "mount options=(rw,bind) fstype=x", "umount options=bind fstype=x /a", "mount fstype=x"}},
      // `peer`: a profile of ptrace and signal, a group of conditions at the end of the others.
      {false,
       {"ptrace peer=(x)", "signal peer=(x)", "signal send set=(hup) peer=(x)",
        "dbus send peer=(name=x) bus=system", "unix send peer=(label=x) type=stream",
        "dbus send peer=(name=x) peer=(label=y)"}},
      {true,
       {"ptrace peer=x", "signal send set=(hup) peer=x", "dbus send bus=system peer=(name=x)",
        "unix send type=stream peer=(label=x)", "signal send peer=x set=(hup)"}},
  };
  std::string name = (fs::temp_directory_path() / "polc-oracle-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path profile = fs::path(name) / "profile";
  for (const Case& each : cases) {
    for (const std::string& rule : each.rules) {
      const std::string text = "@{H}=/h\nprofile p /p {\n  " + rule + ",\n}\n";
      INFO(rule);
      REQUIRE_FALSE(RealFileSystem().Write(std::vector<NewFile>{{profile.string(), text}}));
      CHECK(Compile(profile, name).has_value() == each.taken);
      CHECK(Takes(text) == each.taken);
    }
  }
  fs::remove_all(name);
}

}  // namespace
}  // namespace polc::aa
