#include "compiler/ir/verdict.h"

#include "tests/support/catch.h"

namespace polc {
namespace {

TEST_CASE("a return value is read as the kernel reads it") {
  struct Row {
    uint32_t value;
    Verdict verdict;
  };
  const Row rows[] = {
      {0x7fff0000, {Action::Allow, 0}},       {0x7fff1234, {Action::Allow, 0}},
      {0x00050001, {Action::Errno, 1}},       {0x00050fff, {Action::Errno, 4095}},
      {0x00051000, {Action::Errno, 4095}},    {0x0005ffff, {Action::Errno, 4095}},
      {0x7ff00007, {Action::Trace, 7}},       {0x00030009, {Action::Trap, 9}},
      {0x7fc00005, {Action::Notify, 0}},      {0x7ffc0001, {Action::Log, 0}},
      {0x00000000, {Action::KillThread, 0}},  {0x0000ffff, {Action::KillThread, 0}},
      {0x80000000, {Action::KillProcess, 0}}, {0x12340000, {Action::KillProcess, 0}},
      {0xffffffff, {Action::KillProcess, 0}},
  };
  for (const Row& row : rows) {
    INFO(std::hex << row.value);
    CHECK(FromReturnValue(row.value) == row.verdict);
    CHECK(FromReturnValue(ReturnValue(row.verdict)) == row.verdict);
  }
}

TEST_CASE("strictness orders the actions, other data is a change") {
  const Verdict kill{Action::KillProcess, 0}, eperm{Action::Errno, 1}, enosys{Action::Errno, 38},
      allow{Action::Allow, 0};
  CHECK(Compare(allow, eperm) == Direction::Tightened);
  CHECK(Compare(eperm, allow) == Direction::Loosened);
  CHECK(Compare(eperm, kill) == Direction::Tightened);
  CHECK(Compare(eperm, enosys) == Direction::Changed);
  CHECK(Compare(allow, allow) == Direction::Same);
}

TEST_CASE("verdicts are named as in the kernel's documentation") {
  CHECK(Describe({Action::Errno, 1}) == "ERRNO(EPERM)");
  CHECK(Describe({Action::Errno, 0}) == "ERRNO(0)");
  CHECK(Describe({Action::Trace, 7}) == "TRACE(7)");
  CHECK(Describe({Action::KillThread, 0}) == "KILL_THREAD");
}

}  // namespace
}  // namespace polc
