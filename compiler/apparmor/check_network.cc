#include <algorithm>
#include <optional>

#include "compiler/apparmor/check.h"
#include "compiler/base/address.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

using std::string_view;

constexpr string_view kPermissions[] = {
    "create", "bind", "listen",  "accept", "connect", "shutdown", "getattr", "setattr", "getopt",
    "setopt", "send", "receive", "read",   "write",   "r",        "w",       "rw"};
// These permissions are about the task's own socket, so they have no peer.
constexpr string_view kLocal[] = {"create",  "bind",    "listen", "shutdown",
                                  "getattr", "setattr", "getopt", "setopt"};

void CheckPeer(const Rule& rule, const Parts& parts, DiagnosticSink& diagnostics) {
  if (!parts.peer_span.known()) return;
  for (const Word& permission : parts.permissions) {
    if (!Contains(kLocal, permission.text)) continue;
    diagnostics.Add(
        {DiagnosticId::BadCondition,
         Severity::Error,
         parts.peer_span,
         StrFormat("`{}` has no peer; remove `peer=`, or move `{}` into a `{}` rule of its own",
                   permission.text, permission.text, rule.keyword.text),
         {{permission.span, "this permission"}},
         {},
         {}});
    return;
  }
}

void CheckAddress(const Word& value, DiagnosticSink& diagnostics) {
  if (value.text == "none" || IsIpAddress(value.text)) return;
  std::string hint = "; write an IPv4 or IPv6 address, or `none`";
  const size_t slash = value.text.find('/');
  if (slash != std::string::npos && IsIpAddress(value.text.substr(0, slash)))
    hint = "; write single addresses, since rules cannot name a network";
  const size_t dash = value.text.find('-');
  if (dash != std::string::npos && IsIpAddress(value.text.substr(0, dash)))
    hint = "; write single addresses, since rules cannot name a range";
  diagnostics.Error(DiagnosticId::InvalidValue, value.span, "`{}` is no address{}", value.text,
                    hint);
}

std::optional<uint64_t> ReadPort(string_view text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != string_view::npos)
    return std::nullopt;
  const auto port = ParseUnsigned(text);
  if (!port || *port > 65535) return std::nullopt;
  return port;
}

void CheckPort(const Word& value, DiagnosticSink& diagnostics) {
  const size_t dash = value.text.find('-');
  const string_view text = value.text;
  const auto first = ReadPort(text.substr(0, dash));
  const auto last = dash == std::string::npos ? first : ReadPort(text.substr(dash + 1));
  if (!first || !last) {
    diagnostics.Error(DiagnosticId::InvalidValue, value.span,
                      "`{}` is no port; write a number up to 65535, or a range such as `1024-2048`",
                      text);
  } else if (*first > *last) {
    diagnostics.Error(DiagnosticId::InvalidValue, value.span,
                      "this range of ports ends before it begins; write `{}-{}`", *last, *first);
  }
}

void CheckEndpoint(const std::vector<const Condition*>& conditions, DiagnosticSink& diagnostics) {
  for (const Condition* condition : conditions) {
    if (condition->values.size() != 1) continue;
    if (condition->name.text == "ip") CheckAddress(condition->values[0], diagnostics);
    if (condition->name.text == "port") CheckPort(condition->values[0], diagnostics);
  }
}

void CheckUnixAddress(const std::vector<const Condition*>& conditions,
                      DiagnosticSink& diagnostics) {
  for (const Condition* condition : conditions) {
    if (condition->name.text != "addr" || condition->values.size() != 1) continue;
    const Word& value = condition->values[0];
    if (value.text == "none" || value.text == "auto" || value.text.starts_with('@')) continue;
    const string_view hint =
        value.text.starts_with('/') ? "; a socket in the file system is covered by file rules" : "";
    diagnostics.Error(DiagnosticId::InvalidValue, value.span,
                      "the address of a unix socket is `@name`, `none` or `auto`, not `{}`{}",
                      value.text, hint);
  }
}

