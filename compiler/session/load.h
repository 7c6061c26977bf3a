#pragma once

// From a command-line argument to a filter: the one way in for every command.

#include <optional>
#include <string>
#include <vector>

#include "compiler/bpf/program.h"
#include "compiler/frontend/docker_context.h"
#include "compiler/frontend/scmp_filter.h"
#include "compiler/session/input.h"

namespace polc {

// One run of polc: all that was read, said and built.
struct Session {
  World world;
  Sources sources = {};
  DiagnosticSink diagnostics = {};
  Diagram diagram{};
};

struct LoadedFilter {
  Input input;
  Filter filter;
  std::vector<Arch> arches;  // the ABIs that it is written for
  // What it was made of, where it was a profile.
  std::optional<ScmpFilter> scmp;
  std::optional<Policy> policy;
  size_t name_count = 0;  // different syscall names in its rules
  // Where it was BPF.
  std::optional<bpf::Program> program;
};

// Raw BPF with the byte order it turned out to have.
struct RawProgram {
  bpf::Program program;
  Endian endian;
};
[[nodiscard]] std::optional<RawProgram> ReadProgram(Session& session, const Input& input);

// Errors go to the session; the filter is there only if there were none. `context` must give the capabilities and the
// kernel for a filter that is to be compiled. Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<LoadedFilter> Load(Session& session, const std::string& argument, const DockerContext& context);

}  // namespace polc
