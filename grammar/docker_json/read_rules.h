#pragma once

// Reads the parts of a profile below its top level: errnos, argument comparisons, gates and rules.
// parse.cc puts them together.

#include <string_view>
#include <vector>

#include "grammar/docker_json/ast.h"
#include "grammar/docker_json/positioned_json.h"
#include "grammar/docker_json/reader.h"

namespace polc::docker {

// The keys of the two spellings of an errno, which have other names at the top level than in a
// rule.
struct ErrnoKeys {
  std::string_view number;  // errnoRet, defaultErrnoRet
  std::string_view name;    // errno, defaultErrno
};

// `action` decides which numbers are in range; if it is absent, that is not checked.
[[nodiscard]] Errno ReadErrno(const Fields& fields, ErrnoKeys keys, std::optional<Action> action,
                              ProfileForm form, Report& report);

// Of the key `args`.
[[nodiscard]] std::vector<Arg> ReadArgs(const Fields& fields, Report& report);

// Of the key `includes` or `excludes`.
[[nodiscard]] Gate ReadGate(const Fields& fields, std::string_view key, Report& report);

// Reports an unknown or missing action. An empty one counts as missing.
[[nodiscard]] std::optional<Spanned<Action>> ReadAction(const Fields& fields, std::string_view key,
                                                        Report& report);

[[nodiscard]] Syscall ReadSyscall(JsonValue object, ProfileForm form, Report& report);

}  // namespace polc::docker
