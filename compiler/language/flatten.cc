#include "compiler/language/flatten.h"

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/language/network_rules.h"

namespace polc::language {
namespace {

enum class Part { Own, Included, Base };

// Counts rules and included policies: of 30 policies that each include the one before twice, the
// last has 2^30 of them.
constexpr size_t kMaxParts = 100'000;

class Flattener {
 public:
  Flattener(Library& library, Reporter& reporter) : library_(library), reporter_(reporter) {}

  void AddPolicy(Definition<dsl::Policy> policy, Part part) {
    if (!CountPart(policy.node->header)) return;
    open_.push_back(policy.node);
    if (part != Part::Included) {
      TakeSettings(policy);
      TakeLayer(policy);
    }
    AddStatements(policy.node->body.lines, *policy.unit, part);
    if (part != Part::Included && policy.node->base) AddBase(policy);
    open_.pop_back();
  }

  void AddFragment(const Unit& fragment, Part part) {
    // A fragment may include other files at its top; here only its own rules count.
    for (const dsl::Statement& statement : fragment.file.statements)
      AddRules(statement, fragment, part);
  }

  Flattened result;

 private:
  // The same setting twice in one policy is a mistake. A setting of a base is ignored if the policy
  // has one of that kind.
  template <class Setting>
  bool Take(const dsl::Statement& statement, const Setting*& taken,
            std::vector<const dsl::Statement*>& here) {
    const auto* setting = std::get_if<Setting>(&statement.node);
    if (setting == nullptr) return false;
    const auto same = std::find_if(here.begin(), here.end(), [](const dsl::Statement* other) {
      return std::holds_alternative<Setting>(other->node);
    });
    if (same != here.end()) {
      reporter_.Add({.id = DiagnosticId::DuplicateDefinition,
                     .span = statement.span,
                     .message = "the policy has this setting twice; remove one of the two",
                     .labels = {{(*same)->span, "first here"}}});
      return false;
    }
    here.push_back(&statement);
    if (taken != nullptr) return false;
    taken = setting;
    return true;
  }

  void TakeSettings(Definition<dsl::Policy> policy) {
    std::vector<const dsl::Statement*> here;
    for (const dsl::Statement& statement : policy.node->body.lines) {
      if (Take(statement, result.arch, here)) result.arch_place = statement.span;
      if (Take(statement, result.otherwise, here)) result.otherwise_unit = policy.unit;
      if (Take(statement, result.bad_arch, here)) result.bad_arch_unit = policy.unit;
      (void)Take(statement, result.flags, here);
    }
  }

  void TakeLayer(Definition<dsl::Policy> policy) {
    const SourceId source = policy.unit->file.source;
    AppArmorLayer own = OwnLayer(*policy.node, source);
    const auto take = [](SharedRules& taken, SharedRules& offered) {
      if (taken.rules.empty()) taken = std::move(offered);
    };
    take(result.layer.capabilities, own.capabilities);
    take(result.layer.networks, own.networks);
    take(result.layer.files, own.files);
    if (result.layer.section == nullptr && own.section != nullptr) {
      result.layer.section = own.section;
      result.layer.section_source = source;
    }
  }

  // Reports AppArmor text under a `when`: AppArmor's rules cannot depend on the environment.
  void CheckPlace(const dsl::Statement& statement) {
    const bool shared = std::holds_alternative<dsl::SharedRule>(statement.node);
    if (when_.empty() || (!shared && !std::holds_alternative<dsl::AppArmorSection>(statement.node)))
      return;
    reporter_.Error(DiagnosticId::MisplacedStatement, statement.span,
                    "the AppArmor layer cannot depend on `when`; move this out of the block");
  }

  // Adds one rule for all `network` rules of the policy, at the place of the first.
  void AddNetworks(const dsl::Statement& statement, const Unit& unit, Part part) {
    const auto* shared = std::get_if<dsl::SharedRule>(&statement.node);
    const SharedRules& networks = result.layer.networks;
    if (shared == nullptr || networks.rules.empty() || networks.rules.front() != shared) return;
    DiagnosticSink of_text;  // its mistakes are reported with the whole profile
    const auto rule = SocketRule(ReadRules(networks, of_text), shared->rule.span, reporter_);
    if (!rule) return;
    const dsl::Rule& kept = library_.Keep(*rule);
    AddRule(kept.action, kept.line, unit, part);
  }

  void AddStatements(const std::vector<dsl::Statement>& statements, const Unit& unit, Part part) {
    for (const dsl::Statement& statement : statements) {
      CheckPlace(statement);
      AddRules(statement, unit, part);
      AddNetworks(statement, unit, part);
      if (const auto* include = std::get_if<dsl::Include>(&statement.node))
        AddInclude(*include, unit, part);
    }
  }

