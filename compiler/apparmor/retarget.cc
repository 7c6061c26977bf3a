// Knows which syntax came with which release of apparmor_parser (source: its changelogs, and
// parser_yacc.y of each release).

#include "compiler/apparmor/emit.h"
#include "compiler/base/str_format.h"
#include "grammar/apparmor/format.h"

namespace polc::aa {
namespace {

class Retargeter {
 public:
  Retargeter(TargetAbi target, DiagnosticSink& diagnostics)
      : target_(target), diagnostics_(diagnostics) {}

  void Run(Block& block) {
    for (Statement& statement : block) {
      if (auto* rule = std::get_if<Rule>(&statement.node)) {
        CheckRule(*rule);
      } else if (auto* profile = std::get_if<Profile>(&statement.node)) {
        CheckHeader(*profile);
        Run(profile->body);
      } else if (auto* inner = std::get_if<QualifierBlock>(&statement.node)) {
        CheckPrefix(inner->prefix, "block");
        Run(inner->body);
      } else if (auto* conditional = std::get_if<Conditional>(&statement.node)) {
        for (Conditional::Branch& branch : conditional->branches) {
          if (branch.condition) CheckExpression(*branch.condition);
          Run(branch.body);
        }
      } else if (auto* variable = std::get_if<VariableAssignment>(&statement.node)) {
        CheckOperator(variable->op);
      } else if (auto* boolean = std::get_if<BooleanAssignment>(&statement.node)) {
        CheckOperator(boolean->op);
      }
    }
  }

 private:
  void Refuse(Span span, const std::string& what, std::string_view since) {
    diagnostics_.Error(DiagnosticId::TooNew, span,
                       "apparmor_parser {} does not know {}, which came with {}",
                       target_ == TargetAbi::V3 ? "3.0" : "4.0", what, since);
  }
  void NeedsV4(Span span, const std::string& what) {
    if (target_ == TargetAbi::V3) Refuse(span, what, "4.0");
  }

  void CheckOperator(const Word& op) {
    if (op.text == "?=" || op.text == ":=") Refuse(op.span, StrFormat("`{}`", op.text), "5.0");
  }

  void CheckExpression(const Expression& expression) {
    const ExpressionKind kind = expression.kind;
    if (kind == ExpressionKind::Or || kind == ExpressionKind::And ||
        kind == ExpressionKind::Compare) {
      Refuse(expression.span, "this condition", "5.0");
      return;
    }
    for (const Expression& operand : expression.operands) CheckExpression(operand);
  }

  void CheckPrefix(const Prefix& prefix, const std::string& what) {
    if (prefix.priority.span.known())
      Refuse(prefix.priority.span, StrFormat("the priority of this {}", what), "4.1");
    if (prefix.mode.text == "prompt")
      Refuse(prefix.mode.span, StrFormat("`prompt` in front of this {}", what), "4.1");
  }

  void CheckRule(Rule& rule) {
    const std::string shown = StrFormat("`{}`", Format(rule));
    CheckPrefix(rule.prefix, "rule " + shown);
    if (rule.family == Family::Userns || rule.family == Family::Mqueue ||
        rule.family == Family::IoUring || rule.family == Family::All) {
      NeedsV4(rule.keyword.span, shown);
      return;
    }
    // `unmount` and `umount` mean the same, and only `umount` is in the manuals of all releases.
    if (rule.keyword.text == "unmount") rule.keyword.text = "umount";
    for (const Part& part : rule.parts) {
      if (rule.family == Family::Network && (part.kind != PartKind::Word)) {
        const bool interface =
            part.kind == PartKind::Condition &&
            (part.condition.name.text == "interface" || part.condition.name.text == "label");
        if (interface) {
          Refuse(part.span, shown, "6.0");
        } else {
          NeedsV4(part.span, shown);
        }
        return;
      }
      if (rule.family != Family::Mount || part.kind != PartKind::Condition) continue;
      for (const Word& value : part.condition.values) {
        if (value.text == "nosymfollow" || value.text == "symfollow")
          NeedsV4(value.span, StrFormat("the mount option `{}`", value.text));
      }
    }
  }

  void CheckHeader(const Profile& profile) {
    for (const Word& flag : profile.flags) {
      const std::string key = flag.text.substr(0, flag.text.find('='));
      const std::string shown = StrFormat("the flag `{}`", key);
      if (key == "error" || key == "attach_disconnected.ipc") Refuse(flag.span, shown, "4.1");
      if (key == "interruptible" || key == "kill.signal" || key == "attach_disconnected.path" ||
          key == "default_allow" || key == "prompt")
        NeedsV4(flag.span, shown);
    }
    if (!profile.identities.empty()) Refuse(profile.identities[0][0].span, "`identities`", "5.0");
  }

  TargetAbi target_;
  DiagnosticSink& diagnostics_;
};

}  // namespace

void Retarget(File& file, TargetAbi target, DiagnosticSink& diagnostics) {
  if (target != TargetAbi::Any) Retargeter(target, diagnostics).Run(file.statements);
}

}  // namespace polc::aa
