// A file that several texts include is looked for, read and parsed once.

#include "compiler/apparmor/includes.h"

#include <string>

#include "compiler/apparmor/emit.h"
#include "grammar/apparmor/format.h"
#include "tests/support/catch.h"

namespace polc::aa {
namespace {

TEST_CASE("profiles share what they include, and each says what is wrong with it") {
  MemoryFileSystem files;
  files.files["/etc/apparmor.d/abstractions/base"] = "/base r,\ninclude <abstractions/more.d>\n";
  files.files["/etc/apparmor.d/abstractions/more.d/a"] = "/a r,\n";
  files.files["/etc/apparmor.d/abstractions/more.d/b"] = "/b\n";
  Sources sources;
  Includes includes(files, sources);
  std::string texts[2];
  size_t errors[2] = {};
  for (size_t i = 0; i < 2; ++i) {
    DiagnosticSink diagnostics;
    const SourceFile& source =
        sources.Add("p" + std::to_string(i), "profile p {\n  include <abstractions/base>\n}\n");
    texts[i] = Format(Expanded(Resolve(source, includes, {}, diagnostics), diagnostics));
    errors[i] = diagnostics.error_count();
    files.files["/etc/apparmor.d/abstractions/base"] = "/changed r,\n";  // not seen: it was read
  }
  CHECK(texts[0] == "profile p {\n  /base r,\n  /a r,\n}\n");
  CHECK(texts[1] == texts[0]);
  CHECK(errors[0] == 1);
  CHECK(errors[1] == 1);
}

TEST_CASE("the same name in two directories is two files") {
  MemoryFileSystem files;
  files.files["/one/a"] = "/one r,\n";
  files.files["/two/a"] = "/two r,\n";
  Sources sources;
  Includes includes(files, sources);
  for (const std::string directory : {"one", "two"}) {
    DiagnosticSink diagnostics;
    const SourceFile& source = sources.Add("p", "profile p {\n  include <a>\n}\n");
    const IncludeOptions options{{"/" + directory}, ""};
    CHECK(Format(Expanded(Resolve(source, includes, options, diagnostics), diagnostics)) ==
          "profile p {\n  /" + directory + " r,\n}\n");
    CHECK_FALSE(diagnostics.has_errors());
  }
}

}  // namespace
}  // namespace polc::aa
