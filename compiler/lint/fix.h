#pragma once

// Applies the edits that findings bring, until none is left. A text that comes out of safe edits
// alone is proved to mean what it meant before.

#include <string>

#include "compiler/lint/lint.h"

namespace polc::lint {

enum class FixScope : uint8_t { SafeOnly, AlsoUnsafe };

struct Fixed {
  std::string text;
  size_t edits = 0;
};

// Of findings that `options` selects. Nothing, and `proof-failed` in the session, if safe edits
// changed the meaning: then no one must write the text. An input with errors is left as it is.
[[nodiscard]] std::optional<Fixed> ApplyFixes(Session& session, const Input& input,
                                              const LintOptions& options, FixScope scope);

}  // namespace polc::lint
