#include "grammar/polc/dump.h"

#include <array>

#include "compiler/base/str_format.h"
#include "grammar/polc/section.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

template <class T>
std::string DumpAll(const std::vector<T>& parts);

std::string Dump(const Text& text) { return text.value; }

std::string Dump(const Expr& expr) {
  static constexpr std::array<const char*, 9> kNames = {"number", "name", "neg", "compl", "or",
                                                        "and",    "shl",  "shr", "sum"};
  if (expr.kind == Expr::Kind::Number) return std::to_string(expr.number);
  if (expr.kind == Expr::Kind::Name) return expr.text;
  return std::string(kNames[static_cast<size_t>(expr.kind)]) + DumpAll(expr.operands);
}

std::string Dump(const ValueRange& range) {
  return Dump(range.low) + (range.high ? ".." + Dump(*range.high) : "");
}

std::string Dump(const Condition& condition) {
  static constexpr std::array<const char*, 4> kNames = {"test", "all", "any", "not"};
  static constexpr std::array<const char*, 12> kOps = {
      "eq", "ne", "lt", "le", "gt", "ge", "in", "not-in", "has", "has-any", "has-no", "has-only"};
  if (condition.kind != Condition::Kind::Test) {
    return std::string(kNames[static_cast<size_t>(condition.kind)]) + DumpAll(condition.parts);
  }
  const Test& test = condition.test;
  std::string arg = test.arg.syscall ? test.arg.syscall->value + "." : "";
  arg += test.arg.name.value;
  if (test.arg.cast) arg += ":" + std::string(NameOf(*test.arg.cast));
  if (test.mask) arg += "&" + Dump(*test.mask);
  return StrFormat("{}({} {})", kOps[static_cast<size_t>(test.op)], arg, DumpAll(test.values));
}

std::string Dump(Version version) { return StrFormat("{}.{}", version.major, version.minor); }

std::string Dump(const EnvironmentTest& test) {
  static constexpr std::array<const char*, 6> kNames = {"cap",       "not-cap", "kernel-ge",
                                                        "kernel-lt", "arch",    "not-arch"};
  const bool is_kernel = test.kind == EnvironmentTest::Kind::KernelAtLeast ||
                         test.kind == EnvironmentTest::Kind::KernelBelow;
  return kNames[static_cast<size_t>(test.kind)] +
         (is_kernel ? StrFormat("({})", Dump(test.version)) : DumpAll(test.names));
}

std::string Dump(const Boxed<Environment>& when) {
  return when ? " when" + DumpAll(when->all_of) : "";
}

std::string Dump(const Action& action) {
  return std::string(NameOf(action.kind)) + (action.data ? ":" + Dump(*action.data) : "");
}

std::string Dump(const SyscallItem& item);

std::string Dump(const SyscallTerm& term) {
  switch (term.kind) {
    case SyscallTerm::Kind::Name:
      return term.name.value;
    case SyscallTerm::Kind::Group:
      return term.name.value + (term.version ? ":" + Dump(*term.version) : "");
    case SyscallTerm::Kind::Number:
      return "#" + std::to_string(term.number);
    case SyscallTerm::Kind::Braces:
      break;
  }
  return "braces" + DumpAll(term.items);
}

std::string Dump(const SyscallItem& item) {
  return Dump(item.term) + (item.minus.empty() ? "" : " minus" + DumpAll(item.minus));
}

std::string Dump(const RuleLine& line) {
  return DumpAll(line.syscalls) + (line.condition ? " if " + Dump(*line.condition) : "") +
         Dump(line.when);
}

std::string Dump(const CallArg& arg) {
  return (arg.name ? arg.name->value + "=" : "") + (arg.value ? Dump(*arg.value) : "_");
}

std::string Dump(const Call& call) {
  return Dump(call.target) + (call.minus.empty() ? "" : " minus" + DumpAll(call.minus)) +
         (call.has_args ? DumpAll(call.args) : "");
}

std::string Dump(const Reference& reference) {
  return (reference.kind == Reference::Kind::Path ? "path:" : "") + reference.text.value;
}

std::string DumpLines(const std::string& head, const std::string& lines) {
  return StrFormat("{} {{\n{}}}", head, lines);
}

std::string DumpStatement(const Statement& statement);

std::string DumpStatements(const std::vector<Statement>& statements) {
  std::string out;
  for (const Statement& statement : statements) out += DumpStatement(statement) + "\n";
  return out;
}

struct StatementDumper {
  std::string operator()(const Rule& rule) const {
    return StrFormat("{} {}", Dump(rule.action), Dump(rule.line));
  }
  std::string operator()(const RuleBlock& block) const {
    std::string lines;
    for (const RuleLine& line : block.body.lines) lines += Dump(line) + "\n";
    return DumpLines(Dump(block.action), lines);
  }
  std::string operator()(const WhenBlock& block) const {
    return DumpLines("when" + DumpAll(block.when.all_of), DumpStatements(block.body.lines));
  }
  std::string operator()(const ArchSetting& setting) const {
    return "arch" + DumpAll(setting.names);
  }
  std::string operator()(const DefaultSetting& setting) const {
    return "default " + Dump(setting.action);
  }
  std::string operator()(const BadArchSetting& setting) const {
    return "bad_arch " + Dump(setting.action);
  }
  std::string operator()(const FlagsSetting& setting) const {
    return "flags" + DumpAll(setting.names);
  }
  std::string operator()(const SharedRule& shared) const { return "shared " + shared.rule.value; }
  std::string operator()(const AppArmorSection& section) const {
    return StrFormat("apparmor {} {{{}}}", section.header.value, SectionLines(section));
  }
  std::string operator()(const Include& include) const { return "include " + Dump(include.target); }
  std::string operator()(const Let& let) const {
    return StrFormat("let {} {}", let.name.value, Dump(let.value));
  }
  std::string operator()(const SetDefinition& set) const {
    return StrFormat("set {} {}", set.name.value, Dump(set.value));
  }
  std::string operator()(const Policy& policy) const {
    return DumpLines(StrFormat("policy {}{}", policy.name.value,
                               policy.base ? " extends " + Dump(*policy.base) : ""),
                     DumpStatements(policy.body.lines));
  }
  std::string operator()(const TestBlock& test) const {
    return DumpLines(
        StrFormat("test {} for {}{}", test.name.value, Dump(test.policy), Dump(test.when)),
        DumpStatements(test.body.lines));
  }
  std::string operator()(const Expectation& expectation) const {
    return StrFormat("{} {}{}", Dump(expectation.action), DumpAll(expectation.calls),
                     Dump(expectation.when));
  }
  std::string operator()(const Comparison& comparison) const {
    static constexpr std::array<const char*, 3> kNames = {"tighter ", "looser ", "same "};
    return kNames[static_cast<size_t>(comparison.relation)] + Dump(comparison.other) +
           (comparison.except.empty() ? "" : " except" + DumpAll(comparison.except));
  }
};

std::string DumpStatement(const Statement& statement) {
  return std::visit(StatementDumper{}, statement.node);
}

template <class T>
std::string DumpAll(const std::vector<T>& parts) {
  std::string out = "{";
  for (const T& part : parts) out += (out.size() == 1 ? "" : " ") + Dump(part);
  return out + "}";
}

}  // namespace

std::string Dump(const File& file) { return DumpStatements(file.statements); }

}  // namespace polc::dsl
