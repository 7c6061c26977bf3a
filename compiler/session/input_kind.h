#pragma once

// What a text is: the one place that decides it, for files that are named, files below a directory,
// files that a change touches and files that another one names. input_kinds.def is the table of the
// kinds and of the commands that take them.
//
// The content decides. Only where it says nothing does the path: a text that begins like no
// language is a policy with mistakes if its file is called `*.polc`, an object of unknown keys is a
// daemon.json if it is called so, and below `abstractions/` stands what AppArmor profiles include,
// which can look like a profile.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace polc {

enum class InputKind : uint8_t {
#define POLC_INPUT_KIND(enumerator, id, what, named, found, otherwise) enumerator,
#include "compiler/session/input_kinds.def"
#undef POLC_INPUT_KIND
};

// The commands that read inputs, as bits of a set.
using CommandSet = uint16_t;
inline constexpr CommandSet kCheck = 1 << 0, kCompile = 1 << 1, kDiff = 1 << 2, kDisasm = 1 << 3,
                            kExplain = 1 << 4, kFmt = 1 << 5, kImport = 1 << 6, kLint = 1 << 7,
                            kQuery = 1 << 8, kTest = 1 << 9, kVerify = 1 << 10;
// Those that want a filter of system calls.
inline constexpr CommandSet kFilters = kCompile | kDiff | kExplain | kQuery | kVerify;

struct KindTraits {
  InputKind kind;
  std::string_view id, what;
  CommandSet named, found;
  std::string_view otherwise;
};
[[nodiscard]] const KindTraits& TraitsOf(InputKind kind);

// What the text is, by its tokens and only as far as they must be read to know it. Policies and
// AppArmor profiles are not told from what they include.
[[nodiscard]] InputKind KindOf(std::string_view path, std::string_view content);

struct Recognised {
  InputKind kind;
  // Whether the text is that, perhaps with mistakes. Otherwise only its first words say so, which
  // other files have too (a shell script can begin with `test`): a file that nobody named is passed
  // over then.
  bool certain;
};
// The same by parsing all of the text.
[[nodiscard]] Recognised Examine(std::string_view path, const std::string& content);

[[nodiscard]] inline bool IsPolicy(InputKind kind) {
  return kind == InputKind::Policy || kind == InputKind::PolicyFragment;
}
[[nodiscard]] inline bool IsAppArmor(InputKind kind) {
  return kind == InputKind::AppArmor || kind == InputKind::AppArmorFragment;
}
[[nodiscard]] inline bool IsSeccompJson(InputKind kind) {
  return kind == InputKind::SeccompJson || kind == InputKind::OciConfig;
}

// Whether a directory stands for such files when the command is given one.
[[nodiscard]] inline bool IsFoundBy(CommandSet command, const Recognised& file) {
  return file.certain && (TraitsOf(file.kind).found & command) != 0;
}

}  // namespace polc
