#pragma once

// Edits of a JSON text that keep its layout.

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/lint/seccomp.h"

namespace polc::lint {

// Takes one element out of its list, with its comma and its line if it has one of its own; nothing
// if `element` is the only one of the list, or stands in none.
[[nodiscard]] std::optional<Fix> RemovalFromList(std::string_view text, Span element);
// The same of a name in the `names` of a JSON profile, with its rule if the name is the only one
// there; no edit for other texts.
[[nodiscard]] std::vector<Fix> RemovalOf(const SeccompSubject& subject, Span name);

}  // namespace polc::lint
