#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "compiler/base/strings.h"
#include "compiler/session/recognise.h"
#include "grammar/toml/toml.h"

namespace polc {
namespace {

constexpr size_t kMostTomlBytes = size_t{1} << 20;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsBlank(char c) { return c == ' ' || c == '\t'; }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (IsBlank(text.front()) || text.front() == '\r')) text.remove_prefix(1);
  while (!text.empty() && (IsBlank(text.back()) || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// Lines one after the other, without their ends.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> Next() {
    if (rest_.empty()) return std::nullopt;
    const size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

 private:
  std::string_view rest_;
};

// The first line that is neither blank nor a comment: `#`, and in INI files `;`.
std::string_view FirstLine(std::string_view text) {
  Lines lines(text);
  while (const auto line = lines.Next()) {
    const std::string_view words = Trimmed(*line);
    if (!words.empty() && words[0] != '#' && words[0] != ';') return *line;
  }
  return {};
}

// --- logs ---

// Whether `text` has the form: `9` stands for a digit, `a` for a letter, a blank for one or more,
// anything else for itself.
bool HasForm(std::string_view text, std::string_view form) {
  size_t at = 0;
  for (const char c : form) {
    if (at == text.size()) return false;
    if (c == '9' ? !IsDigit(text[at]) : c == 'a' ? !IsLetter(text[at]) : text[at] != c)
      return false;
    ++at;
    while (c == ' ' && at < text.size() && text[at] == ' ') ++at;
  }
  return true;
}

bool IsKernelTime(std::string_view line) {  // "[   12.345678] "
  if (!line.starts_with('[')) return false;
  const std::string_view stamp = Trimmed(line.substr(1, line.find(']') - 1));
  return line.find(']') != std::string_view::npos && !stamp.empty() &&
         stamp.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(stamp.begin(), stamp.end(), '.') == 1;
}

// Lines of auditd, ausearch, dmesg, syslog and journalctl.
bool IsLog(std::string_view line) {
  if (line.starts_with("node=")) line = Trimmed(line.substr(std::min(line.find(' '), line.size())));
  if (line.starts_with("type=")) {
    const size_t blank = line.find(' ');
    return blank != std::string_view::npos && line.substr(blank + 1).starts_with("msg=audit(");
  }
  return line == "----" || line.starts_with("time->") || IsKernelTime(line) ||
         HasForm(line, "aaa 9 99:99:99 ") || HasForm(line, "aaa 99 99:99:99 ") ||
         HasForm(line, "9999-99-99T99:99:99") || HasForm(line, "9999-99-99 99:99:99");
}

// --- YAML ---

struct YamlKey {
  std::string_view name, value;
};

// `key:` or `key: value` at the front of a line.
std::optional<YamlKey> ReadKey(std::string_view line) {
  size_t end = 0;
  while (end < line.size() && (IsLetter(line[end]) || IsDigit(line[end]) ||
                               std::string_view("_-./").find(line[end]) != std::string_view::npos))
    ++end;
  if (end == 0 || end == line.size() || line[end] != ':') return std::nullopt;
  if (end + 1 < line.size() && !IsBlank(line[end + 1])) return std::nullopt;
  std::string_view value = Trimmed(line.substr(end + 1));
  if (value.size() >= 2 && (value[0] == '"' || value[0] == '\''))
    value = value.substr(1, value.find(value[0], 1) - 1);
  return YamlKey{line.substr(0, end), Trimmed(value.substr(0, value.find(" #")))};
}

// A mapping whose keys stand at the beginning of lines, or a list of mappings.
std::optional<InputKind> RecogniseYaml(std::string_view text) {
  std::string_view api_version, kind;
  bool has_key = false;
  Lines lines(text);
  while (const auto line = lines.Next()) {
    if (Trimmed(*line).empty() || line->front() == '#' || IsBlank(line->front())) continue;
    if (line->starts_with("---") || *line == "..." || line->starts_with("%")) continue;
    const bool item = line->starts_with("- ");
    const auto key = ReadKey(item ? Trimmed(line->substr(2)) : *line);
    if (!key) {
      // The items of a list, and what closes a value in brackets.
      if (has_key && (line->front() == '-' || line->front() == ']' || line->front() == '}'))
        continue;
      return std::nullopt;
    }
    has_key = true;
    if (item) continue;
    if (api_version.empty() && key->name == "apiVersion") api_version = key->value;
    if (kind.empty() && key->name == "kind") kind = key->value;
  }
  if (!has_key) return std::nullopt;
  return api_version.empty() || kind.empty() ? InputKind::Yaml : KubernetesKind(api_version, kind);
}

// --- sections in brackets ---

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// systemd.unit(5) and the manual pages of its kinds, podman-systemd.unit(5).
bool IsUnitSection(std::string_view name) {
  return name.starts_with("X-") ||
         IsOneOf(name, {"Unit", "Install", "Service", "Socket", "Mount", "Automount", "Swap",
                        "Path", "Timer", "Slice", "Scope", "Container", "Pod", "Kube", "Volume",
                        "Network", "Image", "Build"});
}

// Sections of systemd alone, and in them assignments and nothing else.
bool IsUnit(std::string_view text) {
  bool has_section = false, continues = false;
  Lines lines(text);
  while (const auto line = lines.Next()) {
    const std::string_view words = Trimmed(*line);
    const bool comment = !words.empty() && (words[0] == '#' || words[0] == ';');
    const bool continued = continues;
    if (!comment) continues = words.ends_with('\\');
    if (words.empty() || comment || continued) continue;
    if (words[0] == '[') {
      if (!words.ends_with(']') || !IsUnitSection(words.substr(1, words.size() - 2))) return false;
      has_section = true;
    } else if (words.find('=') == std::string_view::npos || !has_section) {
      return false;
    }
  }
  return has_section;
}

std::optional<InputKind> RecogniseToml(std::string_view text) {
  if (text.size() > kMostTomlBytes) return std::nullopt;
  const SourceFile file{SourceId{0}, "", std::string(text)};
  DiagnosticSink mistakes;
  const toml::Table table = toml::Parse(file, mistakes);
  if (mistakes.has_errors() || table.entries.empty()) return std::nullopt;
  const auto has = [&](std::initializer_list<std::string_view> keys) {
    return std::any_of(table.entries.begin(), table.entries.end(),
                       [&](const toml::Entry& entry) { return IsOneOf(entry.key, keys); });
  };
  if (has({"accept"})) return InputKind::AcceptFile;
  if (has({"lint", "context", "extends"})) return InputKind::PolcToml;
  if (has({"containers", "engine"})) return InputKind::ContainersConf;
  return InputKind::Toml;
}

// `key = value`
bool IsAssignment(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && (IsLetter(line[at]) || IsDigit(line[at]) || line[at] == '_' ||
                              line[at] == '-' || line[at] == '.'))
    ++at;
  return at != 0 && Trimmed(line.substr(at)).starts_with('=');
}

}  // namespace

InputKind KubernetesKind(std::string_view api_version, std::string_view kind) {
  return kind == "SeccompProfile" && api_version.starts_with("security-profiles-operator.")
             ? InputKind::SecurityProfile
             : InputKind::Kubernetes;
}

std::optional<InputKind> RecogniseForeign(std::string_view text) {
  const std::string_view line = FirstLine(text);
  const std::string_view words = Trimmed(line);
  if (words.empty()) return std::nullopt;
  if (IsLog(words)) return InputKind::Log;
  if (words[0] == '[' && IsUnit(text)) return InputKind::SystemdUnit;
  if (words[0] == '[' || IsAssignment(words)) return RecogniseToml(text);
  const bool is_yaml = words.starts_with("---") || words.starts_with("%YAML") ||
                       words.starts_with("- ") || ReadKey(line);
  return is_yaml ? RecogniseYaml(text) : std::nullopt;
}

}  // namespace polc
