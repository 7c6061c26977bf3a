#pragma once

// Parses a text and gives its findings as users see them, for the tables of this folder.

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "compiler/base/diagnostic.h"
#include "compiler/base/render.h"
#include "compiler/base/source.h"
#include "grammar/docker_json/parse.h"

namespace polc::docker {

struct Parsed {
  Sources sources;
  DiagnosticSink diagnostics;
  std::optional<Profile> profile;

  // Concise lines without the file's name, in the order of their places.
  [[nodiscard]] std::string Findings() const {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics.Sorted()) {
      out += RenderConcise(diagnostic, sources).substr(sizeof("p.json:") - 1);
    }
    return out;
  }
};

inline void ParseInto(Parsed& parsed, std::string text) {
  const SourceFile& file = parsed.sources.Add("p.json", std::move(text));
  parsed.profile = ParseProfile(file, parsed.diagnostics);
}

inline std::string FindingsOf(std::string text) {
  Parsed parsed;
  ParseInto(parsed, std::move(text));
  return parsed.Findings();
}

// A file of the shared corpus, if this machine has it.
inline std::optional<std::string> ReadCorpus(const std::string& name) {
  std::ifstream in("../shared/corpus/seccomp/" + name, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace polc::docker
