#pragma once

// The parts of JSON that the OCI object (oci_json.h) and Docker's format (docker_json.h) share.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/docker/scmp_filter.h"

namespace polc {

[[nodiscard]] std::string JsonQuoted(std::string_view text);
[[nodiscard]] std::vector<std::string> JsonQuotedAll(const std::vector<std::string>& texts);
// { "index": 0, "value": 8, "op": "SCMP_CMP_EQ" }
[[nodiscard]] std::string JsonArgument(const ScmpCompare& compare);
// The beginning of a profile: `defaultAction` and, if it has one, `defaultErrnoRet`.
[[nodiscard]] std::string JsonDefault(Verdict otherwise);
// The fields of an element of `syscalls`, without its braces.
[[nodiscard]] std::string JsonRule(const std::vector<std::string>& names, Verdict verdict,
                                   const std::vector<ScmpCompare>& args);
// `syscalls`, which consists of these elements, and the end of the profile.
[[nodiscard]] std::string JsonRules(const std::vector<std::string>& elements);

}  // namespace polc
