#include "tests/support/oracle.h"

#include <cstdlib>

#include "tests/support/catch.h"

namespace polc::testing {

void SkipWithout(const std::string& what) {
  const char* required = std::getenv("POLC_REQUIRE_ORACLES");
  const std::string message = "skipped: " + what + " is not here";
  if (required != nullptr && *required != '\0') FAIL(message);
  WARN(message);
}

}  // namespace polc::testing
