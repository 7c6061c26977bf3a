#pragma once

// What the `network` rules of a policy mean for seccomp: sockets of other families and types are
// denied.

#include <optional>

#include "compiler/language/reporter.h"
#include "grammar/apparmor/ast.h"
#include "grammar/polc/ast.h"

namespace polc::language {

// `deny socket, socketpair if not (domain == AF_INET and type & 0xf == SOCK_STREAM or …)`; nothing
// if some rule names no family and no type. What else a rule says (addresses, a peer) is AppArmor's
// alone. Reports what seccomp cannot ask.
[[nodiscard]] std::optional<dsl::Rule> SocketRule(const aa::Block& networks, Span place,
                                                  Reporter& reporter);

}  // namespace polc::language
