#pragma once

// Writes clauses in the policy language: arguments by name, values as constants, and a cast if a
// test covers other bits than the language compares by default.

#include <optional>

#include "compiler/analysis/clauses.h"
#include "grammar/polc/ast.h"
#include "syscalls/arch.h"

namespace polc {

// Nothing if the language cannot say it (the instruction pointer, the high half of a register
// alone).
[[nodiscard]] std::optional<dsl::Condition> ToPolicyCondition(const Clauses& clauses, Arch arch,
                                                              uint32_t nr,
                                                              std::string_view syscall);

}  // namespace polc
