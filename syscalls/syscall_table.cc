#include "syscalls/syscall_table.h"

#include "syscalls/columns.h"
#include "syscalls/name_hash.h"
#include "syscalls/tables.h"

namespace polc {
namespace {

const tables::SyscallRecord* FindRecord(std::string_view name) {
  constexpr size_t kSlots = std::size(tables::kNameSlots);
  for (size_t at = NameHash(name) % kSlots; tables::kNameSlots[at] != -1; at = (at + 1) % kSlots) {
    const auto index = static_cast<size_t>(tables::kNameSlots[at]);
    if (tables::kNames[index] == name) return &tables::kRecords[index];
  }
  return nullptr;
}

}  // namespace

std::optional<SyscallIndex> FindSyscall(std::string_view name) {
  const tables::SyscallRecord* record = FindRecord(name);
  if (record == nullptr) return std::nullopt;
  return static_cast<SyscallIndex>(record - std::begin(tables::kRecords));
}

std::optional<uint32_t> SyscallNumber(Arch arch, SyscallIndex syscall) {
  const tables::SyscallRecord& record = tables::kRecords[static_cast<size_t>(syscall)];
  const auto number = record.numbers[ColumnOf(arch)];
  if (number < 0) return std::nullopt;
  return TraitsOf(arch).nr_base + static_cast<uint32_t>(number);
}

std::optional<uint32_t> SyscallNumber(Arch arch, std::string_view name) {
  const auto syscall = FindSyscall(name);
  return syscall ? SyscallNumber(arch, *syscall) : std::nullopt;
}

std::string_view SyscallName(Arch arch, uint32_t nr) {
  const uint32_t base = TraitsOf(arch).nr_base;
  const std::span<const int16_t> by_number = tables::kByNumber[ColumnOf(arch)];
  if (nr < base) return "";
  if (nr - base < by_number.size()) {
    const int16_t name = by_number[nr - base];
    return name < 0 ? "" : tables::kNames[static_cast<size_t>(name)];
  }
  for (const tables::FarNumber& far : tables::kFarNumbers) {
    if (far.column == ColumnOf(arch) && far.nr == nr - base)
      return tables::kNames[static_cast<size_t>(far.name)];
  }
  return "";
}

bool IsSyscallName(std::string_view name) { return FindRecord(name) != nullptr; }

std::span<const std::string_view> AllSyscallNames() { return tables::kNames; }

std::string_view FirstKernel(std::string_view name) {
  const tables::SyscallRecord* record = FindRecord(name);
  return record == nullptr ? "" : record->since;
}

std::optional<std::span<const SyscallArgument>> SyscallArguments(std::string_view name) {
  const tables::SyscallRecord* record = FindRecord(name);
  if (record == nullptr || record->argument_count < 0) return std::nullopt;
  return std::span(tables::kArguments)
      .subspan(static_cast<size_t>(record->first_argument),
               static_cast<size_t>(record->argument_count));
}

}  // namespace polc
