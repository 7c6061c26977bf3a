#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "grammar/polc/scan.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

size_t EndOf(std::string_view word, size_t at) {
  return word.empty() ? kNoMatch : at + word.size();
}

// Words for actions in other policy languages.
struct Alias {
  std::string_view word, meant;
};
constexpr Alias kAliases[] = {
    {"block", "deny"},
    {"forbid", "deny"},
    {"kill", "kill_process"},
    {"killprocess", "kill_process"},
    {"killthread", "kill_thread"},
    {"permit", "allow"},
    {"profile", "policy"},
    {"refuse", "deny"},
    {"reject", "deny"},
    {"return", "errno"},
    {"user_notif", "notify"},
    {"user_notify", "notify"},
    {"define", "let"},
    {"const", "let"},
    {"import", "include"},
    {"use", "include"},
    {"group", "set"},
    {"badarch", "bad_arch"},
};

std::span<const std::string_view> WordsOf(Place place) {
  switch (place) {
    case Place::File:
      return FileWords();
    case Place::Policy:
      return PolicyWords();
    case Place::Test:
      return TestWords();
    case Place::RuleBlock:
      break;
  }
  return {};
}

std::optional<std::string_view> Meant(std::string_view word, Place place) {
  const std::span<const std::string_view> words = WordsOf(place);
  std::string lower = ToLower(word);
  std::replace(lower.begin(), lower.end(), '-', '_');
  for (const Alias& alias : kAliases) {
    if (alias.word == "use" && place == Place::File) continue;  // `include` needs a path there
    if (alias.word == lower && std::find(words.begin(), words.end(), alias.meant) != words.end())
      return alias.meant;
  }
  return Nearest(lower, words);
}

// Whether something follows that the statement can act on. `write, close` and a lone `ptrace` are
// more likely the rest of a list whose comma is missing than misspelt words `trap` and `trace`.
bool IsFollowedByOperand(std::string_view text, size_t at) {
  at = ScanBlanks(text, at);
  if (at == text.size()) return false;
  const char c = text[at];
  return IsWordBegin(c) || c == '@' || c == '{' || c == '(' || c == '"';
}

}  // namespace

size_t ScanWord(const ParseState& state, size_t at, std::string_view word) {
  const std::string_view text = state.text;
  // Compares the first letter first, because most words that are asked for are not there.
  if (at < text.size() && text[at] == word[0] && text.substr(at, word.size()) == word) {
    const size_t end = at + word.size();
    if (end == text.size() || !IsWordPart(text[end])) return end;
  }
  if (!state.repairs.empty() && state.RepairAt(at) == word)
    return at + DashedWordAt(text, at).size();
  return kNoMatch;
}

size_t ScanPlainAction(const ParseState& state, size_t at) {
  const std::string_view repair = state.repairs.empty() ? std::string_view() : state.RepairAt(at);
  const std::string_view word =
      repair.empty() ? WordAt(state.text, at) : DashedWordAt(state.text, at);
  const auto kind = ActionOf(repair.empty() ? word : repair);
  if (!kind || *kind == ActionKind::Errno || *kind == ActionKind::Trace) return kNoMatch;
  return EndOf(word, at);
}

size_t ScanName(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, at);
  return IsReserved(word) ? kNoMatch : EndOf(word, at);
}

size_t ScanSettingName(std::string_view text, size_t at) {
  return WordAt(text, at) == "log" ? at + 3 : ScanName(text, at);  // `flags log`
}

size_t ScanArgName(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, at);
  return IsConditionWord(word) ? kNoMatch : EndOf(word, at);
}

size_t ScanPolicyName(std::string_view text, size_t at) {
  // Nearly any word may be the name of a policy, but a word on the next line more likely begins the
  // next statement.
  if (FirstOnLine(text, at)) return kNoMatch;
  const std::string_view word = DashedWordAt(text, at);
  return word != "default" && IsReserved(word) ? kNoMatch : EndOf(word, at);
}

size_t ScanGroupName(std::string_view text, size_t at) {
  if (at == text.size() || text[at] != '@') return kNoMatch;
  return EndOf(DashedWordAt(text, at + 1), at + 1);
}

size_t ScanCastName(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, at);
  return CastOf(word) ? EndOf(word, at) : kNoMatch;
}

size_t ScanAnyValue(std::string_view text, size_t at) {
  return WordAt(text, at) == "_" ? at + 1 : kNoMatch;
}

size_t RepairWord(ParseState& state, size_t at, Place place) {
  const std::string_view word = DashedWordAt(state.text, at);
  if (word.empty() || IsReserved(word) || IsAppArmorWord(word) ||
      !IsFollowedByOperand(state.text, at + word.size())) {
    return kNoMatch;
  }
  const auto meant = Meant(word, place);
  if (!meant) return kNoMatch;
  const Span span = state.At(at, at + word.size());
  const std::string name(*meant);
  state.Report(span, StrFormat("unknown statement `{}`; did you mean `{}`?", word, name),
               {{span, name}});
  state.repairs.push_back({static_cast<uint32_t>(at), *meant});
  return at;
}

}  // namespace polc::dsl
