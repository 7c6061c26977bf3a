#include "compiler/emit/policy_text.h"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/analysis/describe.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/emit/environment_cases.h"
#include "compiler/emit/policy_conditions.h"
#include "compiler/emit/policy_lists.h"
#include "grammar/polc/format.h"
#include "syscalls/capability.h"
#include "syscalls/errno.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

struct NotExpressible {
  std::string syscall;
};

// One rule of a syscall, in the environment of its answer.
struct ConditionalVerdict {
  Verdict verdict;
  std::optional<dsl::Condition> condition;
};

// The answers to a syscall if `when` holds, as rules in order.
struct Row {
  Environment when;
  std::vector<ConditionalVerdict> answers;
  std::string text;  // equal rows have equal texts
};

// All answers of one architecture to one syscall.
struct Behaviour {
  std::vector<Row> rows;
  std::string text;
};

// On a 32-bit ABI a cast makes no difference.
std::string WithoutCasts(std::string text) {
  for (const std::string_view cast : {" as u64", " as u32"}) {
    for (size_t at = text.find(cast); at != std::string::npos; at = text.find(cast, at))
      text.erase(at, cast.size());
  }
  return text;
}

dsl::Text TextOf(std::string_view value) { return {std::string(value), {}}; }

dsl::Expr NumberExpr(uint64_t value) {
  dsl::Expr expr;
  expr.number = value;
  return expr;
}

dsl::Action ActionOf(Verdict verdict, Verdict denial) {
  dsl::Action action;
  if (verdict == denial) {
    action.kind = dsl::ActionKind::Deny;
    return action;
  }
  switch (verdict.action) {
    case Action::KillProcess:
      action.kind = dsl::ActionKind::KillProcess;
      break;
    case Action::KillThread:
      action.kind = dsl::ActionKind::KillThread;
      break;
    case Action::Notify:
      action.kind = dsl::ActionKind::Notify;
      break;
    case Action::Log:
      action.kind = dsl::ActionKind::Log;
      break;
    case Action::Allow:
      action.kind = dsl::ActionKind::Allow;
      break;
    case Action::Trace:
      action.kind = dsl::ActionKind::Trace;
      action.data = NumberExpr(verdict.data);
      break;
    case Action::Trap:
      action.kind = dsl::ActionKind::Trap;
      if (verdict.data != 0) action.data = NumberExpr(verdict.data);
      break;
    case Action::Errno: {
      action.kind = dsl::ActionKind::Errno;
      dsl::Expr number = NumberExpr(verdict.data);
      if (const std::string_view name = ErrnoName(verdict.data); !name.empty()) {
        number.kind = dsl::Expr::Kind::Name;
        number.text = name;
      }
      action.data = std::move(number);
      break;
    }
  }
  return action;
}

dsl::Environment EnvironmentOf(const Environment& when, const std::vector<Arch>& in,
                               const std::vector<Arch>& not_in) {
  dsl::Environment made;
  const auto add = [&](dsl::EnvironmentTest::Kind kind) -> dsl::EnvironmentTest& {
    dsl::EnvironmentTest test;
    test.kind = kind;
    made.all_of.push_back(std::move(test));
    return made.all_of.back();
  };
  const auto caps = [&](dsl::EnvironmentTest::Kind kind, uint64_t bits) {
    if (bits == 0) return;
    dsl::EnvironmentTest& test = add(kind);
    for (uint8_t bit = 0; bit < 64; ++bit) {
      if ((bits >> bit & 1) != 0) test.names.push_back(TextOf(CapabilityName(bit)));
    }
  };
  const auto kernel = [&](dsl::EnvironmentTest::Kind kind, uint32_t version) {
    add(kind).version = {static_cast<uint16_t>(version >> 16),
                         static_cast<uint16_t>(version & 0xffff)};
  };
  const auto arches = [&](dsl::EnvironmentTest::Kind kind, const std::vector<Arch>& names) {
    if (names.empty()) return;
    dsl::EnvironmentTest& test = add(kind);
    for (const Arch arch : names) test.names.push_back(TextOf(TraitsOf(arch).name));
  };
  caps(dsl::EnvironmentTest::Kind::Cap, when.caps_all);
  caps(dsl::EnvironmentTest::Kind::NotCap, when.caps_none);
  if (when.kernel_min != Environment{}.kernel_min)
    kernel(dsl::EnvironmentTest::Kind::KernelAtLeast, when.kernel_min);
  if (when.kernel_below != Environment{}.kernel_below)
    kernel(dsl::EnvironmentTest::Kind::KernelBelow, when.kernel_below);
  arches(dsl::EnvironmentTest::Kind::ArchIn, in);
  arches(dsl::EnvironmentTest::Kind::ArchNotIn, not_in);
  return made;
}

