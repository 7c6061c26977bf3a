#include "compiler/docker/from_docker.h"

#include <algorithm>
#include <string>

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/capability.h"
#include "syscalls/errno.h"

namespace polc {
namespace {

constexpr uint16_t kEperm = 1;

CompareOp OpOf(docker::Op op) {
  switch (op) {
    case docker::Op::Ne:
      return CompareOp::Ne;
    case docker::Op::Lt:
      return CompareOp::Lt;
    case docker::Op::Le:
      return CompareOp::Le;
    case docker::Op::Eq:
      return CompareOp::Eq;
    case docker::Op::Ge:
      return CompareOp::Ge;
    case docker::Op::Gt:
      return CompareOp::Gt;
    case docker::Op::MaskedEq:
      return CompareOp::MaskedEq;
  }
  POLC_CHECK(false);
}

Action ActionOf(docker::Action action) {
  switch (action) {
    case docker::Action::Kill:
    case docker::Action::KillThread:
      return Action::KillThread;
    case docker::Action::KillProcess:
      return Action::KillProcess;
    case docker::Action::Trap:
      return Action::Trap;
    case docker::Action::Errno:
      return Action::Errno;
    case docker::Action::Trace:
      return Action::Trace;
    case docker::Action::Allow:
      return Action::Allow;
    case docker::Action::Log:
      return Action::Log;
    case docker::Action::Notify:
      return Action::Notify;
  }
  POLC_CHECK(false);
}

// Whether the engine looks into `archMap` on this machine.
bool Reads(const EngineTraits& engine, Arch native) {
  return std::find(engine.arch_map.begin(), engine.arch_map.end(), native) != engine.arch_map.end();
}

// "X86" is called an architecture elsewhere, and so is "amd64". Only one of the two spellings is
// right in each place of a profile.
using ArchSpelling = std::string_view ArchTraits::*;
std::string ArchDidYouMean(std::string_view name, ArchSpelling spelling) {
  if (const std::optional<Arch> meant = ParseArch(name))
    return StrFormat("; did you mean `{}`?", TraitsOf(*meant).*spelling);
  std::vector<std::string_view> names;
  for (const ArchTraits& traits : AllArches()) names.push_back(traits.*spelling);
  return DidYouMean(name, names);
}

class Resolver {
 public:
  Resolver(const docker::Profile& profile, const DockerContext& context,
           DiagnosticSink& diagnostics)
      : profile_(profile),
        context_(context),
        engine_(TraitsOf(context.engine)),
        diagnostics_(diagnostics) {}

  std::optional<ScmpFilter> Resolve() {
    const std::vector<Arch> listed = ListedArches();
    filter_.arches = context_.arches.empty() ? listed : context_.arches;
    if (!SameEndianness()) return std::nullopt;
    ReportUnread();
    filter_.default_origin = profile_.default_action.span;
    filter_.otherwise = VerdictOf(profile_.default_action.value, profile_.default_errno);
    size_t names = 0;
    for (const docker::Syscall& syscall : profile_.syscalls) names += syscall.names.size();
    filter_.rules.reserve(names);
    for (const docker::Syscall& syscall : profile_.syscalls) Add(syscall);
    if (profile_.flags) {
      filter_.flags.emplace();
      for (const docker::Text& flag : profile_.flags->value)
        filter_.flags->push_back(std::string(flag.value));
    }
    if (profile_.listener_path) filter_.listener_path = profile_.listener_path->value;
    if (profile_.listener_metadata) filter_.listener_metadata = profile_.listener_metadata->value;
    return std::move(filter_);
  }

 private:
  // The architectures that Docker on a machine of the native one gives to the runtime. The native
  // one is always among them.
  std::vector<Arch> ListedArches() {
    std::vector<Arch> arches = {context_.native};
    const auto add = [&](const docker::Text& name, bool used) {
      const std::optional<Arch> arch = ParseScmpArch(name.value);
      if (!arch) {
        diagnostics_.Error(DiagnosticId::UnknownArch, name.span, "unknown architecture `{}`{}",
                           name.value, ArchDidYouMean(name.value, &ArchTraits::scmp_name));
      } else if (used && std::find(arches.begin(), arches.end(), *arch) == arches.end()) {
        arches.push_back(*arch);
      }
      return arch;
    };
    for (const docker::Text& name : profile_.architectures) add(name, true);
    bool mapped = false;  // only the first entry for the native architecture counts
    for (const docker::ArchMapping& mapping : profile_.arch_map) {
      const bool native = add(mapping.architecture, false) == context_.native && !mapped &&
                          Reads(engine_, context_.native);
      mapped = mapped || native;
      for (const docker::Text& name : mapping.sub_architectures) add(name, native);
    }
    return arches;
  }

