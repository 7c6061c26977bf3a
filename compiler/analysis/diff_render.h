#pragma once

// A DiffReport (diff.h) for people, for programs and for the comment of a pull request.

#include <optional>
#include <string>
#include <vector>

#include "compiler/analysis/diff.h"
#include "compiler/base/json.h"
#include "compiler/base/render.h"

namespace polc {

// What the caller knows about one side of the diff apart from its filter.
struct ProfileFacts {
  std::string name;  // as the user wrote it
  std::string kind = "seccomp";
  std::optional<size_t> names = {};  // syscall names in its rules
  std::optional<Verdict> otherwise = {};
  std::vector<StubLimit> stub = {};  // of the checks that the runtime puts before the filter
};

// Summary is one line. Concise groups syscalls with the same change and cuts long conditions. Full
// has a line for each syscall.
enum class DiffDetail : uint8_t { Summary, Concise, Full };

[[nodiscard]] std::string DiffText(const DiffReport& report, const ProfileFacts& before,
                                   const ProfileFacts& after, DiffDetail detail, Colour colour);
// "schema": "polc.diff/1"
[[nodiscard]] Json DiffJson(const DiffReport& report, const ProfileFacts& before,
                            const ProfileFacts& after);
[[nodiscard]] std::string DiffMarkdown(const DiffReport& report, const ProfileFacts& before,
                                       const ProfileFacts& after);

// "NEW is strictly tighter"
[[nodiscard]] std::string VerdictText(const DiffReport& report);
// "310→309 x86_64, 289 x86": the numbers of syscalls that can be allowed.
[[nodiscard]] std::string AllowedText(const DiffReport& report);

}  // namespace polc
