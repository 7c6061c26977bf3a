#pragma once

// Rules of one profile that execute the same path in different ways. Only equal paths are compared
// (after variable expansion); which of two overlapping globs wins is a question to the automata of
// what a profile means.

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
