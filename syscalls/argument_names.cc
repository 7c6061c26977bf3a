#include "syscalls/argument_names.h"

#include <algorithm>
#include <string>

#include "compiler/base/strings.h"
#include "syscalls/tables.h"

namespace polc {
namespace {

std::string_view Line(std::string_view key) {
  const auto found = std::lower_bound(
      std::begin(tables::kArgumentNames), std::end(tables::kArgumentNames), key,
      [](const tables::ArgumentNames& line, std::string_view name) { return line.syscall < name; });
  return found != std::end(tables::kArgumentNames) && found->syscall == key ? found->names
                                                                            : std::string_view{};
}

// What is known of the arguments of a call: its signature, and the manual's names in the usual
// order and in the order of the architecture.
struct Known {
  std::string_view syscall;
  std::span<const SyscallArgument> signature;
  std::vector<std::string_view> usual;
  std::vector<std::string_view> here;
};

// Calls whose registers hold one pointer to the arguments (sys_old_mmap, sys_old_select).
bool TakesBlock(Arch arch, std::string_view syscall) {
  if (syscall != "mmap" && syscall != "select") return false;
  return RegisterBits(arch) == 32 || arch == Arch::S390x;
}

Known Find(Arch arch, std::string_view syscall) {
  if (TakesBlock(arch, syscall)) return {};
  std::string_view line = Line(syscall);
  if (line.starts_with("= ")) {
    syscall = line.substr(2);
    line = Line(syscall);
  }
  const auto signature = SyscallArguments(syscall);
  if (!signature) return {};
  Known known;
  known.syscall = syscall;
  known.signature = *signature;
  if (!line.empty()) known.usual = Split(line, ' ');
  const std::string_view reordered =
      Line(std::string(syscall) + "@" + std::string(TraitsOf(arch).name));
  known.here = reordered.empty() ? known.usual : Split(reordered, ' ');
  return known;
}

std::optional<uint8_t> PositionOf(const std::vector<std::string_view>& names,
                                  std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<uint8_t>(found - names.begin());
}

// Where the argument at `index` stands in the signature.
size_t SignaturePosition(const Known& known, uint8_t index) {
  if (index >= known.here.size() || known.here == known.usual) return index;
  return PositionOf(known.usual, known.here[index]).value_or(index);
}

bool IsWide(std::string_view type) { return type == "loff_t" || type == "u64" || type == "__u64"; }

}  // namespace

std::optional<uint8_t> ArgumentIndex(Arch arch, std::string_view syscall, std::string_view name) {
  const Known known = Find(arch, syscall);
  if (name == "-") return std::nullopt;
  if (const auto position = PositionOf(known.here, name)) return position;
  for (size_t i = 0; i < known.signature.size(); ++i) {
    if (known.signature[i].name != name) continue;
    // The kernel's names are those of the usual order.
    if (known.here == known.usual) return static_cast<uint8_t>(i);
    return PositionOf(known.here, known.usual[i]);
  }
  return std::nullopt;
}

std::optional<SyscallArgument> ArgumentAt(Arch arch, std::string_view syscall, uint8_t index) {
  const Known known = Find(arch, syscall);
  const size_t position = SignaturePosition(known, index);
  if (position >= known.signature.size()) return std::nullopt;
  SyscallArgument argument = known.signature[position];
  if (index < known.here.size() && known.here[index] != "-") argument.name = known.here[index];
  return argument;
}

ArgumentPlace UsualPlace(Arch arch, std::string_view syscall, uint8_t index) {
  const Known known = Find(arch, syscall);
  if (known.syscall.empty()) return {syscall, index};
  return {known.syscall, static_cast<uint8_t>(SignaturePosition(known, index))};
}

std::vector<std::string_view> ArgumentNames(Arch arch, std::string_view syscall) {
  std::vector<std::string_view> names;
  for (uint8_t i = 0; i < 6; ++i) {
    const auto argument = ArgumentAt(arch, syscall, i);
    if (!argument) break;
    names.push_back(argument->name);
  }
  return names;
}

bool IsSplit(Arch arch, std::string_view syscall, uint8_t index) {
  if (RegisterBits(arch) == 64) return false;
  const Known known = Find(arch, syscall);
  for (size_t i = 0; i <= index && i < known.signature.size(); ++i) {
    if (IsWide(known.signature[i].type)) return true;
  }
  return false;
}

}  // namespace polc
