#pragma once

// Runs a function in a child process with a limited processor time, because a library that it calls
// may never return on some inputs. Only the function's text comes back; what it does to memory
// stays in the child.

#include <functional>
#include <optional>
#include <string>

namespace polc {

// Nothing if the child ran out of time or could not be made.
[[nodiscard]] std::optional<std::string> RunBounded(unsigned seconds,
                                                    const std::function<std::string()>& function);

}  // namespace polc
