#pragma once

// Work on several threads whose results are used on one, in order: what is done is what a loop
// would do, only sooner.

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

namespace polc {

// Calls make(i) for i in 0..count-1 on `threads` threads, and use(make(i)) on this one in the order
// of i. Few results wait to be used at a time, whatever `count` is. What make or use throws is
// thrown here, in its turn, after the threads have ended.
template <class Make, class Use>
void InOrder(size_t count, size_t threads, const Make& make, const Use& use) {
  using Result = decltype(make(size_t{}));
  threads = std::min(threads, count);
  if (threads < 2) {
    for (size_t i = 0; i < count; ++i) use(make(i));
    return;
  }
  struct Slot {
    std::optional<Result> result;
    std::exception_ptr error;
    bool is_ready = false;
  };
  std::vector<Slot> slots(threads * 4);
  std::mutex mutex;
  std::condition_variable changed;
  size_t begun = 0, used = 0;
  bool stop = false;
  const auto work = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return stop || begun == count || begun - used < slots.size(); });
      if (stop || begun == count) return;
      const size_t i = begun++;
      Slot slot;
      slot.is_ready = true;
      lock.unlock();
      try {
        slot.result.emplace(make(i));
      } catch (...) {
        slot.error = std::current_exception();
      }
      lock.lock();
      slots[i % slots.size()] = std::move(slot);
      changed.notify_all();
    }
  };
  std::vector<std::thread> workers;
  workers.reserve(threads);
  try {
    while (workers.size() < threads) workers.emplace_back(work);
  } catch (const std::system_error&) {
    // The machine has no room for more; those that there are do all of the work.
  }
  if (workers.empty()) {
    for (size_t i = 0; i < count; ++i) use(make(i));
    return;
  }
  std::exception_ptr error;
  for (size_t i = 0; i < count && !error; ++i) {
    Slot slot;
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return slots[i % slots.size()].is_ready; });
      slot = std::move(slots[i % slots.size()]);
      slots[i % slots.size()] = Slot{};
      ++used;
    }
    changed.notify_all();
    error = slot.error;
    if (error) break;
    try {
      use(std::move(*slot.result));
    } catch (...) {
      error = std::current_exception();
    }
  }
  {
    const std::lock_guard lock(mutex);
    stop = true;
  }
  changed.notify_all();
  for (std::thread& worker : workers) worker.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace polc
