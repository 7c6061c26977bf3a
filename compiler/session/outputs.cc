#include "compiler/session/outputs.h"

#include <algorithm>
#include <array>

#include "compiler/base/strings.h"
#include "compiler/bpf/c_array.h"
#include "compiler/bpf/disassemble.h"
#include "compiler/bpf/verify.h"
#include "compiler/docker/from_docker.h"
#include "compiler/emit/libseccomp_c.h"
#include "compiler/emit/oci_json.h"
#include "compiler/emit/pfc.h"
#include "compiler/emit/writable.h"
#include "compiler/ir/lower.h"
#include "compiler/session/input_name.h"
#include "compiler/session/template.h"
#include "grammar/docker_json/parse.h"

namespace polc {
namespace {

constexpr std::array<std::string_view, 9> kFormats = {
    "apparmor", "asm", "bpf", "c", "crun", "docker", "libseccomp-c", "oci", "pfc"};

// The OCI text is read again, as a runtime would, and must be the filter.
bool ProveOci(Session& session, const std::string& text, const LoadedFilter& loaded) {
  Sources sources;
  DiagnosticSink diagnostics;
  const SourceFile& file = sources.Add("<output>", text);
  const auto profile = docker::ParseProfile(file, diagnostics);
  DockerContext context{loaded.arches, loaded.arches.front(), 0, 0};
  std::optional<ScmpFilter> rules;
  if (profile) rules = ResolveDocker(*profile, context, diagnostics);
  if (!rules || diagnostics.has_errors()) {
    session.diagnostics.Error(DiagnosticId::ProofFailed, {}, "the OCI object cannot be read back");
    return false;
  }
  const Filter read_back = Lower(session.diagram, ToPolicy(*rules, {}, diagnostics), {});
  const auto difference = bpf::FindDifference(session.diagram, loaded.bare(), read_back);
  if (!difference && !loaded.stub.empty() && StubOf(*rules, Runtime::Runc) != loaded.stub) {
    session.diagnostics.Error(
        DiagnosticId::NotExpressible, {},
        "the OCI object names other calls than the profile, so that runc would put another stub before it");
    return false;
  }
  if (!difference) return true;
  session.diagnostics.Error(
      DiagnosticId::NotExpressible, {},
      "an OCI object cannot say this filter: " + DescribeCall(difference->call) + " is " +
          Describe(difference->first) + " and would be " + Describe(difference->second));
  return false;
}

std::optional<std::string> MakeOci(Session& session, const LoadedFilter& loaded) {
  const std::optional<ScmpFilter> rules = RulesOf(session, loaded);
  if (!rules || ReportUnwritable(*rules, WrittenForm::Oci, session.diagnostics))
    return std::nullopt;
  std::string text = ToOciJson(*rules);
  if (!ProveOci(session, text, loaded)) return std::nullopt;
  return text;
}

// The last part of a path without its ending: "profiles/web.json" is "web".
// What the names in C begin with: the file's, and the policy's where one was named, for a program
// may want several of a file.
std::string BaseName(const Input& input) {
  const std::string file = input.name.substr(input.name.rfind('/') + 1);
  return file.substr(0, file.find('.')) + (input.policy.empty() ? "" : "_" + input.policy);
}

}  // namespace

std::span<const std::string_view> AllOutputFormats() { return kFormats; }

bool IsOutputFormat(std::string_view name) {
  return std::find(kFormats.begin(), kFormats.end(), name) != kFormats.end();
}

std::optional<std::string> MakeOutput(Session& session, std::string_view format,
                                      const LoadedFilter& loaded, const bpf::Program& program,
                                      const DockerContext& context) {
  const Endian endian = EndianOf(loaded.arches);
  if (format == "asm") return bpf::Disassemble(program, endian);
  if (format == "bpf") return bpf::ToBytes(program, endian);
  if (format == "c")
    return bpf::ToCHeader(program, BaseName(loaded.input),
                          "Seccomp filter " + FullName(loaded.input));
  if (format == "crun")
    return "run.oci.seccomp_bpf_data=" + Base64(bpf::ToBytes(program, endian)) + "\n";
  if (format == "pfc") return ToPfc(session.diagram, loaded.filter, loaded.arches);
  if (format == "oci") return MakeOci(session, loaded);
  if (format == "docker") {
    const auto profile = BuildTemplate(session, loaded.input, context);
    return profile ? MakeDockerJson(session, *profile) : std::nullopt;
  }
  if (ReportStub(session, loaded)) return std::nullopt;
  const std::optional<ScmpFilter> rules = RulesOf(session, loaded);
  return rules ? std::optional(ToLibseccompC(*rules, "Seccomp filter " + FullName(loaded.input)))
               : std::nullopt;
}

}  // namespace polc
