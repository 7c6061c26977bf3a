#pragma once

// Runs the tests of a policy as proofs: an expectation is proved for every call and environment
// that it describes, or the failure shows a call for which it does not hold.

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/docker/docker_context.h"
#include "compiler/language/library.h"
#include "compiler/language/reporter.h"

namespace polc::language {

// One `test` block.
struct TestResult {
  std::string name;
  std::string policy;
  Span place;
  size_t expectations = 0;
  std::vector<Diagnostic> failures;  // each an error `test-failed` at its expectation
};

// A rule of the tested policy that decides no call of any expectation.
struct UntestedRule {
  std::string policy;
  Span place;
};

struct TestRun {
  std::vector<TestResult> tests;
  std::vector<UntestedRule> untested;
};

// Runs the tests that stand in the unit itself. `context.arches` overrides the architectures of the
// policies. Capabilities and the kernel are what each test says; without `when`, the test covers
// all of them. Mistakes in the file go to the reporter. Throws NodeBudgetExceeded.
[[nodiscard]] TestRun RunTests(Library& library, const Unit& unit, const DockerContext& context,
                               Reporter& reporter);

// JUnit's XML, one suite a file: `files` and `runs` in the same order.
struct FileRun {
  std::string file;
  TestRun run;
};
[[nodiscard]] std::string ToJUnit(const std::vector<FileRun>& runs, const Sources& sources);

}  // namespace polc::language
