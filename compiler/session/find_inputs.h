#pragma once

// The files that an argument stands for: a directory for those below it that the command takes.

#include <string>
#include <vector>

#include "compiler/session/input.h"

namespace polc {

struct FoundFile {
  std::string path;
  Recognised recognised;
  // A directory that is a git repository of its own, a submodule perhaps: its files are not looked
  // at, and `recognised` says nothing.
  bool is_repository = false;
};

// What is below the directory, in the order of the names. Links to directories and files that are
// none (FileSystem::List), `.git`, links that lead nowhere and files above kMaxInputBytes are left
// out; all other names that begin with a dot are files as any other. Reports what cannot be read.
[[nodiscard]] std::vector<FoundFile> FilesBelow(const std::string& directory, const World& world,
                                                DiagnosticSink& diagnostics);

// A word that is the name of a built-in, and a file whatever it is, stay as they are. A file that
// is named beside its directory is one.
[[nodiscard]] std::vector<InputPath> FindInputs(const std::vector<std::string>& arguments,
                                                CommandSet command, const World& world,
                                                DiagnosticSink& diagnostics);

// What the file of the working tree or of a revision is; nothing if it is a link that leads nowhere
// or is above kMaxInputBytes. Reports what cannot be read.
[[nodiscard]] std::optional<Recognised> ExamineFile(const std::string& path, const World& world,
                                                    DiagnosticSink& diagnostics);

}  // namespace polc
