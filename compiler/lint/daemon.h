#pragma once

// What the rules for Docker's daemon.json ask: the settings as they stand in the file. A rule is a
// function `void Name(const DaemonSubject&, Findings&)` with a row in lint_daemon.def
// (compiler/base/diagnostics).

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/findings.h"
#include "compiler/session/load.h"
#include "grammar/docker_json/positioned_json.h"

namespace polc::lint {

class DaemonSubject {
 public:
  DaemonSubject(const Session& session, std::string path, docker::JsonDocument document);

  [[nodiscard]] const Session& session() const { return session_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] docker::JsonValue root() const { return document_.root(); }
  // The bracket that opens the file: where a finding about an absent key is placed.
  [[nodiscard]] Span opening() const;

  // Nothing for a key that is absent or null; of two equal keys dockerd takes the last.
  [[nodiscard]] std::optional<docker::JsonMember> Member(std::string_view key) const;
  [[nodiscard]] std::optional<docker::JsonValue> Get(std::string_view key) const;
  // Nothing too for a value of another type.
  [[nodiscard]] std::optional<bool> Flag(std::string_view key) const;
  [[nodiscard]] std::optional<std::string_view> Text(std::string_view key) const;
  // The texts of a list.
  [[nodiscard]] std::vector<docker::JsonValue> Texts(std::string_view key) const;
  // The member of an object that is the value of `key`.
  [[nodiscard]] std::optional<docker::JsonValue> Inner(std::string_view key,
                                                       std::string_view inner) const;
  // The value's place, or where it would have to stand.
  [[nodiscard]] Span PlaceOf(std::string_view key) const;
  [[nodiscard]] bool Is(std::string_view key, bool value) const { return Flag(key) == value; }

 private:
  const Session& session_;
  std::string path_;
  docker::JsonDocument document_;
};

// The mistakes of the JSON go to the session; nothing if it is no object.
[[nodiscard]] std::optional<DaemonSubject> ReadDaemon(Session& session, const Input& input);
void RunDaemonRules(const DaemonSubject& subject, Findings& findings,
                    const std::function<bool(DiagnosticId)>& wanted);
// The file that `seccomp-profile` names, where it can be read from here.
[[nodiscard]] std::optional<std::string> SeccompProfileOf(const DaemonSubject& subject);

#define POLC_DIAGNOSTIC(...)
#define POLC_LINT_RULE(function, ...) \
  void function(const DaemonSubject& subject, Findings& findings);
#include "compiler/base/diagnostics/lint_daemon.def"
#undef POLC_LINT_RULE
#undef POLC_DIAGNOSTIC

}  // namespace polc::lint
