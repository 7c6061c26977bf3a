#include "compiler/apparmor/includes.h"

#include <algorithm>

#include "compiler/base/revision_path.h"

namespace polc::aa {
namespace {

// Left over by package managers and editors; apparmor_parser skips such files in a directory.
bool IsIgnored(std::string_view name) {
  if (name.empty() || name[0] == '.' || name == "README") return true;
  for (const std::string_view suffix :
       {".dpkg-new", ".dpkg-old", ".dpkg-dist", ".dpkg-bak", ".dpkg-remove", ".pacsave", ".pacnew",
        ".rpmnew", ".rpmsave", ".orig", ".rej", "~"}) {
    if (name.ends_with(suffix)) return true;
  }
  return false;
}

}  // namespace

Includes::Found Includes::Find(IncludeForm form, const std::string& name,
                               const IncludeOptions& options) {
  if (name.starts_with('/')) return Look(name);
  if (form == IncludeForm::Path)
    return Look(options.directory.empty() ? name : options.directory + "/" + name);
  for (const std::string& directory : options.search) {
    if (const Found& found = Look(directory + "/" + name); found.exists) return found;
  }
  return {};
}

const Includes::Found& Includes::Look(const std::string& written) {
  const std::string path = TreePath(written);
  const auto [slot, is_new] = found_.try_emplace(path);
  Found& found = slot->second;
  if (!is_new) return found;
  if (const auto entries = files_.List(path)) {
    found.exists = true;
    for (const std::string& entry : *entries) {
      if (IsIgnored(entry)) continue;
      const std::string inner = path + (path.ends_with('/') ? "" : "/") + entry;
      if (!files_.List(inner)) found.paths.push_back(inner);
    }
  } else if (files_.Exists(path)) {
    found = {{path}, true};
  }
  return found;
}

std::vector<std::string> Includes::Read() const {
  std::vector<std::string> paths;
  for (const auto& [key, unit] : units_) paths.push_back(key.first);
  return paths;
}

std::shared_ptr<const Unit> Includes::Load(const std::string& path, Context context,
                                           std::string& error) {
  auto& slot = units_[{path, context}];
  if (slot) return slot;
  ReadResult read = files_.Read(path, kMaxProfileBytes);
  if (!read.text) {
    error = read.error;
    return nullptr;
  }
  auto unit = std::make_shared<Unit>();
  unit->path = path;
  const SourceFile& source = sources_.Add(path, std::move(*read.text));
  unit->source = source.id;
  DiagnosticSink diagnostics;
  unit->tree = ParseFile(source, context, diagnostics);
  unit->diagnostics = diagnostics.all();
  slot = std::move(unit);
  return slot;
}

}  // namespace polc::aa
