#pragma once

// What `compile` can write of a filter, by name. Each is read back and proved to mean the same
// before it is handed out.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "compiler/session/compile.h"

namespace polc {

[[nodiscard]] std::span<const std::string_view> AllOutputFormats();
[[nodiscard]] bool IsOutputFormat(std::string_view name);

// `context` is the one that `loaded` was loaded for. Reports what cannot be said in the format
// (`not-expressible`) or proved (`proof-failed`).
[[nodiscard]] std::optional<std::string> MakeOutput(Session& session, std::string_view format,
                                                    const LoadedFilter& loaded,
                                                    const bpf::Program& program,
                                                    const DockerContext& context);

}  // namespace polc
