// Myers' algorithm in linear space ("An O(ND) Difference Algorithm and Its Variations", section
// 4b): the shortest path of edits is searched from both ends of the two texts at once. Where the
// two searches meet, the texts are split, and each half is searched by itself. A step of the search
// keeps the furthest place on every diagonal (x - y) and nothing of the steps before it.
//
// Time is lines times edits, so two things come before it. Lines are numbered, so that comparing
// two of them costs the same however long they are. And a line that only one text has is an edit in
// any case; without these lines a file that is laid out anew is mostly equal or mostly empty. What
// is still slow, such as long texts of a few different lines in another order, is bounded by a
// number of steps.
//
// Known weakness: a part for which no steps are left is replaced as a whole, even if a good
// alignment of it is obvious to a reader.

#include "compiler/report/line_diff.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace polc::report {
namespace {

using Index = int32_t;

// The lines of one text that the other one has too.
struct Shared {
  std::vector<Index> words;   // the line's number; equal lines have equal ones
  std::vector<size_t> lines;  // where each stands
};

struct Pair {
  Shared before, after;
};

// Sorted instead of hashed: no text can make this slow.
Pair SharedLines(const Lines& before, const Lines& after, size_t prefix, size_t suffix) {
  const size_t before_end = before.size() - suffix, after_end = after.size() - suffix;
  const size_t before_count = before_end - prefix;
  const auto line = [&](size_t i) {
    return i < before_count ? before[prefix + i] : after[prefix + i - before_count];
  };
  std::vector<uint32_t> order(before_count + after_end - prefix);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const int difference = line(a).compare(line(b));
    return difference != 0 ? difference < 0 : a < b;
  });
  std::vector<Index> words(order.size(), -1);
  Index word = 0;
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() && line(order[end]) == line(order[begin])) ++end;
    // The lines of `before` come first.
    if (order[begin] < before_count && order[end - 1] >= before_count) {
      for (size_t i = begin; i < end; ++i) words[order[i]] = word;
      ++word;
    }
    begin = end;
  }
  Pair pair;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] < 0) continue;
    Shared& side = i < before_count ? pair.before : pair.after;
    side.words.push_back(words[i]);
    side.lines.push_back(i < before_count ? prefix + i : prefix + i - before_count);
  }
  return pair;
}

// Part of both texts: lines x of `before` and y of `after`.
struct Box {
  Index x_begin, x_end, y_begin, y_end;
};

struct Point {
  Index x, y;
};

class Search {
 public:
  Search(const Pair& pair, size_t most_steps)
      : before_(pair.before.words),
        after_(pair.after.words),
        steps_left_(most_steps),
        origin_(static_cast<Index>(after_.size()) + 1),
        forward_(before_.size() + after_.size() + 3),
        backward_(before_.size() + after_.size() + 3) {}

  // Calls keep(x, y) for lines that stay, in no order.
  template <class Keep>
  void Run(const Keep& keep) {
    std::vector<Box> boxes = {
        {0, static_cast<Index>(before_.size()), 0, static_cast<Index>(after_.size())}};
    while (!boxes.empty()) {
      Box box = boxes.back();
      boxes.pop_back();
      for (; HasBoth(box) && Equal(box.x_begin, box.y_begin); ++box.x_begin, ++box.y_begin)
        keep(box.x_begin, box.y_begin);
      for (; HasBoth(box) && Equal(box.x_end - 1, box.y_end - 1); --box.x_end, --box.y_end)
        keep(box.x_end - 1, box.y_end - 1);
      if (!HasBoth(box)) continue;
      const auto split = Split(box);
      if (!split) continue;
      boxes.push_back({split->x, box.x_end, split->y, box.y_end});
      boxes.push_back({box.x_begin, split->x, box.y_begin, split->y});
    }
  }

 private:
  static bool HasBoth(const Box& box) { return box.x_begin < box.x_end && box.y_begin < box.y_end; }
  bool Equal(Index x, Index y) const {
    return before_[static_cast<size_t>(x)] == after_[static_cast<size_t>(y)];
  }
  Index& Forward(Index diagonal) { return forward_[static_cast<size_t>(origin_ + diagonal)]; }
  Index& Backward(Index diagonal) { return backward_[static_cast<size_t>(origin_ + diagonal)]; }

