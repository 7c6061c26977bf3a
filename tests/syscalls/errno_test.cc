#include "syscalls/errno.h"

#include "tests/support/catch.h"

#include <string.h>

#include <set>

namespace polc {
namespace {

#if defined(__GLIBC__) && !defined(__mips__) && !defined(__hppa__) && !defined(__powerpc__)
TEST_CASE("errno names are the C library's, for every number") {
  size_t named = 0;
  for (int number = 0; number < 512; ++number) {
    INFO(number);
    const char* expected = strerrorname_np(number);
    // The C library calls 0 a name, "0"; it is no error.
    const std::string_view name = expected == nullptr || number == 0 ? "" : expected;
    CHECK(ErrnoName(static_cast<uint16_t>(number)) == name);
    if (name.empty()) continue;
    ++named;
    CHECK(ErrnoNumber(name) == number);
  }
  CHECK(named == 131);
}
#endif

TEST_CASE("every listed errno name is known, and once") {
  std::set<std::string_view> names;
  for (const std::string_view name : AllErrnoNames()) {
    INFO(name);
    CHECK(names.insert(name).second);
    const auto number = ErrnoNumber(name);
    REQUIRE(number.has_value());
    // A synonym has the number of another name.
    if (name != ErrnoName(*number)) CHECK(ErrnoNumber(ErrnoName(*number)) == number);
  }
  CHECK(ErrnoNumber("EPERM") == 1);
  CHECK(ErrnoNumber("ENOSYS") == 38);
  CHECK(ErrnoNumber("EHWPOISON") == 133);
}

TEST_CASE("errno names are exact") {
  for (const std::string_view unknown : {"", "eperm", "PERM", "E", "EPERM ", "EPERMX", "1"}) {
    INFO("`" << unknown << "`");
    CHECK_FALSE(ErrnoNumber(unknown).has_value());
  }
}

}  // namespace
}  // namespace polc
