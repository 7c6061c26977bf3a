#pragma once

// The parts of a profile below its top level: errnos, argument comparisons, gates and rules.
// parse.cc puts them together.

#include <string_view>
#include <vector>

#include "grammar/docker_json/ast.h"
#include "grammar/docker_json/positioned_json.h"
#include "grammar/docker_json/reader.h"

namespace polc::docker {

// The two spellings of an errno, as they are called where they stand.
struct ErrnoKeys {
  std::string_view number;  // errnoRet, defaultErrnoRet
  std::string_view name;    // errno, defaultErrno
};

// `action` says which numbers are in range; nothing if that is not known.
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
