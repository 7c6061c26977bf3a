#pragma once

// What headings call an input: as it was asked for, so that two policies of one file are told
// apart.

#include <string>

#include "compiler/session/input.h"

namespace polc {

// `FILE#POLICY` where a policy was named.
[[nodiscard]] inline std::string FullName(const Input& input) {
  return input.policy.empty() ? input.name : input.name + "#" + input.policy;
}

}  // namespace polc