std::string TextOf(const dsl::Environment& when) {
  return when.all_of.empty() ? "" : dsl::Format(when);
}

class Importer {
 public:
  Importer(Diagram& diagram, const Template& profile) : diagram_(diagram), profile_(profile) {
    const Machine& first = profile.machines.front();
    otherwise_ = first.otherwise;
    denial_ = DenialOf(otherwise_);
    for (const Machine& machine : profile.machines) {
      for (const Arch arch : machine.arches) {
        if (numbers_.contains(arch)) continue;  // two machines may share an ABI
        arches_.push_back(arch);
        numbers_[arch] = diagram.Fix(machine.filter.node, kArchSlice, TraitsOf(arch).audit);
      }
    }
  }

  std::string Write(const std::string& name) {
    for (const std::string_view syscall : AllSyscallNames()) AddSyscall(syscall);
    dsl::Policy policy;
    policy.name = TextOf(name);
    AddSettings(policy.body.lines);
    AddRules(policy.body.lines);
    dsl::File file;
    dsl::Statement statement;
    statement.node = std::move(policy);
    file.statements.push_back(std::move(statement));
    return dsl::Format(file);
  }

 private:
  // Syscalls with the same rows on the same architectures.
  struct Block {
    dsl::Environment when;
    std::vector<ConditionalVerdict> answers;
    std::vector<std::string_view> names;
  };

  // For a node that answers ALLOW unless the condition holds: "allow if not X".
  static std::optional<dsl::Condition> Inverted(const dsl::Condition& condition) {
    if (condition.kind != dsl::Condition::Kind::Test) {
      dsl::Condition inverted;
      inverted.kind = dsl::Condition::Kind::Not;
      inverted.parts.push_back(condition);
      return inverted;
    }
    dsl::Condition inverted = condition;
    switch (condition.test.op) {
      case dsl::TestOp::Eq:
        inverted.test.op = dsl::TestOp::Ne;
        break;
      case dsl::TestOp::Ne:
        inverted.test.op = dsl::TestOp::Eq;
        break;
      case dsl::TestOp::Lt:
        inverted.test.op = dsl::TestOp::Ge;
        break;
      case dsl::TestOp::Ge:
        inverted.test.op = dsl::TestOp::Lt;
        break;
      case dsl::TestOp::Gt:
        inverted.test.op = dsl::TestOp::Le;
        break;
      case dsl::TestOp::Le:
        inverted.test.op = dsl::TestOp::Gt;
        break;
      case dsl::TestOp::In:
        inverted.test.op = dsl::TestOp::NotIn;
        break;
      case dsl::TestOp::HasNone:
        inverted.test.op = dsl::TestOp::HasAny;
        break;
      case dsl::TestOp::HasAny:
        inverted.test.op = dsl::TestOp::HasNone;
        break;
      case dsl::TestOp::NotIn:
        inverted.test.op = dsl::TestOp::In;
        break;
      default:
        return std::nullopt;
    }
    return inverted;
  }

