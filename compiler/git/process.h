#pragma once

// Another program, run to its end: without a shell, with nothing on its standard input.

#include <optional>
#include <string>
#include <vector>

namespace polc::git {

struct Finished {
  int status = 0;  // as `exit` gave it; 128 and the signal's number if one ended it
  std::string out, err;
  bool too_long = false;  // it wrote more bytes than the limit, and was stopped there
};

// `argv[0]` is looked up in PATH. Nothing if it cannot be started.
[[nodiscard]] std::optional<Finished> RunProgram(const std::vector<std::string>& argv,
                                                 size_t limit);

}  // namespace polc::git
