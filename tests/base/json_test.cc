#include "compiler/base/json.h"

#include "tests/support/catch.h"

namespace polc {
namespace {

TEST_CASE("braces make objects, which keep the order of their members") {
  Json document = {{"name", "a"}, {"count", size_t{3}}, {"place", {{"line", -1}}}};
  document["place"]["known"] = true;
  document["rows"].Add(Json::Array({1, "two", nullptr}));
  document["rows"].Add(Json::ArrayOf(std::vector<std::string>{}));
  document["name"] = "b";
  CHECK(document.Dump() == R"({
  "name": "b",
  "count": 3,
  "place": {
    "line": -1,
    "known": true
  },
  "rows": [
    [
      1,
      "two",
      null
    ],
    []
  ]
}
)");
  CHECK(Json::Object().Dump() == "{}\n");
}

TEST_CASE("any bytes can be written") {
  CHECK(Json("a\xff\"\n\xc3\xa9").Dump() == "\"a\xef\xbf\xbd\\\"\\n\xc3\xa9\"\n");
}

TEST_CASE("what was written is read, and what is no JSON is nothing") {
  const Json written = {{"big", UINT64_MAX}, {"rows", Json::Array({true, "x", -7})}};
  const auto read = Json::Parse(written.Dump());
  REQUIRE(read);
  CHECK(read->Dump() == written.Dump());
  REQUIRE(read->Find("big") != nullptr);
  CHECK(read->Find("big")->unsigned_number() == UINT64_MAX);
  CHECK(read->Find("none") == nullptr);
  CHECK(read->array() == nullptr);
  for (const char* text : {"", "{", "[1,]", "{\"a\":1}x", "\"\xff\"", "nan"}) {
    INFO(text);
    CHECK_FALSE(Json::Parse(text));
  }
}

// One level takes a few hundred bytes of stack to read and to destroy; a million would take it all.
TEST_CASE("the deepest levels of a document are left out") {
  constexpr size_t kLevels = 1'000'000;
  const auto deep = Json::Parse(std::string(kLevels, '[') + std::string(kLevels, ']'));
  REQUIRE(deep);
  size_t levels = 0;
  for (const Json* at = &*deep; at->array() != nullptr; at = &at->array()->front()) {
    ++levels;
    if (at->array()->empty()) break;
  }
  CHECK(levels > 3);
  CHECK(levels <= 65);
  CHECK_FALSE(Json::Parse(std::string(kLevels, '[')));
}

}  // namespace
}  // namespace polc
