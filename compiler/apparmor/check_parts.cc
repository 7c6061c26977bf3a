#include <algorithm>

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

std::string Listed(Names names) {
  std::string text;
  for (const std::string_view name : names)
    text += StrFormat("{}`{}`", text.empty() ? "" : ", ", name);
  return text;
}

bool IsLetters(std::string_view word) {
  return !word.empty() && word.find_first_not_of("rw") == std::string_view::npos;
}

class Reader {
 public:
  Reader(const Rule& rule, const FamilyShape& shape, DiagnosticSink& diagnostics)
      : rule_(rule), shape_(shape), diagnostics_(diagnostics) {}

  Parts Run() {
    for (size_t i = 0; i < rule_.parts.size(); ++i) {
      const Part& part = rule_.parts[i];
      switch (part.kind) {
        case PartKind::Word:
          ReadWord(part.word, i == 0);
          break;
        case PartKind::List:
          ReadList(part, i == 0);
          break;
        case PartKind::Condition:
          ReadCondition(part.condition);
          break;
        case PartKind::Arrow:
          Error(DiagnosticId::BadCondition, part.span, "{} has no `->`; remove it",
                WithArticle(name_));
          return std::move(parts_);
      }
    }
    return std::move(parts_);
  }

 private:
  template <class... Values>
  void Error(DiagnosticId id, Span span, fmt::format_string<Values...> format, Values&&... values) {
    diagnostics_.Error(id, span, VStrFormat(format, fmt::make_format_args(values...)));
  }

  [[nodiscard]] bool IsPermission(std::string_view word) const {
    return Contains(shape_.permissions, word) ||
           (Contains(shape_.permissions, "r") && IsLetters(word));
  }

  void ReadPermission(const Word& word) {
    if (IsPermission(word.text)) {
      parts_.permissions.push_back(word);
      return;
    }
    Error(DiagnosticId::UnknownWord, word.span, "`{}` is no permission of {}{}", word.text,
          WithArticle(name_), DidYouMeanOr(word.text, shape_.permissions));
  }

  [[nodiscard]] std::string DidYouMeanOr(std::string_view word, Names names) const {
    const std::string near = DidYouMean(word, names);
    return near.empty() ? "; it takes " + Listed(names) : near;
  }

  void ReadWord(const Word& word, bool first) {
    const bool permission = !word.quoted && IsPermission(word.text);
    if (first && permission) {
      parts_.permissions.push_back(word);
    } else if (permission && !parts_.permissions.empty()) {
      Error(DiagnosticId::BadCondition, word.span,
            "several permissions stand in parentheses; write `({}, {})`",
            parts_.permissions[0].text, word.text);
    } else if (permission && shape_.words == 0) {
      Error(DiagnosticId::BadCondition, word.span,
            "permissions stand in front of the conditions; move `{}` there", word.text);
    } else if (parts_.words.size() < shape_.words) {
      parts_.words.push_back(word);
    } else if (shape_.words != 0) {
      Error(DiagnosticId::BadCondition, word.span, "{} takes only one {}; remove `{}`",
            WithArticle(name_), shape_.word_name, word.text);
    } else if (!shape_.permissions.empty() && first) {
      ReadPermission(word);
    } else {
      Error(DiagnosticId::BadCondition, word.span, "{} does not take the word `{}`{}",
            WithArticle(name_), word.text, DidYouMean(word.text, shape_.conditions));
    }
  }

  void ReadList(const Part& part, bool first) {
    if (!first || shape_.permissions.empty()) {
      if (shape_.permissions.empty()) {
        Error(DiagnosticId::BadCondition, part.span, "{} takes no list in parentheses; remove it",
              WithArticle(name_));
      } else {
        Error(DiagnosticId::BadCondition, part.span,
              "the list of permissions stands right after `{}`; move it there", rule_.keyword.text);
      }
      return;
    }
    if (part.list.empty())
      Error(DiagnosticId::BadCondition, part.span, "the list of permissions is empty; remove it");
    for (const Word& word : part.list) ReadPermission(word);
  }

