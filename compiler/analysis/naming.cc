#include "compiler/analysis/naming.h"

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/arch.h"
#include "syscalls/argument_names.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// A parameter has no more bits than a register. A file mode, which has 16, is treated as an int.
uint8_t BitsOf(Arch arch, uint8_t signature_bits) {
  return std::max(uint8_t{32}, std::min(RegisterBits(arch), signature_bits));
}

}  // namespace

std::optional<Arch> ArchOf(const Call& call) {
  for (const ArchTraits& traits : AllArches()) {
    const bool x32 = call.nr >= kX32Bit && call.nr != UINT32_MAX;
    if (traits.audit != call.arch || (traits.arch == Arch::X86_64 && x32) ||
        (traits.arch == Arch::X32 && !x32))
      continue;
    return traits.arch;
  }
  return std::nullopt;
}

CallLabels LabelsOf(Arch arch, std::string_view syscall) {
  CallLabels labels;
  labels.arch = arch;
  labels.syscall = syscall;
  for (size_t i = 0; i < kArgCount; ++i) {
    labels.args[i] = {StrFormat("a{}", i), BitsOf(arch, 64), Signedness::Unsigned};
  }
  if (syscall.empty()) return labels;
  for (uint8_t i = 0; i < kArgCount; ++i) {
    const auto argument = ArgumentAt(arch, syscall, i);
    // After a parameter that takes two registers, the signature does not say where the others are.
    if (!argument || IsSplit(arch, syscall, i)) break;
    labels.known = static_cast<uint8_t>(i + 1);
    const bool is_signed = argument->is_signed && !argument->is_pointer;
    labels.args[i] = {std::string(argument->name), BitsOf(arch, argument->bits),
                      is_signed ? Signedness::Signed : Signedness::Unsigned};
  }
  return labels;
}

std::string CallText(const CallLabels& labels, const Call& call) {
  size_t count = labels.known;
  for (size_t i = count; i < kArgCount; ++i) {
    if (call.args[i] != 0) count = i + 1;
  }
  std::string text =
      labels.syscall.empty() ? StrFormat("nr {} (", call.nr) : StrFormat("{}(", labels.syscall);
  for (size_t i = 0; i < count; ++i) {
    if (i != 0) text += ", ";
    const ArgumentLabel& label = labels.args[i];
    // AT_FDCWD and its like: the small negative numbers that programs pass for an int.
    const auto low = static_cast<uint32_t>(call.args[i]);
    const bool negative = label.bits == 32 && label.signedness == Signedness::Signed &&
                          call.args[i] == low && low > 0xfffff000;
    text += negative ? StrFormat("-{}", uint64_t{0x100000000} - low) : NumberText(call.args[i]);
  }
  return text + ")";
}

std::string NumberText(uint64_t value) { return value < 4096 ? std::to_string(value) : Hex(value); }

std::string NumbersText(const NumberSet& numbers) {
  if (numbers.every_unnamed) return "every other number";
  std::vector<std::string> ranges;
  for (const NumberRange range : numbers.ranges) {
    const uint32_t first = TableNumber(numbers.arch, range.first);
    ranges.push_back(range.first == range.last
                         ? StrFormat("{}", first)
                         : StrFormat("{}..{}", first, TableNumber(numbers.arch, range.last)));
  }
  const bool one =
      numbers.ranges.size() == 1 && numbers.ranges.front().first == numbers.ranges.front().last;
  return StrFormat("{} {}", one ? "number" : "numbers", Join(ranges, ", "));
}

std::string PlaceText(const NumberSet& numbers) {
  return StrFormat("{} {}", TraitsOf(numbers.arch).name,
                   TableNumber(numbers.arch, numbers.ranges.front().first));
}

std::string ArchNames(std::span<const Arch> arches) {
  std::vector<std::string> names;
  for (const Arch arch : arches) names.emplace_back(TraitsOf(arch).name);
  return Join(names, ", ");
}

uint32_t TableNumber(Arch arch, uint32_t nr) { return arch == Arch::X32 ? nr - kX32Bit : nr; }

}  // namespace polc
