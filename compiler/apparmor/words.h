#pragma once

// Finds the words of a rule in which variables are expanded and globs are read, for the checks and
// for expand.cc.

#include <functional>

#include "grammar/apparmor/ast.h"

namespace polc::aa {

enum class WordRole {
  Pattern,
  Label  // a name after `->`, which may be a stack and have a namespace
};

// Calls `visit` for each such word, in the order of the text.
void ForEachWord(const Rule& rule, const std::function<void(const Word&, WordRole)>& visit);
void ForEachWord(Rule& rule, const std::function<void(Word&, WordRole)>& visit);

}  // namespace polc::aa
