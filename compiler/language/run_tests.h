#pragma once

// The tests of a policy, as proofs: an expectation holds for every call that it describes, in every
// environment in which the test says it must, or there is a call that shows that it does not.

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

// A rule of the tested policy that no expectation of any test asks.
struct UntestedRule {
  std::string policy;
  Span place;
};

struct TestRun {
  std::vector<TestResult> tests;
  std::vector<UntestedRule> untested;
};

// Runs the tests that stand in the unit itself. `context.arches` overrides the policies' own, as
// everywhere; capabilities and the kernel are what each test says, else any. Mistakes in the file
// go to the reporter. Throws NodeBudgetExceeded.
[[nodiscard]] TestRun RunTests(Library& library, const Unit& unit, const DockerContext& context,
                               Reporter& reporter);

// JUnit's XML, one suite a file: `files` and `runs` in the same order.
struct FileRun {
  std::string file;
  TestRun run;
};
[[nodiscard]] std::string ToJUnit(const std::vector<FileRun>& runs, const Sources& sources);

}  // namespace polc::language
