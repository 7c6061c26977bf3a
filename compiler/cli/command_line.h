#pragma once

// How a command says what it takes. CLI11 reads the arguments, and only command_line.cc and run.cc
// see it: its header takes longer to compile than any command.

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace polc::cli {

// An option, flag or operand that was added, for what else is to be said of it.
class Argument {
 public:
  explicit Argument(CLI::Option& option) : option_(&option) {}

  Argument Required() const;
  Argument Metavar(const std::string& name) const;  // what help calls the value
  Argument OneOf(std::vector<std::string> values) const;
  Argument OneEach()
      const;  // of a list: each use takes one value, and what follows is an operand again
  Argument Needs(Argument other) const;
  Argument Excludes(Argument other) const;

 private:
  CLI::Option* option_;
};

class CommandLine {
 public:
  explicit CommandLine(CLI::App& app) : app_(&app) {}

  CommandLine Subcommand(const std::string& name, const std::string& description) const;
  // `names` as CLI11 has them: "-o,--output". What is given is put into `value`, which must live
  // until the arguments were read.
  Argument Option(const std::string& names, std::string& value,
                  const std::string& description) const;
  Argument Option(const std::string& names, std::vector<std::string>& values,
                  const std::string& description) const;
  // `name` is what help and messages call the operand; it may be any text, such as "OLD NEW".
  Argument Operand(const std::string& name, std::string& value,
                   const std::string& description) const;
  Argument Operand(const std::string& name, std::vector<std::string>& values,
                   const std::string& description) const;
  Argument Flag(const std::string& names, bool& value, const std::string& description) const;

 private:
  CLI::App* app_;
};

}  // namespace polc::cli
