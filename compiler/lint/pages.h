#pragma once

// The pages of docs/lint and the sections of docs/diagnostics.md, which embed_pages.cc puts into
// the binary for `polc rule`.

#include <string_view>

#include "compiler/base/diagnostic_id.h"

namespace polc::lint {

[[nodiscard]] std::string_view PageOf(DiagnosticId id);

}  // namespace polc::lint
