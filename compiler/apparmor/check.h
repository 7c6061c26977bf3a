#pragma once

// The checks that apparmor_parser makes of one rule or profile header by itself. Checks that need
// the whole profile (duplicates, exec conflicts) or the variables are in resolve.cc.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/apparmor/names.h"
#include "compiler/base/diagnostic.h"
#include "grammar/apparmor/ast.h"

namespace polc::aa {

void CheckRule(const Rule& rule, DiagnosticSink& diagnostics);
void CheckQualifierBlock(const QualifierBlock& block, DiagnosticSink& diagnostics);

enum class Nested { No, Yes };
void CheckHeader(const Profile& profile, Nested nested, DiagnosticSink& diagnostics);
// Checks the namespace of a label, which stands in front of `{` or after `->`. `what` is the word
// for it in messages: "profile", "hat", "target".
void CheckLabel(const Word& word, std::string_view what, DiagnosticSink& diagnostics);

// `pattern` is a word after variable expansion, `span` the place of that word.
void CheckPattern(std::string_view pattern, Span span, DiagnosticSink& diagnostics);

// "a `network` rule", "an `all` rule".
[[nodiscard]] std::string WithArticle(const std::string& quoted);

// The permission letters of a file rule.
struct FilePerms {
  std::string access;             // letters of "rwalmkx", each once
  std::vector<std::string> exec;  // different exec modes, as written
};
[[nodiscard]] FilePerms ReadFilePerms(std::string_view letters);

// --- one function a family, for CheckRule ---
void CheckFileRule(const Rule& rule, DiagnosticSink& diagnostics);
void CheckNetworkRule(const Rule& rule, DiagnosticSink& diagnostics);
void CheckUnixRule(const Rule& rule, DiagnosticSink& diagnostics);
void CheckMountRule(const Rule& rule, DiagnosticSink& diagnostics);
void CheckRlimitRule(const Rule& rule, DiagnosticSink& diagnostics);
void CheckChangeProfileRule(const Rule& rule, DiagnosticSink& diagnostics);

// Which parts the rules of a family may have.
struct FamilyShape {
  Names permissions = {};
  Names conditions = {};
  Names repeatable = {};  // conditions that may come more than once, and with a list of values
  Names peer = {};        // conditions inside of `peer=(…)`
  size_t words = 0;       // besides the permission
  std::string_view word_name = {};
};
struct Parts {
  std::vector<Word> permissions;
  std::vector<Word> words;
  std::vector<const Condition*> conditions;
  std::vector<const Condition*> peer;
  Span peer_span = {};

  [[nodiscard]] const Condition* Find(std::string_view name) const;
  [[nodiscard]] bool Permits(std::string_view permission) const;
};
// Reports the parts that do not fit the shape, and returns the others.
[[nodiscard]] Parts ReadParts(const Rule& rule, const FamilyShape& shape,
                              DiagnosticSink& diagnostics);

}  // namespace polc::aa
