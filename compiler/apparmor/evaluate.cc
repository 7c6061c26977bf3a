#include "compiler/apparmor/evaluate.h"

#include <algorithm>
#include <set>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

constexpr size_t kMaxSet = 4096;

class Evaluator {
 public:
  Evaluator(const Booleans& booleans, const Variables& variables, DiagnosticSink& diagnostics)
      : booleans_(booleans), variables_(variables), diagnostics_(diagnostics) {}

  std::optional<bool> Run(const Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::Or:
      case ExpressionKind::And: {
        const bool stop = expression.kind == ExpressionKind::Or;
        std::optional<bool> result = !stop;
        for (const Expression& operand : expression.operands) {
          const auto value = Run(operand);
          if (!value) {
            result = std::nullopt;
          } else if (result && *value == stop) {
            result = stop;
          }
        }
        return result;
      }
      case ExpressionKind::Not: {
        const auto value = Run(expression.operands[0]);
        return value ? std::optional(!*value) : std::nullopt;
      }
      case ExpressionKind::Defined: {
        const std::string name = expression.word.text.substr(1);
        return expression.word.text[0] == '$' ? booleans_.contains(name)
                                              : variables_.Find(name) != nullptr;
      }
      case ExpressionKind::Compare:
        return Compare(expression);
      case ExpressionKind::Operand:
        return Operand(expression);
    }
    return std::nullopt;
  }

 private:
  std::optional<bool> Operand(const Expression& expression) {
    const std::string& text = expression.word.text;
    if (text.starts_with('$')) {
      const auto found = booleans_.find(text.substr(1));
      if (found != booleans_.end()) return found->second.value;
      std::vector<std::string> names;
      for (const auto& [name, value] : booleans_) names.push_back("$" + name);
      const std::vector<std::string_view> known(names.begin(), names.end());
      diagnostics_.Error(DiagnosticId::UndefinedVariable, expression.span,
                         "undefined boolean variable `{}`{}", text, DidYouMean(text, known));
      return std::nullopt;
    }
    const std::string lower = ToLower(text);
    if (lower == "true" || lower == "false") return lower == "true";
    if (text.starts_with('@')) {
      diagnostics_.Error(
          DiagnosticId::InvalidValue, expression.span,
          "`{}` is a set of texts and neither true nor false; compare it, or write `defined {}`",
          text, text);
    } else {
      static constexpr std::string_view kWords[] = {"true", "false"};
      diagnostics_.Error(DiagnosticId::InvalidValue, expression.span,
                         "`{}` is neither `true` nor `false`{}", text, DidYouMean(lower, kWords));
    }
    return std::nullopt;
  }

  std::optional<std::set<std::string>> SetOf(const Expression& expression) {
    const std::string& text = expression.word.text;
    if (text.starts_with('$')) {
      diagnostics_.Error(DiagnosticId::InvalidValue, expression.span,
                         "`{}` is true or false and cannot be compared; write `{}` or `not {}`",
                         text, text, text);
      return std::nullopt;
    }
    if (!text.starts_with('@')) return std::set<std::string>{text};
    const std::string name = text.substr(1);
    if (variables_.Find(name) == nullptr) {
      diagnostics_.Error(DiagnosticId::UndefinedVariable, expression.span,
                         "undefined variable `@{{{}}}`{}", name, variables_.Hint(name));
      return std::nullopt;
    }
    const auto values = variables_.Expand("@{" + name + "}", {}, kMaxSet);
    if (!values) return std::nullopt;
    return std::set<std::string>(values->begin(), values->end());
  }

  std::optional<bool> Compare(const Expression& expression) {
    const auto left = SetOf(expression.operands[0]);
    const auto right = SetOf(expression.operands[1]);
    if (!left || !right) return std::nullopt;
    const std::string& op = expression.word.text;
    if (op == "==") return *left == *right;
    if (op == "!=") return *left != *right;
    if (op == "in") return std::includes(right->begin(), right->end(), left->begin(), left->end());
    const auto a = Number(expression.operands[0], *left, op);
    const auto b = Number(expression.operands[1], *right, op);
    if (!a || !b) return std::nullopt;
    if (op == "<") return *a < *b;
    if (op == "<=") return *a <= *b;
    if (op == ">") return *a > *b;
    return *a >= *b;
  }

  std::optional<int64_t> Number(const Expression& operand, const std::set<std::string>& values,
                                const std::string& op) {
    if (values.size() == 1) {
      const std::string& text = *values.begin();
      const bool negative = text.starts_with('-');
      const auto number = ParseUnsigned(negative ? text.substr(1) : text);
      if (number && *number < (uint64_t{1} << 62))
        return negative ? -static_cast<int64_t>(*number) : static_cast<int64_t>(*number);
    }
    diagnostics_.Error(DiagnosticId::InvalidValue, operand.span,
                       "`{}` compares numbers, but this is no number", op);
    return std::nullopt;
  }

  const Booleans& booleans_;
  const Variables& variables_;
  DiagnosticSink& diagnostics_;
};

}  // namespace

std::optional<bool> Evaluate(const Expression& expression, const Booleans& booleans,
                             const Variables& variables, DiagnosticSink& diagnostics) {
  return Evaluator(booleans, variables, diagnostics).Run(expression);
}

}  // namespace polc::aa
