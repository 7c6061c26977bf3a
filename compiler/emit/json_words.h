#pragma once

// The pieces that the OCI object and Docker's format share.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/docker/scmp_filter.h"

namespace polc {

[[nodiscard]] std::string JsonQuoted(std::string_view text);
[[nodiscard]] std::vector<std::string> JsonQuotedAll(const std::vector<std::string>& texts);
// { "index": 0, "value": 8, "op": "SCMP_CMP_EQ" }
[[nodiscard]] std::string JsonArgument(const ScmpCompare& compare);
// `errnoRet` goes with ERRNO and TRACE only: crun refuses it with other actions.
[[nodiscard]] bool HasJsonData(Verdict verdict);

}  // namespace polc
