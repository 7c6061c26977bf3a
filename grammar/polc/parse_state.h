#pragma once

// What the rules of the grammar share while they read one text: the tree, the comments, the open
// blocks, and the errors. An error that ends a rule is thrown as a SyntaxError and caught by the
// line around it (recovery.h). After an error that does not end it (`=` for `==`), the rule reports
// it and goes on.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "grammar/polc/syntax_tree.h"

namespace polc::dsl {

struct SyntaxError {
  Diagnostic diagnostic;
  uint32_t at;  // where reading stopped; recovery begins here
};

struct ParseState {
  static constexpr size_t kMaxErrors = 1001;

  ParseState(const SourceFile& source, DiagnosticSink& sink)
      : file(source), text(source.text), diagnostics(sink) {}

  const SourceFile& file;
  std::string_view text;
  DiagnosticSink& diagnostics;
  SyntaxTree tree;

  std::vector<Span> comments;  // in order
  // The white space read last, to tell "the end of the line" from the token on the next one.
  uint32_t gap_begin = 0;
  uint32_t gap_end = 0;

  std::vector<uint32_t> blocks;  // offsets of the `{` that are open
  size_t depth = 0;              // of parentheses, unary operators and braces
  uint32_t line_begin = 0;       // of the statement or line that is being read

  // Misspelt words that begin a statement, by offset, and the words that are read in their place.
  std::vector<std::pair<uint32_t, std::string_view>> repairs;

  [[nodiscard]] Span At(size_t begin, size_t end) const {
    return {file.id, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  // The word at `offset` that was meant in place of a misspelt one, or nothing.
  [[nodiscard]] std::string_view RepairAt(size_t offset) const {
    for (auto repair = repairs.rbegin(); repair != repairs.rend() && repair->first >= offset;
         ++repair) {
      if (repair->first == offset) return repair->second;
    }
    return {};
  }
  // Reports one error for each place, because a branch of the grammar may be read twice. Reading
  // stops after the last error that may be reported.
  void Report(Diagnostic diagnostic) {
    if (too_many_errors() || !reported_.insert(diagnostic.span.begin).second) return;
    if (too_many_errors()) {
      diagnostic = {.id = DiagnosticId::PolicySyntax,
                    .span = diagnostic.span,
                    .message = "more than " + std::to_string(kMaxErrors - 1) +
                               " mistakes; the text is not read on from here"};
    }
    diagnostics.Add(std::move(diagnostic));
  }
  [[nodiscard]] bool too_many_errors() const { return reported_.size() >= kMaxErrors; }
  void Report(Span span, std::string message, std::vector<Fix> fixes = {}) {
    Diagnostic diagnostic{
        .id = DiagnosticId::PolicySyntax, .span = span, .message = std::move(message)};
    diagnostic.fixes = std::move(fixes);
    Report(std::move(diagnostic));
  }

 private:
  std::unordered_set<uint32_t> reported_;
};

}  // namespace polc::dsl
