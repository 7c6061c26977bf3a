// Compares the places that the table gives with a count from the beginning of the text, on seeded
// random texts and on lines that are longer than one look-up may walk over.

#include "compiler/base/line_table.h"

#include <algorithm>
#include <random>
#include <string>

#include "compiler/base/source.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

LineColumn Counted(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::string_view line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
  return {static_cast<uint32_t>(1 + std::count(before.begin(), before.end(), '\n')),
          static_cast<uint32_t>(1 + std::count_if(line.begin(), line.end(), [](char c) {
                                  return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
                                }))};
}

std::string RandomText(std::mt19937& random, size_t pieces, unsigned newline_in) {
  const std::string_view kPieces[] = {"a", "\r", " ", "é", "€", "😀", "\xff", "{\"key\": 1}"};
  std::string text;
  for (size_t i = 0; i < pieces; ++i)
    text += random() % newline_in == 0 ? "\n" : kPieces[random() % std::size(kPieces)];
  return text;
}

TEST_CASE("a line table says what counting from the beginning says, and goes back") {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    const unsigned newline_in = seed % 3 == 0 ? 100'000 : 1 + seed % 40;
    const std::string text = RandomText(random, random() % 4000, newline_in);
    const LineTable table(text);
    INFO("seed " << seed);
    for (size_t i = 0; i < 50; ++i) {
      const size_t offset = i == 0 ? text.size() : random() % (text.size() + 1);
      const LineColumn place = table.Locate(offset);
      REQUIRE(place == Counted(text, offset));
      const bool inside =
          offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xc0) == 0x80;
      if (!inside) REQUIRE(table.OffsetOf(place) == offset);
      // A column beyond the end of the line gives the end.
      REQUIRE(table.OffsetOf({place.line, UINT32_MAX}) ==
              std::min(text.find('\n', offset), text.size()));
    }
    REQUIRE(table.OffsetOf({UINT32_MAX, 1}) == text.size());
  }
}

TEST_CASE("a part of a line is what stands around the offset, up to the ends of the line") {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    const std::string text = RandomText(random, random() % 300, 1 + seed % 90);
    const auto offset = static_cast<uint32_t>(random() % (text.size() + 1));
    const size_t reach = random() % 100;
    const size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
    const size_t end = std::min(text.find('\n', offset), text.size());
    INFO("seed " << seed);
    const Line part = LineAround(text, offset, reach);
    const bool cut_after = end - offset > reach;
    std::string_view expected = std::string_view(text).substr(0, cut_after ? offset + reach : end);
    expected.remove_prefix(std::max(begin, offset - std::min<size_t>(offset, reach)));
    if (!cut_after && expected.ends_with('\r')) expected.remove_suffix(1);
    CHECK(part.begin == std::max(begin, offset - std::min<size_t>(offset, reach)));
    CHECK(part.text == expected);
  }
}

// A count from the beginning of the text, or of the line, would read 4 * 10^12 bytes.
TEST_CASE("places cost the same in a short line and in one of many megabytes") {
  Sources sources;
  const SourceFile& file = sources.Add("one-line.json", std::string(20'000'000, 'x'));
  uint64_t sum = 0;
  for (uint32_t i = 0; i < 200'000; ++i) {
    const uint32_t offset = static_cast<uint32_t>(file.text.size()) - i;
    sum += sources.Locate(file.id, offset).column - offset;
    sum += LineAround(file.text, offset, 10).text.size();
  }
  CHECK(sum == 200'000 + 20 * 200'000 - 55);
}

}  // namespace
}  // namespace polc
