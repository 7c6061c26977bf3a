#include "compiler/base/strings.h"

#include "tests/support/catch.h"

namespace polc {
namespace {

TEST_CASE("base64 is that of RFC 4648's examples") {
  const std::vector<std::pair<std::string, std::string>> rows = {{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : rows) CHECK(Base64(bytes) == text);
  CHECK(Base64("\xff\xfe\xfd") == "//79");
}

}  // namespace
}  // namespace polc
