#include "grammar/polc/words.h"

#include <algorithm>

namespace polc::dsl {
namespace {

constexpr std::string_view kActions[] = {"allow", "deny",  "errno",  "kill_process", "kill_thread",
                                         "trap",  "trace", "notify", "log"};
constexpr std::string_view kCasts[] = {"u64", "u32", "i64", "i32"};

// The policy words come second: at the top of a file they are less likely to be meant, but
// fragments have rules there.
constexpr std::string_view kFile[] = {"policy", "test",  "let",    "set",          "include",
                                      "allow",  "deny",  "errno",  "kill_process", "kill_thread",
                                      "trap",   "trace", "notify", "log",          "when"};
constexpr std::string_view kPolicy[] = {
    "allow", "deny", "errno",   "kill_process", "kill_thread", "trap", "trace", "notify",
    "log",   "when", "include", "default",      "bad_arch",    "arch", "flags"};
constexpr std::string_view kTest[] = {"allow",  "deny",  "errno",  "kill_process", "kill_thread",
                                      "trap",   "trace", "notify", "log",          "tighter",
                                      "looser", "same",  "equal"};

constexpr std::string_view kReserved[] = {
    "allow",        "and",         "arch",  "as",   "bad_arch", "default", "deny", "errno",
    "except",       "extends",     "flags", "for",  "has",      "if",      "in",   "include",
    "kill_process", "kill_thread", "let",   "log",  "not",      "notify",  "or",   "policy",
    "set",          "test",        "trace", "trap", "when",
};
constexpr std::string_view kCondition[] = {"and", "as", "has", "if", "in", "not", "or", "when"};
constexpr std::string_view kAppArmor[] = {"apparmor", "capability", "file", "network"};

static_assert(std::is_sorted(std::begin(kReserved), std::end(kReserved)));

std::string_view Scan(std::string_view text, size_t offset,
                      bool (*goes_on)(std::string_view, size_t)) {
  if (offset >= text.size() || !IsWordBegin(text[offset])) return {};
  size_t end = offset + 1;
  while (end < text.size() && goes_on(text, end)) ++end;
  return text.substr(offset, end - offset);
}

}  // namespace

std::string_view WordAt(std::string_view text, size_t offset) {
  return Scan(text, offset, [](std::string_view all, size_t at) { return IsWordPart(all[at]); });
}

std::string_view DashedWordAt(std::string_view text, size_t offset) {
  return Scan(text, offset, [](std::string_view all, size_t at) {
    return IsWordPart(all[at]) ||
           (all[at] == '-' && at + 1 < all.size() && IsWordPart(all[at + 1]));
  });
}

bool IsReserved(std::string_view word) {
  return std::binary_search(std::begin(kReserved), std::end(kReserved), word);
}

bool IsConditionWord(std::string_view word) {
  return std::find(std::begin(kCondition), std::end(kCondition), word) != std::end(kCondition);
}

bool IsAppArmorWord(std::string_view word) {
  return std::find(std::begin(kAppArmor), std::end(kAppArmor), word) != std::end(kAppArmor);
}

std::optional<ActionKind> ActionOf(std::string_view word) {
  const auto at = std::find(std::begin(kActions), std::end(kActions), word);
  if (at == std::end(kActions)) return std::nullopt;
  return static_cast<ActionKind>(at - std::begin(kActions));
}

std::string_view NameOf(ActionKind kind) { return kActions[static_cast<size_t>(kind)]; }

std::optional<Cast> CastOf(std::string_view word) {
  const auto at = std::find(std::begin(kCasts), std::end(kCasts), word);
  if (at == std::end(kCasts)) return std::nullopt;
  return static_cast<Cast>(at - std::begin(kCasts));
}

std::string_view NameOf(Cast cast) { return kCasts[static_cast<size_t>(cast)]; }

std::span<const std::string_view> FileWords() { return kFile; }
std::span<const std::string_view> PolicyWords() { return kPolicy; }
std::span<const std::string_view> TestWords() { return kTest; }
std::span<const std::string_view> CastWords() { return kCasts; }

}  // namespace polc::dsl
