#pragma once

// For tests that compare polc with other people's files, programs or kernels, which a machine may
// lack.

#include <string>

namespace polc::testing {

// Says that `what` is not here, so that the caller can leave out what needs it. Where everything
// has to be there (POLC_REQUIRE_ORACLES is set, as in .ci/run) the test fails instead.
void SkipWithout(const std::string& what);

}  // namespace polc::testing
