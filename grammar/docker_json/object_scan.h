#pragma once

// The keys of a JSON object, one after the other, without a tree of what is in it: enough to know
// what a text is, in time that does not depend on how much follows the key that tells it. Mistakes
// are passed over, parse.h reports them.

#include <optional>
#include <string>
#include <string_view>

namespace polc::docker {

class ObjectScan {
 public:
  // Begins at the first `{` after blanks and comments.
  explicit ObjectScan(std::string_view text);

  struct Member {
    std::string key;         // escapes decoded
    std::string_view value;  // from its first byte to the end of the text
  };
  // Nothing after the last one, or where there is no object.
  [[nodiscard]] std::optional<Member> Next();

 private:
  void SkipBlanks();
  void SkipString();
  void SkipValue();

  std::string_view text_;
  size_t at_ = 0;
  bool pending_value_ = false;
};

// What a string says that stands at the front of a member's value; nothing if another value does.
[[nodiscard]] std::optional<std::string> StringValue(std::string_view value);

}  // namespace polc::docker
