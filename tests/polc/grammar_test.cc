#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/polc/grammar.h"
#include "tests/support/catch.h"

// No rule of the grammar can loop without consuming anything, and none is left-recursive.
TEST_CASE("the grammar is well-formed") {
  CHECK(tao::pegtl::analyze<polc::dsl::grammar::file>(1) == 0);
}
