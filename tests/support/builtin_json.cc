#include "tests/support/builtin_json.h"

#include "compiler/base/check.h"
#include "compiler/session/template.h"

namespace polc::testing {

std::string BuiltinAsJson(std::string_view name) {
  MemoryFileSystem no_files;
  Session session{{no_files, [](size_t) { return ReadResult{}; }}};
  const auto input =
      ReadInput(std::string(name), session.world, session.sources, session.diagnostics);
  POLC_CHECK(input.has_value());
  const auto profile = BuildTemplate(session, *input, {{}, Arch::X86_64, {}, {}});
  POLC_CHECK(profile.has_value());
  const auto json = MakeDockerJson(session, *profile);
  POLC_CHECK(json.has_value());
  return *json;
}

}  // namespace polc::testing