void CheckType(const Word& value, DiagnosticSink& diagnostics) {
  if (Contains(SocketTypes(), value.text)) return;
  diagnostics.Error(DiagnosticId::UnknownWord, value.span, "unknown socket type `{}`{}", value.text,
                    DidYouMean(value.text, SocketTypes()));
}

void CheckFamily(const std::vector<Word>& words, DiagnosticSink& diagnostics) {
  if (words.empty()) return;
  const Word& first = words[0];
  const bool family = Contains(AddressFamilies(), first.text);
  const bool kind = Contains(SocketTypes(), first.text) || Contains(Protocols(), first.text);
  if (!family && (!kind || words.size() > 1)) {
    std::vector<string_view> all(AddressFamilies().begin(), AddressFamilies().end());
    all.insert(all.end(), SocketTypes().begin(), SocketTypes().end());
    all.insert(all.end(), std::begin(kPermissions), std::end(kPermissions));
    std::string hint = DidYouMean(first.text, all);
    if (first.text.find(',') != std::string::npos)
      hint = "; put a blank after the `,` that ends the rule";
    if (kind) hint = "; write the family in front of the type";
    diagnostics.Error(DiagnosticId::UnknownWord, first.span, "`{}` is no address family{}",
                      first.text, hint);
    return;
  }
  if (words.size() < 2) return;
  const Word& second = words[1];
  if (Contains(Protocols(), second.text)) {
    const bool icmp = second.text == "icmp";
    if (first.text == "inet" || (first.text == "inet6" && !icmp)) return;
    diagnostics.Error(DiagnosticId::InvalidValue, second.span,
                      "only {} take the protocol `{}`; write one of them, or remove it",
                      icmp ? "`inet` sockets" : "`inet` and `inet6` sockets", second.text);
  } else if (!Contains(SocketTypes(), second.text)) {
    std::vector<string_view> all(SocketTypes().begin(), SocketTypes().end());
    all.insert(all.end(), Protocols().begin(), Protocols().end());
    diagnostics.Error(DiagnosticId::UnknownWord, second.span, "unknown socket type `{}`{}",
                      second.text, DidYouMean(second.text, all));
  }
}

}  // namespace

void CheckNetworkRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kConditions[] = {"ip", "port", "interface", "label"};
  static constexpr string_view kPeer[] = {"ip", "port", "label"};
  const Parts parts =
      ReadParts(rule, {kPermissions, kConditions, {}, kPeer, 2, "family or type"}, diagnostics);
  CheckFamily(parts.words, diagnostics);
  CheckPeer(rule, parts, diagnostics);
  CheckEndpoint(parts.conditions, diagnostics);
  CheckEndpoint(parts.peer, diagnostics);
  if (parts.words.empty() || !Contains(AddressFamilies(), parts.words[0].text)) return;
  const std::string& family = parts.words[0].text;
  if (family == "inet" || family == "inet6") return;
  for (const auto* conditions : {&parts.conditions, &parts.peer}) {
    for (const Condition* condition : *conditions) {
      if (condition->name.text != "ip" && condition->name.text != "port") continue;
      diagnostics.Error(DiagnosticId::BadCondition, condition->span,
                        "sockets of the family `{}` have no `{}`; only `inet` and `inet6` do",
                        family, condition->name.text);
      return;
    }
  }
}

void CheckUnixRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kConditions[] = {"type", "addr", "label"};
  static constexpr string_view kPeer[] = {"addr", "label"};
  const Parts parts = ReadParts(rule, {kPermissions, kConditions, {}, kPeer, 0, {}}, diagnostics);
  CheckPeer(rule, parts, diagnostics);
  CheckUnixAddress(parts.conditions, diagnostics);
  CheckUnixAddress(parts.peer, diagnostics);
  for (const Condition* condition : parts.conditions) {
    if (condition->name.text == "type") {
      for (const Word& value : condition->values) CheckType(value, diagnostics);
    }
  }
  const Condition* label = parts.Find("label");
  if (label == nullptr) return;
  for (const Word& permission : parts.permissions) {
    if (permission.text != "bind") continue;
    diagnostics.Error(DiagnosticId::BadCondition, label->span,
                      "`unix bind` cannot be limited by `label=`; remove it");
    return;
  }
}

}  // namespace polc::aa
