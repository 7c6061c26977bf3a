#include "grammar/docker_json/object_scan.h"

#include <algorithm>

#include "grammar/docker_json/json_text.h"

namespace polc::docker {

ObjectScan::ObjectScan(std::string_view text) : text_(text) {
  SkipBlanks();
  if (at_ < text_.size() && text_[at_] == '{') {
    ++at_;
  } else {
    at_ = text_.size();
  }
}

void ObjectScan::SkipBlanks() {
  for (;;) {
    at_ = docker::SkipBlanks(text_, at_);
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (rest.starts_with("/*")) {
      const size_t end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else {
      return;
    }
  }
}

// A string that is not closed ends with its line.
void ObjectScan::SkipString() {
  at_ = QuotedEnd(text_, at_).value_or(std::min(text_.find('\n', at_), text_.size()));
}

void ObjectScan::SkipValue() {
  size_t depth = 0;
  while (at_ < text_.size()) {
    SkipBlanks();
    if (at_ == text_.size()) return;
    switch (text_[at_]) {
      case '"':
        SkipString();
        break;
      case '{':
      case '[':
        ++depth;
        ++at_;
        break;
      case '}':
      case ']':
        if (depth == 0) return;
        --depth;
        ++at_;
        break;
      case ',':
        if (depth == 0) return;
        ++at_;
        break;
      default:
        ++at_;
        continue;
    }
    if (depth == 0) return;
  }
}

std::optional<ObjectScan::Member> ObjectScan::Next() {
  if (pending_value_) SkipValue();
  pending_value_ = false;
  while (at_ < text_.size()) {
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] == '}') break;
    if (text_[at_] != '"') {  // a comma, or a mistake
      ++at_;
      continue;
    }
    const size_t begin = at_;
    SkipString();
    const size_t end = at_;
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] != ':') continue;
    ++at_;
    SkipBlanks();
    if (FindStringFault(text_, begin)) {
      SkipValue();
      continue;
    }
    pending_value_ = true;
    return Member{DecodeString(text_.substr(begin, end - begin)), text_.substr(at_)};
  }
  at_ = text_.size();
  return std::nullopt;
}

std::optional<std::string> StringValue(std::string_view value) {
  if (value.empty() || value[0] != '"' || FindStringFault(value, 0)) return std::nullopt;
  const auto end = QuotedEnd(value, 0);
  return end ? std::optional(DecodeString(value.substr(0, *end))) : std::nullopt;
}

}  // namespace polc::docker
