#pragma once

// Rules of an ScmpFilter that differ in nothing but the name, as one: how every output that lists
// rules prints them.

#include <string>
#include <vector>

#include "compiler/docker/scmp_filter.h"

namespace polc {

struct RuleGroup {
  std::vector<std::string> names;  // sorted, each once
  Verdict verdict;
  std::vector<ScmpCompare> args;
};

// In the order in which their first rules stand, as far as that keeps the order of rules that
// libseccomp puts into one tree (those of one name, and those that reach the same multiplexer),
// which can matter to it. Rules that repeat the default are among them: they change no filter, but
// runc takes every name for one that the profile's author knew.
[[nodiscard]] std::vector<RuleGroup> GroupRules(const ScmpFilter& filter);

// "SCMP_ACT_ERRNO", and "SCMP_CMP_MASKED_EQ": the words of the OCI specification.
[[nodiscard]] std::string_view ScmpName(Action action);
[[nodiscard]] std::string_view ScmpName(CompareOp op);

}  // namespace polc
