#include "compiler/cli/command_line.h"

#include <CLI/CLI.hpp>

namespace polc::cli {

Argument Argument::Required() const {
  option_->required();
  return *this;
}

Argument Argument::Metavar(const std::string& name) const {
  option_->type_name(name);
  return *this;
}

Argument Argument::OneOf(std::vector<std::string> values) const {
  option_->check(CLI::IsMember(std::move(values)));
  return *this;
}

Argument Argument::OneEach() const {
  option_->allow_extra_args(false);
  return *this;
}

Argument Argument::Needs(Argument other) const {
  option_->needs(other.option_);
  return *this;
}

Argument Argument::Excludes(Argument other) const {
  option_->excludes(other.option_);
  return *this;
}

CommandLine CommandLine::Subcommand(const std::string& name, const std::string& description) const {
  return CommandLine(*app_->add_subcommand(name, description));
}

Argument CommandLine::Option(const std::string& names, std::string& value,
                             const std::string& description) const {
  return Argument(*app_->add_option(names, value, description));
}

Argument CommandLine::Option(const std::string& names, std::vector<std::string>& values,
                             const std::string& description) const {
  return Argument(*app_->add_option(names, values, description));
}

Argument CommandLine::Flag(const std::string& names, bool& value,
                           const std::string& description) const {
  return Argument(*app_->add_flag(names, value, description));
}

}  // namespace polc::cli
