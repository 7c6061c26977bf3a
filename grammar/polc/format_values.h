#pragma once

// Spells what stands inside a statement, for format.cc.

#include <string>

#include "grammar/polc/ast.h"
#include "grammar/polc/layout.h"

namespace polc::dsl {

void AddCondition(Words& words, const Condition& condition);
// With the word `when`.
void AddEnvironment(Words& words, const Environment& when);
void AddTerm(Words& words, const SyscallTerm& term);
// Separated by commas, with their comments.
void AddItems(Words& words, const std::vector<SyscallItem>& items);
void AddMinus(Words& words, const std::vector<SyscallTerm>& minus);
void AddCalls(Words& words, const std::vector<Call>& calls);

[[nodiscard]] std::string Spell(const Reference& reference);
[[nodiscard]] std::string Spell(const std::vector<Text>& names);

}  // namespace polc::dsl
