#pragma once

// Clauses in the words of the policy language: arguments by name, values by their constants, and a
// cast where a test covers other bits than the language would compare by itself.

#include <optional>

#include "compiler/analysis/clauses.h"
#include "grammar/polc/ast.h"
#include "syscalls/arch.h"

namespace polc {

// Nothing if the language has no words for it (the instruction pointer, the high half of a register
// alone).
[[nodiscard]] std::optional<dsl::Condition> ToPolicyCondition(const Clauses& clauses, Arch arch,
                                                              uint32_t nr,
                                                              std::string_view syscall);

}  // namespace polc
