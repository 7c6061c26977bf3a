// Compares polc's model of runc's stub with the program that runc writes. This file states that
// program a second time, as the tests of bits and numbers that it consists of.

#include "compiler/docker/runtime_stub.h"

#include <algorithm>
#include <random>

#include "compiler/analysis/stub_shift.h"
#include "compiler/ir/lower.h"
#include "syscalls/arch.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

const Verdict kEnosys{Action::Errno, 38};
const Verdict kEperm{Action::Errno, 1};

// generateEnosysStub, one architecture: whether the number jumps to the return of ENOSYS.
bool JumpsToEnosys(const std::vector<StubLimit>& limits, uint32_t audit, uint32_t nr) {
  const StubLimit* plain = nullptr;
  const StubLimit* x32 = nullptr;
  for (const StubLimit& limit : limits) {
    if (TraitsOf(limit.arch).audit != audit) continue;
    (limit.arch == Arch::X32 ? x32 : plain) = &limit;
  }
  if (audit == TraitsOf(Arch::X86_64).audit) {
    const StubLimit* asked = (nr & kX32Bit) != 0 ? x32 : plain;
    return asked != nullptr && nr > asked->last;
  }
  if (plain == nullptr) return false;
  if ((plain->arch == Arch::S390 || plain->arch == Arch::S390x) && nr == 0) return true;
  return nr > plain->last;
}

TEST_CASE("the stub answers exactly the numbers that runc's program jumps away with") {
  std::mt19937 random(20261123);
  const std::vector<std::vector<Arch>> families = {{Arch::X86_64, Arch::X86, Arch::X32},
                                                   {Arch::X86_64},
                                                   {Arch::X32},
                                                   {Arch::Aarch64, Arch::Arm},
                                                   {Arch::S390x, Arch::S390},
                                                   {Arch::Mips64, Arch::Mips64n32, Arch::Mips},
                                                   {Arch::Riscv64}};
  size_t answered = 0;
  for (const std::vector<Arch>& family : families) {
    for (int round = 0; round < 20; ++round) {
      Diagram diagram;
      std::vector<StubLimit> limits;
      for (const Arch arch : family) {
        if (family.size() > 1 && random() % 4 == 0) continue;
        limits.push_back(
            {arch, (arch == Arch::X32 ? kX32Bit : 0) + 1 + static_cast<uint32_t>(random() % 600),
             "x"});
      }
      const Filter allowed{diagram.Leaf(ReturnValue(MakeVerdict(Action::Allow)))};
      const Filter stubbed = WithStub(diagram, allowed, limits);
      std::vector<uint32_t> numbers = {0,
                                       1,
                                       kX32Bit - 1,
                                       kX32Bit,
                                       2 * kX32Bit - 1,
                                       2 * kX32Bit,
                                       3 * kX32Bit - 1,
                                       3 * kX32Bit,
                                       UINT32_MAX - 1,
                                       UINT32_MAX};
      for (const StubLimit& limit : limits) {
        for (const uint32_t bit : {0u, kX32Bit, 2 * kX32Bit, 3 * kX32Bit}) {
          for (uint32_t near = 0; near < 3; ++near)
            numbers.push_back(((limit.last & ~kX32Bit) | bit) - 1 + near);
        }
      }
      for (int i = 0; i < 40; ++i) numbers.push_back(static_cast<uint32_t>(random()));
      for (const Arch arch : family) {
        for (const uint32_t nr : numbers) {
          Call call;
          call.arch = TraitsOf(arch).audit;
          call.nr = nr;
          const bool expected = JumpsToEnosys(limits, call.arch, nr);
          INFO(TraitsOf(arch).name << " " << nr);
          CHECK((FromReturnValue(diagram.Evaluate(stubbed.node, call)) == kEnosys) == expected);
          answered += expected ? 1 : 0;
        }
      }
      Call elsewhere;
      elsewhere.arch = 0x12345678;
      elsewhere.nr = UINT32_MAX;
      CHECK(FromReturnValue(diagram.Evaluate(stubbed.node, elsewhere)).action == Action::Allow);
    }
  }
  CHECK(answered > 1000);
}

