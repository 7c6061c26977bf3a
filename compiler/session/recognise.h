#pragma once

// How input_kind.cc recognises a text, family by family. All of them read tokens; a text passes
// from one to the next until one knows it.

#include <optional>
#include <string_view>

#include "compiler/session/input_kind.h"

namespace polc {

// A text that begins with `{`, after comments perhaps.
[[nodiscard]] Recognised RecogniseJson(std::string_view path, std::string_view text);

// Whether the whole text is JSON.
[[nodiscard]] bool IsJson(std::string_view text);

// By the `apiVersion` and the `kind` of an object of Kubernetes.
[[nodiscard]] InputKind KubernetesKind(std::string_view api_version, std::string_view kind);

// What polc does not read and can name: YAML, systemd units, TOML, logs. Their first statement is
// none of `.polc` or AppArmor.
[[nodiscard]] std::optional<InputKind> RecogniseForeign(std::string_view text);

// `.polc` or AppArmor, read line by line until a statement can belong to one of them only, because
// both have `include`, `set`, `allow` and `deny`, and what is a comment to one (`#include <…>`) is
// a statement to the other.
struct Statements {
  std::optional<InputKind> kind;
  // Whether a text without such a statement is, if anything, AppArmor's: it has comments or
  // statements of both, and a `.polc` file of nothing else would be of no use.
  bool leans_to_apparmor = false;
};
[[nodiscard]] Statements RecogniseStatements(std::string_view text);

// Whether the text is one or several AppArmor profiles: after a preamble its first statement is
// one. What begins with a rule is there to be included, and what cannot be read before that is
// something else.
[[nodiscard]] bool HoldsAppArmorProfile(std::string_view text);

}  // namespace polc
