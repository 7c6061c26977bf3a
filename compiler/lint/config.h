#pragma once

// What lint is set to, file by file: the command line, and where that is silent the nearest
// `polc.toml` above the file (docs/lint/README.md has its keys).

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/lint.h"
#include "compiler/session/context.h"
#include "grammar/toml/table_reader.h"

namespace polc::lint {

// What was given on the command line; empty: nothing was.
struct LintFlags {
  std::string select, ignore, severity, fail_on;
  ContextOptions context;
  IncludeFlags includes;
  std::string config;     // the only file that counts
  bool isolated = false;  // none does
};

struct LintSettings {
  LintOptions options;
  Severity fail_on = Severity::Note;
};

// One `polc.toml`, with those that it extends.
struct ConfigFile {
  struct PerFile {
    std::string directory, glob;  // the glob is of paths below the directory
    std::vector<toml::Text> rules;
  };
  std::string directory;
  std::vector<toml::Text> select, ignore;
  std::optional<toml::Text> severity, fail_on;
  std::vector<PerFile> per_file;
  std::vector<std::string> includes;
  std::string base;
  ContextOptions context;
};

class LintConfig {
 public:
  // Reports what is wrong with the flags.
  LintConfig(Session& session, const LintFlags& flags);

  // Reports what is wrong with the file's configuration, once for all files that share it. The
  // reference stays valid.
  [[nodiscard]] const LintSettings& For(const std::string& path);

 private:
  const ConfigFile* Nearest(const std::string& path);
  const ConfigFile* Read(const std::string& path, std::vector<std::string>& chain, Span from);
  void ReadKeys(const toml::Table& table, ConfigFile& config, std::vector<std::string>& chain);
  void ReadLint(const toml::Table& table, ConfigFile& config);
  void ReadContext(const toml::Table& table, ConfigFile& config);
  [[nodiscard]] LintSettings Made(const ConfigFile* config,
                                  const std::vector<std::string>& ignored);

  Session& session_;
  const LintFlags& flags_;
  std::map<std::string, std::unique_ptr<ConfigFile>> files_;  // by path; null where there is none
  std::map<std::pair<const ConfigFile*, std::vector<std::string>>, LintSettings> settings_;
};

}  // namespace polc::lint