  std::vector<ConditionalVerdict> AnswersOf(NodeId node, Arch arch, uint32_t nr,
                                            std::string_view syscall) {
    const Description description = Describe(diagram_, node);
    if (!description.complete()) throw NotExpressible{std::string(syscall)};
    std::vector<ConditionalVerdict> answers;
    for (const Case& one : description.cases) {
      auto condition = ToPolicyCondition(one.when, arch, nr, syscall);
      if (!condition) throw NotExpressible{std::string(syscall)};
      answers.push_back({one.verdict, std::move(condition)});
    }
    if (answers.size() == 1 && answers.front().verdict == otherwise_) {
      if (auto inverted = Inverted(*answers.front().condition))
        return {{description.otherwise, std::move(inverted)}};
    }
    if (description.otherwise != otherwise_) {
      answers.push_back({description.otherwise, std::nullopt});
    } else {
      std::erase_if(answers,
                    [&](const ConditionalVerdict& answer) { return answer.verdict == otherwise_; });
    }
    return answers;
  }

  Behaviour BehaviourOf(Arch arch, uint32_t nr, std::string_view syscall) {
    Behaviour behaviour;
    for (const EnvironmentCase& one :
         SplitEnvironments(diagram_, diagram_.Fix(numbers_.at(arch), kNrSlice, nr))) {
      Row row{one.when, AnswersOf(one.node, arch, nr, syscall), ""};
      if (row.answers.empty()) continue;
      row.text = TextOf(EnvironmentOf(one.when, {}, {}));
      for (const ConditionalVerdict& answer : row.answers) {
        row.text += StrFormat("|{} {}", Describe(answer.verdict),
                              answer.condition ? dsl::Format(*answer.condition) : "");
      }
      behaviour.rows.push_back(std::move(row));
    }
    std::sort(behaviour.rows.begin(), behaviour.rows.end(),
              [](const Row& a, const Row& b) { return a.text < b.text; });
    for (const Row& row : behaviour.rows) behaviour.text += row.text + "\n";
    return behaviour;
  }

