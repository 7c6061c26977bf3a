#include "compiler/bpf/disassemble.h"
#include "compiler/cli/command.h"
#include "compiler/session/compile.h"

namespace polc::cli {
namespace {

int RunDisasm(const std::string& file, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto input = ReadInput(file, session.world, session.sources, session.diagnostics);
    if (!input) return Finish(session, io, {}, kFailed);
    if (IsSeccompJson(input->kind) || IsPolicy(input->kind)) {
      session.diagnostics.Error(
          DiagnosticId::InvalidBpf, {},
          "`{}` is a profile, not BPF; `polc compile {} --emit asm` shows its filter", file, file);
      return Finish(session, io, {}, kFailed);
    }
    // What is nothing else was meant as a filter, and ReadProgram says what is wrong with it.
    const bool unknown = input->kind == InputKind::Text || input->kind == InputKind::Binary ||
                         input->kind == InputKind::Empty;
    if (input->kind != InputKind::Bpf && !unknown) {
      Refuse(*input, session.diagnostics);
      return Finish(session, io, {}, kFailed);
    }
    const auto raw = ReadProgram(session, *input);
    if (!raw) return Finish(session, io, {}, kFailed);
    return Finish(session, io, {{"", bpf::Disassemble(raw->program, raw->endian)}}, kDone);
  });
}

}  // namespace

Command MakeDisasm(const CommandLine& program) {
  const auto file = std::make_shared<std::string>();
  const CommandLine command =
      program.Subcommand("disasm", "Print a raw filter with the names of what it tests");
  command.Operand("BPF", *file, "An array of struct sock_filter: a file, or - for standard input")
      .Required();
  return [file](Io& io) { return RunDisasm(*file, io); };
}

}  // namespace polc::cli
