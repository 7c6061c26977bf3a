#include "compiler/cli/command_line.h"

#include <CLI/CLI.hpp>

namespace polc::cli {
namespace {

// Help as CLI11 writes it, but with the operands called by their labels, where they have one.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
    std::string name = CLI::Formatter::make_option_name(option, is_positional);
    return is_positional ? get_label(std::move(name)) : name;
  }
};

// CLI11 refuses these characters in a name since version 2.4.
std::string RegisteredName(std::string name) {
  for (char& c : name) {
    if (std::string_view(" =:{").find(c) != std::string_view::npos) c = '_';
  }
  return name;
}

template <typename Value>
CLI::Option& AddOperand(CLI::App& app, const std::string& name, Value& value,
                        const std::string& description) {
  const std::string registered = RegisteredName(name);
  if (registered != name) app.get_formatter()->label(registered, name);
  return *app.add_option(registered, value, description);
}

}  // namespace

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
  CLI::App* const subcommand = app_->add_subcommand(name, description);
  subcommand->formatter(std::make_shared<HelpFormatter>());
  return CommandLine(*subcommand);
}

Argument CommandLine::Option(const std::string& names, std::string& value,
                             const std::string& description) const {
  return Argument(*app_->add_option(names, value, description));
}

Argument CommandLine::Option(const std::string& names, std::vector<std::string>& values,
                             const std::string& description) const {
  return Argument(*app_->add_option(names, values, description));
}

Argument CommandLine::Operand(const std::string& name, std::string& value,
                              const std::string& description) const {
  return Argument(AddOperand(*app_, name, value, description));
}

Argument CommandLine::Operand(const std::string& name, std::vector<std::string>& values,
                              const std::string& description) const {
  return Argument(AddOperand(*app_, name, values, description));
}

Argument CommandLine::Flag(const std::string& names, bool& value,
                           const std::string& description) const {
  return Argument(*app_->add_flag(names, value, description));
}

}  // namespace polc::cli
