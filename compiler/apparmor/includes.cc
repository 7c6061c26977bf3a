#include "compiler/apparmor/includes.h"

#include <algorithm>

namespace polc::aa {
namespace {

// What package managers and editors leave behind, and apparmor_parser passes over in a directory.
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

Includes::Found Includes::Find(IncludeForm form, const std::string& name) const {
  std::vector<std::string> candidates;
  if (name.starts_with('/')) {
    candidates.push_back(name);
  } else if (form == IncludeForm::Path) {
    candidates.push_back(options_.directory.empty() ? name : options_.directory + "/" + name);
  } else {
    for (const std::string& directory : options_.search)
      candidates.push_back(directory + "/" + name);
  }
  for (const std::string& candidate : candidates) {
    if (const auto entries = files_.List(candidate)) {
      Found found{{}, true};
      for (const std::string& entry : *entries) {
        if (IsIgnored(entry)) continue;
        const std::string path = candidate + (candidate.ends_with('/') ? "" : "/") + entry;
        if (!files_.List(path)) found.paths.push_back(path);
      }
      return found;
    }
    if (files_.Exists(candidate)) return {{candidate}, true};
  }
  return {};
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
