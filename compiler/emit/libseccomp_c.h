#pragma once

// Writes a C program that builds the filter through libseccomp's API and prints the BPF that the
// library makes of it. It is for programs that load filters themselves, and shows what the library
// does.

#include <string>

#include "compiler/docker/scmp_filter.h"

namespace polc {

// ReportUnwritable() must find nothing in the filter, and all conditions on the environment must be
// decided. To use the program: cc -std=c99 FILE.c -lseccomp; ./a.out > filter.bpf; ./a.out -p
// prints the library's pseudo code.
[[nodiscard]] std::string ToLibseccompC(const ScmpFilter& filter, std::string_view about);

}  // namespace polc
