// Any bytes as a policy that is resolved, lowered and tested: errors at places inside the text, or
// a filter that answers the calls as the specification says. Only files of the fuzzer's own exist.

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/base/check.h"
#include "compiler/base/render.h"
#include "compiler/ir/evaluate.h"
#include "compiler/ir/lower.h"
#include "compiler/language/check.h"
#include "compiler/language/resolve.h"
#include "compiler/language/run_tests.h"

namespace {

using namespace polc;

constexpr const char* kBase =
    "policy base {\n arch x86_64, x86, x32\n default errno(1)\n allow read, write\n}\n";

void Compare(Diagram& diagram, const language::Resolved& resolved, const DockerContext& context,
             uint64_t seed) {
  const Filter filter = Lower(diagram, resolved.policy, context.environment());
  for (const Rule& rule : resolved.policy.rules) {
    for (const SyscallRef& ref : rule.syscalls) {
      Call call;
      call.arch = TraitsOf(ref.arch).audit;
      call.nr = ref.nr;
      call.kernel = *context.kernel;
      call.caps = *context.caps;
      for (uint64_t& arg : call.args)
        arg = (seed = seed * 6364136223846793005u + 1442695040888963407u) >> (seed >> 58);
      POLC_CHECK(FromReturnValue(diagram.Evaluate(filter.node, call)) ==
                 Evaluate(resolved.policy, call));
      break;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  if (size > 4096) return 0;
  Sources sources;
  DiagnosticSink diagnostics;
  language::Readers readers;
  readers.file = [&](const std::string& path, std::string& error) -> const SourceFile* {
    if (path == "base.polc") return &sources.Add(path, kBase);
    error = "No such file or directory";
    return nullptr;
  };
  readers.builtin = [&](std::string_view name) -> const SourceFile* {
    return name == "base" ? &sources.Add("<base>", kBase) : nullptr;
  };
  readers.builtin_names = [] { return std::vector<std::string_view>{"base"}; };
  language::Library library(std::move(readers), diagnostics);
  const language::Unit& unit = library.Open(
      sources.Add("f.polc", std::string(reinterpret_cast<const char*>(bytes), size)), "f.polc");
  language::Reporter reporter(diagnostics);
  language::CheckDefinitions(library, reporter);
  const DockerContext context{{}, Arch::X86_64, 0x00000000a80425fb, KernelVersion(6, 1)};
  try {
    Diagram diagram(200'000);
    for (const dsl::Statement& statement : unit.file.statements) {
      const auto* policy = std::get_if<dsl::Policy>(&statement.node);
      if (policy == nullptr || !language::IsWhole(*policy)) continue;
      const auto resolved = language::Resolve(library, {policy, &unit}, context, reporter);
      if (resolved) Compare(diagram, *resolved, context, size);
    }
    const language::TestRun run = language::RunTests(library, unit, context, reporter);
    for (const language::TestResult& test : run.tests) {
      for (const Diagnostic& failure : test.failures)
        POLC_CHECK(!RenderText(failure, sources, Colour::Off).empty());
    }
  } catch (const NodeBudgetExceeded&) {
  }
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (!diagnostic.span.known()) continue;
    POLC_CHECK(diagnostic.span.begin <= diagnostic.span.end &&
               diagnostic.span.end <= sources.Get(diagnostic.span.source).text.size());
    POLC_CHECK(!RenderText(diagnostic, sources, Colour::On).empty());
  }
  return 0;
}
