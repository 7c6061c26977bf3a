#include "compiler/session/input_kind.h"

#include <algorithm>
#include <span>

namespace polc {
namespace {

// What only one of the languages begins a statement with.
constexpr std::string_view kPolicyWords[] = {"apparmor", "errno", "kill_process", "kill_thread",
                                             "let",      "log",   "notify",       "policy",
                                             "test",     "trace", "trap",         "when"};
constexpr std::string_view kAppArmorWords[] = {
    "abi",      "alias",   "audit",  "change_hat", "change_profile", "dbus",    "hat",
    "io_uring", "link",    "mount",  "mqueue",     "other",          "owner",   "pivot_root",
    "priority", "profile", "prompt", "ptrace",     "quiet",          "remount", "rewrite",
    "signal",   "umount",  "unix",   "unmount",    "userns"};
// Statements of `.polc` that AppArmor profiles are made of; as likely to be AppArmor's own.
constexpr std::string_view kSharedWords[] = {"capability", "file", "network"};
// Behind `allow` and `deny`, which `.polc` continues with syscalls: the families that no syscall is
// called like.
constexpr std::string_view kFamilies[] = {
    "all",      "audit",  "capability", "change_hat", "change_profile", "dbus", "file",
    "io_uring", "mqueue", "network",    "owner",      "profile",        "unix", "userns"};

bool Contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool BeginsPath(std::string_view text) {
  return text.starts_with("/") || text.starts_with("@{") || text.starts_with("\"/") ||
         text.starts_with("\"@{");
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<InputKind> Run() {
    for (;;) {
      SkipBlanks();
      if (rest_.empty()) return {};
      if (rest_[0] == '#') {
        if (const auto kind = AtComment()) return kind;
        SkipLine();
        continue;
      }
      if (const auto kind = AtStatement()) return kind;
    }
  }

  // Whether what Run() passed by is, if anything, AppArmor's: both have it, but a `.polc` file of
  // nothing else would be of no use.
  [[nodiscard]] bool leans() const { return leans_; }

 private:
  void SkipBlanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n;"), rest_.size()));
  }
  void SkipBlanksOfLine() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r"), rest_.size()));
  }
  void SkipLine() { rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size())); }

  std::string_view TakeWord() {
    const auto part = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const std::string_view word = rest_.substr(
        0, static_cast<size_t>(std::find_if_not(rest_.begin(), rest_.end(), part) - rest_.begin()));
    rest_.remove_prefix(word.size());
    return word;
  }

  // A comment, unless it is the old spelling of AppArmor's include.
  std::optional<InputKind> AtComment() {
    if (!rest_.starts_with("#include")) {
      leans_ = true;
      return {};
    }
    rest_.remove_prefix(std::string_view("#include").size());
    return rest_.starts_with(" ") || rest_.starts_with("\t") ? BehindInclude() : std::nullopt;
  }

  std::optional<InputKind> AtStatement() {
    if (first_ && (rest_[0] == '{' || rest_[0] == '[')) return InputKind::DockerJson;
    if (rest_.starts_with("//")) {  // no path begins like this, but comments of other languages do
      SkipLine();
      return {};
    }
    first_ = false;
    if (BeginsPath(rest_) || std::string_view("@$:^&").find(rest_[0]) != std::string_view::npos ||
        rest_.starts_with("\":"))
      return InputKind::AppArmor;
    const std::string_view word = TakeWord();
    // A longer word than those of the languages, or a key of another format.
    const bool whole =
        !word.empty() && (rest_.empty() || std::string_view(" \t\r\n({\"<,=@/").find(rest_[0]) !=
                                               std::string_view::npos);
    if (whole && word == "include") return BehindInclude();
    if (whole && Contains(kPolicyWords, word)) return InputKind::Policy;
    if (whole && Contains(kAppArmorWords, word)) return InputKind::AppArmor;
    leans_ = leans_ || (whole && Contains(kSharedWords, word));
    SkipBlanksOfLine();
    if (whole && word == "set")
      return TakeWord() == "rlimit" ? InputKind::AppArmor : InputKind::Policy;
    if (whole && (word == "allow" || word == "deny"))
      return BeginsPath(rest_) || Contains(kFamilies, TakeWord()) ? InputKind::AppArmor
                                                                  : InputKind::Policy;
    SkipLine();
    return {};
  }

  // `.polc` has `include "PATH"` only, and AppArmor has that too. Where the path does not tell,
  // what comes next does.
  std::optional<InputKind> BehindInclude() {
    SkipBlanksOfLine();
    if (!rest_.starts_with("\"")) return InputKind::AppArmor;
    const std::string_view line = rest_.substr(1, std::min(rest_.find('\n', 1), rest_.size()) - 1);
    const std::string_view path = line.substr(0, line.find('"'));
    if (path.ends_with(".polc") || path.ends_with(".json")) return InputKind::Policy;
    rest_.remove_prefix(std::min(path.size() + 2, rest_.size()));
    leans_ = true;
    return {};
  }

  std::string_view rest_;
  bool first_ = true;
  bool leans_ = false;
};

std::string_view WithoutMark(std::string_view content) {
  return content.starts_with("\xef\xbb\xbf") ? content.substr(3) : content;
}

}  // namespace

std::optional<InputKind> Recognise(std::string_view content) {
  const std::string_view text = WithoutMark(content);
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin != std::string_view::npos && text[begin] == '{') return InputKind::DockerJson;
  // A filter is an array of 8-byte instructions, or the piece of one. The first of any has an
  // opcode below 256, so its second or its first byte is zero.
  if (!content.empty() && (content[0] == '\0' || (content.size() > 1 && content[1] == '\0')))
    return InputKind::Bpf;
  return Reader(text).Run();
}

InputKind KindOf(std::string_view content) {
  if (const auto kind = Recognise(content)) return *kind;
  Reader reader(WithoutMark(content));
  (void)reader.Run();
  return reader.leans() ? InputKind::AppArmor : InputKind::DockerJson;
}

}  // namespace polc
