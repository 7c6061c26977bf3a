// Every constant of the table that a header of this machine knows has the header's value. On other
// machines than x86_64 there is nothing to compare: the names are chosen for it.

#include "tests/syscalls/header_constants.h"

#include <set>
#include <string_view>

#include "syscalls/constants.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

// Names under which a header has something else.
using Names = std::set<std::string_view>;

// The library's programs have no use for the bit, since the kernel adds it where registers have 64
// bits; it keeps the first two real-time signals for itself.
const Names kOtherInLibrary = {"O_LARGEFILE", "SIGRTMIN"};

// The structs of these requests end in an array of any length, with an empty struct before it,
// which has a byte in C++ and none in C.
const Names kOtherInCxx = {
    "KVM_GET_CPUID2",
    "KVM_GET_EMULATED_CPUID",
    "KVM_GET_MSRS",
    "KVM_GET_MSR_FEATURE_INDEX_LIST",
    "KVM_GET_MSR_INDEX_LIST",
    "KVM_GET_REG_LIST",
    "KVM_GET_SUPPORTED_CPUID",
    "KVM_GET_XSAVE",
    "KVM_GET_SUPPORTED_HV_CPUID",
    "KVM_GET_XSAVE2",
    "KVM_SET_CPUID",
    "KVM_SET_CPUID2",
    "KVM_SET_MSRS",
    "KVM_SET_GSI_ROUTING",
    "KVM_SET_PMU_EVENT_FILTER",
    "KVM_SET_XSAVE",
    "KVM_SET_SIGNAL_MASK",
};

#if defined(__x86_64__) && defined(__LP64__)

// `1 << 31` is negative in C, and one bit in the table.
bool Same(uint64_t header, uint64_t table) {
  return header == table || (table == 0x80000000 && header == 0xffffffff80000000);
}

// How many of the table's names the headers know, and agree on.
size_t Compare(HeaderConstants headers, const Names& other) {
  size_t known = 0;
  for (unsigned long i = 0; i < headers.size; ++i) {
    const HeaderConstant& header = headers.begin[i];
    if (!header.known || other.count(header.name) != 0) continue;
    ++known;
    INFO(header.name);
    const auto constant = FindConstant(header.name, Arch::X86_64);
    REQUIRE(constant);
    INFO("header " << header.value << ", table " << constant->value);
    CHECK(Same(header.value, constant->value));
  }
  return known;
}

TEST_CASE("constants have the values of the kernel's headers") {
  CHECK(Compare(KernelHeaderConstants(), kOtherInCxx) >= 2600);
}

TEST_CASE("constants have the values of the C library") {
  CHECK(Compare(LibraryHeaderConstants(), kOtherInLibrary) >= 1000);
}

#endif

}  // namespace
}  // namespace polc
