#pragma once

// Filters to write and read back: other people's profiles, and random ones at which libseccomp's
// rules are easily got wrong.

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/diagram.h"
#include "tests/support/policy_generator.h"

namespace polc {

// The meaning. Errors go to `diagnostics`.
[[nodiscard]] Filter LowerScmp(Diagram& diagram, const ScmpFilter& filter,
                               DiagnosticSink& diagnostics);

// What a text in Docker's format resolves to, all capabilities of Docker's default and the newest
// kernel given.
[[nodiscard]] std::optional<ScmpFilter> ScmpFromText(const std::string& text,
                                                     const std::vector<Arch>& arches,
                                                     DiagnosticSink& diagnostics);

// The texts of the shared corpus, or of the built-in profiles where that is not here.
struct ProfileText {
  std::string name;
  std::string text;
};
[[nodiscard]] std::vector<ProfileText> SomeProfiles();

// Of few names, multiplexed ones and a multiplexer among them, with any conditions and with
// verdicts of the default's action too. libseccomp may refuse it: LowerScmp then reports an error.
[[nodiscard]] ScmpFilter RandomScmp(testing::Random& random, const std::vector<Arch>& arches);

}  // namespace polc
