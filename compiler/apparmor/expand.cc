// A word with variables becomes one pattern: each reference becomes its value, or `{a,b}` of its
// values. That is what apparmor_parser does (parser_variable.c, expand_by_alternation), so that a
// rule stays one rule: whether a path is exact or a glob decides which exec mode wins.

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "compiler/apparmor/emit.h"
#include "compiler/apparmor/words.h"
#include "compiler/base/str_format.h"

namespace polc::aa {
namespace {

constexpr size_t kMaxText = size_t{1} << 20;
constexpr size_t kMaxValues = 10000;
constexpr size_t kMaxWritten = size_t{16} << 20;  // by all words of a file

class Expander {
 public:
  Expander(const Variables& variables, DiagnosticSink& diagnostics)
      : variables_(variables), diagnostics_(diagnostics) {}

  void Expand(Word& word) {
    if (word.text.find("@{") == std::string::npos) return;
    if (written_ > kMaxWritten) return;
    bool quoted = word.quoted;
    const std::string text = ExpandText(word, quoted);
    written_ += text.size();
    if (written_ > kMaxWritten) {
      diagnostics_.Error(
          DiagnosticId::AnalysisTooLarge, word.span,
          "with all variables replaced by their values the profile would be longer than 16 MiB; keep the variables with `--keep-includes`");
      return;
    }
    if (text.size() > kMaxText) {
      diagnostics_.Error(
          DiagnosticId::AnalysisTooLarge, word.span,
          "with its variables replaced by their values this word would be longer than 1 MiB");
      return;
    }
    word.text = text;
    word.quoted = quoted;
  }

  void Expand(Block& block) {
    Block expanded;
    expanded.reserve(block.size());
    for (Statement& statement : block) {
      statement.leading.clear();
      statement.trailing.reset();
      statement.blank_before = false;
      if (std::holds_alternative<Rule>(statement.node)) {
        AddRule(std::move(statement), expanded);
        continue;
      }
      if (auto* profile = std::get_if<Profile>(&statement.node)) {
        Expand(profile->name);
        ExpandAttachment(profile->attachment);
        for (Word& flag : profile->flags) Expand(flag);
        Expand(profile->body);
      }
      expanded.push_back(std::move(statement));
    }
    block = std::move(expanded);
  }

 private:
  // A path cannot begin with a brace, so `{/bin,/usr/bin}/x` is written `/{bin,usr/bin}/x`. False
  // if that is not possible: if an arm does not begin with `/`, or if a star would come right after
  // the brace, because `/*` demands a character and `{*` does not.
  static bool FactorSlash(Word& word) {
    if (!word.text.starts_with('{')) return true;
    const std::vector<std::string> arms = ArmsOf(word.text);
    const bool paths = std::all_of(arms.begin(), arms.end(), [](const std::string& arm) {
      return arm.starts_with('/') && !arm.starts_with("/*");
    });
    if (arms.empty() || !paths) return false;
    std::string text;
    for (const std::string& arm : arms) text += (text.empty() ? "/{" : ",") + arm.substr(1);
    word.text = text + "}" + word.text.substr(ArmsEnd(word.text));
    return true;
  }

  // The offset after the `}` that closes the brace at the beginning.
  static size_t ArmsEnd(const std::string& text) {
    size_t depth = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == '{') {
        ++depth;
      } else if (text[i] == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return text.size();
  }

  static std::vector<std::string> ArmsOf(const std::string& text) {
    std::vector<std::string> arms{""};
    const size_t end = ArmsEnd(text);
    size_t depth = 0;
    for (size_t i = 1; i + 1 < end; ++i) {
      const char c = text[i];
      if (c == ',' && depth == 0) {
        arms.emplace_back();
        continue;
      }
      if (c == '{') ++depth;
      if (c == '}') --depth;
      arms.back() += c;
      if (c == '\\' && i + 2 < end) arms.back() += text[++i];
    }
    return arms;
  }

  void ExpandAttachment(Word& word) {
    Expand(word);
    if (FactorSlash(word)) return;
    diagnostics_.Error(
        DiagnosticId::NotExpressible, word.span,
        "the values of the variables in this attachment cannot be written as one path; write one profile for each value");
  }

  // Adds one rule, or one for each arm if the path cannot be written as one.
  void AddRule(Statement statement, Block& into) {
    Rule& rule = std::get<Rule>(statement.node);
    const bool variable = rule.path.text.starts_with("@{");
    ForEachWord(rule, [&](Word& word, WordRole) { Expand(word); });
    const bool file = rule.family == Family::File || rule.family == Family::Link;
    if (!file || !variable) {
      into.push_back(std::move(statement));
    } else {
      AddPaths(std::move(statement), into);
    }
  }

  static void AddPaths(Statement statement, Block& into) {
    Word& path = std::get<Rule>(statement.node).path;
    if (FactorSlash(path)) {
      into.push_back(std::move(statement));
      return;
    }
    const std::string text = path.text;
    const std::string rest = text.substr(ArmsEnd(text));
    for (const std::string& arm : ArmsOf(text)) {
      path.text = arm + rest;
      AddPaths(statement, into);
    }
  }

  std::string ExpandText(const Word& word, bool& quoted) {
    const std::string& text = word.text;
    std::string out;
    size_t at = 0;
    for (const Reference& reference : ReferencesIn(text)) {
      if (out.size() > kMaxText) return out;
      out += text.substr(at, reference.begin - at);
      at = reference.end;
      const std::string written = text.substr(reference.begin, reference.end - reference.begin);
      const Variable* variable = variables_.Find(reference.name);
      if (variable == nullptr) {
        out += written;
        continue;
      }
      for (const Word& value : variable->values) quoted = quoted || value.quoted;
      const auto& values = ValuesOf(reference.name, *variable);
      if (!values) {
        diagnostics_.Error(DiagnosticId::AnalysisTooLarge, word.span,
                           "`{}` has more than {} values, or values that are too long to write out",
                           written, kMaxValues);
        return text;
      }
      if (values->size() == 1) {
        out += *values->begin();
        continue;
      }
      std::string arms;
      for (const std::string& value : *values) {
        arms += "," + TrimmedValue(value, out.ends_with('/'), at < text.size() && text[at] == '/');
        if (arms.size() > kMaxText) return arms;
      }
      out += "{" + arms.substr(1) + "}";
    }
    return out + text.substr(at);
  }

  // Every value, with the variables inside of it replaced.
  const std::optional<std::set<std::string>>& ValuesOf(const std::string& name,
                                                       const Variable& variable) {
    const auto [place, is_new] = values_.try_emplace(name);
    if (!is_new) return place->second;
    std::set<std::string> values;
    for (const Word& value : variable.values) {
      const auto texts = variables_.ExpandValue(value.text, kMaxValues);
      if (!texts) return place->second;
      values.insert(texts->begin(), texts->end());
    }
    place->second = std::move(values);
    return place->second;
  }

  const Variables& variables_;
  DiagnosticSink& diagnostics_;
  std::map<std::string, std::optional<std::set<std::string>>> values_;
  size_t written_ = 0;
};

}  // namespace

File Expanded(Resolved resolved, DiagnosticSink& diagnostics) {
  Expander(resolved.variables, diagnostics).Expand(resolved.tree.statements);
  return std::move(resolved.tree);
}

}  // namespace polc::aa
