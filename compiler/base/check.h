#pragma once

// A broken invariant of polc itself (never of its input) stops the program here, before anything
// wrong is written.

#include <cstdio>
#include <cstdlib>

#define POLC_CHECK(condition)                                                               \
  do {                                                                                      \
    if (!(condition)) {                                                                     \
      std::fprintf(stderr, "%s:%d: polc broke its own invariant: %s\n", __FILE__, __LINE__, \
                   #condition);                                                             \
      std::abort();                                                                         \
    }                                                                                       \
  } while (false)
