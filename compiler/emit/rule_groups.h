#pragma once

// Joins rules of an ScmpFilter that differ only in the name. Every output that lists rules prints
// such groups.

#include <string>
#include <vector>

#include "compiler/docker/scmp_filter.h"

namespace polc {

struct RuleGroup {
  std::vector<std::string> names;  // sorted, each once
  Verdict verdict;
  std::vector<ScmpCompare> args;
};

// Groups come in the order of their first rules. Rules that libseccomp puts into one tree (those of
// one name, and those that reach the same multiplexer) keep their order, because it can matter.
// Rules that repeat the default are included: they change no filter, but runc asks which names a
// profile has.
[[nodiscard]] std::vector<RuleGroup> GroupRules(const ScmpFilter& filter);

// The words of the OCI specification: "SCMP_ACT_ERRNO", "SCMP_CMP_MASKED_EQ".
[[nodiscard]] std::string_view ScmpName(Action action);
[[nodiscard]] std::string_view ScmpName(CompareOp op);

}  // namespace polc
