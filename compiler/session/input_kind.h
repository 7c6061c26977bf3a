#pragma once

// What a text is, by its content and never by its name: a seccomp profile in JSON, a `.polc` file,
// an AppArmor profile or a raw filter. Reading goes on line by line until a statement can belong to
// one language only, because both have `include`, `set`, `allow` and `deny`, and what is a comment
// to one (`#include <…>`) is a statement to the other.

#include <cstdint>
#include <optional>
#include <string_view>

namespace polc {

enum class InputKind : uint8_t { DockerJson, Bpf, Policy, AppArmor };

// Nothing if the text could be several: it is empty, or nothing but comments, or begins with words
// of no language.
[[nodiscard]] std::optional<InputKind> Recognise(std::string_view content);

// The same, and where that says nothing the best guess. A text without any sign is read as JSON,
// whose parser says best what is wrong with it.
[[nodiscard]] InputKind KindOf(std::string_view content);

}  // namespace polc
