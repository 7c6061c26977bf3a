#include "compiler/lint/glob_path.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace polc::lint {
namespace {

// Where the class that begins at `at` ends, after its `]`.
size_t ClassEnd(std::string_view pattern, size_t at) {
  for (++at; at < pattern.size() && pattern[at] != ']'; ++at) {
    if (pattern[at] == '\\') ++at;
  }
  return std::min(at + 1, pattern.size());
}

// `[^…]` matches `/` too unless it lists it, as apparmor_parser's does.
bool InClass(std::string_view members, char c) {
  const bool negated = members.starts_with('^');
  if (negated) members.remove_prefix(1);
  bool found = false;
  for (size_t i = 0; i < members.size(); ++i) {
    if (members[i] == '\\' && i + 1 < members.size()) ++i;
    const char low = members[i];
    if (i + 2 < members.size() && members[i + 1] == '-') {
      const char high = members[i + 2];
      found = found || (std::min(low, high) <= c && c <= std::max(low, high));
      i += 2;
    } else {
      found = found || low == c;
    }
  }
  return found != negated;
}

class Matcher {
 public:
  explicit Matcher(std::string_view path) : path_(path) {}

  [[nodiscard]] size_t steps() const { return steps_; }

  // `slash` says that the pattern character before was one.
  bool Match(std::string_view pattern, size_t at, bool slash) {
    if (++steps_ > kMostSteps) return false;
    while (!pattern.empty()) {
      const char c = pattern[0];
      if (c == '*') return MatchStar(pattern, at, slash);
      if (at >= path_.size()) return false;
      size_t length = 1;
      if (c == '[') {
        length = ClassEnd(pattern, 0);
        if (length < 3 || !InClass(pattern.substr(1, length - 2), path_[at])) return false;
      } else if (c == '?') {
        if (path_[at] == '/') return false;
      } else {
        if (c == '\\' && pattern.size() > 1) length = 2;
        if (pattern[length - 1] != path_[at]) return false;
      }
      slash = c == '/';
      pattern.remove_prefix(length);
      ++at;
    }
    return at == path_.size();
  }

 private:
  static constexpr size_t kMostSteps = 20'000;

  bool MatchStar(std::string_view pattern, size_t at, bool slash) {
    const size_t stars = std::min(pattern.find_first_not_of('*'), pattern.size());
    pattern.remove_prefix(stars);
    const bool needs_one = slash && (pattern.empty() || pattern[0] == '/');
    for (size_t end = at;; ++end) {
      if ((end > at || !needs_one) && Match(pattern, end, false)) return true;
      if (end >= path_.size() || steps_ > kMostSteps) return false;
      const bool first = end == at && needs_one;
      if (path_[end] == '/' && (stars == 1 || first)) return false;
    }
  }

  std::string_view path_;
  size_t steps_ = 0;
};

struct Braces {
  size_t begin, end;
  std::vector<std::string_view> arms;
};

std::optional<Braces> FirstBraces(std::string_view pattern) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\')
      ++i;
    else if (pattern[i] == '[')
      i = ClassEnd(pattern, i) - 1;
    else if (pattern[i] == '{') {
      Braces braces{i, 0, {}};
      size_t depth = 1, arm = i + 1;
      for (size_t at = i + 1; at < pattern.size(); ++at) {
        if (pattern[at] == '\\')
          ++at;
        else if (pattern[at] == '[')
          at = ClassEnd(pattern, at) - 1;
        else if (pattern[at] == '{')
          ++depth;
        else if (pattern[at] == ',' && depth == 1) {
          braces.arms.push_back(pattern.substr(arm, at - arm));
          arm = at + 1;
        } else if (pattern[at] == '}' && --depth == 0) {
          braces.arms.push_back(pattern.substr(arm, at - arm));
          braces.end = at + 1;
          return braces;
        }
      }
      return std::nullopt;
    }
  }
  return std::nullopt;
}

constexpr size_t kMostArms = 256;

}  // namespace

std::vector<std::string> WithoutBraces(std::string_view pattern, size_t most) {
  std::vector<std::string> done, open{std::string(pattern)};
  while (!open.empty()) {
    const std::string one = std::move(open.back());
    open.pop_back();
    const auto braces = FirstBraces(one);
    if (!braces) {
      done.push_back(one);
    } else {
      for (auto arm = braces->arms.rbegin(); arm != braces->arms.rend(); ++arm) {
        open.push_back(one.substr(0, braces->begin) + std::string(*arm) + one.substr(braces->end));
      }
    }
    if (done.size() + open.size() > most) return {};
  }
  return done;
}

PathPattern::PathPattern(std::string text)
    : text_(std::move(text)),
      literal_size_(LiteralPrefix(text_).size()),
      arms_(WithoutBraces(text_, kMostArms)) {
  std::sort(arms_.begin(), arms_.end());
}

bool GlobComparer::Matches(const PathPattern& pattern, std::string_view path) {
  if (is_exhausted()) return false;
  ++steps_;
  if (!path.starts_with(pattern.literal())) return false;
  return std::any_of(pattern.arms().begin(), pattern.arms().end(), [&](const std::string& arm) {
    Matcher matcher(path);
    const bool matches = matcher.Match(arm, 0, false);
    steps_ += matcher.steps();
    return matches;
  });
}

bool GlobComparer::Covers(const PathPattern& broad, const PathPattern& narrow) {
  if (is_exhausted()) return false;
  ++steps_;
  if (broad.text() == narrow.text()) return true;
  // Most pairs of rules part in their first letters.
  const std::string_view begin = broad.literal(), other = narrow.literal();
  if (!begin.starts_with(other) && !other.starts_with(begin)) return false;
  const std::vector<std::string>& trees = broad.arms();
  const auto covered = [&](const std::string& arm) {
    ++steps_;
    if (std::binary_search(trees.begin(), trees.end(), arm)) return true;
    // A tree around it: one of the folders that it lies in, and `**`.
    const size_t literal = LiteralPrefix(arm).size();
    for (size_t slash = arm.find('/'); slash < literal; slash = arm.find('/', slash + 1)) {
      if (slash + 1 == arm.size() || arm[slash + 1] == '/') continue;
      ++steps_;
      const std::string tree = arm.substr(0, slash + 1) + "**";
      if (std::binary_search(trees.begin(), trees.end(), tree)) return true;
    }
    return false;
  };
  return !narrow.arms().empty() && std::all_of(narrow.arms().begin(), narrow.arms().end(), covered);
}

bool PathMatches(std::string_view pattern, std::string_view path) {
  return GlobComparer().Matches(PathPattern(std::string(pattern)), path);
}

bool Covers(std::string_view broad, std::string_view narrow) {
  return GlobComparer().Covers(PathPattern(std::string(broad)), PathPattern(std::string(narrow)));
}

std::string_view LiteralPrefix(std::string_view pattern) {
  return pattern.substr(0, std::min(pattern.find_first_of("*?[{\\@"), pattern.size()));
}

}  // namespace polc::lint
