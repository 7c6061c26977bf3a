#include "compiler/apparmor/words.h"

namespace polc::aa {
namespace {

template <class AnyCondition, class Visit>
void VisitCondition(AnyCondition& condition, const Visit& visit) {
  const std::string& name = condition.name.text;
  // Signals, addresses, ports, types and mount flags are not globs.
  if (name == "set" || name == "ip" || name == "port" || name == "type" ||
      name.starts_with("option"))
    return;
  for (auto& value : condition.values) visit(value, WordRole::Pattern);
  for (auto& inner : condition.group) VisitCondition(inner, visit);
}

template <class AnyRule, class Visit>
void VisitRule(AnyRule& rule, const Visit& visit) {
  if (rule.family == Family::File || rule.family == Family::Link) {
    if (rule.path.span.known()) visit(rule.path, WordRole::Pattern);
    const bool link =
        rule.family == Family::Link || rule.perms.text.find_first_of("xX") == std::string::npos;
    if (rule.target.span.known()) visit(rule.target, link ? WordRole::Pattern : WordRole::Label);
    return;
  }
  if (rule.family == Family::Capability || rule.family == Family::Rlimit ||
      rule.family == Family::All)
    return;
  const bool words = rule.family == Family::Mount || rule.family == Family::Remount ||
                     rule.family == Family::Umount || rule.family == Family::ChangeProfile ||
                     rule.family == Family::PivotRoot || rule.family == Family::Mqueue;
  bool arrow = false;
  for (auto& part : rule.parts) {
    if (part.kind == PartKind::Arrow) arrow = true;
    if (part.kind == PartKind::Condition) VisitCondition(part.condition, visit);
    if (part.kind == PartKind::Word && words) {
      visit(part.word,
            arrow && rule.family == Family::PivotRoot ? WordRole::Label : WordRole::Pattern);
    }
  }
}

}  // namespace

void ForEachWord(const Rule& rule, const std::function<void(const Word&, WordRole)>& visit) {
  VisitRule(rule, visit);
}
void ForEachWord(Rule& rule, const std::function<void(Word&, WordRole)>& visit) {
  VisitRule(rule, visit);
}

}  // namespace polc::aa
