#pragma once

// The tree walk that implements Resolve() (resolve.h).

#include <optional>
#include <set>
#include <string>

#include "compiler/apparmor/check.h"
#include "compiler/apparmor/evaluate.h"
#include "compiler/apparmor/exec_conflicts.h"
#include "compiler/apparmor/resolve.h"
#include "compiler/apparmor/words.h"

namespace polc::aa {

class Resolver {
 public:
  Resolver(Includes& includes, const IncludeOptions& options, DiagnosticSink& diagnostics)
      : includes_(includes), options_(options), diagnostics_(diagnostics) {}

  // `name` is the name of the file, to notice an include of itself; `syntax` holds the diagnostics
  // of the parser.
  [[nodiscard]] Resolved Run(const File& file, const std::string& name,
                             const DiagnosticSink& syntax);

 private:
  // What one profile collects while its rules are walked.
  struct Scope {
    std::string name;  // with the names of the profiles around it
    bool attaches = false;
    size_t depth = 0;
    std::set<std::string> included;
    std::set<std::string> targets;
    ExecConflicts conflicts;
    Block* body = nullptr;
  };
  // The blocks around a rule.
  struct Surroundings {
    Prefix prefix;
    Span block;              // of the innermost block; unknown outside of all
    bool is_inside = false;  // of a block
    bool all_audit = true;   // every block around has `audit`
  };

  void WalkFile(const Block& block);
  void WalkRules(const Block& block, const Surroundings& around, Scope& scope);
  void CheckSkipped(const Block& block);
  void AddRule(const Statement& statement, const Rule& rule, const Surroundings& around,
               Scope& scope);
  void AddProfile(const Statement& statement, const Profile& profile, const Surroundings& around,
                  Scope* parent, Block& into);
  void WalkConditional(const Conditional& conditional, const Surroundings& around, Scope& scope);
  void WalkBlock(const QualifierBlock& block, const Surroundings& around, Scope& scope);
  void AssignBoolean(const BooleanAssignment& assignment);
  void CheckAbi(const Abi& abi);
  template <class Walk>
  void FollowInclude(const Include& include, Context context, std::set<std::string>& seen,
                     const Walk& walk);
  void RefuseAfterProfile(Span span, std::string_view what);
  // Reports undefined variables and bad globs. Returns the expanded texts if there are not too
  // many.
  std::optional<std::vector<std::string>> CheckWord(const Word& word, WordRole role,
                                                    const Scope* scope);
  // Passes on what `sink` collected, with the includes that led here as labels.
  void Report(const DiagnosticSink& sink);
  void Report(Diagnostic diagnostic);
  void Say(Diagnostic diagnostic);
  // What is said of a variable that has no value. Without `<tunables/global>` all the usual ones
  // are undefined, which is one mistake.
  [[nodiscard]] Diagnostic Undefined(const Word& word, const std::string& name);

  Includes& includes_;
  const IncludeOptions& options_;
  DiagnosticSink& diagnostics_;
  Resolved result_;
  Booleans booleans_;
  std::vector<Span> chain_;          // the includes that led here, outermost first
  std::vector<std::string> opened_;  // their files
  std::set<std::string> preamble_included_;
  std::map<std::string, Span> profiles_;
  Span first_profile_;
  Span missing_include_;  // the first file for the preamble that is not there
  bool has_tunables_ = false;
  Span first_undefined_;  // of the variables that such a file would define
  FirstUses first_uses_;
};

}  // namespace polc::aa
