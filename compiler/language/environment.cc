#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/language/resolve.h"
#include "syscalls/capability.h"

namespace polc::language {
namespace {

std::optional<uint64_t> CapabilityBits(const std::vector<dsl::Text>& names, Reporter& reporter) {
  uint64_t bits = 0;
  bool known = true;
  for (const dsl::Text& name : names) {
    if (const auto number = CapabilityNumber(name.value)) {
      bits |= uint64_t{1} << *number;
      continue;
    }
    known = false;
    std::string mend = DidYouMean(name.value, AllCapabilityNames());
    const std::string upper = ToUpper(name.value);
    for (const std::string& meant : {upper, "CAP_" + upper}) {
      if (mend.empty() && CapabilityNumber(meant)) mend = StrFormat("; did you mean `{}`?", meant);
    }
    reporter.Error(DiagnosticId::UnknownCapability, name.span, "there is no capability `{}`{}",
                   name.value, mend);
  }
  return known ? std::optional(bits) : std::nullopt;
}

}  // namespace

std::optional<std::vector<Arch>> ReadArches(const std::vector<dsl::Text>& names,
                                            Reporter& reporter) {
  std::vector<Arch> arches;
  bool known = true;
  for (const dsl::Text& name : names) {
    if (const auto arch = ParseArch(name.value)) {
      arches.push_back(*arch);
      continue;
    }
    known = false;
    reporter.Error(DiagnosticId::UnknownArch, name.span, "there is no architecture `{}`{}",
                   name.value, DidYouMean(name.value, AllArchNames()));
  }
  return known ? std::optional(arches) : std::nullopt;
}

std::optional<Environment> ResolveEnvironment(const std::vector<const dsl::Environment*>& when,
                                              std::vector<Arch>& arches, Reporter& reporter) {
  Environment result;
  bool known = true;
  for (const dsl::Environment* environment : when) {
    for (const dsl::EnvironmentTest& test : environment->all_of) {
      const uint32_t version = KernelVersion(test.version.major, test.version.minor);
      switch (test.kind) {
        case dsl::EnvironmentTest::Kind::Cap:
        case dsl::EnvironmentTest::Kind::NotCap: {
          const auto bits = CapabilityBits(test.names, reporter);
          known = known && bits;
          (test.kind == dsl::EnvironmentTest::Kind::Cap ? result.caps_all : result.caps_none) |=
              bits.value_or(0);
          break;
        }
        case dsl::EnvironmentTest::Kind::KernelAtLeast:
          result.kernel_min = std::max(result.kernel_min, version);
          break;
        case dsl::EnvironmentTest::Kind::KernelBelow:
          result.kernel_below = std::min(result.kernel_below, version);
          break;
        case dsl::EnvironmentTest::Kind::ArchIn:
        case dsl::EnvironmentTest::Kind::ArchNotIn: {
          const auto named = ReadArches(test.names, reporter);
          known = known && named;
          const bool keep = test.kind == dsl::EnvironmentTest::Kind::ArchIn;
          std::erase_if(arches, [&](Arch arch) {
            return named && (std::find(named->begin(), named->end(), arch) != named->end()) != keep;
          });
          break;
        }
      }
    }
  }
  return known ? std::optional(result) : std::nullopt;
}

}  // namespace polc::language
