#include "compiler/analysis/naming.h"

#include <algorithm>

#include "compiler/base/strings.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr uint32_t kX32Bit = 0x40000000;

// The signatures are those of a 64-bit ABI. On some ABIs the registers of a call hold something else: one pointer to the
// arguments (mmap, select: sys_old_mmap, sys_old_select), another order (clone: CONFIG_CLONE_BACKWARDS2 of s390), or a
// 64-bit parameter spread over two registers.
bool SignatureApplies(Arch arch, std::string_view syscall, std::span<const SyscallArgument> arguments) {
  const bool s390 = arch == Arch::S390x || arch == Arch::S390;
  if (s390 && (syscall == "clone" || syscall == "mmap" || syscall == "select")) return false;
  if (TraitsOf(arch).bits == 64 || arch == Arch::X32) return true;
  if (syscall == "mmap" || syscall == "select") return false;
  return std::none_of(arguments.begin(), arguments.end(), [](const SyscallArgument& argument) {
    return !argument.is_pointer && (argument.type.find("loff_t") != std::string_view::npos ||
                                    argument.type.find("64") != std::string_view::npos ||
                                    argument.type.find("long long") != std::string_view::npos);
  });
}

// Inside a machine that has 32-bit registers a parameter has no more; x32 and MIPS n32 run on 64-bit ones.
uint8_t BitsOf(Arch arch, uint8_t signature_bits) {
  const bool narrow = TraitsOf(arch).bits == 32 && arch != Arch::X32 && arch != Arch::Mips64n32 && arch != Arch::Mipsel64n32;
  return narrow ? uint8_t{32} : signature_bits;
}

}  // namespace

CallLabels LabelsOf(Arch arch, std::string_view syscall) {
  CallLabels labels;
  labels.syscall = syscall;
  for (size_t i = 0; i < kArgCount; ++i) {
    labels.args[i] = {"a" + std::to_string(i), BitsOf(arch, 64), Signedness::Unsigned};
  }
  if (syscall.empty()) return labels;
  const auto arguments = SyscallArguments(syscall);
  if (!arguments || !SignatureApplies(arch, syscall, *arguments)) return labels;
  labels.known = static_cast<uint8_t>(std::min<size_t>(arguments->size(), kArgCount));
  for (size_t i = 0; i < labels.known; ++i) {
    const SyscallArgument& argument = (*arguments)[i];
    const bool is_signed = argument.is_signed && !argument.is_pointer;
    labels.args[i] = {std::string(argument.name), BitsOf(arch, argument.bits), is_signed ? Signedness::Signed : Signedness::Unsigned};
  }
  return labels;
}

std::string CallText(const CallLabels& labels, const Call& call) {
  size_t count = labels.known;
  for (size_t i = count; i < kArgCount; ++i) {
    if (call.args[i] != 0) count = i + 1;
  }
  std::string text = labels.syscall.empty() ? "nr " + std::to_string(call.nr) + " (" : labels.syscall + "(";
  for (size_t i = 0; i < count; ++i) {
    if (i != 0) text += ", ";
    const ArgumentLabel& label = labels.args[i];
    // AT_FDCWD and its like: the small negative numbers that programs pass for an int.
    const auto low = static_cast<uint32_t>(call.args[i]);
    const bool negative = label.bits == 32 && label.signedness == Signedness::Signed && call.args[i] == low && low > 0xfffff000;
    text += negative ? "-" + std::to_string(uint64_t{0x100000000} - low) : NumberText(call.args[i]);
  }
  return text + ")";
}

std::string NumberText(uint64_t value) { return value < 4096 ? std::to_string(value) : Hex(value); }

std::string NumbersText(const NumberSet& numbers) {
  if (numbers.every_unnamed) return "every other number";
  std::vector<std::string> ranges;
  for (const NumberRange range : numbers.ranges) {
    const std::string first = std::to_string(TableNumber(numbers.arch, range.first));
    ranges.push_back(range.first == range.last ? first : first + ".." + std::to_string(TableNumber(numbers.arch, range.last)));
  }
  const bool one = numbers.ranges.size() == 1 && numbers.ranges.front().first == numbers.ranges.front().last;
  return (one ? "number " : "numbers ") + Join(ranges, ", ");
}

std::string PlaceText(const NumberSet& numbers) {
  return std::string(TraitsOf(numbers.arch).name) + " " + std::to_string(TableNumber(numbers.arch, numbers.ranges.front().first));
}

std::string ArchNames(std::span<const Arch> arches) {
  std::vector<std::string> names;
  for (const Arch arch : arches) names.emplace_back(TraitsOf(arch).name);
  return Join(names, ", ");
}

uint32_t TableNumber(Arch arch, uint32_t nr) { return arch == Arch::X32 ? nr - kX32Bit : nr; }

}  // namespace polc
