#include "compiler/language/apparmor_layer.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "grammar/apparmor/parse.h"

namespace polc::language {
namespace {

// A text of blanks as long as another text, with pieces of that text at their own offsets: places
// in it are places in the other text.
class Masked {
 public:
  void Put(size_t at, std::string_view piece) {
    if (text_.size() < at + piece.size()) text_.resize(at + piece.size(), ' ');
    text_.replace(at, piece.size(), piece);
  }
  [[nodiscard]] SourceFile ToSource(SourceId id) && { return {id, "", std::move(text_)}; }

 private:
  std::string text_;
};

}  // namespace

std::string_view KindOf(const dsl::SharedRule& rule) {
  const std::string_view text = rule.rule.value;
  return text.substr(0, text.find_first_of(" \t\r"));
}

AppArmorLayer OwnLayer(const dsl::Policy& policy, SourceId source) {
  AppArmorLayer own;
  for (const dsl::Statement& statement : policy.body.lines) {
    if (const auto* shared = std::get_if<dsl::SharedRule>(&statement.node)) {
      const std::string_view kind = KindOf(*shared);
      SharedRules& same = kind == "capability" ? own.capabilities
                          : kind == "network"  ? own.networks
                                               : own.files;
      same.source = source;
      same.rules.push_back(shared);
    } else if (const auto* section = std::get_if<dsl::AppArmorSection>(&statement.node);
               section != nullptr && own.section == nullptr) {
      own.section = section;
      own.section_source = source;
    }
  }
  return own;
}

aa::Block ReadRules(const SharedRules& shared, DiagnosticSink& diagnostics) {
  Masked masked;
  for (const dsl::SharedRule* rule : shared.rules) {
    masked.Put(rule->rule.span.begin, rule->rule.value);
    masked.Put(rule->rule.span.end, ",\n");
  }
  return aa::ParseFile(std::move(masked).ToSource(shared.source), aa::Context::Rules, diagnostics)
      .statements;
}

aa::File ReadProfile(const AppArmorLayer& layer, std::string_view name,
                     DiagnosticSink& diagnostics) {
  aa::File file;
  if (layer.section != nullptr) {
    // There is room in front of the header: `policy NAME { apparmor` is longer.
    const std::string head = StrFormat("profile {} ", name);
    const dsl::Text& header = layer.section->header;
    const dsl::Text& body = layer.section->body;
    POLC_CHECK(header.span.begin >= head.size());
    Masked masked;
    masked.Put(header.span.begin - head.size(), head);
    masked.Put(header.span.begin, header.value);
    masked.Put(body.span.begin - 1, StrFormat("{{{}}}\n", body.value));
    file = aa::ParseFile(std::move(masked).ToSource(layer.section_source), aa::Context::File,
                         diagnostics);
  } else {
    aa::Profile profile;
    profile.name.text = name;
    file.statements.push_back({{}, {}, {}, false, std::move(profile)});
  }
  aa::Block rules;
  // Includes may add rules, too.
  bool has_variables = false;
  if (layer.section != nullptr) {
    const std::string text = layer.section->header.value + layer.section->body.value;
    has_variables =
        text.find("@{") != std::string::npos || text.find("include") != std::string::npos;
  }
  for (const SharedRules* shared : {&layer.capabilities, &layer.networks, &layer.files}) {
    for (aa::Statement& statement : ReadRules(*shared, diagnostics))
      rules.push_back(std::move(statement));
    for (const dsl::SharedRule* rule : shared->rules)
      has_variables = has_variables || rule->rule.value.find("@{") != std::string::npos;
  }
  for (aa::Statement& statement : file.statements) {
    auto* profile = std::get_if<aa::Profile>(&statement.node);
    if (profile != nullptr)
      profile->body.insert(profile->body.begin(), std::make_move_iterator(rules.begin()),
                           std::make_move_iterator(rules.end()));
  }
  if (has_variables) {
    // Defines the variables that every profile may use: @{PROC}, @{HOME}, @{run}.
    aa::Include tunables;
    tunables.keyword.text = "include";
    tunables.path.text = "tunables/global";
    file.statements.insert(file.statements.begin(),
                           aa::Statement{{}, {}, {}, false, std::move(tunables)});
  }
  return file;
}

}  // namespace polc::language
