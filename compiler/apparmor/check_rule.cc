#include <algorithm>

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

using std::string_view;

void CheckPriority(const Word& priority, DiagnosticSink& diagnostics) {
  const bool negative = priority.text.starts_with('-');
  const string_view digits =
      string_view(priority.text).substr(negative || priority.text.starts_with('+') ? 1 : 0);
  const uint64_t value =
      digits.size() > 9 ? UINT64_MAX : ParseUnsigned(digits).value_or(UINT64_MAX);
  if (value <= 1000) return;
  diagnostics.Error(DiagnosticId::InvalidValue, priority.span,
                    "a priority is between -1000 and 1000, but this is {}", priority.text);
}

void CheckPrefix(const Rule& rule, DiagnosticSink& diagnostics) {
  const Prefix& prefix = rule.prefix;
  const string_view family = KeywordOf(rule.family);
  if (prefix.priority.span.known()) {
    if (rule.family == Family::Network || rule.family == Family::All ||
        rule.family == Family::Rlimit) {
      diagnostics.Error(DiagnosticId::BadPrefix, prefix.priority.span,
                        "{} takes no priority; remove it",
                        WithArticle(StrFormat("`{}` rule", family)));
    } else {
      CheckPriority(prefix.priority, diagnostics);
    }
  }
  if (rule.family == Family::Rlimit) {
    for (const Word* word : {&prefix.audit, &prefix.mode, &prefix.owner}) {
      if (word->span.known())
        diagnostics.Error(DiagnosticId::BadPrefix, word->span,
                          "nothing may stand in front of `set rlimit`; remove `{}`", word->text);
    }
  } else if (prefix.owner.span.known() && rule.family != Family::File &&
             rule.family != Family::Link) {
    diagnostics.Error(
        DiagnosticId::BadPrefix, prefix.owner.span,
        "only file and link rules can be limited to the owner; remove `{}` in front of the `{}` rule",
        prefix.owner.text, family);
  }
}

void CheckCapabilityRule(const Rule& rule, DiagnosticSink& diagnostics) {
  for (const Part& part : rule.parts) {
    if (part.kind == PartKind::Word && Contains(CapabilityNames(), part.word.text)) continue;
    const Word& word = part.word;
    const std::string lower = ToLower(word.text);
    const string_view bare = string_view(lower).substr(lower.starts_with("cap_") ? 4 : 0);
    std::string hint = Contains(CapabilityNames(), bare) ? StrFormat("; write `{}`", bare)
                                                         : DidYouMean(bare, CapabilityNames());
    if (hint.empty() && word.text.find(',') != std::string::npos)
      hint = "; the names are separated by blanks";
    diagnostics.Error(DiagnosticId::UnknownCapability, part.span, "unknown capability `{}`{}",
                      word.text, hint);
  }
}

void CheckDbusRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kPermissions[] = {"send",  "receive", "bind", "eavesdrop", "read",
                                                 "write", "r",       "w",    "rw"};
  static constexpr string_view kConditions[] = {"bus", "path", "interface", "member", "name"};
  static constexpr string_view kPeer[] = {"name", "label"};
  const Parts parts = ReadParts(rule, {kPermissions, kConditions, {}, kPeer, 0, {}}, diagnostics);
  const auto refuse = [&](string_view permission, string_view condition) {
    const Condition* found = parts.Find(condition);
    if (found == nullptr) return;
    diagnostics.Error(
        DiagnosticId::BadCondition, found->span,
        "`dbus {}` cannot be limited by `{}=`; remove it, or write a separate rule for `{}`",
        permission, condition, permission);
  };
  const auto refuse_peer = [&](string_view permission) {
    if (!parts.peer_span.known()) return;
    diagnostics.Error(DiagnosticId::BadCondition, parts.peer_span,
                      "`dbus {}` has no peer; remove `peer=`", permission);
  };
  for (const Word& permission : parts.permissions) {
    if (permission.text == "bind" || permission.text == "eavesdrop") {
      for (const string_view name : {"path", "interface", "member"}) refuse(permission.text, name);
      refuse_peer(permission.text);
      if (permission.text == "eavesdrop") refuse(permission.text, "name");
    } else {
      refuse(permission.text, "name");
    }
  }
  if (parts.permissions.empty() && parts.Find("name") != nullptr) {
    for (const string_view name : {"path", "interface", "member"}) refuse("bind", name);
    refuse_peer("bind");
  }
}

void CheckSignalRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kPermissions[] = {"send", "receive", "read", "write",
                                                 "r",    "w",       "rw"};
  static constexpr string_view kConditions[] = {"set", "peer"};
  static constexpr string_view kSet[] = {"set"};
  const Parts parts = ReadParts(rule, {kPermissions, kConditions, kSet, {}, 0, {}}, diagnostics);
  for (const Condition* condition : parts.conditions) {
    if (condition->name.text != "set") continue;
    for (const Word& signal : condition->values) {
      if (IsSignal(signal.text)) continue;
      const std::string lower = ToLower(signal.text);
      const string_view bare = string_view(lower).substr(lower.starts_with("sig") ? 3 : 0);
      const std::string hint = lower.starts_with("rtmin")
                                   ? std::string("; a real-time signal is `rtmin+0` to `rtmin+32`")
                               : Contains(SignalNames(), bare) ? StrFormat("; write `{}`", bare)
                                                               : DidYouMean(bare, SignalNames());
      diagnostics.Error(DiagnosticId::UnknownWord, signal.span, "unknown signal `{}`{}",
                        signal.text, hint);
    }
  }
}

void CheckPtraceRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kPermissions[] = {"read", "readby", "trace", "tracedby",
                                                 "r",    "w",      "rw",    "write"};
  static constexpr string_view kConditions[] = {"peer"};
  (void)ReadParts(rule, {kPermissions, kConditions, {}, {}, 0, {}}, diagnostics);
}

void CheckUsernsRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kPermissions[] = {"create"};
  (void)ReadParts(rule, {kPermissions, {}, {}, {}, 0, {}}, diagnostics);
}

void CheckIoUringRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kPermissions[] = {"sqpoll", "override_creds"};
  static constexpr string_view kConditions[] = {"label"};
  (void)ReadParts(rule, {kPermissions, kConditions, {}, {}, 0, {}}, diagnostics);
}

void CheckMqueueRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr string_view kPermissions[] = {"read",    "write",   "create", "open", "delete",
                                                 "getattr", "setattr", "r",      "w",    "rw"};
  static constexpr string_view kConditions[] = {"type", "label"};
  static constexpr string_view kTypes[] = {"posix", "sysv"};
  const Parts parts = ReadParts(rule, {kPermissions, kConditions, {}, {}, 1, "name"}, diagnostics);
  const Condition* type = parts.Find("type");
  const string_view kind =
      type == nullptr || type->values.empty() ? string_view() : string_view(type->values[0].text);
  if (!kind.empty() && !Contains(kTypes, kind)) {
    diagnostics.Error(DiagnosticId::UnknownWord, type->values[0].span,
                      "a message queue is of type `posix` or `sysv`, not `{}`", kind);
  }
  if (parts.words.empty()) return;
  const Word& name = parts.words[0];
  const bool posix = name.text.starts_with('/') || name.text.starts_with("@{");
  const bool sysv =
      !name.text.empty() && name.text.find_first_not_of("0123456789") == std::string::npos;
  if (!posix && !sysv && !name.text.starts_with('{') && !name.text.starts_with('*')) {
    diagnostics.Error(
        DiagnosticId::UnknownWord, name.span,
        "`{}` is neither a permission nor the name of a queue; such a name begins with `/` or is a number{}",
        name.text, DidYouMean(name.text, kPermissions));
  } else if (kind == "posix" && sysv) {
    diagnostics.Error(DiagnosticId::InvalidValue, name.span,
                      "the name of a posix queue begins with `/`");
  } else if (kind == "sysv" && name.text.starts_with('/')) {
    diagnostics.Error(DiagnosticId::InvalidValue, name.span,
                      "the name of a sysv queue is a number");
  }
}

