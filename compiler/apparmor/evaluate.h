#pragma once

// The value of the condition of an `if`, or of a boolean variable: known while the text is being
// read, in the order of the text.

#include <map>
#include <optional>
#include <string>

#include "compiler/apparmor/variables.h"

namespace polc::aa {

struct Boolean {
  Span defined;
  bool value = false;
};
using Booleans = std::map<std::string, Boolean>;

// Nothing, and a diagnostic, if it has no value.
[[nodiscard]] std::optional<bool> Evaluate(const Expression& expression, const Booleans& booleans,
                                           const Variables& variables, DiagnosticSink& diagnostics);

}  // namespace polc::aa
