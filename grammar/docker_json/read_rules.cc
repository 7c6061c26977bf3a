#include "grammar/docker_json/read_rules.h"

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "grammar/docker_json/json_text.h"

namespace polc::docker {
namespace {

constexpr std::array<std::string_view, 9> kSyscallKeys = {
    "names", "name", "action", "errnoRet", "errno", "args", "comment", "includes", "excludes"};
constexpr std::array<std::string_view, 3> kGateKeys = {"caps", "arches", "minKernel"};

// libseccomp accepts errnos below the kernel's MAX_ERRNO, 4095.
constexpr uint64_t kMostErrno = 4094;
constexpr uint64_t kMostTrace = 65535;

void CheckErrno(std::string_view key, const Spanned<uint64_t>& number, Action action, Errno& out,
                Report& report) {
  const std::string shown = StrFormat("`{}` {}", key, number.value);
  if (action != Action::Errno && action != Action::Trace) {
    report.Warning(DiagnosticId::IgnoredKey, number.span,
                   "`{}` has no effect with `{}`, and some runtimes refuse it; remove it", key,
                   NameOf(action));
    return;
  }
  const uint64_t most = action == Action::Errno ? kMostErrno : kMostTrace;
  if (number.value <= most) {
    out.number = Spanned<uint16_t>{static_cast<uint16_t>(number.value), number.span};
    if (number.value == 0 && action == Action::Errno) {
      report.Warning(
          DiagnosticId::InvalidValue, number.span,
          "errno 0 makes the syscall look as if it had succeeded, without having been run");
    }
    return;
  }
  std::string message = shown + " is out of range; ";
  if (number.value > kMostTrace) {
    const uint64_t low = number.value & 0xffff;
    message += StrFormat(
        "the runtimes keep its low 16 bits, which are {}{}; the range is 0 to {}", low,
        low == 0 && action == Action::Errno ? ", so the call would seem to succeed" : "", most);
  } else {
    message +=
        StrFormat("runc accepts 0 to {} and refuses to start a container with this number", most);
  }
  report.Error(DiagnosticId::InvalidValue, number.span, std::move(message));
}

std::optional<uint8_t> ReadVersionPart(std::string_view digits) {
  unsigned value = 0;
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value > 255)
    return std::nullopt;
  return static_cast<uint8_t>(value);
}

// moby accepts `N.M`, where each number has at most three digits and is below 256
// (profiles/seccomp, KernelVersion.UnmarshalJSON).
std::optional<Spanned<KernelVersion>> ReadKernel(const Fields& fields, Report& report) {
  const auto text = ReadString(fields, "minKernel", report);
  if (!text) return std::nullopt;
  const auto refuse = [&](std::string message) {
    report.Error(DiagnosticId::InvalidValue, text->span, std::move(message));
    return std::nullopt;
  };
  if (text->value.empty())
    return refuse(
        "`minKernel` is empty, which Docker reads as 0.0, that is, every kernel; remove it or write a version such as `4.8`");
  const auto parts = Split(text->value, '.');
  std::optional<uint8_t> version, patch_level;
  if (parts.size() >= 2) {
    version = ReadVersionPart(parts[0]);
    patch_level = ReadVersionPart(parts[1]);
  }
  if (!version || !patch_level)
    return refuse(StrFormat("`minKernel` must be a version such as `4.8`, found {}",
                            Shorten(StrFormat("\"{}\"", text->value))));
  if (parts.size() > 2) {
    const std::string meant = StrFormat("{}.{}", parts[0], parts[1]);
    Diagnostic diagnostic{.id = DiagnosticId::InvalidValue, .span = text->span, .message = ""};
    diagnostic.message =
        StrFormat("`minKernel` must have two numbers, and Docker refuses more; write `{}`", meant);
    diagnostic.fixes.push_back({text->span, StrFormat("\"{}\"", meant)});
    report.Add(std::move(diagnostic));
    return std::nullopt;
  }
  if (*version == 0 && *patch_level == 0)
    return refuse("`minKernel` is `0.0`, which Docker refuses; remove it");
  return Spanned<KernelVersion>{{*version, *patch_level}, text->span};
}

// Reads the legacy `name` or the list `names`. Docker refuses a rule with both, but an empty one
// counts as absent.
void ReadNames(const Fields& fields, Syscall& syscall, Report& report) {
  const auto names = fields.Get("names");
  const auto name = ReadString(fields, "name", report);
  syscall.names = ReadStrings(fields, "names", "syscall name", report);
  const bool has_names = names && (names->kind() != JsonKind::Array || !names->elements().empty());
  if (name && !name->value.empty() && has_names) {
    Diagnostic diagnostic{
        .id = DiagnosticId::ConflictingKeys, .span = fields.KeyOf("name")->span(), .message = ""};
    diagnostic.message = "a rule has either `name` or `names`; Docker refuses both";
    diagnostic.labels.push_back({fields.KeyOf("names")->span(), "`names` is here"});
    report.Add(std::move(diagnostic));
    return;
  }
  if (has_names) return;
  if (name) {
    if (name->value.empty() && names) return;
    syscall.form = NameForm::LegacyName;
    if (const auto checked = CheckName(*name, "syscall name", report))
      syscall.names.push_back(*checked);
  } else if (names) {
    report.Warning(DiagnosticId::InvalidValue, names->span(),
                   "`names` is empty, so this rule does nothing");
  } else if (!fields.Get("name")) {
    fields.ReportMissing("names", DiagnosticId::MissingKey, "the rule is for no syscall", report);
  }
}

// Reports Docker's additions in a config.json: the runtimes ignore them, and each message says what
// follows from that.
void CheckOciKeys(const Fields& fields, const Syscall& syscall, Report& report) {
  const auto ignored = [&](std::string_view key, std::string_view consequence) {
    report.Error(DiagnosticId::IgnoredKey, fields.KeyOf(key)->span(),
                 "`{}` is not read in an OCI config, so {}", key, consequence);
  };
  if (fields.Get("name")) ignored("name", "this rule is for no syscall; write `names`");
  if (!syscall.includes.empty()) ignored("includes", "this rule always applies");
  if (!syscall.excludes.empty()) ignored("excludes", "this rule always applies");
}

}  // namespace

