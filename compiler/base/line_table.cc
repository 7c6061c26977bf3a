// The table holds the place of every kStep-th byte, so that an answer walks over fewer than kStep
// bytes. A table of line starts alone would leave one walk over the whole line, which in generated
// JSON is the whole file.

#include "compiler/base/line_table.h"

#include <algorithm>

namespace polc {
namespace {

constexpr size_t kStep = 1024;

// The place after `byte`, which stands at `place`.
LineColumn After(LineColumn place, char byte) {
  if (byte == '\n') return {place.line + 1, 1};
  // Continuation bytes of UTF-8 (0b10xxxxxx) belong to the character before them.
  if ((static_cast<unsigned char>(byte) & 0xc0) != 0x80) ++place.column;
  return place;
}

}  // namespace

LineTable::LineTable(std::string_view text) : text_(text) {
  steps_.reserve(text.size() / kStep + 1);
  LineColumn place;
  for (size_t at = 0; at <= text.size(); ++at) {
    if (at % kStep == 0) steps_.push_back(place);
    if (at < text.size()) place = After(place, text[at]);
  }
}

LineColumn LineTable::Locate(size_t offset) const {
  offset = std::min(offset, text_.size());
  LineColumn place = steps_[offset / kStep];
  for (size_t at = offset / kStep * kStep; at < offset; ++at) place = After(place, text_[at]);
  return place;
}

size_t LineTable::OffsetOf(LineColumn wanted) const {
  // The last step that is not after the place. Places repeat inside of one character: the first
  // byte of all that have a place is its beginning.
  const auto found = std::lower_bound(steps_.begin(), steps_.end(), wanted);
  const auto step = static_cast<size_t>(found - steps_.begin());
  size_t at = step == 0 ? 0 : (step - 1) * kStep;
  LineColumn place = steps_[step == 0 ? 0 : step - 1];
  while (at < text_.size() && place < wanted && !(place.line == wanted.line && text_[at] == '\n')) {
    place = After(place, text_[at]);
    ++at;
  }
  // The bytes after a character's first have the place of the next one.
  while (at < text_.size() && place == wanted &&
         (static_cast<unsigned char>(text_[at]) & 0xc0) == 0x80)
    ++at;
  return at;
}

}  // namespace polc
