#pragma once

// What many inputs of one run have in common is said once, with the number of inputs: an include
// that none of them finds, a mistake in a file that all of them include.

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "compiler/base/diagnostic.h"
#include "compiler/base/render.h"

namespace polc::cli {

class Repetitions {
 public:
  // What an input's diagnostics are as text, with their number, but for those that an earlier input
  // had. An empty `input` stands for the file in which a diagnostic is.
  [[nodiscard]] std::string Render(const DiagnosticSink& diagnostics, const Sources& sources,
                                   const std::string& input, Colour colour);
  // A line for each that was repeated.
  [[nodiscard]] std::string Summary() const;

 private:
  struct Said {
    std::string first;            // input
    std::set<std::string> again;  // the others
    std::string line;
  };
  [[nodiscard]] bool IsRepeated(const Diagnostic& diagnostic, const Sources& sources,
                                const std::string& input);

  std::map<std::tuple<DiagnosticId, std::string, std::string>, Said> said_;
};

}  // namespace polc::cli
