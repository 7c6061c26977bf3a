// Values of the right type that dockerd refuses all the same: moby, daemon/config/config.go,
// Validate, and opts/opts.go.

#include <algorithm>

#include "compiler/base/address.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/daemon.h"

namespace polc::lint {
namespace {

using docker::JsonKind;
using docker::JsonMember;
using docker::JsonValue;

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

void CheckWords(const DaemonSubject& subject, Findings& findings) {
  struct Choice {
    std::string_view key;
    std::vector<std::string_view> words;
  };
  static const std::vector<Choice> choices = {
      {"default-cgroupns-mode", {"host", "private"}},
      {"default-ipc-mode", {"shareable", "private"}},
      {"firewall-backend", {"iptables", "nftables"}},
      {"log-format", {"text", "json"}},
      {"log-level", {"panic", "fatal", "error", "warn", "info", "debug", "trace"}},
  };
  for (const Choice& choice : choices) {
    const auto text = subject.Text(choice.key);
    if (!text || text->empty()) continue;
    const std::string word = choice.key == "log-level" ? ToLower(*text) : std::string(*text);
    if (std::find(choice.words.begin(), choice.words.end(), word) != choice.words.end()) continue;
    std::string near = DidYouMean(word, choice.words);
    if (near.empty())
      near =
          StrFormat("; it may be {}",
                    Join(std::vector<std::string>(choice.words.begin(), choice.words.end()), ", "));
    findings.Add(subject.PlaceOf(choice.key),
                 StrFormat("`{}` cannot be `{}`{}", choice.key, *text, near));
  }
}

// `64M`, `1.5 GiB`, `512`: units.RAMInBytes.
bool IsSize(std::string_view text) {
  const size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view number = text.substr(0, end);
  std::string unit = ToLower(text.substr(end));
  if (number.empty() || number == "." || std::count(number.begin(), number.end(), '.') > 1)
    return false;
  if (unit.starts_with(' ')) unit.erase(0, 1);
  if (unit.empty() || unit == "b") return true;
  return std::string_view("kmgtp").find(unit[0]) != std::string_view::npos &&
         (unit.size() == 1 || unit.substr(1) == "b" || unit.substr(1) == "ib");
}

// Names separated by dots, with a letter somewhere; `.` alone is for none.
bool IsSearchDomain(std::string_view text) {
  if (text == ".") return true;
  if (text.ends_with('.')) text.remove_suffix(1);
  const std::string lower = ToLower(text);
  if (text.size() > 254 || lower.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos)
    return false;
  for (const std::string_view label : Split(lower, '.')) {
    const bool fits =
        !label.empty() &&
        label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
    if (!fits || label.starts_with('-') || label.ends_with('-')) return false;
  }
  return true;
}

// What a text has to be, and whether it is.
struct Shape {
  std::string_view key;
  std::string_view words;
  bool (*fits)(std::string_view);
};

void CheckTexts(const DaemonSubject& subject, Findings& findings) {
  constexpr std::string_view kAddress = "an IPv4 or IPv6 address",
                             kNetwork = "a network such as `10.1.0.0/16`";
  static constexpr Shape kShapes[] = {
      {"bip", "an address with its network, as `10.1.0.1/16`", IsIpNetwork},
      {"bip6", "an address with its network, as `fd00:1::1/64`", IsIpNetwork},
      {"default-gateway", kAddress, IsIpAddress},
      {"default-gateway-v6", kAddress, IsIpAddress},
      {"default-shm-size", "a size such as `64M`", IsSize},
      {"fixed-cidr", kNetwork, IsIpNetwork},
      {"fixed-cidr-v6", "a network such as `2001:db8:1::/64`", IsIpNetwork},
      {"ip", kAddress, IsIpAddress},
  };
  for (const Shape& shape : kShapes) {
    const auto text = subject.Text(shape.key);
    const bool unset = !text || (text->empty() && shape.fits != IsSize);
    if (unset || shape.fits(*text)) continue;
    findings.Add(subject.PlaceOf(shape.key),
                 StrFormat("`{}` is {}, and not `{}`", shape.key, shape.words, *text));
  }
  static constexpr Shape kElements[] = {
      {"dns", kAddress, [](std::string_view text) { return IsIpAddress(Trimmed(text)); }},
      {"dns-search", "a domain",
       [](std::string_view text) { return IsSearchDomain(Trimmed(text)); }},
      {"exec-opts", "`name=value`",
       [](std::string_view text) {
         const size_t equals = text.find('=');
         return equals != 0 && equals != std::string_view::npos && equals + 1 < text.size();
       }},
      {"host-gateway-ips", kAddress, IsIpAddress},
      {"labels", "`name=value`",
       [](std::string_view text) {
         return text.find('=') != 0 && text.find('=') != std::string_view::npos;
       }},
      {"node-generic-resources", "`kind=value`",
       [](std::string_view text) { return text.find('=') != std::string_view::npos; }},
  };
  for (const Shape& shape : kElements) {
    for (const JsonValue value : subject.Texts(shape.key)) {
      if (shape.fits(value.text())) continue;
      findings.Add(value.span(), StrFormat("an element of `{}` is {}, found `{}`", shape.key,
                                           shape.words, value.text()));
    }
  }
}

void CheckNumbers(const DaemonSubject& subject, Findings& findings) {
  for (const std::string_view key :
       {"max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts", "mtu"}) {
    const auto value = subject.Get(key);
    if (!value || value->kind() != JsonKind::Number) continue;
    if (value->token().starts_with('-'))
      findings.Add(value->span(), StrFormat("`{}` cannot be negative", key));
    if (key == "max-download-attempts" && value->token() == "0")
      findings.Add(value->span(), StrFormat("`{}` is at least 1", key));
  }
}

// `base` is cut into networks whose prefixes are `size` bits long.
void CheckPools(const DaemonSubject& subject, Findings& findings) {
  const auto pools = subject.Get("default-address-pools");
  if (!pools) return;
  for (const JsonValue pool : pools->elements()) {
    std::optional<JsonValue> base, size;
    for (const JsonMember part : pool.members()) {
      if (part.key.text() == "base") base = part.value;
      if (part.key.text() == "size") size = part.value;
    }
    if (!base || base->kind() != JsonKind::String) continue;
    const std::string_view network = base->text();
    if (!IsIpNetwork(network)) {
      findings.Add(
          base->span(),
          StrFormat("the base of an address pool is a network such as `10.1.0.0/16`, and not `{}`",
                    network));
      continue;
    }
    const std::string_view bits = network.substr(network.find('/') + 1);
    const auto length = ParseUnsigned(bits),
               wanted = size ? ParseUnsigned(size->token()) : std::nullopt;
    if (length && wanted && *wanted < *length) {
      findings.Add(
          size->span(),
          StrFormat("networks with prefixes of {} bits do not fit into `{}`; `size` is at least {}",
                    size->token(), network, bits));
    }
  }
}

}  // namespace

void DaemonBadValue(const DaemonSubject& subject, Findings& findings) {
  CheckWords(subject, findings);
  CheckTexts(subject, findings);
  CheckNumbers(subject, findings);
  CheckPools(subject, findings);
  if (const auto version = subject.Text("min-api-version");
      version && (version->starts_with('v') || version->starts_with('V'))) {
    findings.Add(
        subject.PlaceOf("min-api-version"),
        StrFormat("an API version is given without the `v`; write `{}`", version->substr(1)));
  }
  // Of net.Listen, which has no port of its own.
  if (const auto address = subject.Text("metrics-addr");
      address && !address->empty() && address->find(':') == std::string_view::npos) {
    findings.Add(subject.PlaceOf("metrics-addr"),
                 "an address for metrics has a port, as in `127.0.0.1:9323`");
  }
}

}  // namespace polc::lint
