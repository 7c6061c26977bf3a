# The release preset compiles eight sources of a library as one (CMAKE_UNITY_BUILD): most of a unit is headers. So names in
# anonymous namespaces are unique within a library; the sources of these have some that are not.
set(POLC_SINGLY apparmor lint test_support)

# polc_library(NAME SOURCES a.cc … DEPS base … [PACKAGES PkgConfig::X …]): one folder, one static library.
# DEPS are public, because headers include headers; PACKAGES are private, because no header shows a third-party type.
function(polc_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;PACKAGES" ${ARGN})
  add_library(polc_${name} STATIC ${arg_SOURCES})
  polc_options(polc_${name})
  if(name IN_LIST POLC_SINGLY)
    set_target_properties(polc_${name} PROPERTIES UNITY_BUILD OFF)
  endif()
  if(POLC_FUZZ AND name IN_LIST POLC_FUZZED)
    polc_fuzz_options(polc_${name})
  endif()
  target_include_directories(polc_${name} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
  foreach(dep ${arg_DEPS})
    target_link_libraries(polc_${name} PUBLIC polc_${dep})
  endforeach()
  target_link_libraries(polc_${name} PRIVATE ${arg_PACKAGES})
endfunction()

# polc_test(NAME SOURCES a_test.cc … DEPS ir … [PACKAGES …] [LABELS …] [TEST_SPEC …]): one Catch2 program, one CTest test a
# TEST_CASE, of those that the spec matches.
function(polc_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;PACKAGES;LABELS;TEST_SPEC" ${ARGN})
  add_executable(polc_${name}_test ${arg_SOURCES})
  polc_options(polc_${name}_test)
  set_target_properties(polc_${name}_test PROPERTIES UNITY_BUILD OFF)
  # Tests spend their time in what they test, and compile in two thirds of the time without optimisation.
  target_compile_options(polc_${name}_test PRIVATE $<$<CONFIG:Debug>:-O0>)
  foreach(dep ${arg_DEPS})
    target_link_libraries(polc_${name}_test PRIVATE polc_${dep})
  endforeach()
  target_link_libraries(polc_${name}_test PRIVATE polc_test_main ${arg_PACKAGES})
  set(labels ${arg_LABELS})
  if(NOT labels)
    set(labels unit)
  endif()
  catch_discover_tests(polc_${name}_test TEST_SPEC ${arg_TEST_SPEC} TEST_PREFIX "${name}: " PROPERTIES LABELS "${labels}" TIMEOUT 180
                       WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DISCOVERY_TIMEOUT 60)
endfunction()

function(polc_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  # g++ 12 sees overlapping copies in std::string's operator+: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105329
  target_compile_options(${target} PRIVATE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
  if(POLC_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(POLC_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=address,undefined)
  endif()
endfunction()

# What the fuzzers link. The rest of a fuzzing build only shows that clang takes it, and compiles in a third of the time without.
set(POLC_FUZZED base syscalls ir bpf docker language apparmor apparmor_grammar docker_json polc)
function(polc_fuzz_options target)
  target_compile_options(${target} PRIVATE -O1 -g1 -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(${target} PUBLIC -fsanitize=address,undefined)
endfunction()