ScmpFilter FilterOf(Verdict otherwise, std::vector<Arch> arches,
                    const std::vector<std::string>& names) {
  ScmpFilter filter;
  filter.arches = std::move(arches);
  filter.otherwise = otherwise;
  for (const std::string& name : names)
    filter.rules.push_back({name, MakeVerdict(Action::Allow), {}, {}, {}, {}});
  return filter;
}

TEST_CASE("the limit is the newest call that a rule names, whatever the rule does") {
  const auto last = [](const ScmpFilter& filter) {
    const auto limits = StubOf(filter, Runtime::Runc);
    return limits.empty() ? "none" : std::string(limits.front().name);
  };
  CHECK(last(FilterOf(kEperm, {Arch::X86_64}, {"read", "openat2", "write"})) == "openat2");
  ScmpFilter denied = FilterOf(kEperm, {Arch::X86_64}, {"read", "openat2"});
  denied.rules.back().verdict =
      kEperm;  // the default: dropped from the filter, but read by the stub
  CHECK(last(denied) == "openat2");
  denied.rules.back().args = {{0, CompareOp::Eq, 1, 0}};
  CHECK(last(denied) == "openat2");
  denied.rules.back().arches = {Arch::X86};
  CHECK(last(denied) == "none");  // `read` is call 0, which counts as none
  CHECK(last(FilterOf(kEperm, {Arch::X86_64}, {"write", "no_such_call"})) == "write");
  // On x86, libseccomp gives negative numbers to the socket and System V IPC calls; the kernel has
  // other numbers for them.
  CHECK(last(FilterOf(kEperm, {Arch::X86}, {"read", "socket", "msgctl"})) == "read");
  CHECK(last(FilterOf(kEperm, {Arch::X86_64}, {"read", "socket", "msgctl"})) == "msgctl");
}

TEST_CASE(
    "where the default lets calls run or a tracer decides, and under crun, there is no stub") {
  for (size_t i = 0; i < kActionCount; ++i) {
    const auto action = static_cast<Action>(i);
    const bool stub = action != Action::Allow && action != Action::Log && action != Action::Trace;
    const ScmpFilter filter = FilterOf(MakeVerdict(action), {Arch::X86_64}, {"write"});
    INFO(NameOf(action));
    CHECK(StubOf(filter, Runtime::Runc).empty() != stub);
    CHECK(StubOf(filter, Runtime::Crun).empty());
    CHECK(StubOf(filter, Runtime::None).empty());
  }
}

TEST_CASE("a shift is told by the calls between the limits whose rules are the same") {
  Diagram diagram;
  DiagnosticSink diagnostics;
  const auto made = [&](const std::vector<std::string>& names) {
    const ScmpFilter scmp = FilterOf(kEperm, {Arch::X86_64}, names);
    const Filter bare = Lower(diagram, ToPolicy(scmp, {0, 0}, diagnostics), {0, 0});
    const auto stub = StubOf(scmp, Runtime::Runc);
    return StubbedFilter{WithStub(diagram, bare, stub), bare, stub};
  };
  const StubbedFilter old_filter = made({"read", "statx"}),
                      new_filter = made({"read", "statx", "openat2"});
  const auto shifts = StubShifts(diagram, old_filter, new_filter);
  REQUIRE(shifts.size() == 1);
  CHECK(shifts[0].was == kEnosys);
  CHECK(shifts[0].is == kEperm);
  const auto has = [&](std::string_view name) {
    return std::find(shifts[0].calls.begin(), shifts[0].calls.end(), name) != shifts[0].calls.end();
  };
  CHECK(has("clone3"));
  CHECK(has("io_uring_setup"));
  CHECK_FALSE(has("openat2"));     // its own rule changed
  CHECK_FALSE(has("faccessat2"));  // newer than either
  const auto back = StubShifts(diagram, new_filter, old_filter);
  REQUIRE(back.size() == 1);
  CHECK(back[0].calls == shifts[0].calls);
  CHECK(back[0].is == kEnosys);
  CHECK(StubShifts(diagram, old_filter, old_filter).empty());
}

}  // namespace
}  // namespace polc
