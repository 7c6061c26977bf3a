#include "grammar/docker_json/parse.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/base/strings.h"
#include "grammar/docker_json/positioned_json.h"
#include "grammar/docker_json/read_rules.h"
#include "grammar/docker_json/reader.h"

namespace polc::docker {
namespace {

constexpr std::array<std::string_view, 9> kProfileKeys = {
    "defaultAction", "defaultErrnoRet", "defaultErrno",     "architectures", "archMap",
    "flags",         "listenerPath",    "listenerMetadata", "syscalls"};
constexpr std::array<std::string_view, 2> kArchMapKeys = {"architecture", "subArchitectures"};
constexpr std::array<std::string_view, 5> kConfigKeys = {"ociVersion", "process", "linux",
                                                         "defaultAction", "syscalls"};
constexpr std::array<std::string_view, 1> kLinuxKeys = {"seccomp"};
// linux/seccomp.h, SECCOMP_FILTER_FLAG_*, as far as the OCI runtime specification takes them.
constexpr std::array<std::string_view, 4> kFlags = {
    "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
    "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"};

struct Found {
  JsonValue object;
  ProfileForm form;
};

// The profile within the document: all of it, or the `linux.seccomp` of an OCI config.json.
std::optional<Found> FindProfile(JsonValue root, DiagnosticSink& diagnostics) {
  Report report(diagnostics);
  if (root.kind() != JsonKind::Object) {
    if (root.kind() == JsonKind::Mended || !root.closed())
      return std::nullopt;  // reported as no JSON
    report.Error(DiagnosticId::WrongType, root.span(), "a profile must be a JSON object, found {}",
                 Describe(root));
    return std::nullopt;
  }
  // Mistakes in these keys are reported once it is known which of the two the document is.
  DiagnosticSink unheard;
  Report silent(unheard);
  const Fields top(root, kConfigKeys, UnknownKeys::Ignore, silent);
  const bool docker = top.Get("defaultAction") || top.Get("syscalls");
  if (docker || (!top.KeyOf("linux") && !top.KeyOf("ociVersion")))
    return Found{root, ProfileForm::Docker};

  constexpr std::string_view kUnconfined = "the container runs without seccomp";
  const Fields config(root, kConfigKeys, UnknownKeys::Ignore, report);
  const auto linux_object = ReadObject(config, "linux", report);
  if (!linux_object) {
    if (!config.Get("linux"))
      config.ReportMissing("linux", DiagnosticId::NothingToCompile, kUnconfined, report);
    return std::nullopt;
  }
  const Fields linux_fields(*linux_object, kLinuxKeys, UnknownKeys::Ignore, report);
  const auto seccomp = ReadObject(linux_fields, "seccomp", report);
  if (!seccomp) {
    if (!linux_fields.Get("seccomp"))
      linux_fields.ReportMissing("seccomp", DiagnosticId::NothingToCompile, kUnconfined, report);
    return std::nullopt;
  }
  return Found{*seccomp, ProfileForm::OciConfig};
}

void ReadDefaultAction(const Fields& fields, Profile& profile, Report& report) {
  const auto value = fields.Get("defaultAction");
  const bool empty = value && value->kind() == JsonKind::String && value->text().empty();
  profile.default_action = {Action::KillProcess, profile.span};
  if (!value || empty) {
    const auto syscalls = fields.Get("syscalls");
    const bool none =
        !syscalls || (syscalls->kind() == JsonKind::Array && syscalls->elements().empty());
    const auto id = none ? DiagnosticId::NothingToCompile : DiagnosticId::MissingKey;
    const std::string_view reason =
        none ? "Docker takes a profile without default action and rules for no seccomp at all"
             : "runc refuses a profile without one";
    if (empty) {
      report.Error(id, value->span(), "`defaultAction` is empty; {}", reason);
    } else {
      fields.ReportMissing("defaultAction", id, reason, report);
    }
    return;
  }
  if (const auto action = ReadAction(fields, "defaultAction", report)) {
    profile.default_action = *action;
    if (action->value == Action::Notify) {
      report.Error(DiagnosticId::InvalidValue, action->span,
                   "`SCMP_ACT_NOTIFY` cannot be the default action; runc refuses it, as the "
                   "runtime itself would wait for an answer");
    }
  }
}

bool NotEmpty(const std::optional<JsonValue>& value) {
  return value && (value->kind() != JsonKind::Array || !value->elements().empty());
}

void ReadArches(const Fields& fields, Profile& profile, Report& report) {
  profile.architectures = ReadStrings(fields, "architectures", "architecture", report);
  for (const JsonValue element : ReadList(fields, "archMap", "objects", report)) {
    if (!IsObject(element, "archMap", report)) continue;
    const Fields mapping(element, kArchMapKeys, UnknownKeys::Warn, report);
    auto architecture = ReadString(mapping, "architecture", report);
    if (architecture) architecture = CheckName(*architecture, "architecture", report);
    if (!mapping.Get("architecture")) {
      mapping.ReportMissing("architecture", DiagnosticId::MissingKey,
                            "no machine will use what it maps", report);
    }
    auto subs = ReadStrings(mapping, "subArchitectures", "architecture", report);
    if (architecture) profile.arch_map.push_back({element.span(), *architecture, std::move(subs)});
  }
  if (profile.form == ProfileForm::OciConfig && NotEmpty(fields.Get("archMap"))) {
    report.Error(DiagnosticId::IgnoredKey, fields.KeyOf("archMap")->span(),
                 "`archMap` is not read in an OCI config, so only the native architecture may run; "
                 "write `architectures`");
  } else if (NotEmpty(fields.Get("architectures")) && NotEmpty(fields.Get("archMap"))) {
    Diagnostic diagnostic{.id = DiagnosticId::ConflictingKeys,
                          .span = fields.KeyOf("archMap")->span(),
                          .message = ""};
    diagnostic.message = "a profile has either `architectures` or `archMap`; Docker refuses both";
    diagnostic.labels.push_back({fields.KeyOf("architectures")->span(), "`architectures` is here"});
    report.Add(std::move(diagnostic));
  }
}

void ReadFlags(const Fields& fields, Profile& profile, Report& report) {
  const auto value = fields.Get("flags");
  if (!value) return;
  std::vector<Text> flags;
  for (const Text& flag : ReadStrings(fields, "flags", "flag", report)) {
    if (ReadWord(flag, kFlags, "flag", report)) flags.push_back(flag);
  }
  profile.flags = Spanned<std::vector<Text>>{std::move(flags), value->span()};
}

void CheckListener(const Fields& fields, const Profile& profile, Report& report) {
  const bool path = profile.listener_path && !profile.listener_path->value.empty();
  const auto is_notify = [](const Syscall& syscall) {
    return syscall.action.value == Action::Notify;
  };
  for (const Syscall& syscall : profile.syscalls) {
    if (!is_notify(syscall)) continue;
    for (const Text& name : syscall.names) {
      if (name.value != "write") continue;
      report.Error(DiagnosticId::InvalidValue, name.span,
                   "`write` cannot have the action `SCMP_ACT_NOTIFY`; runc refuses it, as it needs "
                   "the call to hand over the listener");
    }
  }
  const auto notify = std::ranges::find_if(profile.syscalls, is_notify);
  if (notify != profile.syscalls.end() && !path && !fields.Get("listenerPath")) {
    report.Error(DiagnosticId::MissingKey, notify->action.span,
                 "`SCMP_ACT_NOTIFY` needs a `listenerPath`; runc refuses a profile without one");
  }
  if (path && notify == profile.syscalls.end() && profile.default_action.value != Action::Notify) {
    report.Warning(DiagnosticId::IgnoredKey, profile.listener_path->span,
                   "`listenerPath` has no effect, as no action is `SCMP_ACT_NOTIFY`");
  }
  if (profile.listener_metadata && !profile.listener_metadata->value.empty() && !path &&
      !fields.Get("listenerPath")) {
    report.Warning(DiagnosticId::IgnoredKey, profile.listener_metadata->span,
                   "`listenerMetadata` has no effect without `listenerPath`");
  }
}

Profile ReadProfile(const Found& found, Report& report) {
  const Fields fields(found.object, kProfileKeys, UnknownKeys::Warn, report);
  Profile profile;
  profile.form = found.form;
  profile.span = found.object.span();
  ReadDefaultAction(fields, profile, report);
  // Whether an errno is allowed depends on the default action, so it must be known.
  const bool has_action = profile.default_action.span != profile.span;
  profile.default_errno = ReadErrno(
      fields, {"defaultErrnoRet", "defaultErrno"},
      has_action ? std::optional(profile.default_action.value) : std::nullopt, found.form, report);
  ReadArches(fields, profile, report);
  ReadFlags(fields, profile, report);
  profile.listener_path = ReadString(fields, "listenerPath", report);
  profile.listener_metadata = ReadString(fields, "listenerMetadata", report);
  const auto syscalls = ReadList(fields, "syscalls", "rules", report);
  profile.syscalls.reserve(syscalls.size());
  for (const JsonValue syscall : syscalls) {
    if (IsObject(syscall, "syscalls", report))
      profile.syscalls.push_back(ReadSyscall(syscall, found.form, report));
  }
  CheckListener(fields, profile, report);
  return profile;
}

}  // namespace

std::optional<Profile> ParseProfile(const SourceFile& file, DiagnosticSink& diagnostics) {
  const JsonResult json = ParseJson(file, diagnostics);
  if (!json.document.has_root()) return std::nullopt;
  Report report(diagnostics);
  CheckDuplicateKeys(json.document.root(), report);
  const auto found = FindProfile(json.document.root(), diagnostics);
  if (!found) return std::nullopt;
  Profile profile = ReadProfile(*found, report);
  if (!json.well_formed) return std::nullopt;
  profile.decoded = json.document.decoded();
  return profile;
}

}  // namespace polc::docker
