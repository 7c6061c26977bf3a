#pragma once

// AppArmor's way from a command-line argument to a resolved profile, beside the seccomp one
// (load.h).

#include <optional>
#include <string>
#include <string_view>

#include "compiler/apparmor/resolve.h"
#include "compiler/session/load.h"

namespace polc {

// Everything that is wrong with the profile goes to the session, findings too.
[[nodiscard]] aa::Resolved LoadAppArmor(Session& session, const Input& input,
                                        const aa::IncludeOptions& options);

// The canonical layout of the text; nothing, and the errors, if it cannot be read.
enum class RuleOrder { Kept, Sorted };
[[nodiscard]] std::optional<std::string> FormatAppArmor(Session& session, const Input& input,
                                                        RuleOrder order);

enum class Includes { Resolve, Keep };
// The text of the profile for apparmor_parser; nothing if that cannot be.
[[nodiscard]] std::optional<std::string> EmitAppArmor(Session& session, const Input& input,
                                                      const aa::IncludeOptions& options,
                                                      Includes includes,
                                                      std::string_view target_abi);

// What is wrong with what a policy says for AppArmor, and where its two layers disagree.
void CheckLayer(Session& session, const LoadedFilter& loaded, const aa::IncludeOptions& options);
// That layer as a profile; CheckLayer must have found it without errors.
[[nodiscard]] std::optional<std::string> EmitLayer(Session& session, const LoadedFilter& loaded,
                                                   const aa::IncludeOptions& options,
                                                   Includes includes, std::string_view target_abi);

}  // namespace polc
