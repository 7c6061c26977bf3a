#pragma once

// Words for what is wrong with a text that is not JSON, and how to go on: positioned_json.cc stops
// at the first token that does not fit and asks here. The answer edits a copy of the text without
// moving any byte, so that reading it again finds the next mistake with all spans still true.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"

namespace polc::docker {

// Where the reader stood when a token did not fit.
struct SyntaxState {
  enum class Last : uint8_t { Nothing, ObjectStart, ArrayStart, Key, Value };
  enum class Inside : uint8_t { Nothing, Object, Array };

  std::string_view text;  // with the mends so far
  SourceId source = SourceId::None;
  uint32_t last_begin = 0;  // the last token that was read, commas and colons aside
  uint32_t last_end = 0;
  Last last = Last::Nothing;
  bool last_is_scalar = false;  // a number, true, false or null
  Inside inside = Inside::Nothing;
  Span open;  // the bracket of the innermost open container
};

// Writes `bytes` over the text from `begin` on.
struct Edit {
  uint32_t begin;
  std::string bytes;
};

struct Explanation {
  Diagnostic diagnostic;
  std::vector<Edit> mends;  // none: reading cannot go on
  // The token in [begin, end) is not what the author wrote, so nothing more may be said about it.
  uint32_t suspect_begin = 0;
  uint32_t suspect_end = 0;
};

[[nodiscard]] Explanation ExplainSyntax(const SyntaxState& state);

}  // namespace polc::docker