void CheckPivotRootRule(const Rule& rule, DiagnosticSink& diagnostics) {
  size_t words = 0;
  bool arrow = false;
  bool target = false;
  bool oldroot = false;
  for (const Part& part : rule.parts) {
    switch (part.kind) {
      case PartKind::Condition:
        if (part.condition.name.text != "oldroot" || part.condition.op.text != "=" ||
            part.condition.values.size() != 1) {
          static constexpr string_view kConditions[] = {"oldroot"};
          diagnostics.Error(
              DiagnosticId::BadCondition, part.span,
              "`oldroot=` is the only condition of a `pivot_root` rule, and it takes one value{}",
              DidYouMean(part.condition.name.text, kConditions));
        } else if (oldroot || words != 0 || arrow) {
          diagnostics.Error(DiagnosticId::BadCondition, part.span,
                            oldroot ? "`oldroot` is given twice; keep one"
                                    : "`oldroot=` stands in front of the new root; move it there");
        }
        oldroot = true;
        break;
      case PartKind::Arrow:
        if (arrow)
          diagnostics.Error(DiagnosticId::BadCondition, part.span,
                            "a `pivot_root` rule has one `->`; remove this one");
        arrow = true;
        break;
      case PartKind::Word:
        if (arrow ? target : words == 1)
          diagnostics.Error(DiagnosticId::BadCondition, part.span,
                            "a `pivot_root` rule takes no more words; remove this one");
        if (arrow && !target) CheckLabel(part.word, "target", diagnostics);
        if (arrow) target = true;
        if (!arrow) ++words;
        break;
      case PartKind::List:
        diagnostics.Error(DiagnosticId::BadCondition, part.span,
                          "a `pivot_root` rule takes no list; remove it");
        break;
    }
  }
  if (arrow && !target)
    diagnostics.Error(
        DiagnosticId::BadCondition, rule.keyword.span,
        "no profile follows the `->` of this `pivot_root` rule; add one, or remove the `->`");
}

void CheckAllRule(const Rule& rule, DiagnosticSink& diagnostics) {
  if (rule.parts.empty()) return;
  diagnostics.Error(DiagnosticId::BadCondition, rule.parts[0].span,
                    "nothing may follow the word `all` in its rule; write `all,`");
}

}  // namespace

void CheckQualifierBlock(const QualifierBlock& block, DiagnosticSink& diagnostics) {
  if (block.prefix.priority.span.known()) {
    diagnostics.Error(DiagnosticId::BadPrefix, block.prefix.priority.span,
                      "a block takes no priority; put it in front of each rule of the block");
  }
}

void CheckRule(const Rule& rule, DiagnosticSink& diagnostics) {
  CheckPrefix(rule, diagnostics);
  switch (rule.family) {
    case Family::File:
    case Family::Link:
      return CheckFileRule(rule, diagnostics);
    case Family::Capability:
      return CheckCapabilityRule(rule, diagnostics);
    case Family::Network:
      return CheckNetworkRule(rule, diagnostics);
    case Family::Unix:
      return CheckUnixRule(rule, diagnostics);
    case Family::Mount:
    case Family::Remount:
    case Family::Umount:
      return CheckMountRule(rule, diagnostics);
    case Family::PivotRoot:
      return CheckPivotRootRule(rule, diagnostics);
    case Family::Dbus:
      return CheckDbusRule(rule, diagnostics);
    case Family::Signal:
      return CheckSignalRule(rule, diagnostics);
    case Family::Ptrace:
      return CheckPtraceRule(rule, diagnostics);
    case Family::Userns:
      return CheckUsernsRule(rule, diagnostics);
    case Family::Mqueue:
      return CheckMqueueRule(rule, diagnostics);
    case Family::IoUring:
      return CheckIoUringRule(rule, diagnostics);
    case Family::All:
      return CheckAllRule(rule, diagnostics);
    case Family::ChangeProfile:
      return CheckChangeProfileRule(rule, diagnostics);
    case Family::Rlimit:
      return CheckRlimitRule(rule, diagnostics);
  }
}

}  // namespace polc::aa
