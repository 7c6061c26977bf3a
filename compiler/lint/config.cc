#include "compiler/lint/config.h"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::lint {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostExtends = 16;
constexpr size_t kMostBytes = size_t{1} << 20;
constexpr std::string_view kName = "polc.toml";
constexpr std::string_view kSeverities[] = {"note", "warning", "error"};

Severity SeverityOf(std::string_view name) {
  return name == "error" ? Severity::Error : name == "warning" ? Severity::Warning : Severity::Note;
}

std::vector<toml::Text> Listed(const std::string& list) {
  std::vector<toml::Text> names;
  if (list.empty()) return names;
  for (const std::string_view name : Split(list, ',')) names.push_back({std::string(name), {}});
  return names;
}

std::vector<std::string> ValuesOf(const std::vector<toml::Text>& texts) {
  std::vector<std::string> values;
  for (const toml::Text& text : texts) values.push_back(text.value);
  return values;
}

void CheckRules(const std::vector<toml::Text>& names, std::string_view where,
                DiagnosticSink& diagnostics) {
  const std::vector<std::string_view> known = Selection::Names();
  for (const toml::Text& name : names) {
    if (std::find(known.begin(), known.end(), name.value) != known.end()) continue;
    diagnostics.Error(name.span.known() ? DiagnosticId::UnknownName : DiagnosticId::BadUsage,
                      name.span, "{}no rule or category is called `{}`{} (`polc rule` lists them)",
                      where, name.value, DidYouMean(name.value, known));
  }
}

std::string Under(const std::string& directory, const std::string& path) {
  return path.starts_with('/') || directory.empty() ? path : StrFormat("{}/{}", directory, path);
}

std::string Absolute(const std::string& path) {
  return fs::absolute(path.empty() ? "." : path).lexically_normal().generic_string();
}

}  // namespace

LintConfig::LintConfig(Session& session, const LintFlags& flags)
    : session_(session), flags_(flags) {
  CheckRules(Listed(flags.select), "--select: ", session.diagnostics);
  CheckRules(Listed(flags.ignore), "--ignore: ", session.diagnostics);
  (void)ResolveContext(flags.context, session.diagnostics);
}

const LintSettings& LintConfig::For(const std::string& path) {
  const ConfigFile* config = Nearest(path);
  std::vector<std::string> ignored;
  if (config != nullptr) {
    std::optional<std::string> directory;
    std::string below;
    for (const ConfigFile::PerFile& each : config->per_file) {
      if (directory != each.directory) {
        directory = each.directory;
        below =
            fs::path(Absolute(path)).lexically_relative(Absolute(each.directory)).generic_string();
      }
      if (::fnmatch(each.glob.c_str(), below.c_str(), 0) != 0) continue;
      for (const toml::Text& rule : each.rules) ignored.push_back(rule.value);
    }
  }
  const auto [place, is_new] = settings_.try_emplace({config, ignored});
  if (is_new) place->second = Made(config, ignored);
  return place->second;
}

// The flags where there are any, else the configuration.
LintSettings LintConfig::Made(const ConfigFile* config, const std::vector<std::string>& ignored) {
  static const ConfigFile kNone;
  if (config == nullptr) config = &kNone;
  const auto chosen = [](const std::string& flag, const std::optional<toml::Text>& key) {
    return SeverityOf(!flag.empty() ? flag : key ? key->value : "note");
  };
  std::vector<std::string> ignore =
      ValuesOf(flags_.ignore.empty() ? config->ignore : Listed(flags_.ignore));
  ignore.insert(ignore.end(), ignored.begin(), ignored.end());
  ContextOptions context = config->context;
  IncludeFlags includes = flags_.includes;
  if (includes.directories.empty()) includes.directories = config->includes;
  if (includes.base == IncludeFlags{}.base && !config->base.empty()) includes.base = config->base;
  if (!flags_.context.arch.empty()) context.arch = flags_.context.arch;
  if (!flags_.context.cap.empty()) context.cap = flags_.context.cap;
  if (!flags_.context.kernel.empty()) context.kernel = flags_.context.kernel;
  if (!flags_.context.target.empty()) context.target = flags_.context.target;
  if (!flags_.context.runtime.empty()) context.runtime = flags_.context.runtime;
  DiagnosticSink said;  // by ReadContext, and of the flags by the constructor
  return {{ResolveContext(context, said).value_or(DockerContext{}), ResolveIncludes(includes),
           Selection(ValuesOf(flags_.select.empty() ? config->select : Listed(flags_.select)),
                     std::move(ignore), chosen(flags_.severity, config->severity))},
          chosen(flags_.fail_on, config->fail_on)};
}

// From the file's directory to the root.
const ConfigFile* LintConfig::Nearest(const std::string& path) {
  if (flags_.isolated) return nullptr;
  std::vector<std::string> chain;
  if (!flags_.config.empty()) return Read(flags_.config, chain, {});
  const bool is_file =
      path.find_first_of("/.") != std::string::npos;  // and no built-in, nor standard input
  std::string directory =
      is_file ? fs::path(path).lexically_normal().parent_path().generic_string() : "";
  const auto depth = [](const fs::path& of) {
    return static_cast<size_t>(std::distance(of.begin(), of.end()));
  };
  // Above a relative path are the directories above the working directory.
  size_t left = path.starts_with('/') ? 0 : depth(fs::current_path()) - 1;
  for (;;) {
    const std::string file =
        directory.empty() ? std::string(kName)
                          : directory + (directory.ends_with('/') ? "" : "/") + std::string(kName);
    const auto known = files_.find(file);
    if (known != files_.end() ? known->second != nullptr : session_.world.files.Exists(file))
      return Read(file, chain, {});
    files_.try_emplace(file);
    const bool at_top = directory.empty() || directory == ".." || directory.ends_with("/..");
    if (directory == "/" || (at_top && left == 0)) return nullptr;
    if (at_top) --left;
    directory = directory.empty() ? ".."
                : at_top          ? StrFormat("{}/..", directory)
                                  : fs::path(directory).parent_path().generic_string();
  }
}

