#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "profiles/builtin.h"

namespace polc::cli {
namespace {

struct ProfilesOptions {
  std::string name;
};

int RunProfiles(const ProfilesOptions& options, Io& io) {
  Session session{io.world};
  if (options.name.empty()) {
    size_t widest = 0;
    for (const BuiltinProfile& profile : AllBuiltinProfiles())
      widest = std::max(widest, profile.name.size());
    for (const BuiltinProfile& profile : AllBuiltinProfiles()) {
      io.out += std::string(profile.name) + std::string(widest + 2 - profile.name.size(), ' ') +
                std::string(profile.summary) + "\n";
    }
    return kDone;
  }
  if (const BuiltinProfile* profile = FindBuiltinProfile(options.name)) {
    io.out += profile->text;
    return kDone;
  }
  std::vector<std::string_view> names;
  for (const BuiltinProfile& profile : AllBuiltinProfiles()) names.push_back(profile.name);
  session.diagnostics.Error(
      DiagnosticId::UnknownProfile, {},
      "no built-in profile is called `" + options.name + "`" + DidYouMean(options.name, names));
  return Finish(session, io, {}, kFailed);
}

}  // namespace

Command MakeProfiles(const CommandLine& program) {
  const auto options = std::make_shared<ProfilesOptions>();
  const CommandLine command =
      program.Subcommand("profiles", "List the built-in profiles, or print one");
  command.Operand("NAME", options->name, "Print this one");
  return [options](Io& io) { return RunProfiles(*options, io); };
}

}  // namespace polc::cli
