#include "compiler/cli/command.h"
#include "compiler/language/check.h"
#include "compiler/language/run_tests.h"
#include "compiler/session/find_inputs.h"

namespace polc::cli {
namespace {

struct TestOptions {
  std::vector<std::string> files;
  bool coverage = false;
  std::string junit;
  ContextOptions context;
};

std::string Count(size_t number, std::string_view what) {
  return std::to_string(number) + " " + std::string(what) + (number == 1 ? "" : "s");
}

// Nothing if the input is no `.polc` file.
std::optional<language::TestRun> RunFile(Session& session, const InputPath& file,
                                         const DockerContext& context) {
  const auto input = ReadInput(file, session.world, session.sources, session.diagnostics);
  if (!input) return std::nullopt;
  if (!IsPolicy(input->kind)) {
    Refuse(*input, session.diagnostics);
    return std::nullopt;
  }
  language::Library& library =
      session.libraries.emplace_back(ReadersOf(session), session.diagnostics);
  const language::Unit& unit = library.Open(session.sources.Get(input->source), input->path);
  language::Reporter reporter(session.diagnostics);
  language::CheckDefinitions(library, reporter);
  if (!unit.file.complete) return std::nullopt;  // a test may be what could not be read
  return language::RunTests(library, unit, context, reporter);
}

std::string FileText(const Session& session, const language::FileRun& file, bool coverage,
                     Colour colour) {
  std::string text;
  for (const language::TestResult& test : file.run.tests) {
    for (const Diagnostic& failure : test.failures)
      text += RenderText(failure, session.sources, colour);
    text += file.file + ": " + (test.failures.empty() ? "pass" : "FAIL") + " \"" + test.name +
            "\" for " + test.policy + " (" + Count(test.expectations, "expectation") + ")\n";
  }
  if (!coverage) return text;
  for (const language::UntestedRule& rule : file.run.untested) {
    text += session.sources.Place(rule.place) + ": no test asks this rule of `" + rule.policy +
            "`: " + std::string(session.sources.Text(rule.place)) + "\n";
  }
  return text;
}

int RunTest(const TestOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    auto context = ResolveContext(options.context, session.diagnostics);
    if (!context) return Finish(session, io, {}, kFailed);
    std::vector<language::FileRun> runs;
    for (const InputPath& file :
         FindInputs(options.files, kTest, session.world, session.diagnostics)) {
      if (auto run = RunFile(session, file, *context)) runs.push_back({file.text, std::move(*run)});
    }
    size_t tests = 0, failed = 0, expectations = 0;
    std::string text;
    for (const language::FileRun& file : runs) {
      text += FileText(session, file, options.coverage, io.colour);
      for (const language::TestResult& test : file.run.tests) {
        ++tests;
        failed += test.failures.empty() ? 0 : 1;
        expectations += test.expectations;
      }
    }
    if (tests == 0 && !session.diagnostics.has_errors()) {
      session.diagnostics.Error(
          DiagnosticId::EmptyTest, {},
          "there is no test in " +
              (options.files.size() == 1 ? "`" + options.files.front() + "`" : "these files") +
              "; write `test \"what must hold\" for POLICY { … }`");
    }
    text += Count(tests, "test") + ", " + Count(expectations, "expectation") + ": " +
            (failed == 0 ? "all hold" : std::to_string(failed) + " failed") + "\n";
    std::vector<PendingOutput> outputs = {{"", text}};
    if (!options.junit.empty())
      outputs.push_back({options.junit, language::ToJUnit(runs, session.sources)});
    return Finish(session, io, outputs, failed == 0 ? kDone : kFindings);
  });
}

}  // namespace

Command MakeTest(const CommandLine& program) {
  const auto options = std::make_shared<TestOptions>();
  const CommandLine command = program.Subcommand("test", "Prove the tests that stand in policies");
  command.Operand("PATH", options->files, "`.polc` files, directories of them").Required();
  command.Flag("--coverage", options->coverage, "Name the rules that no test asks");
  command.Option("--junit", options->junit, "Also write the results as JUnit XML").Metavar("FILE");
  command.Option("--arch", options->context.arch, "ABIs instead of those of the policies")
      .Metavar("LIST");
  return [options](Io& io) { return RunTest(*options, io); };
}

}  // namespace polc::cli
