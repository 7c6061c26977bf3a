#include "compiler/analysis/group_report.h"
#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "syscalls/groups.h"

namespace polc::cli {
namespace {

struct GroupOptions {
  std::string name;
  std::string arch = "x86_64,x86,aarch64,arm";
  std::string format = "text";
  bool json = false;
};

std::optional<std::vector<Arch>> ParseArches(const std::string& list, DiagnosticSink& diagnostics) {
  std::vector<Arch> arches;
  bool valid = true;
  for (const std::string_view name : Split(list, ',')) {
    if (const auto arch = ParseArch(name)) {
      arches.push_back(*arch);
      continue;
    }
    diagnostics.Error(
        DiagnosticId::UnknownArch, {},
        "unknown architecture `" + std::string(name) + "`" + DidYouMean(name, AllArchNames()));
    valid = false;
  }
  if (!valid) return std::nullopt;
  return arches;
}

int RunGroup(const GroupOptions& options, Io& io) {
  Session session{io.world};
  const bool json = options.json || options.format == "json";
  const auto arches = ParseArches(options.arch, session.diagnostics);
  if (!arches) return Finish(session, io, {}, kFailed);
  if (options.name.empty())
    return Finish(session, io, {{"", json ? GroupListJson() : GroupListText()}}, kDone);
  // A shell user may well leave the @ out.
  const std::string name = options.name.starts_with('@') ? options.name : "@" + options.name;
  if (IsGroupName(name))
    return Finish(session, io, {{"", json ? GroupJson(name) : GroupText(name, *arches)}}, kDone);
  std::vector<std::string_view> names;
  const std::vector<SyscallGroup> groups = AllGroups();
  for (const SyscallGroup& group : groups) names.push_back(group.name);
  session.diagnostics.Error(
      DiagnosticId::UnknownGroup, {},
      "no group is called `" + name + "`" + DidYouMean(name, names) + " (`polc group` lists them)");
  return Finish(session, io, {}, kFailed);
}

}  // namespace

Command MakeGroup(const CommandLine& program) {
  const auto options = std::make_shared<GroupOptions>();
  const CommandLine command =
      program.Subcommand("group", "List the groups of syscalls, or expand one");
  command.Operand("GROUP", options->name, "Expand this one");
  command.Option("--arch", options->arch, "The ABIs to show numbers of (" + options->arch + ")");
  command.Option("-f,--format", options->format, "text or json").OneOf({"text", "json"});
  command.Flag("--json", options->json, "The same as --format json");
  return [options](Io& io) { return RunGroup(*options, io); };
}

}  // namespace polc::cli
