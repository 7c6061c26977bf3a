#pragma once

// Evaluates the condition of an `if`, or the value of a boolean variable. It depends on the
// variables that were assigned up to that place.

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
