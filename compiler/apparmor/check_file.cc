#include <algorithm>

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

// Spellings of one mode do not conflict, as `ix` and `IX`; `pix` and `Pix` are two modes.
void CheckExec(const Rule& rule, const FilePerms& perms, DiagnosticSink& diagnostics) {
  const bool deny = rule.prefix.mode.text == "deny";
  const bool plain = perms.access.find('x') != std::string::npos;
  if (perms.exec.size() > 1) {
    diagnostics.Error(DiagnosticId::ConflictingExec, rule.perms.span,
                      "`{}` and `{}` exclude each other; keep one, since a rule has one exec mode",
                      perms.exec[0], perms.exec[1]);
  }
  if (deny && !perms.exec.empty()) {
    diagnostics.Error(DiagnosticId::BadAccess, rule.perms.span,
                      "a `deny` rule forbids executing in every mode; write `x` instead of `{}`",
                      perms.exec[0]);
  }
  if (!deny && plain) {
    diagnostics.Error(DiagnosticId::BadAccess, rule.perms.span,
                      "`x` does not say how the program is confined; write `ix`, `px`, `cx` or "
                      "`ux`, or put `deny` in front of the rule");
  }
  if (rule.transition.span.known() && perms.exec.empty() && !plain) {
    diagnostics.Error(
        DiagnosticId::BadAccess, rule.transition.span,
        "`{}` needs an exec mode, but the rule has none; remove it, or add a mode such as `px`",
        rule.transition.text);
  }
}

}  // namespace

FilePerms ReadFilePerms(std::string_view letters) {
  FilePerms perms;
  const auto is = [&](size_t at, std::string_view set) {
    return at < letters.size() && set.find(letters[at]) != std::string_view::npos;
  };
  for (size_t i = 0; i < letters.size();) {
    size_t length = 0;
    if (is(i, "pPcC") && is(i + 1, "iIuU") && is(i + 2, "xX")) length = 3;
    if (length == 0 && is(i, "pPcCiIuU") && is(i + 1, "xX")) length = 2;
    if (length == 0) {
      const char c = ToLower(letters.substr(i, 1))[0];
      if (perms.access.find(c) == std::string::npos) perms.access += c;
      ++i;
      continue;
    }
    std::string mode(letters.substr(i, length));
    // A capital in front means that the environment is scrubbed; the case of the other letters does
    // not matter, and `ix` never scrubs.
    const bool scrub = mode[0] >= 'A' && mode[0] <= 'Z';
    mode = ToLower(mode);
    if (scrub && mode != "ix") mode[0] = static_cast<char>(mode[0] - 'a' + 'A');
    if (std::find(perms.exec.begin(), perms.exec.end(), mode) == perms.exec.end())
      perms.exec.push_back(mode);
    i += length;
  }
  return perms;
}

void CheckFileRule(const Rule& rule, DiagnosticSink& diagnostics) {
  if (rule.family == Family::Link) return;
  if (!rule.path.span.known()) return;
  const FilePerms perms = ReadFilePerms(rule.perms.text);
  const auto has = [&](char c) { return perms.access.find(c) != std::string::npos; };
  if (has('w') && has('a')) {
    diagnostics.Error(
        DiagnosticId::BadAccess, rule.perms.span,
        "`w` and `a` exclude each other; remove `a`, since `w` already allows appending");
  }
  CheckExec(rule, perms, diagnostics);
  if (rule.subset.span.known() && !has('l')) {
    diagnostics.Error(DiagnosticId::BadAccess, rule.subset.span,
                      "`subset` is only for links; add `l` to the permissions, or remove `subset`");
  }
  if (!rule.target.span.known()) return;
  if (rule.perms_first && has('l') && !perms.exec.empty()) {
    diagnostics.Error(
        DiagnosticId::BadAccess, rule.perms.span,
        "the name after `->` cannot be both the target of a link and a profile; write one rule for `l` and one for `{}`",
        perms.exec[0]);
  }
  if (!perms.exec.empty()) CheckLabel(rule.target, "target", diagnostics);
}

}  // namespace polc::aa
