#include "compiler/language/network_rules.h"

#include "compiler/apparmor/names.h"
#include "compiler/base/strings.h"
#include "syscalls/constants.h"

namespace polc::language {
namespace {

dsl::Expr Name(std::string text, Span place) {
  dsl::Expr expr;
  expr.kind = dsl::Expr::Kind::Name;
  expr.text = std::move(text);
  expr.span = place;
  return expr;
}

dsl::Condition Equals(std::string_view argument, std::string constant, Span place) {
  dsl::Condition condition;
  condition.span = condition.test.span = condition.test.op_span = condition.test.arg.span = place;
  condition.test.arg.name = {std::string(argument), place};
  condition.test.values.push_back({{}, Name(std::move(constant), place), {}, place});
  return condition;
}

dsl::Condition Joined(dsl::Condition::Kind kind, std::vector<dsl::Condition> parts, Span place) {
  if (parts.size() == 1 && kind != dsl::Condition::Kind::Not) return std::move(parts.front());
  dsl::Condition joined;
  joined.kind = kind;
  joined.parts = std::move(parts);
  joined.span = place;
  return joined;
}

// The type of socket that belongs to a protocol (net/ipv4/af_inet.c, inetsw_array); AppArmor takes
// either word.
std::string_view TypeOf(std::string_view word) {
  if (word == "tcp") return "stream";
  if (word == "udp") return "dgram";
  return word == "icmp" ? "raw" : word;
}

// The bits of `type` that are a type (include/linux/net.h, SOCK_TYPE_MASK); the others are flags.
constexpr uint64_t kTypeMask = 0xf;

// Nothing if every socket fits the rule.
std::optional<dsl::Condition> Fits(const aa::Rule& rule, Span place, Reporter& reporter) {
  std::vector<dsl::Condition> tests;
  for (const aa::Part& part : rule.parts) {
    if (part.kind != aa::PartKind::Word) continue;
    const std::string& word = part.word.text;
    if (aa::Contains(aa::AddressFamilies(), word)) {
      const std::string constant = "AF_" + ToUpper(word);
      if (!IsConstantName(constant))
        reporter.Error(DiagnosticId::UnknownName, part.word.span,
                       "seccomp would have to compare with `{}`, but polc knows no such constant",
                       constant);
      tests.push_back(Equals("domain", constant, place));
    } else if (aa::Contains(aa::SocketTypes(), word) || aa::Contains(aa::Protocols(), word)) {
      dsl::Condition test = Equals("type", "SOCK_" + ToUpper(TypeOf(word)), place);
      dsl::Expr mask;
      mask.number = kTypeMask;
      mask.span = place;
      test.test.mask = std::move(mask);
      tests.push_back(std::move(test));
    }
  }
  if (tests.empty()) return std::nullopt;
  return Joined(dsl::Condition::Kind::All, std::move(tests), place);
}

dsl::SyscallItem Item(std::string_view syscall, Span place) {
  dsl::SyscallItem item;
  item.span = item.term.span = place;
  item.term.name = {std::string(syscall), place};
  return item;
}

}  // namespace

std::optional<dsl::Rule> SocketRule(const aa::Block& networks, Span place, Reporter& reporter) {
  std::vector<dsl::Condition> any;
  for (const aa::Statement& statement : networks) {
    const auto* rule = std::get_if<aa::Rule>(&statement.node);
    if (rule == nullptr) continue;
    auto fits = Fits(*rule, place, reporter);
    if (!fits) return std::nullopt;
    any.push_back(std::move(*fits));
  }
  if (any.empty()) return std::nullopt;
  dsl::Rule rule;
  rule.action.kind = dsl::ActionKind::Deny;
  rule.action.span = rule.line.span = place;
  for (const std::string_view syscall : {"socket", "socketpair"})
    rule.line.syscalls.push_back(Item(syscall, place));
  std::vector<dsl::Condition> fits;
  fits.push_back(Joined(dsl::Condition::Kind::Any, std::move(any), place));
  rule.line.condition = Joined(dsl::Condition::Kind::Not, std::move(fits), place);
  return rule;
}

}  // namespace polc::language
