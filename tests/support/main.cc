// The main function of Catch2 2, compiled once for all test programs; version 3 brings its own.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
