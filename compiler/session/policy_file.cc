// Where `.polc` files meet the world: how they find what they refer to, and which policy of a file
// is meant.

#include "compiler/base/strings.h"
#include "compiler/language/check.h"
#include "compiler/session/load.h"
#include "profiles/builtin.h"

namespace polc {

language::Readers ReadersOf(Session& session) {
  language::Readers readers;
  readers.file = [&session](const std::string& path, std::string& error) -> const SourceFile* {
    ReadResult read = session.world.files.Read(path, kMaxInputBytes);
    if (!read.text) {
      error = read.error;
      return nullptr;
    }
    return &session.sources.Add(path, std::move(*read.text));
  };
  readers.builtin = [&session](std::string_view name) -> const SourceFile* {
    const BuiltinProfile* profile = FindBuiltinProfile(name);
    return profile == nullptr
               ? nullptr
               : &session.sources.Add("<" + std::string(name) + ">", std::string(profile->text));
  };
  readers.builtin_names = [] {
    std::vector<std::string_view> names;
    for (const BuiltinProfile& profile : AllBuiltinProfiles()) names.push_back(profile.name);
    return names;
  };
  return readers;
}

language::Definition<dsl::Policy> ChoosePolicy(Session& session, const Input& input,
                                               const language::Unit& unit) {
  std::vector<const dsl::Policy*> whole;
  std::vector<std::string_view> names;
  for (const dsl::Statement& statement : unit.file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy == nullptr || (input.policy.empty() && !language::IsWhole(*policy))) continue;
    whole.push_back(policy);
    names.push_back(policy->name.value);
    if (policy->name.value == input.policy) return {policy, &unit};
  }
  if (input.policy.empty() && whole.size() == 1) return {whole.front(), &unit};
  if (!unit.file.complete) return {};  // what is missing may stand where the syntax is wrong
  std::string message;
  if (!input.policy.empty()) {
    message = "`" + input.name + "` has no policy `" + input.policy + "`" +
              DidYouMean(input.policy, names);
  } else if (whole.empty()) {
    message = "`" + input.name + "` has no policy that could be compiled" +
              (unit.is_fragment() ? "; it is a fragment, for policies to include" : "");
  } else {
    message = "`" + input.name + "` has several policies; name one, as in `" + input.name + "#" +
              std::string(names.front()) + "`";
  }
  session.diagnostics.Error(DiagnosticId::UnknownProfile, {}, std::move(message));
  return {};
}

}  // namespace polc
