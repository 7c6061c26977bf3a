#pragma once

// Finds rules of one profile that give the same path different exec modes. Only equal paths are
// compared (after variable expansion); which of two overlapping globs wins can only be told from
// the automaton of the whole profile.

#include "compiler/apparmor/variables.h"

namespace polc::aa {

class ExecConflicts {
 public:
  // `paths` is every text that the rule's path stands for.
  void Add(const Rule& rule, const std::vector<std::string>& paths, DiagnosticSink& diagnostics);

 private:
  struct Seen {
    std::string mode;  // with its target
    std::string owner;
    long priority = 0;
    Span span;
  };
  std::map<std::string, std::vector<Seen>> by_path_;
};

}  // namespace polc::aa
