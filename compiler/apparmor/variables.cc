// A variable is a set of texts, and a word with several variables stands for every combination of
// their texts. As in apparmor_parser (parser_variable.c), a variable of one value is replaced as it
// is: `/@{X}` with the value `/run` is `//run`, and matches nothing. If there are several values,
// each loses a slash where it meets one, so that `/@{X}` with `/run` and `/var/run` is `/run` and
// `/var/run`. A variable inside a value is replaced as it is, too.

#include "compiler/apparmor/variables.h"

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

constexpr size_t kMaxVariableDepth = 64;

// Appends `value`; two slashes that meet become one, except at the beginning of a text.
void Join(std::string& text, std::string_view value) {
  if (text.size() > 1 && text.ends_with('/') && value.starts_with('/')) value.remove_prefix(1);
  text += value;
}

size_t BytesOf(const std::vector<std::string>& texts) {
  size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return bytes;
}

}  // namespace

bool IsAutomatic(std::string_view name) {
  return name == "profile_name" || name == "attach_path" || name == "exec_path";
}

std::vector<Reference> ReferencesIn(std::string_view text) {
  std::vector<Reference> found;
  for (size_t at = text.find("@{"); at != std::string_view::npos; at = text.find("@{", at)) {
    size_t escapes = 0;
    while (escapes < at && text[at - 1 - escapes] == '\\') ++escapes;
    const size_t end = text.find('}', at);
    if (escapes % 2 == 0) {
      const bool closed = end != std::string_view::npos;
      found.push_back({at, closed ? end + 1 : text.size(),
                       std::string(text.substr(at + 2, (closed ? end : text.size()) - at - 2)),
                       closed});
    }
    at += 2;
  }
  return found;
}

std::string TrimmedValue(std::string value, bool slash_before, bool slash_after) {
  if (slash_before && value.starts_with('/')) value.erase(0, 1);
  if (slash_after && value.ends_with('/') && !value.ends_with("\\/")) value.pop_back();
  return value;
}

void Variables::Assign(const VariableAssignment& assignment, DiagnosticSink& diagnostics) {
  const std::string& name = assignment.name.text;
  const std::string& op = assignment.op.text;
  const auto found = table_.find(name);
  const bool known = found != table_.end();
  if (op == "+=") {
    if (!known) {
      diagnostics.Error(DiagnosticId::UndefinedVariable, assignment.name.span,
                        "`+=` adds to `@{{{}}}`, which has no value yet; write `=`{}", name,
                        Hint(name));
      return;
    }
    found->second.values.insert(found->second.values.end(), assignment.values.begin(),
                                assignment.values.end());
    return;
  }
  if (known && op == "=") {
    diagnostics.Add({DiagnosticId::DuplicateVariable,
                     Severity::Error,
                     assignment.name.span,
                     StrFormat("`@{{{}}}` already has a value; write `+=` to add to it", name),
                     {{found->second.defined, "first assigned here"}},
                     {},
                     {}});
    return;
  }
  if (known && op == "?=") return;
  table_[name] = {assignment.name.span, assignment.values};
}

const Variable* Variables::Find(const std::string& name) const {
  const auto found = table_.find(name);
  return found == table_.end() ? nullptr : &found->second;
}

std::string Variables::Hint(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const auto& [known, variable] : table_) names.push_back(known);
  const auto near = Nearest(name, names);
  return near ? StrFormat("; did you mean `@{{{}}}`?", *near) : "";
}

