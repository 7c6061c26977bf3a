#include "compiler/cli/repetitions.h"

#include "compiler/base/strings.h"

namespace polc::cli {
namespace {

constexpr size_t kMostNamed = 3;

}  // namespace

bool Repetitions::IsRepeated(const Diagnostic& diagnostic, const Sources& sources,
                             const std::string& input) {
  if (!diagnostic.span.known()) return false;
  const std::string& file = sources.Get(diagnostic.span.source).name;
  const std::string& of = input.empty() ? file : input;
  // A mistake in the input itself is to be mended there. Of two places in an included file each is
  // a mistake of its own.
  const bool is_missing = diagnostic.id == DiagnosticId::MissingInclude;
  if (!is_missing && file == of) return false;
  const std::string place = is_missing ? "" : sources.Place(diagnostic.span);
  const auto [slot, is_new] = said_.try_emplace({diagnostic.id, diagnostic.message, place});
  Said& said = slot->second;
  if (is_new) {
    said.first = of;
    said.line = StrFormat("{}{}{}: {}", place, place.empty() ? "" : ": ",
                          NameOf(diagnostic.severity), Printable(diagnostic.message));
    return false;
  }
  if (said.first == of) return false;
  said.again.insert(of);
  return true;
}

std::string Repetitions::Render(const DiagnosticSink& diagnostics, const Sources& sources,
                                const std::string& input, Colour colour) {
  std::string text;
  size_t repeated = 0;
  for (const Diagnostic& diagnostic : diagnostics.Sorted()) {
    if (IsRepeated(diagnostic, sources, input)) {
      ++repeated;
    } else {
      text += RenderText(diagnostic, sources, colour);
    }
  }
  const std::string count = CountLine(diagnostics);
  if (count.empty() || (text.empty() && repeated != 0 && !input.empty())) return text;
  return text + count + "\n";
}

std::string Repetitions::Summary() const {
  std::string text;
  for (const auto& [key, said] : said_) {
    if (said.again.empty()) continue;
    std::string names;
    size_t named = 0;
    for (const std::string& name : said.again) {
      if (++named > kMostNamed) break;
      names += (names.empty() ? "" : ", ") + Printable(name);
    }
    if (said.again.size() > kMostNamed) names += ", …";
    text += StrFormat("{}: the same in {} more file{} ({}) [{}]\n", said.line, said.again.size(),
                      said.again.size() == 1 ? "" : "s", names, NameOf(std::get<0>(key)));
  }
  return text;
}

}  // namespace polc::cli
