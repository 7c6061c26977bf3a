#pragma once

// polc as a function: arguments in, two texts and an exit status out. main.cc calls it with the
// real world, golden tests and fuzzers with one in memory.

#include <functional>
#include <string>
#include <vector>

#include "compiler/base/render.h"
#include "compiler/session/input.h"

namespace polc::cli {

// Exit statuses, for every command.
inline constexpr int kDone = 0;      // nothing to report
inline constexpr int kFindings = 1;  // a difference that a gate was set on, a failed check, a "no"
inline constexpr int kFailed = 2;    // bad usage, unreadable or invalid input, a limit

struct Io {
  World world;
  bool out_is_terminal = false;
  Colour colour = Colour::Off;      // of the results
  Colour err_colour = Colour::Off;  // of the messages: the two streams may go to different places
  size_t width = 100;               // of the terminal, for columns
  // What the command said. Nothing is printed before it is done, so that an error leaves no half of
  // an output; but `lint`, whose output is as long as its inputs are many, calls flush() on the
  // way, which may print and clear both.
  std::string out = {};
  std::string err = {};
  std::function<void()> flush = [] {};
};

// `arguments` without the program's name.
[[nodiscard]] int Run(const std::vector<std::string>& arguments, Io& io);

}  // namespace polc::cli