// `state` is 1 while the values of a variable are being followed. After that it is 2 and the number
// of variables that follow in its longest chain, so that the order of the names does not matter.
void Variables::CheckValue(const std::string& name, std::map<std::string, int>& state,
                           DiagnosticSink& diagnostics, size_t depth) const {
  const auto found = table_.find(name);
  if (found == table_.end() || state[name] >= 2) return;
  state[name] = 1;
  int longest = 0;
  for (const Word& value : found->second.values) {
    for (const Reference& reference : ReferencesIn(value.text)) {
      if (!reference.closed) {
        diagnostics.Error(
            DiagnosticId::ApparmorSyntax, value.span,
            "a `@{` in this value is never closed; put `}` after the name of the variable");
      } else if (state[reference.name] == 1) {
        diagnostics.Error(
            DiagnosticId::RecursiveVariable, value.span,
            "the value of `@{{{}}}` must not contain itself, but it refers to `@{{{}}}`; remove the reference",
            name, reference.name);
      } else if (!table_.contains(reference.name)) {
        if (!IsAutomatic(reference.name)) {
          diagnostics.Error(DiagnosticId::UndefinedVariable, value.span,
                            "undefined variable `@{{{}}}`{}", reference.name, Hint(reference.name));
        }
      } else {
        if (depth + 1 < kMaxVariableDepth)
          CheckValue(reference.name, state, diagnostics, depth + 1);
        const int chain = state[reference.name] - 1;
        if (chain > 0 && chain < static_cast<int>(kMaxVariableDepth)) {
          longest = std::max(longest, chain);
        } else {
          diagnostics.Error(DiagnosticId::TooDeep, value.span,
                            "variables are nested more than {} levels deep", kMaxVariableDepth);
        }
      }
    }
  }
  state[name] = 2 + longest;
}

void Variables::Check(DiagnosticSink& diagnostics) const {
  std::map<std::string, int> state;
  for (const auto& [name, variable] : table_) CheckValue(name, state, diagnostics, 0);
}

bool Variables::ExpandVariable(const std::string& name, const Variable& variable,
                               Expansion& expansion, size_t depth) const {
  if (expansion.values.contains(name)) return true;
  std::vector<std::string> values;
  for (const Word& value : variable.values) {
    const auto expanded = ExpandAt(value.text, expansion, depth);
    if (!expanded) return false;
    values.insert(values.end(), expanded->begin(), expanded->end());
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  expansion.values.emplace(name, std::move(values));
  return true;
}

std::optional<std::vector<std::string>> Variables::ExpandAt(std::string_view text,
                                                            Expansion& expansion,
                                                            size_t depth) const {
  if (depth > kMaxVariableDepth) return std::nullopt;
  std::vector<std::string> texts{""};
  size_t at = 0;
  const auto append = [&](std::string_view literal) {
    for (std::string& each : texts) Join(each, literal);
  };
  for (const Reference& reference : ReferencesIn(text)) {
    append(text.substr(at, reference.begin - at));
    at = reference.end;
    const auto found = table_.find(reference.name);
    if (found == table_.end()) {
      const auto& kept = expansion.kept;
      if (std::find(kept.begin(), kept.end(), reference.name) == kept.end()) return std::nullopt;
      append(text.substr(reference.begin, reference.end - reference.begin));
      continue;
    }
    if (!ExpandVariable(reference.name, found->second, expansion, depth + 1)) return std::nullopt;
    std::vector<std::string> values = expansion.values.at(reference.name);
    if (values.size() * texts.size() > expansion.limit) return std::nullopt;
    if (depth == 0 && values.size() > 1) {
      const bool slash_before = reference.begin > 0 && text[reference.begin - 1] == '/';
      const bool slash_after = at < text.size() && text[at] == '/';
      for (std::string& value : values)
        value = TrimmedValue(std::move(value), slash_before, slash_after);
    }
    if (BytesOf(texts) * values.size() + BytesOf(values) * texts.size() >
        expansion.limit * kMeanText) {
      return std::nullopt;
    }
    std::vector<std::string> combined;
    combined.reserve(values.size() * texts.size());
    for (const std::string& prefix : texts) {
      for (const std::string& value : values) {
        combined.push_back(prefix);
        Join(combined.back(), value);
      }
    }
    texts = std::move(combined);
  }
  append(text.substr(at));
  return texts;
}

std::optional<std::vector<std::string>> Variables::Expand(std::string_view text,
                                                          const std::vector<std::string_view>& kept,
                                                          size_t limit) const {
  Expansion expansion{kept, limit};
  auto texts = ExpandAt(text, expansion, 0);
  if (!texts) return std::nullopt;
  std::sort(texts->begin(), texts->end());
  texts->erase(std::unique(texts->begin(), texts->end()), texts->end());
  return texts;
}

std::optional<std::vector<std::string>> Variables::ExpandValue(std::string_view text,
                                                               size_t limit) const {
  const std::vector<std::string_view> automatic{"profile_name", "attach_path", "exec_path"};
  Expansion expansion{automatic, limit};
  return ExpandAt(text, expansion, 1);
}

}  // namespace polc::aa
