#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

struct Options {
  uint32_t set = 0;
  uint32_t clear = 0;
  const Word* propagation = nullptr;
  const Word* command = nullptr;  // the first option that says what is done: `bind`, `move`, …
};

// `options=(…)` is one set of flags and must make sense; `options in (…)` only bounds what may be
// given.
void ReadOptions(const Condition& condition, Options& options, DiagnosticSink& diagnostics) {
  Options own;
  std::vector<std::pair<const Word*, MountFlag>> seen;
  for (const Word& value : condition.values) {
    const auto flag = FindMountFlag(value.text);
    if (!flag) {
      diagnostics.Error(DiagnosticId::UnknownWord, value.span, "unknown mount option `{}`{}",
                        value.text, DidYouMean(value.text, MountFlagNames()));
      continue;
    }
    if ((flag->set & kPropagationFlags) != 0) own.propagation = &value;
    if ((flag->set & kMountCommands) != 0 && options.command == nullptr) options.command = &value;
    for (const auto& [other, other_flag] : seen) {
      const bool opposed =
          (flag->set & other_flag.clear) != 0 || (flag->clear & other_flag.set) != 0;
      if (condition.op.text == "in" || !opposed) continue;
      diagnostics.Add({DiagnosticId::BadCondition,
                       Severity::Error,
                       value.span,
                       StrFormat("`{}` and `{}` exclude each other", value.text, other->text),
                       {{other->span, "the other one"}},
                       {},
                       {}});
      break;
    }
    own.set |= flag->set;
    own.clear |= flag->clear;
    seen.emplace_back(&value, *flag);
  }
  if (own.propagation != nullptr) options.propagation = own.propagation;
  options.set |= own.set;
  options.clear |= own.clear;
}

// apparmor_parser makes one rule for each command that the flags name and one for a new mount if
// they name anything else, and refuses what comes to no rule at all (mount.cc, gen_policy_re).
void CheckEncodable(const Rule& rule, const Options& options, const Word* source,
                    const Condition* fstype, DiagnosticSink& diagnostics) {
  const bool remount = rule.family == Family::Remount;
  const uint32_t set = options.set | (remount ? kMountRemount : 0);
  if ((set & kMountCommands) == 0 || (set & ~kMountCommands) != 0 || options.clear != 0) return;
  const Word& command = options.command != nullptr ? *options.command : rule.keyword;
  if (fstype != nullptr) {
    diagnostics.Add(
        {DiagnosticId::BadCondition,
         Severity::Error,
         fstype->span,
         StrFormat(
             "`{}` changes what is mounted already, and its file system is not checked; remove `{}=`",
             command.text, fstype->name.text),
         {{command.span, "this command"}},
         {},
         {}});
  } else if (source != nullptr && !remount && set == kMountRemount) {
    diagnostics.Add(
        {DiagnosticId::BadCondition,
         Severity::Error,
         source->span,
         StrFormat(
             "`{}` changes a mount that exists, so it has no source; write the mount point after `->`",
             command.text),
         {{command.span, "this command"}},
         {},
         {}});
  }
}

}  // namespace

void CheckMountRule(const Rule& rule, DiagnosticSink& diagnostics) {
  static constexpr std::string_view kNames[] = {"fstype", "vfstype", "options", "option"};
  const std::string name = StrFormat("`{}` rule", rule.keyword.text);
  Options options;
  const Word* source = nullptr;
  const Word* target = nullptr;
  const Part* arrow = nullptr;
  const Condition* fstype = nullptr;
  for (const Part& part : rule.parts) {
    switch (part.kind) {
      case PartKind::List:
        diagnostics.Error(DiagnosticId::BadCondition, part.span,
                          "{} takes a list only after `options=` or `fstype=`", WithArticle(name));
        break;
      case PartKind::Arrow:
        if (arrow != nullptr || rule.family != Family::Mount) {
          diagnostics.Error(
              DiagnosticId::BadCondition, part.span,
              WithArticle(name) + (arrow != nullptr ? " has one `->`" : " has no `->`"));
        }
        arrow = &part;
        break;
      case PartKind::Word: {
        const Word*& slot = arrow != nullptr ? target : source;
        if (slot != nullptr) {
          // The old mount interface names the source of a detached mount.
          if (rule.family == Family::Mount && part.word.text == "detached") break;
          diagnostics.Error(DiagnosticId::BadCondition, part.span,
                            "{} takes no more words; remove `{}`", WithArticle(name),
                            part.word.text);
          break;
        }
        slot = &part.word;
        break;
      }
      case PartKind::Condition: {
        const Condition& condition = part.condition;
        if (!Contains(kNames, condition.name.text)) {
          diagnostics.Error(DiagnosticId::BadCondition, condition.name.span, "{} takes no `{}`{}",
                            WithArticle(name), condition.name.text + condition.op.text,
                            DidYouMean(condition.name.text, kNames));
          break;
        }
        if (!condition.group.empty() || condition.op.text == ":=") {
          diagnostics.Error(DiagnosticId::BadCondition, condition.span,
                            "`{}` takes words, in parentheses if there are several",
                            condition.name.text);
          break;
        }
        if (condition.values.empty()) {
          diagnostics.Error(DiagnosticId::BadCondition, condition.span,
                            "`{}` has no value; add one", condition.name.text);
        } else if (condition.op.text == "in" && !condition.list) {
          diagnostics.Error(DiagnosticId::BadCondition, condition.values[0].span,
                            "`in` takes a list in parentheses: `{} in ({})`", condition.name.text,
                            condition.values[0].text);
          break;
        }
        if (arrow != nullptr) {
          diagnostics.Error(
              DiagnosticId::BadCondition, condition.span,
              "apparmor_parser takes no conditions of the mount point; put `{}` in front of the source and the `->`",
              condition.name.text + condition.op.text);
        } else if (source != nullptr) {
          diagnostics.Error(DiagnosticId::BadCondition, condition.span,
                            "the conditions stand in front of the path");
        }
        if (condition.name.text.starts_with("option")) {
          ReadOptions(condition, options, diagnostics);
        } else {
          fstype = &condition;
        }
        break;
      }
    }
  }
  if (arrow != nullptr && rule.family == Family::Mount && target == nullptr) {
    diagnostics.Error(DiagnosticId::BadCondition, arrow->span,
                      "no mount point follows the `->`; add its path, or remove the `->`");
  }
  if (options.propagation != nullptr && source != nullptr && target != nullptr) {
    diagnostics.Add(
        {DiagnosticId::BadCondition,
         Severity::Error,
         options.propagation->span,
         StrFormat("`{}` changes a mount that exists, so it has no source; remove the source",
                   options.propagation->text),
         {{source->span, "this source"}},
         {},
         {}});
  } else if (rule.family != Family::Umount) {
    CheckEncodable(rule, options, source, fstype, diagnostics);
  }
}

}  // namespace polc::aa
