#pragma once

// A program as a C header: an array of struct sock_filter and a struct sock_fprog over it, ready
// for prctl(2) or seccomp(2).

#include <string>
#include <string_view>

#include "compiler/bpf/program.h"

namespace polc::bpf {

// `name` becomes the C identifier; characters that cannot be in one become `_`. `about` is the
// comment at the top.
[[nodiscard]] std::string ToCHeader(const Program& program, std::string_view name,
                                    std::string_view about);

}  // namespace polc::bpf
