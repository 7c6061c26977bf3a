#include "syscalls/argument_constants.h"

#include <algorithm>
#include <bit>

#include "syscalls/constant_tables.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

const tables::ArgumentBinding* FindBinding(std::string_view syscall, size_t argument) {
  const std::span<const std::string_view> names = AllSyscallNames();
  const auto name = std::lower_bound(names.begin(), names.end(), syscall);
  if (name == names.end() || *name != syscall) return nullptr;
  const auto wanted = std::make_pair(static_cast<size_t>(name - names.begin()), argument);
  const auto key = [](const tables::ArgumentBinding& row) {
    return std::make_pair(size_t{row.syscall}, size_t{row.argument});
  };
  const auto* const found =
      std::lower_bound(std::begin(tables::kBindings), std::end(tables::kBindings), wanted,
                       [&](const auto& row, const auto& pair) { return key(row) < pair; });
  return found != std::end(tables::kBindings) && key(*found) == wanted ? found : nullptr;
}

// The kind of an argument that has no row in the table.
ArgumentKind KindBySignature(std::string_view syscall, size_t argument) {
  const auto arguments = SyscallArguments(syscall);
  if (!arguments || argument >= arguments->size()) return ArgumentKind::Number;
  if ((*arguments)[argument].is_pointer) return ArgumentKind::Pointer;
  return (*arguments)[argument].type == "size_t" ? ArgumentKind::Size : ArgumentKind::Number;
}

// Keeps the bits of the register that the kernel reads: for an int, -1 is 0xffffffff whatever the
// high half is.
uint64_t Read(std::string_view syscall, size_t argument, uint64_t value) {
  const auto arguments = SyscallArguments(syscall);
  const bool narrow =
      arguments && argument < arguments->size() && (*arguments)[argument].bits == 32;
  return narrow ? value & UINT32_MAX : value;
}

// Names that mean the same as a better known one, and masks. They are never used to print a value.
constexpr std::string_view kSecondNames[] = {
    "AF_LOCAL",
    "AF_ROUTE",
    "BPF_PROG_TEST_RUN",
    "FUTEX_32",
    "IP_RECVORIGDSTADDR",
    "KEY_REQKEY_DEFL_NO_CHANGE",
    "MAP_ANON",
    "MS_VERBOSE",
    "MSG_TRYHARD",
    "NETLINK_INET_DIAG",
    "O_NDELAY",
    "O_RSYNC",
    "PTRACE_PEEKUSER",
    "PTRACE_POKEUSER",
    "SCHED_NORMAL",
    "SIGCLD",
    "SIGIOT",
    "SIGPOLL",
    "SIGUNUSED",
    "SIOGIFINDEX",
    "SO_DETACH_BPF",
    "TIOCINQ",
    "WSTOPPED",
    "MEMBARRIER_CMD_SHARED",
};

bool IsSecondName(std::string_view name) {
  return std::find(std::begin(kSecondNames), std::end(kSecondNames), name) !=
         std::end(kSecondNames);
}

std::string OrTogether(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : " | ") + std::string(name);
  return text;
}

}  // namespace

ArgumentUse UseOf(std::string_view syscall, size_t argument) {
  const tables::ArgumentBinding* binding = FindBinding(syscall, argument);
  if (binding == nullptr) return {KindBySignature(syscall, argument), {}};
  return {binding->kind,
          std::span(tables::kBoundFamilies).subspan(binding->first_family, binding->family_count)};
}

std::vector<Constant> ConstantsOf(std::string_view syscall, size_t argument, Arch arch) {
  std::vector<Constant> constants;
  for (const FamilyId family : UseOf(syscall, argument).families) {
    const std::vector<Constant> more = ConstantsIn(family, arch);
    constants.insert(constants.end(), more.begin(), more.end());
  }
  return constants;
}

bool Takes(const ArgumentUse& use, std::span<const FamilyId> families) {
  if (use.families.empty()) return true;
  return std::any_of(families.begin(), families.end(), [&](FamilyId family) {
    return std::find(use.families.begin(), use.families.end(), family) != use.families.end();
  });
}

std::optional<std::string> SpellValue(std::string_view syscall, size_t argument, uint64_t value,
                                      Arch arch) {
  const ArgumentKind kind = UseOf(syscall, argument).kind;
  std::vector<Constant> constants = ConstantsOf(syscall, argument, arch);
  constants.erase(std::remove_if(constants.begin(), constants.end(),
                                 [](const Constant& each) { return IsSecondName(each.name); }),
                  constants.end());
  for (Constant& constant : constants) constant.value = Read(syscall, argument, constant.value);
  value = Read(syscall, argument, value);
  for (const Constant& constant : constants) {
    if (constant.value == value) return std::string(constant.name);
  }
  if (kind != ArgumentKind::Bits && kind != ArgumentKind::Mixed) return std::nullopt;
  // The constants with the most bits come first, so that a combination with a name gets that name.
  std::stable_sort(constants.begin(), constants.end(), [](const Constant& a, const Constant& b) {
    return std::popcount(a.value) > std::popcount(b.value);
  });
  std::vector<std::string_view> names;
  uint64_t left = value;
  for (const Constant& constant : constants) {
    if (constant.value == 0 || (constant.value & ~left) != 0) continue;
    names.push_back(constant.name);
    left &= ~constant.value;
  }
  if (left != 0 || names.empty()) return std::nullopt;
  return OrTogether(names);
}

}  // namespace polc
