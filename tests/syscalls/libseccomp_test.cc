// libseccomp has its own tables, made by other people: polc's must agree with everything in them.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <seccomp.h>

#include "compiler/base/strings.h"
#include "syscalls/arch.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

struct Free {
  void operator()(char* text) const { std::free(text); }
};

// Where the two differ, and why polc's table is right.
struct Difference {
  Arch arch;
  std::string_view name;
};
constexpr Difference kDifferences[] = {
    // arch/parisc/kernel/syscalls/syscall.tbl gives the call to 32-bit programs only.
    {Arch::Parisc64, "_llseek"},
    // Given to the ABI after the table of libseccomp 2.5.4 was made.
    {Arch::X32, "map_shadow_stack"},
};

bool IsDifference(Arch arch, std::string_view name) {
  for (const Difference& difference : kDifferences) {
    if (difference.arch == arch && difference.name == name) return true;
  }
  return false;
}

// libseccomp's token of an ABI is the audit number, except for x32, which shares that number with
// x86_64.
uint32_t Token(const ArchTraits& traits) {
  return traits.arch == Arch::X32 ? uint32_t{SCMP_ARCH_X32} : traits.audit;
}

// What libseccomp itself calls the ABI; 0 if this version does not know it.
uint32_t TheirToken(const ArchTraits& traits) {
  return seccomp_arch_resolve_name(
      ToLower(traits.scmp_name.substr(std::string_view("SCMP_ARCH_").size())).c_str());
}

std::vector<ArchTraits> SharedArches() {
  std::vector<ArchTraits> shared;
  for (const ArchTraits& traits : AllArches()) {
    if (TheirToken(traits) != 0) shared.push_back(traits);
  }
  return shared;
}

int Resolve(const ArchTraits& traits, std::string_view name) {
  return seccomp_syscall_resolve_name_arch(Token(traits), std::string(name).c_str());
}

// libseccomp returns a number of its own from this range for the calls that socketcall and ipc
// multiplex, even if the ABI has a direct call, too.
bool IsMultiplexed(int nr) { return nr <= -100 && nr > -1000; }

TEST_CASE("libseccomp agrees on the tokens of architectures") {
  CHECK(SharedArches().size() >= 19);
  for (const ArchTraits& traits : SharedArches()) {
    INFO(traits.name);
    CHECK(TheirToken(traits) == Token(traits));
  }
}

TEST_CASE("libseccomp agrees on the number of every name of ours") {
  size_t compared = 0;
  for (const ArchTraits& traits : SharedArches()) {
    for (const std::string_view name : AllSyscallNames()) {
      const int theirs = Resolve(traits, name);
      // Negative: libseccomp does not know the name, or the ABI has no such call as far as
      // libseccomp knows.
      if (theirs < 0 || IsDifference(traits.arch, name)) continue;
      INFO(traits.name << " " << name);
      CHECK(SyscallNumber(traits.arch, name) == static_cast<uint32_t>(theirs));
      ++compared;
    }
  }
  CHECK(compared > 6000);
}

TEST_CASE("libseccomp agrees on the name of every number of its own") {
  // ARM's private calls.
  constexpr uint32_t kStarts[] = {0, 0xf0000};
  size_t compared = 0;
  for (const ArchTraits& traits : SharedArches()) {
    for (const uint32_t start : kStarts) {
      for (uint32_t offset = 0; offset < 1024; ++offset) {
        const uint32_t nr = traits.nr_base + start + offset;
        const std::unique_ptr<char, Free> theirs(
            seccomp_syscall_resolve_num_arch(Token(traits), static_cast<int>(nr)));
        if (theirs == nullptr || IsDifference(traits.arch, theirs.get())) continue;
        INFO(traits.name << " " << nr);
        CHECK(SyscallName(traits.arch, nr) == theirs.get());
        ++compared;
      }
    }
  }
  CHECK(compared > 6000);
}

TEST_CASE("libseccomp has every call of ours that it knows by name") {
  for (const ArchTraits& traits : SharedArches()) {
    for (const std::string_view name : AllSyscallNames()) {
      const int theirs = Resolve(traits, name);
      if (!SyscallNumber(traits.arch, name).has_value() || theirs == __NR_SCMP_ERROR) continue;
      if (IsMultiplexed(theirs) || IsDifference(traits.arch, name)) continue;
      INFO(traits.name << " " << name);
      CHECK(theirs >= 0);
    }
  }
}

}  // namespace
}  // namespace polc
