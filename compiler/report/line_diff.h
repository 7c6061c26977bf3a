#pragma once

// Which lines two texts have in common, as text_diff.h shows it. The work is bounded whatever the
// texts are: memory is linear in their lines, and time nearly so.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace polc::report {

// A text as its lines, each with its line end; the last one may have none. Offsets instead of
// views, because a hostile text has a line a byte.
class Lines {
 public:
  explicit Lines(std::string_view text);

  [[nodiscard]] size_t size() const { return begins_.size() - 1; }
  [[nodiscard]] std::string_view operator[](size_t i) const {
    return text_.substr(begins_[i], begins_[i + 1] - begins_[i]);
  }

 private:
  std::string_view text_;
  std::vector<uint32_t> begins_;  // and the end of the text
};

// The k-th line of `before` that stays is equal to the k-th line of `after` that stays.
struct CommonLines {
  std::vector<bool> before, after;
};

// Among the most lines that can stay, unless the texts differ so much that finding them would take
// more than `most_steps`; then parts that differ stay as a whole.
inline constexpr size_t kMostDiffSteps = size_t{1} << 25;
[[nodiscard]] CommonLines FindCommonLines(const Lines& before, const Lines& after,
                                          size_t most_steps = kMostDiffSteps);

}  // namespace polc::report
