#include <algorithm>

#include "compiler/base/strings.h"
#include "compiler/cli/argument_text.h"
#include "compiler/cli/command.h"
#include "compiler/docker/multiplexed.h"
#include "syscalls/argument_names.h"
#include "syscalls/groups.h"
#include "syscalls/syscall_table.h"

namespace polc::cli {
namespace {

std::string Padded(std::string_view text, size_t width) {
  return std::string(text) + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

struct SyscallOptions {
  std::string asked;
  bool constants = false;
};

std::string Signature(std::string_view name, ConstantDetail detail, size_t width) {
  const auto arguments = SyscallArguments(name);
  if (!arguments) return "  arguments: not in the tables\n";
  std::string text;
  for (size_t i = 0; i < arguments->size(); ++i) {
    const SyscallArgument& argument = (*arguments)[i];
    // The manual's name, with the kernel's where they differ: policies take both.
    std::string names(argument.name);
    if (const auto named = ArgumentAt(Arch::X86_64, name, static_cast<uint8_t>(i));
        named && named->name != argument.name) {
      names = std::string(named->name) + " (" + names + ")";
    }
    text += "  a" + std::to_string(i) + "  " + Padded(names, 26) + Padded(argument.type, 32);
    if (argument.is_pointer) {
      text += "pointer: what it points to cannot be tested\n";
    } else {
      text += std::to_string(argument.bits) + " bits" + (argument.is_signed ? ", signed" : "") +
              (argument.bits == 64   ? ""
               : argument.bits == 32 ? "; the high half of the register is ignored"
                                     : "; the rest of the register is ignored") +
              "\n";
    }
    text += ConstantsText(name, i, detail, width);
  }
  return text.empty() ? "  no arguments\n" : text;
}

std::string Groups(std::string_view name) {
  const std::vector<std::string_view> groups = GroupsOfSyscall(name);
  if (groups.empty()) return "";
  return "  in " + Join(std::vector<std::string>(groups.begin(), groups.end()), ", ") + "\n";
}

std::string DescribeSyscall(std::string_view name, ConstantDetail detail, size_t width) {
  const std::string_view since = FirstKernel(name);
  std::string text =
      std::string(name) + (since.empty() ? "\n" : "  since Linux " + std::string(since) + "\n");
  text += Signature(name, detail, width) + Groups(name);
  for (const ArchTraits& traits : AllArches()) {
    const auto nr = SyscallNumber(traits.arch, name);
    const auto by = MultiplexerOf(traits.arch, name);
    if (!nr && !by) continue;
    text += "  " + Padded(traits.name, 14);
    if (nr) {
      text += std::to_string(*nr - traits.nr_base);
      if (traits.nr_base != 0)
        text += "  (nr " + (traits.arch == Arch::X32 ? Hex(*nr) : std::to_string(*nr)) + ")";
    }
    if (by)
      text += std::string(nr ? "  and " : "") + "through " + std::string(by->through) + "(" +
              std::to_string(by->call) + ", …)";
    text += "\n";
  }
  return text;
}

// Every syscall that has this number on some ABI, with the ABIs.
std::string DescribeNumber(uint64_t number) {
  std::vector<std::pair<std::string_view, std::vector<std::string>>> found;
  for (const ArchTraits& traits : AllArches()) {
    if (number > UINT32_MAX) break;
    // A number is meant as the table has it or as the kernel sees it, with the ABI's base.
    const auto nr = static_cast<uint32_t>(number);
    std::string_view name = SyscallName(traits.arch, nr);
    if (name.empty() && traits.nr_base != 0 && nr < traits.nr_base)
      name = SyscallName(traits.arch, traits.nr_base + nr);
    if (name.empty()) continue;
    auto same = std::find_if(found.begin(), found.end(),
                             [&](const auto& row) { return row.first == name; });
    if (same == found.end()) same = found.insert(found.end(), {name, {}});
    same->second.push_back(std::string(traits.name));
  }
  std::string text;
  for (const auto& [name, arches] : found) text += Padded(name, 24) + Join(arches, ", ") + "\n";
  return text;
}

int RunSyscall(const SyscallOptions& options, Io& io) {
  const std::string& asked = options.asked;
  Session session{io.world};
  if (const auto number = ParseUnsigned(asked)) {
    io.out = DescribeNumber(*number);
    if (!io.out.empty()) return kDone;
    session.diagnostics.Error(DiagnosticId::UnknownSyscall, {},
                              "no ABI has a syscall of number " + asked);
    return Finish(session, io, {}, kFailed);
  }
  if (IsSyscallName(asked)) {
    io.out = DescribeSyscall(
        asked, options.constants ? ConstantDetail::Values : ConstantDetail::Names, io.width);
    return kDone;
  }
  session.diagnostics.Error(
      DiagnosticId::UnknownSyscall, {},
      "unknown syscall `" + asked + "`" + DidYouMean(asked, AllSyscallNames()));
  return Finish(session, io, {}, kFailed);
}

}  // namespace

Command MakeSyscall(const CommandLine& program) {
  const auto options = std::make_shared<SyscallOptions>();
  const CommandLine command = program.Subcommand(
      "syscall",
      "Print what is known of a syscall: numbers on every ABI, first kernel, arguments and their constants");
  command.Operand("NAME|NR", options->asked, "A name, or a number to look up on every ABI")
      .Required();
  command.Flag("--constants", options->constants, "With every constant and its value");
  return [options](Io& io) { return RunSyscall(*options, io); };
}

}  // namespace polc::cli
