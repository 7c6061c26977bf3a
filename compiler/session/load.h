#pragma once

// From a command-line argument to a filter: the one way in for every command.

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "compiler/apparmor/includes.h"
#include "compiler/bpf/program.h"
#include "compiler/docker/docker_context.h"
#include "compiler/docker/runtime_stub.h"
#include "compiler/docker/scmp_filter.h"
#include "compiler/language/apparmor_layer.h"
#include "compiler/language/library.h"
#include "compiler/session/input.h"

namespace polc {

// One run of polc: all that was read, said and built.
struct Session {
  World world;
  Sources sources = {};
  DiagnosticSink diagnostics = {};
  aa::Includes includes{world.files, sources};
  Diagram diagram{};
  // The `.polc` files of the run; one library for each that was named on the command line.
  std::deque<language::Library> libraries = {};
};

struct LoadedFilter {
  Input input;
  Filter filter;
  std::vector<Arch> arches = {};  // the ABIs that it is written for
  // What it was made of, where it was a profile.
  std::optional<ScmpFilter> scmp = {};
  std::optional<Policy> policy = {};
  size_t name_count = 0;  // different syscall names in its rules
  Span default_origin = {};
  std::optional<std::vector<std::string>> flags = {};  // SECCOMP_FILTER_FLAG_*, for seccomp(2)
  // Where it was a policy: what it says for AppArmor, and which of the policy's rules are its own
  // and not its base's.
  std::string policy_name = {};
  language::AppArmorLayer layer = {};
  std::vector<bool> own_rules = {};
  // What the runtime puts before the filter, which `filter` then has in it, and the filter without.
  std::vector<StubLimit> stub = {};
  std::optional<Filter> behind_stub = {};
  // Where it was BPF.
  std::optional<bpf::Program> program = {};

  // What is handed to the runtime.
  [[nodiscard]] Filter bare() const { return behind_stub.value_or(filter); }
};

// Raw BPF with the byte order it turned out to have.
struct RawProgram {
  bpf::Program program;
  Endian endian;
};
[[nodiscard]] std::optional<RawProgram> ReadProgram(Session& session, const Input& input);

// Where the texts that a `.polc` file refers to come from.
[[nodiscard]] language::Readers ReadersOf(Session& session);
// The policy that the input names: the only one of its file, or after `#` its name. Reports.
[[nodiscard]] language::Definition<dsl::Policy> ChoosePolicy(Session& session, const Input& input,
                                                             const language::Unit& unit);

// Errors go to the session; the filter is there only if there were none. `context` must give the
// capabilities and the kernel for a filter that is to be compiled. Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<LoadedFilter> Load(Session& session, const std::string& argument,
                                               const DockerContext& context);
[[nodiscard]] std::optional<LoadedFilter> Load(Session& session, const Input& input,
                                               const DockerContext& context);
// Reports what is wrong with the input; of a `.polc` file, with any of its policies, and with both
// layers of them.
void Check(Session& session, const Input& input, const DockerContext& context,
           const aa::IncludeOptions& includes);

}  // namespace polc
