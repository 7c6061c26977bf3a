#include <algorithm>

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/errno.h"

namespace polc::aa {
namespace {

using std::string_view;

constexpr string_view kModes[] = {"enforce",    "complain", "kill",
                                  "unconfined", "prompt",   "default_allow"};
constexpr string_view kFlags[] = {"enforce",
                                  "complain",
                                  "kill",
                                  "unconfined",
                                  "prompt",
                                  "default_allow",
                                  "audit",
                                  "debug",
                                  "interruptible",
                                  "mediate_deleted",
                                  "delegate_deleted",
                                  "chroot_relative",
                                  "namespace_relative",
                                  "chroot_attach",
                                  "chroot_no_attach",
                                  "attach_disconnected",
                                  "no_attach_disconnected"};
constexpr std::pair<string_view, string_view> kOpposed[] = {
    {"mediate_deleted", "delegate_deleted"},
    {"chroot_relative", "namespace_relative"},
    {"chroot_attach", "chroot_no_attach"},
    {"attach_disconnected", "no_attach_disconnected"}};

// The flag without its value, and without what follows the dot: `attach_disconnected.path=` implies
// `attach_disconnected`.
string_view BaseOf(string_view flag) {
  const size_t end = std::min(flag.find('='), flag.find('.'));
  return flag.substr(0, end);
}

void CheckFlagValue(const Word& flag, DiagnosticSink& diagnostics) {
  const string_view text = flag.text;
  const size_t equals = text.find('=');
  const string_view key = text.substr(0, equals);
  const string_view value = equals == string_view::npos ? string_view() : text.substr(equals + 1);
  const auto invalid = [&](std::string message) {
    diagnostics.Error(DiagnosticId::BadFlag, flag.span, std::move(message));
  };
  if (key == "kill.signal") {
    if (!IsSignal(value))
      invalid(value.empty()
                  ? "`kill.signal=` needs a signal, such as `kill.signal=term`"
                  : StrFormat("unknown signal `{}`{}", value, DidYouMean(value, SignalNames())));
  } else if (key == "error") {
    if (!ErrnoNumber(ToUpper(value)))
      invalid(value.empty()
                  ? "`error=` needs an error, such as `error=EPERM`"
                  : StrFormat("unknown error `{}`; write the name of an errno, such as `EPERM`",
                              value));
  } else if (key == "attach_disconnected.path" || key == "attach_disconnected.ipc") {
    if (equals == string_view::npos && key == "attach_disconnected.ipc") return;
    if (!value.starts_with('/') && !value.starts_with("@{"))
      invalid(StrFormat("`{}` needs a path that begins with `/`", key));
  } else if (Contains(kFlags, text)) {
    return;
  } else {
    std::vector<string_view> all(std::begin(kFlags), std::end(kFlags));
    for (const string_view name :
         {"kill.signal", "error", "attach_disconnected.path", "attach_disconnected.ipc"})
      all.push_back(name);
    if (equals != string_view::npos && Contains(kFlags, key))
      return invalid(
          StrFormat("the flag `{}` takes no value; remove the `=` and what follows it", key));
    invalid(StrFormat("unknown flag `{}`{}", key, DidYouMean(key, all)));
  }
}

void CheckConflicts(const std::vector<Word>& flags, DiagnosticSink& diagnostics) {
  const auto report = [&](const Word& flag, const Word& other, std::string why) {
    diagnostics.Add({DiagnosticId::ConflictingFlags,
                     Severity::Error,
                     flag.span,
                     StrFormat("`{}` and `{}` exclude each other{}", flag.text, other.text, why),
                     {{other.span, "the other one"}},
                     {},
                     {}});
  };
  for (size_t i = 0; i < flags.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Word& flag = flags[i];
      const Word& other = flags[j];
      if (Contains(kModes, flag.text) && Contains(kModes, other.text) && flag.text != other.text) {
        report(flag, other, "; keep one, since a profile has one mode");
        break;
      }
      const string_view key = string_view(flag.text).substr(0, flag.text.find('='));
      if (flag.text != other.text && key.size() < flag.text.size() &&
          other.text.starts_with(std::string(key) + "=")) {
        report(flag, other, "");
        break;
      }
      const bool opposed =
          std::any_of(std::begin(kOpposed), std::end(kOpposed), [&](const auto& pair) {
            const string_view a = BaseOf(flag.text);
            const string_view b = BaseOf(other.text);
            return (a == pair.first && b == pair.second) || (a == pair.second && b == pair.first);
          });
      if (opposed) {
        report(flag, other, "");
        break;
      }
    }
  }
}

}  // namespace

void CheckLabel(const Word& word, string_view what, DiagnosticSink& diagnostics) {
  const string_view text =
      word.text.starts_with('&') ? string_view(word.text).substr(1) : string_view(word.text);
  const auto bad = [&](std::string message) {
    diagnostics.Error(DiagnosticId::BadName, word.span, std::move(message));
  };
  if (text.empty()) return bad(StrFormat("the name of the {} is empty", what));
  if (!text.starts_with(':')) return;
  const size_t end = text.find(':', 1);
  if (end == string_view::npos)
    return bad(StrFormat("the namespace of `{}` does not end; put a `:` after it", text));
  if (end == 1)
    return bad(StrFormat("the namespace of `{}` is empty; put a name between the two `:`", text));
  string_view name = text.substr(end + 1);
  if (name.starts_with("//")) name.remove_prefix(2);
  if (name.empty())
    return bad(StrFormat("there is no name after the namespace `{}`; add one", text));
}

void CheckHeader(const Profile& profile, Nested nested, DiagnosticSink& diagnostics) {
  const bool hat = profile.form == ProfileForm::Hat || profile.form == ProfileForm::Caret;
  const Word& name = profile.name;
  if (name.text.starts_with('&')) {
    diagnostics.Error(
        DiagnosticId::BadName, name.span,
        "a stack of profiles can only be named after `->` and not be defined; remove the `&`");
  } else if (profile.form == ProfileForm::Bare && !name.text.starts_with('/') &&
             !name.text.starts_with(':') && !name.text.starts_with("@{")) {
    diagnostics.Error(
        DiagnosticId::BadName, name.span,
        "only a profile that is named by a path may omit the word `profile`; put `profile` in front of `{}`",
        name.text);
  } else {
    CheckLabel(name, hat ? "hat" : "profile", diagnostics);
  }
  if (nested == Nested::Yes && name.text.starts_with(':')) {
    diagnostics.Error(
        DiagnosticId::BadName, name.span,
        "a profile inside another one is in the namespace of that one; remove the namespace");
  }
  const Word& attachment = profile.attachment;
  if (attachment.span.known() && !attachment.text.starts_with('/') &&
      !attachment.text.starts_with("@{")) {
    diagnostics.Error(DiagnosticId::BadName, attachment.span,
                      "the path that a profile attaches to begins with `/` or a variable");
  }
  if (hat && attachment.span.known())
    diagnostics.Error(DiagnosticId::BadName, attachment.span,
                      "a hat is entered by name and attaches to no path; remove `{}`",
                      attachment.text);
  if (hat && !profile.xattrs.empty())
    diagnostics.Error(DiagnosticId::BadName, profile.xattrs[0].name.span,
                      "a hat attaches to no path and takes no `xattrs`; remove them");
  for (const Word& flag : profile.flags) CheckFlagValue(flag, diagnostics);
  CheckConflicts(profile.flags, diagnostics);
}

}  // namespace polc::aa