Errno ReadErrno(const Fields& fields, ErrnoKeys keys, std::optional<Action> action,
                ProfileForm form, Report& report) {
  Errno out;
  const auto number = ReadWhole(fields, keys.number, report);
  auto name = ReadString(fields, keys.name, report);
  if (number && action) CheckErrno(keys.number, *number, *action, out, report);
  if (!name || name->value.empty()) return out;
  if (action && *action != Action::Errno && *action != Action::Trace) {
    report.Warning(DiagnosticId::IgnoredKey, name->span, "`{}` has no effect with `{}`; remove it",
                   keys.name, NameOf(*action));
    return out;
  }
  if (!fields.Get(keys.number)) {
    report.Warning(DiagnosticId::IgnoredKey, name->span,
                   "{} `{}`, so the error would be EPERM; write `{}`, too",
                   form == ProfileForm::Docker ? "only Podman and CRI-O read" : "no runtime reads",
                   keys.name, keys.number);
  }
  out.name = name;
  return out;
}

Gate ReadGate(const Fields& fields, std::string_view key, Report& report) {
  Gate gate;
  gate.span = fields.object().span();
  const auto object = ReadObject(fields, key, report);
  if (!object) return gate;
  gate.span = object->span();
  const Fields keys(*object, kGateKeys, UnknownKeys::Warn, report);
  gate.caps = ReadStrings(keys, "caps", "capability", report);
  gate.arches = ReadStrings(keys, "arches", "architecture", report);
  gate.min_kernel = ReadKernel(keys, report);
  return gate;
}

std::optional<Spanned<Action>> ReadAction(const Fields& fields, std::string_view key,
                                          Report& report) {
  const auto text = ReadString(fields, key, report);
  if (!text) return std::nullopt;
  const auto position = ReadWord(*text, ActionNames(), "action", report);
  if (!position) return std::nullopt;
  return Spanned<Action>{static_cast<Action>(*position), text->span};
}

Syscall ReadSyscall(JsonValue object, ProfileForm form, Report& report) {
  const Fields fields(object, kSyscallKeys, UnknownKeys::Warn, report);
  Syscall syscall;
  syscall.span = object.span();
  ReadNames(fields, syscall, report);
  const auto action = ReadAction(fields, "action", report);
  if (!fields.Get("action")) {
    fields.ReportMissing("action", DiagnosticId::MissingKey, "runc refuses a rule without one",
                         report);
  }
  syscall.action = action.value_or(Spanned<Action>{Action::KillProcess, object.span()});
  syscall.errno_ret = ReadErrno(fields, {"errnoRet", "errno"},
                                action ? std::optional(action->value) : std::nullopt, form, report);
  syscall.args = ReadArgs(fields, report);
  syscall.comment = ReadString(fields, "comment", report);
  syscall.includes = ReadGate(fields, "includes", report);
  syscall.excludes = ReadGate(fields, "excludes", report);
  if (form == ProfileForm::OciConfig) CheckOciKeys(fields, syscall, report);
  return syscall;
}

}  // namespace polc::docker
