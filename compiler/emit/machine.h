#pragma once

// The filter of a profile on one machine, with capabilities and the kernel's version left open. A
// template has one for each machine that it is for.

#include <optional>
#include <string>
#include <vector>

#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/diagram.h"

namespace polc {

struct Machine {
  Arch native;
  std::vector<Arch> arches;  // the native one first
  Filter filter;
  Verdict otherwise;
  Verdict bad_arch;
};

struct Template {
  std::vector<Machine> machines;
  std::optional<std::vector<std::string>> flags;
};

// The rules of one machine's filter, each with its environment. As with Cover(), the result is only
// an attempt and must be proved.
[[nodiscard]] std::optional<ScmpFilter> CoverMachine(Diagram& diagram, const Machine& machine,
                                                     size_t max_rules);

}  // namespace polc
