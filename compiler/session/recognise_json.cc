#include <algorithm>
#include <string>
#include <vector>

#include "compiler/base/strings.h"
#include "compiler/docker/daemon_keys.h"
#include "compiler/session/recognise.h"
#include "grammar/docker_json/object_scan.h"
#include "grammar/docker_json/positioned_json.h"
#include "grammar/docker_json/reader.h"

namespace polc {
namespace {

// The keys of which docker::ParseProfile knows a profile, as docker::FoldKey has them.
bool TellsProfile(std::string_view folded) {
  return folded == "defaultaction" || folded == "syscalls";
}

bool IsMisspelt(std::string_view folded) {
  static constexpr std::string_view kKeys[] = {"defaultaction", "defaulterrnoret", "architectures",
                                               "archmap", "syscalls"};
  return folded.size() > 6 && Nearest(folded, kKeys).has_value();
}

bool HasSeccomp(std::string_view linux_value) {
  docker::ObjectScan scan(linux_value);
  while (const auto member = scan.Next()) {
    if (docker::FoldKey(member->key) == "seccomp") return member->value.starts_with('{');
  }
  return false;
}

// Half of the keys are dockerd's, and one of them is nobody else's or not alone.
bool IsDaemon(const std::vector<std::string>& keys) {
  size_t known = 0, distinctive = 0;
  for (const std::string& key : keys) {
    if (IsDistinctive(key)) ++distinctive;
    const bool near = !KeyOfFlag(key).empty() || (key.size() > 6 && Nearest(key, DaemonKeyNames()));
    if (FindDaemonKey(key) != nullptr || FindRemovedKey(key) != nullptr ||
        FindDeprecatedKey(key) != nullptr || near)
      ++known;
  }
  return 2 * known >= keys.size() &&
         (distinctive > 0 || known > 1 || (known == 1 && keys.size() == 1));
}

}  // namespace

bool IsJson(std::string_view text) {
  const SourceFile file{SourceId{0}, "", std::string(text)};
  DiagnosticSink mistakes;
  return docker::ParseJson(file, mistakes).well_formed;
}

Recognised RecogniseJson(std::string_view path, std::string_view text) {
  constexpr size_t kMostKeys = 1000;  // no daemon.json has as many
  std::vector<std::string> keys;
  std::string api_version, object_kind;
  bool is_oci = false, has_seccomp = false, is_misspelt = false, is_journal = false;
  bool is_baseline = false;
  docker::ObjectScan scan(text);
  while (const auto member = scan.Next()) {
    const std::string folded = docker::FoldKey(member->key);
    if (TellsProfile(folded)) return {InputKind::SeccompJson, true};
    is_misspelt = is_misspelt || IsMisspelt(folded);
    is_oci = is_oci || folded == "ociversion" || folded == "linux";
    has_seccomp = has_seccomp || (folded == "linux" && HasSeccomp(member->value));
    is_journal = is_journal || member->key == "__REALTIME_TIMESTAMP";
    if (member->key == "apiVersion") api_version = docker::StringValue(member->value).value_or("");
    if (member->key == "kind") object_kind = docker::StringValue(member->value).value_or("");
    if (member->key == "schema")
      is_baseline = docker::StringValue(member->value).value_or("").starts_with("polc.baseline/");
    if (keys.size() <= kMostKeys) keys.push_back(member->key);
  }
  if (is_oci) return {InputKind::OciConfig, has_seccomp};
  if (!api_version.empty() && !object_kind.empty())
    return {KubernetesKind(api_version, object_kind), true};
  if (is_baseline) return {InputKind::Baseline, true};
  if (is_journal) return {InputKind::Log, true};
  if (path.ends_with("daemon.json") || (keys.size() <= kMostKeys && IsDaemon(keys)))
    return {InputKind::DaemonJson, true};
  if (is_misspelt || !IsJson(text)) return {InputKind::SeccompJson, false};
  return {InputKind::OtherJson, true};
}

}  // namespace polc
