#pragma once

// Translates the `network` rules of a policy for seccomp: it denies sockets of all other families
// and types.

#include <optional>

#include "compiler/language/reporter.h"
#include "grammar/apparmor/ast.h"
#include "grammar/polc/ast.h"

namespace polc::language {

// `deny socket, socketpair if not (domain == AF_INET and type & 0xf == SOCK_STREAM or …)`; nothing
// if some rule names no family and no type. Addresses and peers are left to AppArmor. Reports what
// seccomp cannot test.
[[nodiscard]] std::optional<dsl::Rule> SocketRule(const aa::Block& networks, Span place,
                                                  Reporter& reporter);

}  // namespace polc::language
