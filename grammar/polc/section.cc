#include "grammar/polc/section.h"

#include "compiler/base/strings.h"
#include "grammar/apparmor/format.h"
#include "grammar/apparmor/parse.h"

namespace polc::dsl {

std::string SectionLines(const AppArmorSection& section) {
  Sources sources;
  DiagnosticSink unheard;  // errors are reported when the section is compiled
  const aa::File rules =
      aa::ParseFile(sources.Add("", section.body.value), aa::Context::Rules, unheard);
  if (!unheard.has_errors()) return aa::Format(rules);
  std::string lines;
  for (std::string_view line : Split(section.body.value, '\n')) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    if (!line.empty()) lines += std::string(line) + "\n";
  }
  return lines;
}

}  // namespace polc::dsl
