#pragma once

// Seeded random policies and the calls at which they are most likely to be got wrong: the constants
// of their tests, one beside them, and the same with a high half.

#include <cstdint>
#include <random>
#include <vector>

#include "compiler/ir/policy.h"

namespace polc::testing {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  // 0 to bound - 1
  uint64_t Below(uint64_t bound) { return engine_() % bound; }
  bool OneIn(uint64_t n) { return Below(n) == 0; }
  template <class T>
  const T& Pick(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

 private:
  std::mt19937_64 engine_;
};

struct PolicyShape {
  std::vector<Arch> arches = {Arch::X86_64, Arch::X86, Arch::X32};
  size_t max_rules = 6;
  size_t max_tests = 3;
  size_t numbers = 4;  // syscalls that rules are about
  bool environments = true;
};

[[nodiscard]] Verdict RandomVerdict(Random& random);
[[nodiscard]] ArgTest RandomTest(Random& random);
[[nodiscard]] Policy RandomPolicy(Random& random, const PolicyShape& shape);
// Calls on and around everything that the policy mentions.
[[nodiscard]] std::vector<Call> InterestingCalls(Random& random, const Policy& policy,
                                                 size_t count);

}  // namespace polc::testing
