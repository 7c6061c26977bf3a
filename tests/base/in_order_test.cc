#include "compiler/base/in_order.h"

#include "tests/support/catch.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

namespace polc {
namespace {

TEST_CASE("results are used in order, whatever the threads and however long each takes") {
  for (const size_t threads : {0u, 1u, 2u, 3u, 8u}) {
    for (const size_t count : {0u, 1u, 2u, 7u, 200u}) {
      std::vector<size_t> used;
      InOrder(
          count, threads,
          [](size_t i) {
            if (i % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(i % 300));
            return std::make_unique<size_t>(i);
          },
          [&](std::unique_ptr<size_t> i) { used.push_back(*i); });
      REQUIRE(used.size() == count);
      for (size_t i = 0; i < count; ++i) CHECK(used[i] == i);
    }
  }
}

TEST_CASE("few results wait at a time") {
  std::atomic<int> alive = 0, most = 0;
  struct Counted {
    explicit Counted(std::atomic<int>& counter) : counter_(&counter) { ++*counter_; }
    Counted(Counted&& other) noexcept : counter_(std::exchange(other.counter_, nullptr)) {}
    Counted& operator=(Counted&& other) noexcept {
      std::swap(counter_, other.counter_);
      return *this;
    }
    ~Counted() {
      if (counter_ != nullptr) --*counter_;
    }
    std::atomic<int>* counter_;
  };
  InOrder(
      500, 4, [&](size_t) { return Counted(alive); },
      [&](const Counted&) {
        most = std::max<int>(most, alive);
        std::this_thread::sleep_for(std::chrono::microseconds(50));
      });
  CHECK(alive == 0);
  CHECK(most <= 4 * 4 + 4 + 1);
}

TEST_CASE("what make or use throws arrives here, behind the results before it") {
  for (const size_t threads : {1u, 4u}) {
    std::vector<size_t> used;
    const auto make = [](size_t i) {
      if (i == 20) throw std::runtime_error("made");
      return i;
    };
    CHECK_THROWS_WITH(InOrder(100, threads, make, [&](size_t i) { used.push_back(i); }), "made");
    CHECK(used.size() == 20);
    const auto use = [](size_t i) {
      if (i == 3) throw std::runtime_error("used");
    };
    CHECK_THROWS_WITH(InOrder(
                          10, threads, [](size_t i) { return i; }, use),
                      "used");
  }
}

}  // namespace
}  // namespace polc
