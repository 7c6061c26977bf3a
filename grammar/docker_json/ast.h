#pragma once

// The syntax tree of a seccomp profile in JSON: Docker's format in both generations
// (`name`/`architectures` and `names`/`archMap`), Podman's errno names, and the `linux.seccomp`
// object of an OCI config.json. parse.h reads it, compiler/docker resolves it. Actions and
// operators are already words of the format here; names of syscalls, archs, capabilities and errnos
// are still text, because only syscalls/ knows them.
//
// Every text is a view into the SourceFile that was parsed, which must outlive the Profile, or into
// Profile::decoded, where the JSON had escapes. A span covers the whole JSON token, quotes
// included. What is absent in the JSON carries the span of the object that lacks it, so that a
// finding about it always has a place.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"

namespace polc::docker {

template <class T>
struct Spanned {
  T value;
  Span span;
};
using Text = Spanned<std::string_view>;

// SCMP_ACT_*. Kill is the old spelling of KillThread and is kept apart for lint.
enum class Action : uint8_t {
  Kill,
  KillThread,
  KillProcess,
  Trap,
  Errno,
  Trace,
  Allow,
  Log,
  Notify
};
[[nodiscard]] std::string_view NameOf(Action action);
[[nodiscard]] std::span<const std::string_view> ActionNames();  // in the order of the enumerators

// SCMP_CMP_*.
enum class Op : uint8_t { Ne, Lt, Le, Eq, Ge, Gt, MaskedEq };
[[nodiscard]] std::string_view NameOf(Op op);
[[nodiscard]] std::span<const std::string_view> OpNames();  // in the order of the enumerators

// `errnoRet`/`defaultErrnoRet`, and `errno`/`defaultErrno` (a name such as ENOSYS, or a decimal
// number), which Podman and CRI-O prefer. Docker and the runtimes know the number only. If both are
// absent, the errno is EPERM.
struct Errno {
  std::optional<Spanned<uint16_t>> number;  // 0..4094; for SCMP_ACT_TRACE 0..65535
  std::optional<Text> name;
};

// One comparison: unsigned, 64 bits. MaskedEq is `(arg & value) == value_two`; the others ignore
// value_two.
struct Arg {
  Span span;
  Spanned<uint8_t> index;  // 0..5
  Spanned<uint64_t> value;
  Spanned<uint64_t> value_two;
  Spanned<Op> op;
};

struct KernelVersion {
  uint8_t version;  // the 4 of 4.8, as the kernel's Makefile calls it
  uint8_t patch_level;
};

// `includes` (all caps are in the bounding set, the arch is listed, kernel >= min_kernel) or
// `excludes` (any cap is, …). Empty lists do not restrict.
struct Gate {
  Span span;
  std::vector<Text> caps;
  std::vector<Text> arches;  // short names: amd64, arm64, x86
  std::optional<Spanned<KernelVersion>> min_kernel;

  [[nodiscard]] bool empty() const { return caps.empty() && arches.empty() && !min_kernel; }
};

enum class NameForm : uint8_t { Names, LegacyName };

struct Syscall {
  Span span;
  std::vector<Text> names;  // empty if the file says so: such a rule does nothing
  NameForm form = NameForm::Names;
  Spanned<Action> action;
  Errno errno_ret;
  std::vector<Arg>
      args;  // all must hold, unless an index is repeated: then any one is enough (runc, crun)
  std::optional<Text> comment;
  Gate includes;
  Gate excludes;
};

struct ArchMapping {
  Span span;
  Text architecture;
  std::vector<Text> sub_architectures;
};

enum class ProfileForm : uint8_t {
  Docker,     // the top-level object, which Docker, Podman and CRI-O resolve and containerd's CRI
              // reads as OCI
  OciConfig,  // linux.seccomp of a config.json: already resolved, so archMap, name, includes and
              // excludes do not exist
};

struct Profile {
  ProfileForm form = ProfileForm::Docker;
  Span span;
  Spanned<Action> default_action;
  Errno default_errno;
  std::vector<Text> architectures;  // SCMP_ARCH_*; not both this and arch_map
  std::vector<ArchMapping> arch_map;
  std::optional<Spanned<std::vector<Text>>>
      flags;  // absent and `[]` differ: absent lets the runtime add SPEC_ALLOW
  std::optional<Text> listener_path;
  std::optional<Text> listener_metadata;
  std::vector<Syscall> syscalls;

  // Owns the texts that had escapes in the JSON; shared, so that copies of the profile stay valid.
  std::shared_ptr<const std::deque<std::string>> decoded;
};

}  // namespace polc::docker
