#pragma once

// Changes that the gates of `polc diff` let pass for a while: a file of exceptions, each with its
// reason and its last day.
//
//   [[accept]]
//   profiles = ["profiles/web*.json"]     # globs of glob(7); absent: all
//   changes  = ["loosened"]               # the default
//   syscalls = ["io_uring_setup", "@aio"] # "*": everything
//   reason   = "the log writer of #412"
//   until    = 2027-03-01                 # the last day, in UTC

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/analysis/diff.h"
#include "compiler/session/load.h"
#include "grammar/toml/toml.h"

namespace polc {

struct AcceptedChange {
  Span span;
  std::vector<std::string> profiles;
  std::set<std::string, std::less<>> changes;
  std::set<std::string, std::less<>> syscalls;
  std::string reason;
  toml::Date until;
};

class AcceptedChanges {
 public:
  // Reports what is wrong with the file.
  AcceptedChanges(Session& session, const std::string& path);

  // Whether everything in the report that is `change` (loosened, tightened, changed) is accepted
  // for the profile. Says in notes what is, and in warnings what was until some day.
  [[nodiscard]] bool Cover(const std::string& profile, std::string_view change,
                           const DiffReport& report);

 private:
  void Read(const toml::Table& table);

  Session& session_;
  toml::Date today_;
  std::vector<AcceptedChange> accepted_;
};

}  // namespace polc
