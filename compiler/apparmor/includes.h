#pragma once

// Finds and reads what `include` and `abi` name. Every file is looked for, read and parsed once a
// run, however often it is included and by however many profiles.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/file_system.h"
#include "compiler/base/source.h"
#include "grammar/apparmor/ast.h"
#include "grammar/apparmor/parse.h"

namespace polc::aa {

struct IncludeOptions {
  std::vector<std::string> search{"/etc/apparmor.d"};  // for `<name>`
  std::string directory;                               // for `"name"`; empty: the current one
};

// A parsed file. Its syntax errors are kept and not reported at once, because a report also shows
// the place of the include.
struct Unit {
  std::string path;
  SourceId source = SourceId::None;
  File tree;
  std::vector<Diagnostic> diagnostics;
};

class Includes {
 public:
  Includes(const FileSystem& files, Sources& sources) : files_(files), sources_(sources) {}

  struct Found {
    std::vector<std::string> paths;  // several for a directory
    bool exists = false;
  };
  [[nodiscard]] Found Find(IncludeForm form, const std::string& name,
                           const IncludeOptions& options);
  // Null if it cannot be read; `error` says why.
  [[nodiscard]] std::shared_ptr<const Unit> Load(const std::string& path, Context context,
                                                 std::string& error);
  // The files that were read.
  [[nodiscard]] std::vector<std::string> Read() const;

 private:
  [[nodiscard]] const Found& Look(const std::string& path);

  const FileSystem& files_;
  Sources& sources_;
  std::map<std::string, Found> found_;
  std::map<std::pair<std::string, Context>, std::shared_ptr<const Unit>> units_;
};

}  // namespace polc::aa
