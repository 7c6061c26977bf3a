#pragma once

// Finds and reads what a command-line argument names: a file, standard input, or a built-in
// profile; what it holds is recognised by its content (input_kind.h).

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/diagnostic.h"
#include "compiler/base/file_system.h"
#include "compiler/base/source.h"
#include "compiler/session/input_kind.h"

namespace polc {

inline constexpr size_t kMaxInputBytes = size_t{256} << 20;

struct Input {
  std::string name;  // for headings: the built-in's name or the path
  InputKind kind;
  std::string path;  // the file's; of a built-in its name in `<>`
  std::string
      policy;  // of a `.polc` file the policy that was asked for, `FILE#POLICY`; may be empty
  SourceId source;
};

// The outside world as a command sees it.
struct World {
  FileSystem& files;
  std::function<ReadResult(size_t limit)> read_stdin;
};

// A word with `/` or `.` in it is a path, `-` is standard input, a bare word is a built-in profile
// or ./WORD.json or ./WORD.polc; a word that could be both is an error that names both.
[[nodiscard]] std::optional<Input> ReadInput(const std::string& argument, const World& world,
                                             Sources& sources, DiagnosticSink& diagnostics);

// A file whose path polc found itself: no built-in, no `FILE#POLICY` and no revision's file,
// whatever it is called. `path` is as World::files takes it, `name` as messages call it.
[[nodiscard]] std::optional<Input> ReadFile(const std::string& path, const std::string& name,
                                            const World& world, Sources& sources,
                                            DiagnosticSink& diagnostics);

// What a command is to read, before it is read.
struct InputPath {
  std::string text;       // the argument, or the path
  bool is_found = false;  // a path that polc found in the working tree; else an argument
};
[[nodiscard]] std::optional<Input> ReadInput(const InputPath& path, const World& world,
                                             Sources& sources, DiagnosticSink& diagnostics);

// Reports that the command does not take what the input is, and which ones do.
void Refuse(const Input& input, DiagnosticSink& diagnostics);

}  // namespace polc
