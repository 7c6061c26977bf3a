#include "tests/language/support.h"

#include "compiler/language/check.h"
#include "profiles/builtin.h"
#include "syscalls/syscall_table.h"

namespace polc::language {

PolicyText::PolicyText(std::string text, std::map<std::string, std::string> files)
    : files_(std::move(files)) {
  Readers readers;
  readers.file = [this](const std::string& path, std::string& error) -> const SourceFile* {
    const auto found = files_.find(path);
    if (found != files_.end()) return &sources.Add(path, found->second);
    error = "No such file or directory";
    return nullptr;
  };
  readers.builtin = [this](std::string_view name) -> const SourceFile* {
    const BuiltinProfile* profile = FindBuiltinProfile(name);
    return profile == nullptr
               ? nullptr
               : &sources.Add("<" + std::string(name) + ">", std::string(profile->text));
  };
  readers.builtin_names = [] {
    return std::vector<std::string_view>{"default", "default-no-chmod"};
  };
  library_ = std::make_unique<Library>(std::move(readers), diagnostics);
  unit_ = &library_->Open(sources.Add("p.polc", std::move(text)), "p.polc");
}

DockerContext PolicyText::Everywhere() { return {{}, Arch::X86_64, std::nullopt, std::nullopt}; }

std::optional<Resolved> PolicyText::Resolve(const std::string& name, const DockerContext& context) {
  for (const dsl::Statement& statement : unit_->file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy == nullptr || (!name.empty() && policy->name.value != name)) continue;
    Reporter reporter(diagnostics);
    return language::Resolve(*library_, {policy, unit_}, context, reporter);
  }
  return std::nullopt;
}

std::vector<std::string> PolicyText::WholePolicies() const {
  std::vector<std::string> names;
  for (const dsl::Statement& statement : unit_->file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy != nullptr && IsWhole(*policy)) names.push_back(policy->name.value);
  }
  return names;
}

TestRun PolicyText::Test(const DockerContext& context) {
  Reporter reporter(diagnostics);
  return RunTests(*library_, *unit_, context, reporter);
}

std::string PolicyText::Messages() const { return Messages(diagnostics.Sorted()); }

std::string PolicyText::Messages(const std::vector<Diagnostic>& list) const {
  std::string text;
  for (const Diagnostic& diagnostic : list) {
    text += std::string(sources.Text(diagnostic.span)) + ": " + std::string(NameOf(diagnostic.id)) +
            ": " + diagnostic.message + "\n";
  }
  return text;
}

std::string Ask(const Policy& policy, Arch arch, std::string_view syscall,
                std::vector<uint64_t> args, uint64_t caps, uint32_t kernel) {
  Call call;
  call.arch = TraitsOf(arch).audit;
  call.nr = SyscallNumber(arch, syscall).value_or(UINT32_MAX);
  call.caps = caps;
  call.kernel = kernel;
  for (size_t i = 0; i < args.size(); ++i) call.args[i] = args[i];
  return Describe(Evaluate(policy, call));
}

}  // namespace polc::language
