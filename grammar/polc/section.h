#pragma once

// Formats the text of an `apparmor { … }` section with the printer of grammar/apparmor.

#include <string>

#include "grammar/polc/ast.h"

namespace polc::dsl {

// The section's lines, without its indentation. A text that AppArmor's grammar cannot read stays as
// it is written, except for blanks at both ends of its lines.
[[nodiscard]] std::string SectionLines(const AppArmorSection& section);

}  // namespace polc::dsl
