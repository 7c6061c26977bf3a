// Checks the laws of the printer on the corpus and on the profiles that Debian's packages install,
// and shows the layout.

#include <filesystem>

#include "compiler/base/file_system.h"
#include "grammar/apparmor/format.h"
#include "grammar/apparmor/parse.h"
#include "tests/apparmor/dump.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::aa {
namespace {

namespace fs = std::filesystem;

// Whether the text could be read; only then is it checked.
bool CheckLaws(const std::string& name, const std::string& text) {
  Sources sources;
  DiagnosticSink diagnostics;
  const File file = ParseFile(sources.Add(name, text), Context::File, diagnostics);
  if (diagnostics.has_errors()) return false;
  const std::string formatted = Format(file);
  INFO(name << "\n" << formatted);
  const File again = ParseFile(sources.Add("formatted", formatted), Context::File, diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(Dump(again) == Dump(file));
  CHECK(Format(again) == formatted);
  return true;
}

TEST_CASE("what is formatted reads as the same, and formats as the same") {
  const RealFileSystem files;
  size_t checked = 0;
  for (const std::string root :
       {"../shared/corpus/apparmor", "/etc/apparmor.d", "/usr/share/apparmor/extra-profiles"}) {
    if (!fs::exists(root)) {
      testing::SkipWithout(root);
      continue;
    }
    for (const auto& each : fs::recursive_directory_iterator(root)) {
      if (!each.is_regular_file()) continue;
      const ReadResult read = files.Read(each.path().string(), size_t{1} << 20);
      if (read.text && CheckLaws(each.path().string(), *read.text)) ++checked;
    }
    CHECK(checked > 0);
  }
}

TEST_CASE("the canonical layout") {
  const std::string text =
      "# head\n\n\n# second\ninclude   <tunables/global>\n@{A}=a   \"b c\"\n$B=true and(false or "
      "$C)\n"
      "profile  p   /usr/bin/p flags=( audit,complain ) {  # of p\n"
      "\t#include <abstractions/base>\n"
      "  capability   chown # why\n   kill,  # trailing\n\n\n"
      "  audit deny owner /a/** rw,\n  dbus (send,receive) bus = session peer = ( name=x label = y "
      "),\n"
      "  mount options in(rw,bind) /a->/b,\n"
      "  if $B{ /x r, } else if not defined @A { /y r,\n }\n"
      "  # last\n}\n# tail\n";
  const std::string expected =
      "# head\n\n# second\ninclude <tunables/global>\n@{A} = a \"b c\"\n$B = true and (false or "
      "$C)\n"
      "profile p /usr/bin/p flags=(audit, complain) {\n"
      "  # of p\n"
      "  #include <abstractions/base>\n"
      "  # why\n"
      "  capability chown kill,  # trailing\n\n"
      "  audit deny owner /a/** rw,\n  dbus (send, receive) bus=session peer=(name=x label=y),\n"
      "  mount options in (rw, bind) /a->/b,\n"
      "  if $B {\n    /x r,\n  } else if not defined @{A} {\n    /y r,\n  }\n"
      "  # last\n}\n# tail\n";
  Sources sources;
  DiagnosticSink diagnostics;
  const File file = ParseFile(sources.Add("p", text), Context::File, diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(Format(file) == expected);
  CHECK(CheckLaws("p", text));
}

TEST_CASE("a backslash at the end of a word") {
  // It would escape the comma that the printer puts after it.
  for (const std::string text : {"/p {\n  [\\\r,\n}\n", "@{v} = a\\", "/p {\n  /a\\\n r,\n}\n"}) {
    Sources sources;
    DiagnosticSink diagnostics;
    (void)ParseFile(sources.Add("p", text), Context::File, diagnostics);
    INFO(text);
    REQUIRE(diagnostics.all().size() == 1);
    CHECK(diagnostics.all()[0].message ==
          "this `\\` escapes nothing; write `\\\\` for a backslash");
  }
  CHECK(CheckLaws("escaped", "@{v} = a\\\\\n/p {\n  /a\\\\\n r,\n  \"/b\\\\\" r,\n}\n"));
}

TEST_CASE("sorting keeps groups apart") {
  Sources sources;
  DiagnosticSink diagnostics;
  File file = ParseFile(sources.Add("p",
                                    "profile p {\n  /b r,\n  network,\n  capability chown,\n\n  /a "
                                    "r,\n  # on kill\n  signal,\n  capability kill,\n}\n"),
                        Context::File, diagnostics);
  SortRules(file);
  CHECK(Format(file) ==
        "profile p {\n  capability chown,\n  network,\n  /b r,\n\n  /a r,\n  # on kill\n  "
        "capability kill,\n  signal,\n}\n");
}

}  // namespace
}  // namespace polc::aa