  bool SameEndianness() {
    for (const Arch arch : filter_.arches) {
      if (TraitsOf(arch).endian == TraitsOf(filter_.arches.front()).endian) continue;
      Span place;
      for (const docker::Text& name : profile_.architectures) {
        if (context_.arches.empty() && ParseScmpArch(name.value) == arch) place = name.span;
      }
      diagnostics_.Error(DiagnosticId::MixedEndianness, place,
                         "`{}` and `{}` have different byte orders, but a filter is for one "
                         "machine; give --arch one family of architectures",
                         TraitsOf(filter_.arches.front()).name, TraitsOf(arch).name);
      return false;
    }
    return true;
  }

  Verdict VerdictOf(docker::Action action, const docker::Errno& errno_ret) {
    const uint16_t number = ErrnoOf(errno_ret);
    // Runtimes pass the number on for these two actions only; libseccomp traps with 0.
    if (action != docker::Action::Errno && action != docker::Action::Trace)
      return MakeVerdict(ActionOf(action));
    return MakeVerdict(ActionOf(action), number);
  }

  // The number that the engine passes to the runtime.
  uint16_t ErrnoOf(const docker::Errno& errno_ret) {
    const uint16_t number = errno_ret.number ? errno_ret.number->value : kEperm;
    if (!errno_ret.name) return number;
    const std::string name(errno_ret.name->value);
    std::optional<uint64_t> meant = ParseUnsigned(name);
    if (const auto known = ErrnoNumber(name)) meant = *known;
    if (!meant || *meant > kMaxErrno - 1) {
      diagnostics_.Error(DiagnosticId::InvalidValue, errno_ret.name->span, "unknown errno `{}`{}",
                         name, DidYouMean(name, AllErrnoNames()));
      return number;
    }
    if (engine_.errno_names == ErrnoNamesRead::Yes) return static_cast<uint16_t>(*meant);
    if (*meant == number) return number;
    diagnostics_.Warning(DiagnosticId::ErrnoMismatch, errno_ret.name->span,
                         "{} does not read errno names and returns {} here; give {} as the number "
                         "too",
                         engine_.title, Describe(MakeVerdict(Action::Errno, number)), *meant);
    return number;
  }

  // The ABI of the kernel that runs the filter. It decides conditions on `arches`.
  [[nodiscard]] Arch NativeOf(Arch arch) const {
    const Arch native = TraitsOf(arch).native;
    const bool present =
        std::find(filter_.arches.begin(), filter_.arches.end(), native) != filter_.arches.end();
    return present ? native : arch;
  }

  bool ListsArch(const std::vector<docker::Text>& names, Arch arch) {
    return std::any_of(names.begin(), names.end(), [&](const docker::Text& name) {
      return ParseDockerArch(name.value) == arch;
    });
  }

  void CheckArchNames(const std::vector<docker::Text>& names) {
    for (const docker::Text& name : names) {
      if (ParseDockerArch(name.value)) continue;
      diagnostics_.Warning(DiagnosticId::UnknownArch, name.span,
                           "unknown machine `{}` in `arches`, which never matches{}", name.value,
                           ArchDidYouMean(name.value, &ArchTraits::docker_name));
    }
  }

  struct Caps {
    uint64_t bits = 0;
    bool all_known = true;
  };
  // `effect` says what an unknown capability does.
  Caps CapsOf(const std::vector<docker::Text>& names, std::string_view effect) {
    Caps caps;
    for (const docker::Text& name : names) {
      if (const auto number = CapabilityNumber(name.value)) {
        caps.bits |= uint64_t{1} << *number;
        continue;
      }
      caps.all_known = false;
      diagnostics_.Warning(DiagnosticId::UnknownCapability, name.span,
                           "unknown capability `{}`, so {}{}", name.value, effect,
                           DidYouMean(name.value, AllCapabilityNames()));
    }
    return caps;
  }

  // One warning for each key that the profile has and the engine does not read, at its first place.
  void ReportUnread() {
    const auto report = [&](Span place, size_t count, std::string_view keys,
                            std::string_view consequence) {
      if (count == 0) return;
      const std::string others =
          count == 1 ? "" : StrFormat(" (here and in {})", Counted(count - 1, "other place"));
      diagnostics_.Warning(DiagnosticId::IgnoredKey, place, "{} does not read {}{}, so {}",
                           engine_.title, keys, others, consequence);
    };
    const bool mapped = !profile_.arch_map.empty() && !Reads(engine_, context_.native);
    if (mapped) {
      const std::string where =
          engine_.arch_map.empty() ? "" : StrFormat(" on {}", TraitsOf(context_.native).name);
      report(profile_.arch_map.front().span, 1, "`archMap`",
             StrFormat("the filter{} has no other architecture than the machine's; list the "
                       "others in `architectures`",
                       where));
    }
    Unread gates, kernels, names;
    for (const docker::Syscall& syscall : profile_.syscalls) {
      if (syscall.form == docker::NameForm::LegacyName) names.Note(syscall.span);
      for (const docker::Gate* gate : {&syscall.includes, &syscall.excludes}) {
        if (!gate->empty()) gates.Note(gate->span);
        if (gate->min_kernel) kernels.Note(gate->min_kernel->span);
      }
    }
    if (engine_.gates == GatesRead::None)
      report(gates.first, gates.count, "`includes` and `excludes`",
             "these rules always apply; write a profile without conditions with `polc compile "
             "--emit oci`");
    if (engine_.gates == GatesRead::AllButKernel)
      report(kernels.first, kernels.count, "`minKernel`", "these rules apply on every kernel");
    if (engine_.legacy_name == LegacyNameRead::No)
      report(names.first, names.count, "`name`", "the rule is for no syscall; write `names`");
  }