  void AddRules(const dsl::Statement& statement, const Unit& unit, Part part) {
    if (const auto* rule = std::get_if<dsl::Rule>(&statement.node)) {
      AddRule(rule->action, rule->line, unit, part);
    } else if (const auto* block = std::get_if<dsl::RuleBlock>(&statement.node)) {
      for (const dsl::RuleLine& line : block->body.lines) AddRule(block->action, line, unit, part);
    } else if (const auto* when = std::get_if<dsl::WhenBlock>(&statement.node)) {
      when_.push_back(&when->when);
      AddStatements(when->body.lines, unit, part);
      when_.pop_back();
    }
  }

  void AddRule(const dsl::Action& action, const dsl::RuleLine& line, const Unit& unit, Part part) {
    if (!CountPart(line.span)) return;
    SourceRule rule{&action, &line, &unit, when_, part == Part::Own};
    if (line.when) rule.when.push_back(&*line.when);
    result.rules.emplace_back(std::move(rule));
  }

  // False if the policy is too large; this is reported once.
  bool CountPart(Span place) {
    if (parts_ < kMaxParts) {
      ++parts_;
      return true;
    }
    if (parts_ == kMaxParts) {
      ++parts_;
      reporter_.Error(DiagnosticId::TooLarge, place,
                      "with this, the policy consists of more than {} rules and included policies",
                      kMaxParts);
    }
    return false;
  }

  // The policy that closes the circle is not included again.
  bool IsOpen(const dsl::Policy* policy, Span place) {
    if (open_.size() >= kMaxChain) {
      reporter_.Error(DiagnosticId::TooDeep, place,
                      "more than {} policies in a row extend or include each other here",
                      kMaxChain);
      return true;
    }
    const auto begin = std::find(open_.begin(), open_.end(), policy);
    if (begin == open_.end()) return false;
    const dsl::Policy* first = FirstByName(begin, open_.end());
    reporter_.Add(
        {.id = DiagnosticId::DefinitionCycle,
         .span = first->name.span,
         .message = StrFormat("the policy `{}` extends or includes itself", first->name.value),
         .labels = {{place, "the circle is closed here"}}});
    return true;
  }

  void AddInclude(const dsl::Include& include, const Unit& unit, Part part) {
    const Part included = part == Part::Own ? Part::Included : part;
    if (include.target.kind == dsl::Reference::Kind::Path) {
      if (!CountPart(include.target.text.span)) return;
      const auto found = unit.includes.find(&include);
      if (found == unit.includes.end()) return;  // reported when it was opened
      const Unit& fragment = *found->second;
      if (!fragment.is_fragment() && fragment.file.complete) {
        reporter_.Error(
            DiagnosticId::WrongReference, include.target.text.span,
            "`{}` has no rules outside of policies; include it at the top of the file, and include one of its policies by name here",
            fragment.path);
      }
      return AddFragment(fragment, included);
    }
    const Target target = library_.Find(unit, include.target);
    if (target.profile != nullptr) result.rules.emplace_back(target.profile);
    if (!target.policy || parts_ > kMaxParts ||
        IsOpen(target.policy.node, include.target.text.span))
      return;
    AddPolicy(target.policy, Part::Included);
  }

  void AddBase(Definition<dsl::Policy> policy) {
    const dsl::Reference& base = *policy.node->base;
    const Target target = library_.Find(*policy.unit, base);
    if (target.profile != nullptr) {
      result.profile = target.profile;
      result.rules.emplace_back(target.profile);
    }
    result.base_missing = !target.policy && target.profile == nullptr;
    if (!target.policy) return;
    if (IsOpen(target.policy.node, base.text.span)) {
      result.base_missing = true;
      return;
    }
    AddPolicy(target.policy, Part::Base);
  }

  Library& library_;
  Reporter& reporter_;
  std::vector<const dsl::Environment*> when_;
  std::vector<const dsl::Policy*> open_;
  size_t parts_ = 0;
};

}  // namespace

Flattened Flatten(Library& library, Definition<dsl::Policy> policy, Reporter& reporter) {
  Flattener flattener(library, reporter);
  flattener.AddPolicy(policy, Part::Own);
  return std::move(flattener.result);
}

Flattened FlattenFragment(Library& library, const Unit& fragment, Reporter& reporter) {
  Flattener flattener(library, reporter);
  flattener.AddFragment(fragment, Part::Included);
  return std::move(flattener.result);
}

}  // namespace polc::language