const ConfigFile* LintConfig::Read(const std::string& path, std::vector<std::string>& chain,
                                   Span from) {
  DiagnosticSink& diagnostics = session_.diagnostics;
  if (std::find(chain.begin(), chain.end(), path) != chain.end() || chain.size() == kMostExtends) {
    diagnostics.Error(DiagnosticId::IncludeCycle, from,
                      "`{}` extends itself, or there are more than 16 of them", path);
    return nullptr;
  }
  if (const auto known = files_.find(path); known != files_.end() && known->second != nullptr)
    return known->second.get();
  ConfigFile& config = *(files_[path] = std::make_unique<ConfigFile>());
  config.directory = fs::path(path).parent_path().generic_string();
  ReadResult read = session_.world.files.Read(path, kMostBytes);
  if (!read.text) {
    diagnostics.Error(DiagnosticId::Unreadable, from, "cannot read `{}`: {}", path, read.error);
    return &config;
  }
  chain.push_back(path);
  ReadKeys(toml::Parse(session_.sources.Add(path, std::move(*read.text)), diagnostics), config,
           chain);
  chain.pop_back();
  return &config;
}

void LintConfig::ReadKeys(const toml::Table& table, ConfigFile& config,
                          std::vector<std::string>& chain) {
  toml::TableReader reader(table, session_.diagnostics);
  if (const auto extends = reader.String("extends")) {
    const std::string directory = config.directory;
    const std::string path =
        fs::path(Under(directory, extends->value)).lexically_normal().generic_string();
    if (const ConfigFile* base = Read(path, chain, extends->span)) config = *base;
    config.directory = directory;
  }
  if (const toml::Table* lint = reader.Inner("lint")) ReadLint(*lint, config);
  if (const toml::Table* context = reader.Inner("context")) ReadContext(*context, config);
  reader.Finish();
}

void LintConfig::ReadLint(const toml::Table& table, ConfigFile& config) {
  DiagnosticSink& diagnostics = session_.diagnostics;
  toml::TableReader reader(table, diagnostics);
  const auto rules = [&](std::string_view key, std::vector<toml::Text>& out) {
    std::vector<toml::Text> names = reader.Strings(key);
    CheckRules(names, "", diagnostics);
    if (!names.empty()) out = std::move(names);
  };
  rules("select", config.select);
  rules("ignore", config.ignore);
  const auto severity = [&](std::string_view key, std::optional<toml::Text>& out) {
    auto text = reader.String(key);
    if (!text) return;
    const std::span<const std::string_view> known(kSeverities);
    if (std::find(known.begin(), known.end(), text->value) == known.end()) {
      diagnostics.Error(DiagnosticId::UnknownWord, text->span,
                        "`{}` is none of note, warning, error{}", text->value,
                        DidYouMean(text->value, known));
    }
    out = std::move(text);
  };
  severity("severity", config.severity);
  severity("fail-on", config.fail_on);
  if (const toml::Table* per_file = reader.Inner("per-file-ignores")) {
    toml::TableReader files(*per_file, diagnostics);
    for (const toml::Entry& entry : files.All()) {
      ConfigFile::PerFile& each = config.per_file.emplace_back(
          ConfigFile::PerFile{config.directory, entry.key, files.Strings(entry.key)});
      CheckRules(each.rules, "", diagnostics);
    }
  }
  std::vector<std::string> includes;
  for (const toml::Text& directory : reader.Strings("include"))
    includes.push_back(Under(config.directory, directory.value));
  if (!includes.empty()) config.includes = std::move(includes);
  if (const auto base = reader.String("base")) config.base = Under(config.directory, base->value);
  reader.Finish();
}

void LintConfig::ReadContext(const toml::Table& table, ConfigFile& config) {
  DiagnosticSink& diagnostics = session_.diagnostics;
  toml::TableReader reader(table, diagnostics);
  const auto key = [&](std::string_view name, std::string ContextOptions::*option) {
    const std::vector<toml::Text> values = reader.Strings(name);
    if (values.empty()) return;
    ContextOptions alone;
    alone.*option = Join(ValuesOf(values), ",");
    config.context.*option = alone.*option;
    DiagnosticSink found;
    (void)ResolveContext(alone, found);
    for (Diagnostic diagnostic : found.all()) {
      // It names the option.
      if (const size_t colon = diagnostic.message.find(": "); diagnostic.message.starts_with("--"))
        diagnostic.message.erase(0, colon + 2);
      diagnostic.span = {values.front().span.source, values.front().span.begin,
                         values.back().span.end};
      diagnostics.Add(std::move(diagnostic));
    }
  };
  key("arch", &ContextOptions::arch);
  key("cap", &ContextOptions::cap);
  key("kernel", &ContextOptions::kernel);
  key("target", &ContextOptions::target);
  key("runtime", &ContextOptions::runtime);
  reader.Finish();
}

}  // namespace polc::lint
