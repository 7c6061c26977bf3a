#pragma once

// A C program that builds the filter through libseccomp's API and writes the BPF that the library
// makes of it: for whoever loads filters from their own code, or wants to see what the library
// does.

#include <string>

#include "compiler/docker/scmp_filter.h"

namespace polc {

// Of a filter that ReportUnwritable() has no objection to, with all conditions on the environment
// decided. cc -std=c99 FILE.c -lseccomp; ./a.out > filter.bpf; ./a.out -p prints the library's
// pseudo code.
[[nodiscard]] std::string ToLibseccompC(const ScmpFilter& filter, std::string_view about);

}  // namespace polc
