#pragma once

// A profile with its conditions kept: what `--emit docker` and `import` write, read back and proved
// on every machine.

#include <optional>
#include <string>

#include "compiler/emit/machine.h"
#include "compiler/session/load.h"

namespace polc {

// What the input means on each machine that it is for; `context.arches`, if given, are the only
// machine's. Reports.
[[nodiscard]] std::optional<Template> BuildTemplate(Session& session, const Input& input,
                                                    const DockerContext& context);

// Docker-format JSON, proved to mean the template. Reports `not-expressible` and `proof-failed`.
[[nodiscard]] std::optional<std::string> MakeDockerJson(Session& session, const Template& profile);
// A `.polc` text of one policy, proved to mean the template.
[[nodiscard]] std::optional<std::string> MakePolicyText(Session& session, const Template& profile,
                                                        const std::string& name);

}  // namespace polc
