#include "compiler/lint/daemon.h"

#include <algorithm>

#include "compiler/base/strings.h"
#include "compiler/docker/daemon_keys.h"
#include "grammar/docker_json/reader.h"

namespace polc::lint {
namespace {

using docker::JsonKind;
using docker::JsonMember;
using docker::JsonValue;

struct Check {
  DiagnosticId id;
  void (*run)(const DaemonSubject&, Findings&);
};

constexpr Check kChecks[] = {
#define POLC_LINT_RULE(function, ...) {DiagnosticId::function, function},
#define POLC_DIAGNOSTIC(...)
#include "compiler/base/diagnostics/lint_daemon.def"
#undef POLC_DIAGNOSTIC
#undef POLC_LINT_RULE
};

}  // namespace

DaemonSubject::DaemonSubject(const Session& session, std::string path,
                             docker::JsonDocument document)
    : session_(session), path_(std::move(path)), document_(std::move(document)) {}

Span DaemonSubject::opening() const { return docker::OpeningOf(root()); }

std::optional<JsonMember> DaemonSubject::Member(std::string_view key) const {
  std::optional<JsonMember> found;
  for (const JsonMember member : root().members()) {
    if (member.key.text() == key) found = member;
  }
  if (found && found->value.kind() == JsonKind::Null) found.reset();
  return found;
}

std::optional<JsonValue> DaemonSubject::Get(std::string_view key) const {
  const auto member = Member(key);
  return member ? std::optional(member->value) : std::nullopt;
}

std::optional<bool> DaemonSubject::Flag(std::string_view key) const {
  const auto value = Get(key);
  if (!value || (value->kind() != JsonKind::True && value->kind() != JsonKind::False))
    return std::nullopt;
  return value->kind() == JsonKind::True;
}

std::optional<std::string_view> DaemonSubject::Text(std::string_view key) const {
  const auto value = Get(key);
  return value && value->kind() == JsonKind::String ? std::optional(value->text()) : std::nullopt;
}

std::vector<JsonValue> DaemonSubject::Texts(std::string_view key) const {
  std::vector<JsonValue> texts;
  const auto value = Get(key);
  if (!value) return texts;
  for (const JsonValue element : value->elements()) {
    if (element.kind() == JsonKind::String) texts.push_back(element);
  }
  return texts;
}

std::optional<JsonValue> DaemonSubject::Inner(std::string_view key, std::string_view inner) const {
  const auto value = Get(key);
  std::optional<JsonValue> found;
  if (!value) return found;
  for (const JsonMember member : value->members()) {
    if (member.key.text() == inner) found = member.value;
  }
  return found;
}

Span DaemonSubject::PlaceOf(std::string_view key) const {
  const auto value = Get(key);
  return value ? value->span() : opening();
}

std::optional<DaemonSubject> ReadDaemon(Session& session, const Input& input) {
  docker::JsonResult json =
      docker::ParseJson(session.sources.Get(input.source), session.diagnostics);
  if (!json.document.has_root() || json.document.root().kind() != JsonKind::Object)
    return std::nullopt;
  docker::Report report(session.diagnostics);
  docker::CheckDuplicateKeys(json.document.root(), report);
  return DaemonSubject(session, input.path, std::move(json.document));
}

void RunDaemonRules(const DaemonSubject& subject, Findings& findings,
                    const std::function<bool(DiagnosticId)>& wanted) {
  for (const Check& check : kChecks) {
    if (!wanted(check.id)) continue;
    findings.Begin(check.id);
    check.run(subject, findings);
  }
}

std::optional<std::string> SeccompProfileOf(const DaemonSubject& subject) {
  const auto text = subject.Text("seccomp-profile");
  if (!text || text->empty() || *text == "builtin" || *text == "unconfined") return std::nullopt;
  const FileSystem& files = subject.session().world.files;
  if (text->starts_with('/') && files.Exists(std::string(*text))) return std::string(*text);
  // In a repository the profile usually lies beside the daemon.json that will name it on the host.
  const size_t slash = subject.path().rfind('/');
  const std::string folder =
      slash == std::string::npos ? "./" : subject.path().substr(0, slash + 1);
  const std::string beside = folder + std::string(text->substr(text->rfind('/') + 1));
  return files.Exists(beside) ? std::optional(beside) : std::nullopt;
}

}  // namespace polc::lint
