#include <algorithm>

#include "compiler/apparmor/check.h"
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

std::string Quote(string_view text) { return "`" + std::string(text) + "`"; }

// The flag without its value; `attach_disconnected.path=` implies `attach_disconnected`.
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
      invalid(value.empty() ? "`kill.signal=` needs a signal, such as `kill.signal=term`"
                            : "unknown signal " + Quote(value) + DidYouMean(value, SignalNames()));
  } else if (key == "error") {
    if (!ErrnoNumber(ToUpper(value)))
      invalid(value.empty() ? "`error=` needs an error, such as `error=EPERM`"
                            : "unknown error " + Quote(value) + "; it is written as `EPERM`");
  } else if (key == "attach_disconnected.path" || key == "attach_disconnected.ipc") {
    if (equals == string_view::npos && key == "attach_disconnected.ipc") return;
    if (!value.starts_with('/') && !value.starts_with("@{"))
      invalid(Quote(key) + " needs a path that begins with `/`");
  } else if (Contains(kFlags, text)) {
    return;
  } else {
    std::vector<string_view> all(std::begin(kFlags), std::end(kFlags));
    for (const string_view name :
         {"kill.signal", "error", "attach_disconnected.path", "attach_disconnected.ipc"})
      all.push_back(name);
    if (equals != string_view::npos && Contains(kFlags, key))
      return invalid("the flag " + Quote(key) + " takes no value");
    invalid("unknown flag " + Quote(key) + DidYouMean(key, all));
  }
}

void CheckConflicts(const std::vector<Word>& flags, DiagnosticSink& diagnostics) {
  const auto report = [&](const Word& flag, const Word& other, std::string why) {
    diagnostics.Add({DiagnosticId::ConflictingFlags,
                     Severity::Error,
                     flag.span,
                     Quote(flag.text) + " and " + Quote(other.text) + " exclude each other" + why,
                     {{other.span, "the other one"}},
                     {},
                     {}});
  };
  for (size_t i = 0; i < flags.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Word& flag = flags[i];
      const Word& other = flags[j];
      if (Contains(kModes, flag.text) && Contains(kModes, other.text) && flag.text != other.text) {
        report(flag, other, "; a profile is in one mode");
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
  if (text.empty()) return bad("the name of the " + std::string(what) + " is empty");
  if (!text.starts_with(':')) return;
  const size_t end = text.find(':', 1);
  if (end == string_view::npos)
    return bad("the namespace of " + Quote(text) + " does not end; put a `:` behind it");
  if (end == 1)
    return bad("the namespace of " + Quote(text) + " is empty; put a name between the `:`");
  string_view name = text.substr(end + 1);
  if (name.starts_with("//")) name.remove_prefix(2);
  if (name.empty()) return bad("a name is missing behind the namespace " + Quote(text));
}

void CheckHeader(const Profile& profile, Nested nested, DiagnosticSink& diagnostics) {
  const bool hat = profile.form == ProfileForm::Hat || profile.form == ProfileForm::Caret;
  const Word& name = profile.name;
  if (name.text.starts_with('&')) {
    diagnostics.Error(
        DiagnosticId::BadName, name.span,
        "a stack of profiles cannot be defined, only named behind `->`; remove the `&`");
  } else if (profile.form == ProfileForm::Bare && !name.text.starts_with('/') &&
             !name.text.starts_with(':') && !name.text.starts_with("@{")) {
    diagnostics.Error(
        DiagnosticId::BadName, name.span,
        "a profile without `profile` in front is named by a path; put `profile` in front of " +
            Quote(name.text));
  } else {
    CheckLabel(name, hat ? "hat" : "profile", diagnostics);
  }
  if (nested == Nested::Yes && name.text.starts_with(':')) {
    diagnostics.Error(DiagnosticId::BadName, name.span,
                      "a profile inside of another is in its namespace; remove the namespace");
  }
  const Word& attachment = profile.attachment;
  if (attachment.span.known() && !attachment.text.starts_with('/') &&
      !attachment.text.starts_with("@{")) {
    diagnostics.Error(DiagnosticId::BadName, attachment.span,
                      "an attachment is a path, and begins with `/` or a variable");
  }
  if (hat && attachment.span.known())
    diagnostics.Error(
        DiagnosticId::BadName, attachment.span,
        "a hat is entered by name and attaches to no path; remove " + Quote(attachment.text));
  if (hat && !profile.xattrs.empty())
    diagnostics.Error(DiagnosticId::BadName, profile.xattrs[0].name.span,
                      "a hat attaches to nothing, and so takes no `xattrs`");
  for (const Word& flag : profile.flags) CheckFlagValue(flag, diagnostics);
  CheckConflicts(profile.flags, diagnostics);
}

}  // namespace polc::aa
