#include "profiles/builtin.h"

#include <algorithm>

namespace polc {
namespace {

// constexpr BuiltinProfile kProfiles[]
#include "profiles/profiles.inc"

}  // namespace

std::span<const BuiltinProfile> AllBuiltinProfiles() { return kProfiles; }

const BuiltinProfile* FindBuiltinProfile(std::string_view name) {
  const auto found =
      std::find_if(std::begin(kProfiles), std::end(kProfiles),
                   [&](const BuiltinProfile& profile) { return profile.name == name; });
  return found == std::end(kProfiles) ? nullptr : found;
}

}  // namespace polc
