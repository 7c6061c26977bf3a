#pragma once

// The pages of docs/lint as they stand in the binary, for `polc rule`.

#include <string_view>

#include "compiler/base/diagnostic_id.h"

namespace polc::lint {

// Empty if there is none.
[[nodiscard]] std::string_view PageOf(DiagnosticId id);

}  // namespace polc::lint
