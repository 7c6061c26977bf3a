#include "compiler/cli/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/cli/command.h"

namespace polc::cli {
namespace {

constexpr std::string_view kOverview =
    R"(polc compiles, proves, compares and explains seccomp profiles.

Write and check
  compile    make a filter: BPF, assembler, a C header, an OCI object
  check      read and resolve profiles, report what is wrong
  fmt        print policies in the one layout
  import     write a profile in the policy language
  lint       find what is wrong, dangerous or dead in profiles
  test       prove the tests that stand in policies
  verify     are two filters equal? if not, a call that shows it

Understand
  diff       what a change to a profile means
  git-diff   the same inside of git diff (docs/ci.md)
  explain    what a filter answers, by action
  query      what a filter answers to one call, and why

Look up
  syscall    numbers on every ABI, first kernel, arguments and their constants
  group      groups of syscalls, such as @basic-io and @chmod
  profiles   the built-in profiles
  rule       the rules of lint, and what each is for
  disasm     a raw filter as text

Examples
  polc diff default default-no-chmod
  polc compile profile.json --emit bpf -o profile.bpf

`polc COMMAND --help` tells a command's options.
)";

int Usage(Io& io, const std::string& message) {
  io.err += "error: " + message + " [bad-usage]\n";
  return kFailed;
}

struct NamedCommand {
  std::string_view name;
  Command (*make)(const CommandLine&);
};
constexpr NamedCommand kCommands[] = {
    {"check", MakeCheck},      {"compile", MakeCompile},   {"diff", MakeDiff},
    {"disasm", MakeDisasm},    {"explain", MakeExplain},   {"fmt", MakeFmt},
    {"git-diff", MakeGitDiff}, {"group", MakeGroup},       {"import", MakeImport},
    {"lint", MakeLint},        {"profiles", MakeProfiles}, {"query", MakeQuery},
    {"rule", MakeRule},        {"syscall", MakeSyscall},   {"test", MakeTest},
    {"verify", MakeVerify},
};

// The first word, which names the command; options are none.
std::optional<std::string> FirstWord(const std::vector<std::string>& arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--color")
      ++i;  // its value is a word too
    else if (!arguments[i].starts_with('-'))
      return arguments[i];
  }
  return std::nullopt;
}

// CLI11 answers an unknown first word by "not expected"; a new user is helped more by the nearest
// command.
std::string UnknownCommand(const std::string& word) {
  std::vector<std::string_view> names;
  for (const NamedCommand& command : kCommands) names.push_back(command.name);
  return "there is no command `" + word + "`" + DidYouMean(word, names) + " (`polc` lists them)";
}

// An option, or a word too many, that the command does not take.
std::string UnknownArgument(const CLI::App& command, const std::string& argument) {
  const std::string name = argument.substr(0, argument.find('='));
  if (!name.starts_with('-')) return "`" + name + "` is one argument too many";
  std::vector<std::string> names;
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& known : option->get_lnames()) names.push_back("--" + known);
    }
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  return "there is no option `" + name + "`" + DidYouMean(name, views);
}

int RunCommand(const std::vector<std::string>& arguments, Io& io) {
  if (arguments.empty()) {
    io.out += kOverview;
    return kDone;
  }
  const std::optional<std::string> word = FirstWord(arguments);
  const NamedCommand* const named =
      std::find_if(std::begin(kCommands), std::end(kCommands),
                   [&](const NamedCommand& c) { return c.name == word; });
  if (word && named == std::end(kCommands)) return Usage(io, UnknownCommand(*word));
  CLI::App app("polc: the policy compiler for Linux sandboxes", "polc");
  app.fallthrough();  // commands inherit it: --color may stand after them too
  app.set_version_flag("--version", "polc " POLC_VERSION);
  app.set_help_flag("-h,--help", "Print this and exit");
  std::string colour = "auto";
  app.add_option("--color", colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  // The options of the others are not worth the time: a fifth of a millisecond.
  std::optional<Command> command;
  if (word) command = named->make(CommandLine(app));
  try {
    // CLI11 takes the arguments from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    io.out += chosen.empty() ? std::string(kOverview) : chosen.front()->help("polc");
    return kDone;
  } catch (const CLI::CallForVersion&) {
    io.out += "polc " POLC_VERSION "\n";
    return kDone;
  } catch (const CLI::ParseError& error) {
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    const std::string name = chosen.empty() ? "" : " " + chosen.front()->get_name();
    const std::vector<std::string> extra = app.remaining(true);
    const bool unknown = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extra.empty();
    const std::string message =
        unknown ? UnknownArgument(chosen.empty() ? app : *chosen.front(), extra.front())
                : error.what();
    return Usage(io, message + "; see `polc" + name + " --help`");
  }
  if (colour != "auto") io.colour = io.err_colour = colour == "always" ? Colour::On : Colour::Off;
  if (command) return (*command)(io);
  io.out += kOverview;
  return kDone;
}

// After what a command threw: its output is no whole one.
int Stopped(Io& io, const std::string& message) {
  io.out.clear();
  io.err += "error: " + message + " [analysis-too-large]\n";
  return kFailed;
}

}  // namespace

int Run(const std::vector<std::string>& arguments, Io& io) {
  // Given back before the message is made, where memory ran out.
  constexpr size_t kReserve = size_t{64} << 10;
  auto reserve = std::make_unique_for_overwrite<char[]>(kReserve);
  try {
    return RunCommand(arguments, io);
  } catch (const std::bad_alloc&) {
    reserve.reset();
    return Stopped(io, "there is not enough memory for this input; nothing more was written");
  } catch (const std::length_error&) {
    reserve.reset();
    return Stopped(io, "this input is too long to work on; nothing more was written");
  } catch (const std::exception& error) {  // of the file system, for one
    reserve.reset();
    return Stopped(io, StrFormat("polc had to stop: {}; nothing more was written", error.what()));
  }
}

}  // namespace polc::cli
