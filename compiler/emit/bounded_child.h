#pragma once

// Runs a function in a child process that may use only so much processor time: the way to call a
// library that does not come to an end on some inputs. What the function does to memory stays in
// the child; its text comes back.

#include <functional>
#include <optional>
#include <string>

namespace polc {

// Nothing if the child was out of time, or could not be made.
[[nodiscard]] std::optional<std::string> RunBounded(unsigned seconds,
                                                    const std::function<std::string()>& function);

}  // namespace polc
