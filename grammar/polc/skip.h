#pragma once

// Finds where reading goes on after a syntax error. It works on the text itself, because after an
// error nothing else is certain.

#include <cstddef>
#include <optional>
#include <string_view>

namespace polc::dsl {

// The end of the statement that begins at `begin` and went wrong at `error`: after its `;` or
// line, before the `}` that closes the block around it, or before a line that begins with a word
// only a statement begins with. Greater than `begin`.
[[nodiscard]] size_t SkipStatement(std::string_view text, size_t begin, size_t error);

// The first `{` on the rest of the line, or kNoMatch.
[[nodiscard]] size_t BraceOnLine(std::string_view text, size_t at);

// The innermost `(` or `{` that was opened in [begin, end) and not closed there.
[[nodiscard]] std::optional<size_t> UnclosedBracket(std::string_view text, size_t begin,
                                                    size_t end);

}  // namespace polc::dsl
