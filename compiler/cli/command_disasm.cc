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
    if (input->kind == InputKind::AppArmor) {
      RefuseAppArmor(session, *input);
      return Finish(session, io, {}, kFailed);
    }
    // What is neither a profile nor whole instructions was meant as BPF here, and ReadProgram says
    // what is wrong with it.
    const std::string_view text = session.sources.Get(input->source).text;
    const size_t begin = text.find_first_not_of(" \t\r\n");
    const bool neither = input->kind == InputKind::DockerJson &&
                         (begin == std::string_view::npos || text[begin] != '{');
    if (input->kind != InputKind::Bpf && !neither) {
      session.diagnostics.Error(DiagnosticId::InvalidBpf, {},
                                "`" + file + "` is a profile, not BPF; `polc compile " + file +
                                    " --emit asm` shows its filter");
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