  // A place on a shortest path through the box, whose first and last lines differ; nothing if the
  // steps do not suffice.
  std::optional<Point> Split(const Box& box) {
    const Index lowest = box.x_begin - box.y_end, highest = box.x_end - box.y_begin;
    const Index start = box.x_begin - box.y_begin, goal = box.x_end - box.y_end;
    const bool meets_forward = ((start - goal) & 1) != 0;
    Index forward_low = start, forward_high = start, backward_low = goal, backward_high = goal;
    Forward(start) = box.x_begin;
    Backward(goal) = box.x_end;
    for (;;) {
      // One more diagonal on each side, or one less where the box has no more.
      if (forward_low > lowest) {
        --forward_low;
        Forward(forward_low - 1) = -1;
      } else {
        ++forward_low;
      }
      if (forward_high < highest) {
        ++forward_high;
        Forward(forward_high + 1) = -1;
      } else {
        --forward_high;
      }
      for (Index d = forward_high; d >= forward_low; d -= 2) {
        const Index from = std::max(Forward(d - 1) + 1, Forward(d + 1));
        Index x = from;
        while (x < box.x_end && x - d < box.y_end && Equal(x, x - d)) ++x;
        Forward(d) = x;
        if (meets_forward && d >= backward_low && d <= backward_high && Backward(d) <= x)
          return Point{x, x - d};
        if (!Spend(x - from)) return std::nullopt;
      }
      if (backward_low > lowest) {
        --backward_low;
        Backward(backward_low - 1) = std::numeric_limits<Index>::max();
      } else {
        ++backward_low;
      }
      if (backward_high < highest) {
        ++backward_high;
        Backward(backward_high + 1) = std::numeric_limits<Index>::max();
      } else {
        --backward_high;
      }
      for (Index d = backward_high; d >= backward_low; d -= 2) {
        const Index from = std::min(Backward(d - 1), Backward(d + 1) - 1);
        Index x = from;
        while (x > box.x_begin && x - d > box.y_begin && Equal(x - 1, x - d - 1)) --x;
        Backward(d) = x;
        if (!meets_forward && d >= forward_low && d <= forward_high && x <= Forward(d))
          return Point{x, x - d};
        if (!Spend(from - x)) return std::nullopt;
      }
    }
  }

  bool Spend(Index compared) {
    const size_t steps = static_cast<size_t>(compared) + 1;
    if (steps > steps_left_) {
      steps_left_ = 0;
      return false;
    }
    steps_left_ -= steps;
    return true;
  }

  const std::vector<Index>& before_;
  const std::vector<Index>& after_;
  size_t steps_left_;
  Index origin_;  // the place of diagonal 0
  std::vector<Index> forward_, backward_;
};

}  // namespace

Lines::Lines(std::string_view text) : text_(text) {
  begins_.push_back(0);
  while (begins_.back() != text.size()) {
    const size_t end = std::min(text.find('\n', begins_.back()), text.size() - 1) + 1;
    begins_.push_back(static_cast<uint32_t>(end));
  }
}

CommonLines FindCommonLines(const Lines& before, const Lines& after, size_t most_steps) {
  const size_t shorter = std::min(before.size(), after.size());
  size_t prefix = 0, suffix = 0;
  while (prefix < shorter && before[prefix] == after[prefix]) ++prefix;
  while (suffix < shorter - prefix &&
         before[before.size() - 1 - suffix] == after[after.size() - 1 - suffix])
    ++suffix;
  CommonLines common{std::vector<bool>(before.size()), std::vector<bool>(after.size())};
  const auto keep = [&](size_t x, size_t y) {
    common.before[x] = true;
    common.after[y] = true;
  };
  for (size_t i = 0; i < prefix; ++i) keep(i, i);
  for (size_t i = 1; i <= suffix; ++i) keep(before.size() - i, after.size() - i);
  const Pair pair = SharedLines(before, after, prefix, suffix);
  Search(pair, most_steps).Run([&](Index x, Index y) {
    keep(pair.before.lines[static_cast<size_t>(x)], pair.after.lines[static_cast<size_t>(y)]);
  });
  return common;
}

}  // namespace polc::report
