#pragma once

// AppArmor's globs asked about single paths, and about globs that plainly lie within another: what
// can be seen without automata. Both answer no where they cannot tell.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace polc::lint {

// A pattern without variables, with its alternatives written out once.
class PathPattern {
 public:
  explicit PathPattern(std::string text);

  [[nodiscard]] const std::string& text() const { return text_; }
  // Before the first character that stands for more than itself.
  [[nodiscard]] std::string_view literal() const {
    return std::string_view(text_).substr(0, literal_size_);
  }
  // Without braces, sorted; none if there would be too many.
  [[nodiscard]] const std::vector<std::string>& arms() const { return arms_; }

 private:
  std::string text_;
  size_t literal_size_;
  std::vector<std::string> arms_;
};

// Asks patterns until so many steps are made that an answer would take too long. A profile in which
// every rule is asked about every other one can need hours.
class GlobComparer {
 public:
  // Whether a path as the kernel knows it (no `//`, no `..`) matches the pattern.
  [[nodiscard]] bool Matches(const PathPattern& pattern, std::string_view path);
  // Every path of `narrow` is one of `broad`, because they are equal or `broad` is a whole tree
  // around it.
  [[nodiscard]] bool Covers(const PathPattern& broad, const PathPattern& narrow);

  // From then on every answer is no.
  [[nodiscard]] bool is_exhausted() const { return steps_ >= kMostSteps; }

 private:
  static constexpr size_t kMostSteps = 5'000'000;

  size_t steps_ = 0;
};

// The same of single patterns.
[[nodiscard]] bool PathMatches(std::string_view pattern, std::string_view path);
[[nodiscard]] bool Covers(std::string_view broad, std::string_view narrow);

// The pattern without alternatives, as many patterns; none if there would be more than `most`.
[[nodiscard]] std::vector<std::string> WithoutBraces(std::string_view pattern, size_t most);

// The text before the first character that stands for more than itself.
[[nodiscard]] std::string_view LiteralPrefix(std::string_view pattern);

}  // namespace polc::lint
