#include "compiler/cli/codegen_options.h"

namespace polc::cli {

void AddCodegenOptions(const CommandLine& command, CodegenFlags& flags) {
  command
      .Option(
          "--optimize", flags.optimize,
          "What is made small first: the average path of calls (path), the program (size), the longest path (worst)")
      .OneOf({"path", "size", "worst"});
  command
      .Option(
          "--hot", flags.hot,
          "How often each syscall is made: lines `NAME COUNT` or the table of strace -c (default: a mix of servers and tools)")
      .Metavar("FILE");
}

std::optional<CompileOptions> ResolveCodegen(const CodegenFlags& flags, Session& session,
                                             CallCounts& counts) {
  CompileOptions options;
  if (flags.optimize == "size") options.objective = bpf::Objective::Size;
  if (flags.optimize == "worst") options.objective = bpf::Objective::Worst;
  if (flags.hot.empty()) return options;
  ReadResult read = session.world.files.Read(flags.hot, kMaxInputBytes);
  if (!read.text) {
    session.diagnostics.Error(DiagnosticId::Unreadable, {},
                              "--hot: cannot read `" + flags.hot + "`: " + read.error);
    return std::nullopt;
  }
  const SourceFile& file = session.sources.Add(flags.hot, std::move(*read.text));
  auto parsed = ParseCallCounts(file, session.diagnostics);
  if (!parsed) return std::nullopt;
  counts = std::move(*parsed);
  options.mix = counts;
  return options;
}

}  // namespace polc::cli
