#pragma once

// Explains what is wrong with a text that is not JSON, and how reading can go on:
// positioned_json.cc stops at the first token that does not fit and asks here. The answer has edits
// for a copy of the text that move no byte, so that reading it again finds the next mistake and all
// spans stay right.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"

namespace polc::docker {

// The state of the reader at a token that does not fit.
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
  std::vector<Edit> mends;  // if empty, reading cannot go on
  // The token in [begin, end) is not what the author wrote, so no more may be reported about it.
  uint32_t suspect_begin = 0;
  uint32_t suspect_end = 0;
};

[[nodiscard]] Explanation ExplainSyntax(const SyntaxState& state);

}  // namespace polc::docker