  void ReadCondition(const Condition& condition) {
    const std::string& name = condition.name.text;
    if (name == "peer" && !shape_.peer.empty()) {
      ReadPeer(condition);
      return;
    }
    if (parts_.peer_span.known()) {
      Error(DiagnosticId::BadCondition, condition.span,
            "`peer=` is the last condition; put `{}=` in front of it", name);
    }
    if (!Contains(shape_.conditions, name)) {
      const std::string hint =
          shape_.conditions.empty() ? std::string() : DidYouMeanOr(name, shape_.conditions);
      Error(DiagnosticId::BadCondition, condition.name.span, "{} takes no `{}=`{}",
            WithArticle(name_), name, hint);
      return;
    }
    CheckValue(condition);
    if (!Contains(shape_.repeatable, name)) {
      if (const Condition* other = parts_.Find(name)) {
        diagnostics_.Add({DiagnosticId::BadCondition,
                          Severity::Error,
                          condition.name.span,
                          StrFormat("`{}` is given twice; keep one", name),
                          {{other->span, "first here"}},
                          {},
                          {}});
        return;
      }
    }
    parts_.conditions.push_back(&condition);
  }

  void CheckValue(const Condition& condition) {
    const std::string& name = condition.name.text;
    if (!condition.group.empty()) {
      Error(DiagnosticId::BadCondition, condition.group[0].span,
            "`{}` takes no conditions in parentheses", name);
    } else if (condition.op.text == "in") {
      Error(DiagnosticId::BadCondition, condition.op.span,
            "only the options of a mount rule take `in`; write `=`");
    } else if (condition.op.text == ":=" && name != "label") {
      Error(DiagnosticId::BadCondition, condition.op.span, "only `label` takes `:=`; write `=`");
    } else if (condition.values.empty()) {
      Error(DiagnosticId::BadCondition, condition.span, "`{}` has no value; add one", name);
    } else if (condition.list && name == "peer") {
      Error(DiagnosticId::BadCondition, condition.span,
            "the peer of a {} is one profile; remove the parentheses", name_);
    } else if (condition.values.size() > 1 && !Contains(shape_.repeatable, name)) {
      Error(DiagnosticId::BadCondition, condition.values[1].span,
            "`{}` takes one value; write one rule for each value, or `{{a,b}}`", name);
    }
  }

  void ReadPeer(const Condition& condition) {
    if (parts_.peer_span.known()) {
      Error(DiagnosticId::BadCondition, condition.name.span, "`peer` is given twice; keep one");
      return;
    }
    parts_.peer_span = condition.span;
    if (condition.op.text != "=") {
      Error(DiagnosticId::BadCondition, condition.op.span, "only `=` can follow `peer`");
      return;
    }
    if (condition.group.empty() || !condition.values.empty()) {
      const Span span = condition.values.empty() ? condition.span : condition.values[0].span;
      Error(DiagnosticId::BadCondition, span,
            "the peer of a {} is described by conditions in parentheses; write `peer=({}=…)`",
            name_, shape_.peer[0]);
      return;
    }
    for (const Condition& inner : condition.group) {
      const std::string& name = inner.name.text;
      if (!Contains(shape_.peer, name)) {
        Error(DiagnosticId::BadCondition, inner.name.span, "the peer of a {} has no `{}=`{}", name_,
              name, DidYouMeanOr(name, shape_.peer));
        continue;
      }
      const bool repeated =
          std::any_of(parts_.peer.begin(), parts_.peer.end(),
                      [&](const Condition* other) { return other->name.text == name; });
      if (repeated)
        Error(DiagnosticId::BadCondition, inner.name.span, "`{}` is given twice; keep one", name);
      CheckValue(inner);
      parts_.peer.push_back(&inner);
    }
  }

  const Rule& rule_;
  const FamilyShape& shape_;
  DiagnosticSink& diagnostics_;
  const std::string name_ = StrFormat("`{}` rule", rule_.keyword.text);
  Parts parts_;
};

}  // namespace

const Condition* Parts::Find(std::string_view name) const {
  for (const Condition* condition : conditions) {
    if (condition->name.text == name) return condition;
  }
  return nullptr;
}

bool Parts::Permits(std::string_view permission) const {
  return std::any_of(permissions.begin(), permissions.end(),
                     [&](const Word& word) { return word.text == permission; });
}

std::string WithArticle(const std::string& quoted) {
  const bool vowel = quoted.starts_with("`a") || quoted.starts_with("`i");
  return (vowel ? "an " : "a ") + quoted;
}

Parts ReadParts(const Rule& rule, const FamilyShape& shape, DiagnosticSink& diagnostics) {
  return Reader(rule, shape, diagnostics).Run();
}

}  // namespace polc::aa