  void AddSyscall(std::string_view syscall) {
    std::vector<std::pair<Behaviour, std::vector<Arch>>> groups;
    size_t present = 0;
    // ABIs with 64-bit registers first, because 32-bit ABIs can join their groups.
    for (const bool narrow : {false, true}) {
      for (const Arch arch : arches_) {
        const auto nr = SyscallNumber(arch, syscall);
        if (!nr || (RegisterBits(arch) == 32) != narrow) continue;
        ++present;
        Behaviour behaviour = BehaviourOf(arch, *nr, syscall);
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
          return group.first.text == behaviour.text ||
                 (narrow && WithoutCasts(group.first.text) == WithoutCasts(behaviour.text));
        });
        if (same == groups.end()) {
          groups.push_back({std::move(behaviour), {arch}});
        } else {
          same->second.push_back(arch);
        }
      }
    }
    for (const auto& [behaviour, arches] : groups) {
      std::vector<Arch> in, not_in;
      if (arches.size() != present) {
        for (const Arch arch : arches_) {
          if (!SyscallNumber(arch, syscall)) continue;
          (std::find(arches.begin(), arches.end(), arch) != arches.end() ? in : not_in)
              .push_back(arch);
        }
        (in.size() <= not_in.size() ? not_in : in).clear();
      }
      for (const Row& row : behaviour.rows)
        AddRow(row, EnvironmentOf(row.when, in, not_in), syscall);
    }
  }

  void AddRow(const Row& row, dsl::Environment when, std::string_view syscall) {
    const std::string key = StrFormat("{}\n{}", TextOf(when), row.text);
    const auto [found, is_new] = blocks_.try_emplace(key);
    if (is_new) {
      found->second = {std::move(when), row.answers, {}};
      order_.push_back(key);
    }
    found->second.names.push_back(syscall);
  }

  void AddSettings(std::vector<dsl::Statement>& lines) {
    const auto add = [&](auto setting) {
      dsl::Statement statement;
      statement.node = std::move(setting);
      lines.push_back(std::move(statement));
    };
    dsl::ArchSetting arch;
    for (const Arch one : arches_) arch.names.push_back(TextOf(TraitsOf(one).name));
    add(std::move(arch));
    add(dsl::DefaultSetting{ActionOf(otherwise_, Verdict{Action::Allow, 1})});
    const Verdict bad_arch = profile_.machines.front().bad_arch;
    if (bad_arch != MakeVerdict(Action::KillThread))
      add(dsl::BadArchSetting{ActionOf(bad_arch, Verdict{Action::Allow, 1})});
    if (profile_.flags && !profile_.flags->empty()) {
      dsl::FlagsSetting flags;
      constexpr std::string_view kPrefix = "SECCOMP_FILTER_FLAG_";
      for (const std::string& flag : *profile_.flags)
        flags.names.push_back(
            TextOf(ToLower(flag.starts_with(kPrefix) ? flag.substr(kPrefix.size()) : flag)));
      add(std::move(flags));
    }
  }

  [[nodiscard]] bool Exists(std::string_view syscall) const {
    return std::any_of(arches_.begin(), arches_.end(),
                       [&](Arch arch) { return SyscallNumber(arch, syscall).has_value(); });
  }

  std::vector<dsl::Statement> RulesOf(const Block& block) {
    std::vector<dsl::Statement> statements;
    const bool plain = block.answers.size() == 1 && !block.answers.front().condition;
    for (const ConditionalVerdict& answer : block.answers) {
      dsl::Rule rule;
      rule.action = ActionOf(answer.verdict, denial_);
      rule.line.syscalls =
          plain ? ShortList(block.names, [this](std::string_view name) { return Exists(name); })
                : PlainList(block.names);
      if (answer.condition) rule.line.condition = *answer.condition;
      dsl::Statement statement;
      statement.node = std::move(rule);
      statements.push_back(std::move(statement));
    }
    return statements;
  }

  // Adds the rules for all environments first, then a block for each environment. In both, syscalls
  // without conditions come before those with conditions.
  void AddRules(std::vector<dsl::Statement>& lines) {
    std::map<std::string, std::vector<const Block*>> by_environment;
    std::vector<std::string> environments;
    for (const bool plain : {true, false}) {
      for (const std::string& key : order_) {
        const Block& block = blocks_.at(key);
        if ((block.answers.size() == 1 && !block.answers.front().condition) != plain) continue;
        const std::string environment = TextOf(block.when);
        if (!by_environment.contains(environment)) environments.push_back(environment);
        by_environment[environment].push_back(&block);
      }
    }
    std::stable_sort(
        environments.begin(), environments.end(),
        [](const std::string& a, const std::string& b) { return a.empty() && !b.empty(); });
    for (const std::string& environment : environments) {
      std::vector<dsl::Statement> rules;
      for (const Block* block : by_environment[environment]) {
        for (dsl::Statement& rule : RulesOf(*block)) rules.push_back(std::move(rule));
      }
      rules.front().trivia.blank_before = environment.empty();
      if (environment.empty()) {
        for (dsl::Statement& rule : rules) lines.push_back(std::move(rule));
      } else if (rules.size() == 1) {
        std::get<dsl::Rule>(rules.front().node).line.when =
            by_environment[environment].front()->when;
        rules.front().trivia.blank_before = false;
        lines.push_back(std::move(rules.front()));
      } else {
        dsl::WhenBlock block;
        block.when = by_environment[environment].front()->when;
        block.body.lines = std::move(rules);
        dsl::Statement statement;
        statement.trivia.blank_before = true;
        statement.node = std::move(block);
        lines.push_back(std::move(statement));
      }
    }
  }

  Diagram& diagram_;
  const Template& profile_;
  Verdict otherwise_, denial_;
  std::vector<Arch> arches_;
  std::map<Arch, NodeId> numbers_;
  std::map<std::string, Block> blocks_;
  std::vector<std::string> order_;
};

}  // namespace

std::optional<std::string> ToPolicyText(Diagram& diagram, const Template& profile,
                                        const std::string& name, DiagnosticSink& diagnostics) {
  try {
    return Importer(diagram, profile).Write(name);
  } catch (const NotExpressible& what) {
    diagnostics.Error(DiagnosticId::NotExpressible, {},
                      "the filter's answer to `{}` cannot be written in the policy language",
                      what.syscall);
    return std::nullopt;
  }
}

}  // namespace polc
