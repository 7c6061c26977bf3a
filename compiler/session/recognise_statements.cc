#include <algorithm>
#include <span>
#include <string>

#include "compiler/session/recognise.h"
#include "grammar/apparmor/parse.h"

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
// After `allow` and `deny`, which `.polc` continues with syscalls: the families that no syscall is
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

class StatementReader {
 public:
  explicit StatementReader(std::string_view text) : rest_(text) {}

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
    return rest_.starts_with(" ") || rest_.starts_with("\t") ? AfterInclude() : std::nullopt;
  }

  std::optional<InputKind> AtStatement() {
    if (rest_.starts_with("//")) {  // no path begins like this, but comments of other languages do
      SkipLine();
      return {};
    }
    if (BeginsPath(rest_) || std::string_view("@$:^&").find(rest_[0]) != std::string_view::npos ||
        rest_.starts_with("\":"))
      return InputKind::AppArmor;
    const std::string_view word = TakeWord();
    // A longer word than those of the languages, or a key of another format.
    const bool whole =
        !word.empty() && (rest_.empty() || std::string_view(" \t\r\n({\"<,=@/").find(rest_[0]) !=
                                               std::string_view::npos);
    if (whole && word == "include") return AfterInclude();
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
  std::optional<InputKind> AfterInclude() {
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
  bool leans_ = false;
};

}  // namespace

Statements RecogniseStatements(std::string_view text) {
  StatementReader reader(text);
  const auto kind = reader.Run();
  return {kind, reader.leans()};
}

bool HoldsAppArmorProfile(std::string_view text) {
  Sources sources;
  DiagnosticSink mistakes;
  const aa::File file =
      aa::ParseFile(sources.Add("", std::string(text)), aa::Context::File, mistakes);
  for (const aa::Statement& statement : file.statements) {
    if (std::holds_alternative<aa::Rule>(statement.node) ||
        std::holds_alternative<aa::QualifierBlock>(statement.node))
      return false;
    const auto* profile = std::get_if<aa::Profile>(&statement.node);
    if (profile == nullptr) continue;
    if (profile->form == aa::ProfileForm::Hat || profile->form == aa::ProfileForm::Caret)
      return false;
    const std::vector<Diagnostic> sorted = mistakes.Sorted();
    if (sorted.empty()) return true;
    // Other languages, too, have blocks after a path, logrotate for example; what stands in them
    // is no rule.
    const bool is_block = profile->form == aa::ProfileForm::Bare && profile->body.empty();
    return !is_block && sorted.front().span.begin >= statement.span.begin;
  }
  return false;
}

}  // namespace polc
