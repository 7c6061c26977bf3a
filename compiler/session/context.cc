#include "compiler/session/context.h"

#include <algorithm>

#include "compiler/base/strings.h"
#include "syscalls/capability.h"

namespace polc {
namespace {

std::string MendOfArch(std::string_view name) {
  const std::vector<std::string_view> known = AllArchNames();
  const std::string near = DidYouMean(name, known);
  return near.empty()
             ? "; known are " + Join(std::vector<std::string>(known.begin(), known.end()), ", ")
             : near;
}

std::vector<Arch> ParseArches(const std::string& list, DiagnosticSink& diagnostics) {
  std::vector<Arch> arches;
  if (list.empty()) return arches;
  for (const std::string_view name : Split(list, ',')) {
    const std::optional<Arch> arch = ParseArch(name);
    if (!arch) {
      diagnostics.Error(
          DiagnosticId::UnknownArch, {},
          "--arch: unknown architecture `" + std::string(name) + "`" + MendOfArch(name));
    } else if (std::find(arches.begin(), arches.end(), *arch) == arches.end()) {
      arches.push_back(*arch);
    }
  }
  return arches;
}

// A list replaces the engine's default set; a name with + or - before it changes what the list has
// so far, at first the default set. `all`, `none` and `default` are sets.
uint64_t ParseCaps(const std::string& list, Engine engine, DiagnosticSink& diagnostics) {
  uint64_t caps = DefaultCapabilities(engine);
  if (list.empty()) return caps;
  if (list[0] != '+' && list[0] != '-') caps = 0;
  for (const std::string_view written : Split(list, ',')) {
    const bool drop = written.starts_with('-');
    std::string name = ToUpper(drop || written.starts_with('+') ? written.substr(1) : written);
    uint64_t bits = 0;
    if (name == "ALL") {
      for (const std::string_view known : AllCapabilityNames())
        bits |= uint64_t{1} << *CapabilityNumber(known);
    } else if (name == "DEFAULT") {
      bits = DefaultCapabilities(engine);
    } else if (name != "NONE") {
      if (!name.starts_with("CAP_")) name = "CAP_" + name;
      const auto number = CapabilityNumber(name);
      if (!number) {
        diagnostics.Error(DiagnosticId::UnknownCapability, {},
                          "--cap: unknown capability `" + std::string(written) + "`" +
                              DidYouMean(name, AllCapabilityNames()));
        continue;
      }
      bits = uint64_t{1} << *number;
    }
    caps = drop ? caps & ~bits : caps | bits;
  }
  return caps;
}

uint32_t ParseKernel(const std::string& text, DiagnosticSink& diagnostics) {
  if (text.empty()) return kNewestKernel;
  // uname -r says more than a version: "6.1.0-18-amd64", "6.1-rc2", "6.1+".
  const std::vector<std::string_view> parts = Split(text, '.');
  const auto number = [](std::string_view digits) {
    return digits.find_first_not_of("0123456789") == std::string_view::npos ? ParseUnsigned(digits)
                                                                            : std::nullopt;
  };
  if (parts.size() >= 2) {
    const auto major = number(parts[0]),
               minor = number(parts[1].substr(0, parts[1].find_first_of("-+~_")));
    if (major && minor && *major <= 255 && *minor <= 255) {
      return KernelVersion(static_cast<uint32_t>(*major), static_cast<uint32_t>(*minor));
    }
  }
  diagnostics.Error(DiagnosticId::InvalidValue, {},
                    "--kernel: `" + text + "` is no kernel version; write it as `6.1`");
  return kNewestKernel;
}

Engine ParseTarget(const std::string& name, DiagnosticSink& diagnostics) {
  if (name.empty()) return Engine::Docker;
  if (const auto engine = ParseEngine(name)) return *engine;
  std::vector<std::string_view> known;
  for (const EngineTraits& traits : AllEngines()) known.push_back(traits.name);
  diagnostics.Error(DiagnosticId::BadUsage, {},
                    "--target: `" + name + "` is none of " +
                        Join(std::vector<std::string>(known.begin(), known.end()), ", ") +
                        DidYouMean(name, known));
  return Engine::Docker;
}

Runtime ParseRuntimeName(const std::string& name, DiagnosticSink& diagnostics) {
  if (name.empty()) return Runtime::None;
  if (const auto runtime = ParseRuntime(name)) return *runtime;
  diagnostics.Error(DiagnosticId::BadUsage, {}, "--runtime: `" + name + "` is none of crun, runc");
  return Runtime::None;
}

}  // namespace

std::optional<DockerContext> ResolveContext(const ContextOptions& options,
                                            DiagnosticSink& diagnostics) {
  const size_t errors_before = diagnostics.error_count();
  DockerContext context;
  context.native = HostArch();
  context.arches = ParseArches(options.arch, diagnostics);
  if (!context.arches.empty()) context.native = context.arches.front();
  context.engine = ParseTarget(options.target, diagnostics);
  context.runtime = ParseRuntimeName(options.runtime, diagnostics);
  context.caps = ParseCaps(options.cap, context.engine, diagnostics);
  context.kernel = ParseKernel(options.kernel, diagnostics);
  if (diagnostics.error_count() != errors_before) return std::nullopt;
  return context;
}

aa::IncludeOptions ResolveIncludes(const IncludeFlags& flags) {
  aa::IncludeOptions options{flags.directories, ""};
  options.search.push_back(flags.base);
  return options;
}

}  // namespace polc
