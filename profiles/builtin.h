#pragma once

// The built-in profiles, by name. Their texts are the files of this folder, which embed_profiles.cc
// puts into the binary; README.md says where each comes from.

#include <span>
#include <string_view>

namespace polc {

struct BuiltinProfile {
  std::string_view name;
  std::string_view summary;  // one line
  std::string_view text;     // a policy of this name, in the language
};

[[nodiscard]] std::span<const BuiltinProfile> AllBuiltinProfiles();
// Null if no built-in profile has exactly this name.
[[nodiscard]] const BuiltinProfile* FindBuiltinProfile(std::string_view name);

}  // namespace polc
