#pragma once

// Findings that were there when a tree began to be linted, and do not count: `lint --baseline
// FILE`. A finding is known by its rule, its file and the text of its line, so that it may move; as
// many of each are passed over as there were.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/report/finding.h"
#include "compiler/session/load.h"

namespace polc::lint {

class Baseline {
 public:
  // Reports what is wrong with the file.
  static Baseline Read(Session& session, const std::string& path);

  // What the findings of one input are without those that the baseline has.
  [[nodiscard]] std::vector<Diagnostic> Without(const std::string& input,
                                                const std::vector<Diagnostic>& findings,
                                                const Sources& sources);
  // How many it passed over, and how many that it has of the same inputs are there no more.
  [[nodiscard]] size_t passed_over() const { return passed_over_; }
  [[nodiscard]] size_t gone() const;

  void Add(const std::vector<Diagnostic>& findings, const Sources& sources);
  [[nodiscard]] std::string Written() const;

 private:
  struct Key {
    std::string file, rule, hash;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  static Key KeyOf(const Diagnostic& finding, const Sources& sources);

  std::map<Key, size_t> counts_;
  std::set<std::string> inputs_;
  size_t passed_over_ = 0;
};

}  // namespace polc::lint
