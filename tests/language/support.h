#pragma once

// Policies in memory: a text, the files beside it, and what it answers.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/evaluate.h"
#include "compiler/language/resolve.h"
#include "compiler/language/run_tests.h"

namespace polc::language {

class PolicyText {
 public:
  explicit PolicyText(std::string text, std::map<std::string, std::string> files = {});

  // The policy of this name, else the first of the file. Errors are in `diagnostics`.
  std::optional<Resolved> Resolve(const std::string& name = "",
                                  const DockerContext& context = Everywhere());
  [[nodiscard]] std::vector<std::string> WholePolicies() const;
  TestRun Test(const DockerContext& context = Everywhere());
  // x86_64, x86 and x32 as the policy says, every capability and kernel left open.
  static DockerContext Everywhere();

  // "12: unknown-name: no constant …", one a line in the order of the text.
  [[nodiscard]] std::string Messages() const;
  [[nodiscard]] std::string Messages(const std::vector<Diagnostic>& diagnostics) const;

  Sources sources;
  DiagnosticSink diagnostics;

 private:
  std::map<std::string, std::string> files_;
  std::unique_ptr<Library> library_;
  const Unit* unit_;
};

// The answer to one call: `Ask(policy, Arch::X86_64, "openat", {0, 0, 2})`.
[[nodiscard]] std::string Ask(const Policy& policy, Arch arch, std::string_view syscall,
                              std::vector<uint64_t> args = {}, uint64_t caps = 0,
                              uint32_t kernel = KernelVersion(6, 1));

}  // namespace polc::language
