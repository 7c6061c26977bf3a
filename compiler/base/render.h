#pragma once

// Diagnostics as text. `Text` shows the source line with a caret, as compilers do; `Concise` is one
// gcc-style line a finding, which editors and CI annotators already parse.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"

namespace polc {

enum class Colour { Off, On };

[[nodiscard]] std::string RenderText(const Diagnostic& diagnostic, const Sources& sources,
                                     Colour colour);
[[nodiscard]] std::string RenderConcise(const Diagnostic& diagnostic, const Sources& sources);
// "2 errors, 1 warning", or the empty string when there is neither.
[[nodiscard]] std::string CountLine(const DiagnosticSink& sink);

}  // namespace polc
