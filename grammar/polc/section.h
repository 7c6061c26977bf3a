#pragma once

// The text of an `apparmor { … }` section in the layout of `polc fmt`, with AppArmor's own printer.

#include <string>

#include "grammar/polc/ast.h"

namespace polc::dsl {

// Whole lines, without the indentation of the section; empty for none. Rules that AppArmor's
// grammar does not read stay as they are written, but for blanks at both ends of their lines.
[[nodiscard]] std::string SectionLines(const AppArmorSection& section);

}  // namespace polc::dsl