  struct Unread {
    Span first;
    size_t count = 0;
    void Note(Span place) {
      if (count++ == 0) first = place;
    }
  };

  void Add(const docker::Syscall& syscall) {
    if (syscall.form == docker::NameForm::LegacyName && engine_.legacy_name == LegacyNameRead::No)
      return;
    const docker::Gate includes = AsRead(syscall.includes), excludes = AsRead(syscall.excludes);
    CheckArchNames(includes.arches);
    CheckArchNames(excludes.arches);
    const Caps needed = CapsOf(includes.caps, "this rule never applies");
    const Caps banned = CapsOf(excludes.caps, "this exclusion never applies");
    const Verdict verdict = VerdictOf(syscall.action.value, syscall.errno_ret);
    if (!needed.all_known) return;
    Environment when;
    when.caps_all = needed.bits;
    when.caps_none = banned.bits;
    if (includes.min_kernel) when.kernel_min = VersionOf(includes.min_kernel->value);
    if (excludes.min_kernel) when.kernel_below = VersionOf(excludes.min_kernel->value);
    if (!context_.CanHold(when)) return;
    // The context has decided these conditions.
    if (context_.caps) when.caps_all = when.caps_none = 0;
    if (context_.kernel)
      when.kernel_min = Environment{}.kernel_min, when.kernel_below = Environment{}.kernel_below;
    std::vector<Arch> arches;
    for (const Arch arch : filter_.arches) {
      const Arch native = NativeOf(arch);
      if (!includes.arches.empty() && !ListsArch(includes.arches, native)) continue;
      if (ListsArch(excludes.arches, native)) continue;
      arches.push_back(arch);
    }
    if (arches.empty()) return;
    if (arches.size() == filter_.arches.size()) arches.clear();
    for (const docker::Text& name : syscall.names) AddRules(syscall, name, verdict, when, arches);
  }

  // The gate without the conditions that the engine does not read.
  [[nodiscard]] docker::Gate AsRead(docker::Gate gate) const {
    if (engine_.gates == GatesRead::None) return {};
    if (engine_.gates == GatesRead::AllButKernel) gate.min_kernel = std::nullopt;
    return gate;
  }

  static uint32_t VersionOf(const docker::KernelVersion& version) {
    return KernelVersion(version.version, version.patch_level);
  }

  // If a rule compares one argument twice, runc makes a rule of its own of every comparison
  // (matchCall).
  void AddRules(const docker::Syscall& syscall, const docker::Text& name, Verdict verdict,
                const Environment& when, const std::vector<Arch>& arches) {
    std::vector<ScmpCompare> compares;
    uint32_t seen = 0;
    bool repeated = false;
    for (const docker::Arg& arg : syscall.args) {
      compares.push_back(
          {arg.index.value, OpOf(arg.op.value), arg.value.value, arg.value_two.value});
      repeated = repeated || (seen >> arg.index.value & 1) != 0;
      seen |= uint32_t{1} << arg.index.value;
    }
    if (!repeated) {
      filter_.rules.push_back(
          {std::string(name.value), verdict, std::move(compares), when, arches, name.span});
      return;
    }
    for (const ScmpCompare& compare : compares) {
      filter_.rules.push_back(
          {std::string(name.value), verdict, {compare}, when, arches, name.span});
    }
  }

  const docker::Profile& profile_;
  const DockerContext& context_;
  const EngineTraits& engine_;
  DiagnosticSink& diagnostics_;
  ScmpFilter filter_;
};

}  // namespace

std::optional<ScmpFilter> ResolveDocker(const docker::Profile& profile,
                                        const DockerContext& context, DiagnosticSink& diagnostics) {
  return Resolver(profile, context, diagnostics).Resolve();
}

std::vector<Arch> NativesOf(const docker::Profile& profile, Engine engine) {
  std::vector<Arch> natives;
  const auto add = [&](Arch arch) {
    if (std::find(natives.begin(), natives.end(), arch) == natives.end()) natives.push_back(arch);
  };
  for (const docker::ArchMapping& mapping : profile.arch_map) {
    const auto arch = ParseScmpArch(mapping.architecture.value);
    if (arch && Reads(TraitsOf(engine), *arch)) add(*arch);
  }
  std::vector<Arch> listed;
  for (const docker::Text& name : profile.architectures) {
    if (const auto arch = ParseScmpArch(name.value)) listed.push_back(*arch);
  }
  for (const Arch arch : NativesAmong(listed)) add(arch);
  return natives;
}

}  // namespace polc
