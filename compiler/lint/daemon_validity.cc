// What makes dockerd refuse a daemon.json, or read another one than was written.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/docker/daemon_keys.h"
#include "compiler/lint/daemon.h"
#include "grammar/docker_json/reader.h"

namespace polc::lint {
namespace {

using docker::JsonKind;
using docker::JsonMember;
using docker::JsonValue;

bool IsFlattened(const JsonMember& member) {
  return member.value.kind() == JsonKind::Object && !IsObjectKey(member.key.text());
}

bool IsRead(std::string_view key) {
  return FindDaemonKey(key) != nullptr || FindRemovedKey(key) != nullptr ||
         FindDeprecatedKey(key) != nullptr || !KeyOfFlag(key).empty();
}

struct Wanted {
  std::string_view words;
  bool (*fits)(JsonValue);
};

bool IsBoolean(JsonValue value) {
  return value.kind() == JsonKind::True || value.kind() == JsonKind::False;
}
bool IsText(JsonValue value) { return value.kind() == JsonKind::String; }
bool IsObject(JsonValue value) { return value.kind() == JsonKind::Object; }
bool IsWhole(JsonValue value) {
  return value.kind() == JsonKind::Number &&
         value.token().find_first_of(".eE") == std::string_view::npos;
}

Wanted WantedOf(DaemonType type) {
  switch (type) {
    case DaemonType::Boolean:
      return {"`true` or `false`", IsBoolean};
    case DaemonType::Whole:
      return {"a whole number", IsWhole};
    case DaemonType::Text:
      return {"a string", IsText};
    case DaemonType::Size:
      return {"a string such as `\"64M\"`", IsText};
    case DaemonType::Texts:
    case DaemonType::Objects:
      return {"a list", [](JsonValue v) { return v.kind() == JsonKind::Array; }};
    case DaemonType::TextMap:
    case DaemonType::BooleanMap:
    case DaemonType::Object:
      return {"an object", IsObject};
  }
  return {"", IsObject};
}

// The token that would be right: `"true"` without its quotes, or `5` with them.
std::vector<Fix> Requoted(JsonValue value, const Wanted& wanted) {
  if (wanted.fits == IsText && (value.kind() == JsonKind::Number || IsBoolean(value))) {
    return {{value.span(), StrFormat("\"{}\"", value.token())}};
  }
  if (!IsText(value)) return {};
  const std::string_view text = value.text();
  const bool is_number = !text.empty() && text.size() < 10 &&
                         text.find_first_not_of("0123456789") == std::string_view::npos;
  const bool fits = (wanted.fits == IsBoolean && (text == "true" || text == "false")) ||
                    (wanted.fits == IsWhole && is_number);
  return fits ? std::vector<Fix>{{value.span(), std::string(text)}} : std::vector<Fix>{};
}

void CheckType(const std::string& key, JsonValue value, const Wanted& wanted, Findings& findings) {
  if (value.kind() == JsonKind::Null || value.kind() == JsonKind::Mended || wanted.fits(value))
    return;
  std::vector<Fix> fixes = Requoted(value, wanted);
  const std::string way = fixes.empty() ? "" : StrFormat("; write `{}`", fixes[0].replacement);
  findings.Add(value.span(),
               StrFormat("`{}` wants {}, found {}, and dockerd does not start{}", key, wanted.words,
                         docker::Describe(value), way),
               {}, {}, std::move(fixes));
}

}  // namespace

void DaemonUnknownKey(const DaemonSubject& subject, Findings& findings) {
  const auto check = [&](JsonValue key, std::string_view around) {
    const std::string_view name = key.text();
    if (key.kind() != JsonKind::String || IsRead(name)) return;
    if (around == "proxies" &&
        (name == "http-proxy" || name == "https-proxy" || name == "no-proxy"))
      return;
    std::string near = DidYouMean(name, DaemonKeyNames());
    std::vector<Fix> fixes;
    if (const std::string lower = ToLower(name); lower != name && FindDaemonKey(lower) != nullptr)
      near = StrFormat("; keys are in lower case, write `{}`", lower);
    if (name == "http-proxy" || name == "https-proxy" || name == "no-proxy")
      near = "; put it into an object `proxies`";
    if (near.empty()) near = "; remove it";
    findings.Add(key.span(),
                 StrFormat("unknown key `{}`, so dockerd does not start{}", name, near));
  };
  for (const JsonMember member : subject.root().members()) {
    if (!IsFlattened(member)) {
      check(member.key, "");
      if (member.key.text() != "proxies") continue;
    }
    for (const JsonMember inner : member.value.members()) check(inner.key, member.key.text());
  }
}

void DaemonNestedKey(const DaemonSubject& subject, Findings& findings) {
  for (const JsonMember member : subject.root().members()) {
    if (!IsFlattened(member)) continue;
    const DaemonKey* known = FindDaemonKey(member.key.text());
    if (known != nullptr) continue;  // of a wrong type
    std::vector<std::string> inside;
    for (const JsonMember inner : member.value.members()) {
      if (FindDaemonKey(inner.key.text()) != nullptr)
        inside.push_back(StrFormat("`{}`", inner.key.text()));
    }
    const std::string what =
        inside.empty()
            ? "what is in it has"
            : Join(inside, " and ") + (inside.size() == 1 ? " in it has" : " in it have");
    findings.Add(
        member.key.span(),
        StrFormat(
            "dockerd knows no object `{}` and takes the file all the same: {} no effect; move the settings to the top level",
            member.key.text(), what));
  }
}

void DaemonRemovedKey(const DaemonSubject& subject, Findings& findings) {
  for (const JsonMember member : subject.root().members()) {
    const FormerKey* former = FindRemovedKey(member.key.text());
    if (former == nullptr) continue;
    findings.Add(member.key.span(),
                 StrFormat("`{}` was removed in Docker {}, and newer daemons refuse the file; {}",
                           former->name, former->since, former->instead));
  }
}

void DaemonDeprecatedKey(const DaemonSubject& subject, Findings& findings) {
  for (const JsonMember member : subject.root().members()) {
    const FormerKey* former = FindDeprecatedKey(member.key.text());
    if (former == nullptr) continue;
    findings.Add(member.key.span(), StrFormat("`{}` is deprecated since Docker {}; {}",
                                              former->name, former->since, former->instead));
  }
}

void DaemonIgnoredKey(const DaemonSubject& subject, Findings& findings) {
  for (const JsonMember member : subject.root().members()) {
    const std::string_view key = KeyOfFlag(member.key.text());
    if (key.empty()) continue;
    const bool is_there = subject.Member(key).has_value();
    findings.Add(
        member.key.span(),
        StrFormat(
            "`{}` is a flag of dockerd, but no key: the file is taken, and this has no effect; write `{}`{}",
            member.key.text(), key,
            FindDaemonKey(key)->type == DaemonType::Texts ? ", a list" : ""),
        {}, {},
        is_there ? std::vector<Fix>{}
                 : std::vector<Fix>{{member.key.span(), StrFormat("\"{}\"", key)}});
  }
}

void DaemonWrongType(const DaemonSubject& subject, Findings& findings) {
  for (const JsonMember member : subject.root().members()) {
    const DaemonKey* key = FindDaemonKey(member.key.text());
    if (key == nullptr) continue;
    const std::string name(key->name);
    CheckType(name, member.value, WantedOf(key->type), findings);
    const Wanted text = WantedOf(DaemonType::Text), boolean = WantedOf(DaemonType::Boolean),
                 object = WantedOf(DaemonType::Object);
    if (key->type == DaemonType::Texts || key->type == DaemonType::Objects) {
      const Wanted& wanted = key->type == DaemonType::Texts ? text : object;
      for (const JsonValue element : member.value.elements())
        CheckType(name, element, wanted, findings);
    }
    if (key->type == DaemonType::TextMap || key->type == DaemonType::BooleanMap) {
      const Wanted& wanted = key->type == DaemonType::TextMap ? text : boolean;
      for (const JsonMember inner : member.value.members())
        CheckType(StrFormat("{}.{}", name, inner.key.text()), inner.value, wanted, findings);
    }
  }
}

void DaemonRemovedDriver(const DaemonSubject& subject, Findings& findings) {
  struct Driver {
    std::string_view key, name, since, instead;
  };
  constexpr Driver drivers[] = {
      {"storage-driver", "aufs", "24.0", "overlay2"},
      {"storage-driver", "overlay", "24.0", "overlay2"},
      {"storage-driver", "devicemapper", "25.0", "overlay2"},
      {"log-driver", "logentries", "25.0", "syslog"},
  };
  for (const Driver& driver : drivers) {
    if (subject.Text(driver.key) != driver.name) continue;
    findings.Add(
        subject.PlaceOf(driver.key),
        StrFormat(
            "the driver `{}` was removed in Docker {}, and newer daemons do not start with it; use `{}`, after saving the images and volumes that are kept",
            driver.name, driver.since, driver.instead));
  }
  for (const JsonValue option : subject.Texts("storage-opts")) {
    if (option.text().starts_with("dm."))
      findings.Add(
          option.span(),
          StrFormat(
              "`{}` is an option of the driver `devicemapper`, which was removed in Docker 25.0; remove it",
              option.text()));
  }
  if (const auto option = subject.Inner("log-opts", "fluentd-async-connect")) {
    findings.Add(option->span(),
                 "`fluentd-async-connect` was removed in Docker 28.0; write `fluentd-async`");
  }
}

void DaemonBadUlimit(const DaemonSubject& subject, Findings& findings) {
  static constexpr std::string_view kNames[] = {
      "core",   "cpu",   "data", "fsize",  "locks",  "memlock",    "msgqueue", "nice",
      "nofile", "nproc", "rss",  "rtprio", "rttime", "sigpending", "stack"};
  const auto limits = subject.Get("default-ulimits");
  if (!limits) return;
  for (const JsonMember limit : limits->members()) {
    const std::string_view name = limit.key.text();
    if (std::find(std::begin(kNames), std::end(kNames), name) == std::end(kNames)) {
      findings.Add(limit.key.span(),
                   StrFormat("there is no limit `{}`{}", name, DidYouMean(name, kNames)));
    }
    std::optional<JsonValue> soft, hard;
    for (const JsonMember part : limit.value.members()) {
      if (part.key.text() == "Soft") soft = part.value;
      if (part.key.text() == "Hard") hard = part.value;
      if (part.key.text() == "Name" && IsText(part.value) && part.value.text() != name) {
        findings.Add(part.value.span(), StrFormat("`Name` says `{}`, but this is the limit `{}`",
                                                  part.value.text(), name));
      }
    }
    if (!soft || !hard || hard->token() == "-1") continue;
    const auto low = ParseUnsigned(soft->token()), high = ParseUnsigned(hard->token());
    const bool above = (low && high && *low > *high) || (soft->token() == "-1" && high);
    if (above)
      findings.Add(
          soft->span(),
          StrFormat("`Soft` is above `Hard`, so that no container starts; lower it to `{}`",
                    hard->token()));
  }
}

void DaemonRuntime(const DaemonSubject& subject, Findings& findings) {
  if (const auto runtimes = subject.Get("runtimes")) {
    for (const JsonMember runtime : runtimes->members()) {
      const std::string_view name = runtime.key.text();
      if (name == "runc")
        findings.Add(
            runtime.key.span(),
            "`runc` is Docker's own runtime and cannot be redefined; give yours another name");
      bool says_what = false;
      for (const JsonMember part : runtime.value.members())
        says_what = says_what || part.key.text() == "path" || part.key.text() == "runtimeType";
      if (name != "runc" && !says_what)
        findings.Add(runtime.key.span(),
                     StrFormat("the runtime `{}` has neither `path` nor `runtimeType`", name));
    }
  }
  const auto chosen = subject.Text("default-runtime");
  if (!chosen || chosen->empty() || *chosen == "runc" || chosen->starts_with("io.containerd.") ||
      chosen->starts_with('/'))
    return;
  if (!subject.Inner("runtimes", *chosen)) {
    findings.Add(
        subject.PlaceOf("default-runtime"),
        StrFormat(
            "the runtime `{}` is not in `runtimes`, so that dockerd does not start unless a flag defines it",
            *chosen));
  }
}

}  // namespace polc::lint
