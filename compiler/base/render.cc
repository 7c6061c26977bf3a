// The layout of a finding:
//
//   error: unknown syscall `opennat`; did you mean `openat`? [unknown-syscall]
//     --> web.json:12:9
//   12 |     "opennat",
//      |      ^^^^^^^
//      = note: …
//
// A line longer than the window is cut around the caret, so that a 100 MB line of JSON prints as
// one row.

#include "compiler/base/render.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "compiler/base/strings.h"

namespace polc {
namespace {

constexpr size_t kWindow = 120;  // bytes of a source line shown at most

struct Palette {
  std::string_view error, warning, note, bold, blue, reset;
};

constexpr Palette kPlain{"", "", "", "", "", ""};
constexpr Palette kColoured{"\033[1;31m", "\033[1;35m", "\033[1;36m",
                            "\033[1m",    "\033[34m",   "\033[0m"};

std::string_view ColourOf(Severity severity, const Palette& palette) {
  if (severity == Severity::Error) return palette.error;
  if (severity == Severity::Warning) return palette.warning;
  return palette.note;
}

size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

// The lines of one finding. Their numbers stand in one column, which is as wide as the widest of
// them.
class Snippets {
 public:
  Snippets(const Diagnostic& diagnostic, const Sources& sources, const Palette& palette)
      : sources_(sources), palette_(palette) {
    if (diagnostic.span.known()) Widen(diagnostic.span);
    for (const Label& label : diagnostic.labels) {
      if (label.span.known()) Widen(label.span);
    }
  }

  void Add(std::string& out, Span span, char mark, const std::string& label,
           std::string_view colour) {
    if (span.source != shown_) out += "  --> " + sources_.Place(span) + "\n";
    shown_ = span.source;
    const SourceFile& file = sources_.Get(span.source);
    const Line line = LineAround(file.text, span.begin, 2 * kWindow);
    const size_t at = std::min<size_t>(span.begin - line.begin, line.text.size());
    size_t from = 0;
    if (line.text.size() > kWindow && at > kWindow / 2) from = at - kWindow / 2;
    const auto splits = [&](size_t cut) {
      return cut < line.text.size() && (static_cast<unsigned char>(line.text[cut]) & 0xc0) == 0x80;
    };
    while (from > 0 && splits(from)) --from;
    size_t width = kWindow;
    while (width > kWindow / 2 && splits(from + width)) --width;
    const std::string_view shown = line.text.substr(from, width);
    const size_t length = std::max<size_t>(
        1, std::min<size_t>(span.end - span.begin,
                            from + shown.size() - std::min(at, from + shown.size())));
    const std::string_view ahead = shown.substr(0, at - from);
    const std::string_view marked = shown.substr(std::min(at - from, shown.size()), length);
    AddGutter(out, std::to_string(sources_.Locate(span.source, span.begin).line));
    out += Printable(shown) + "\n";
    AddGutter(out, "");
    out += std::string(Characters(ahead), ' ') + std::string(colour) +
           std::string(std::max<size_t>(1, Characters(marked)), mark);
    if (!label.empty()) out += " " + label;
    out += std::string(palette_.reset) + "\n";
  }

 private:
  void Widen(Span span) {
    width_ = std::max(width_, std::to_string(sources_.Locate(span.source, span.begin).line).size());
  }

  void AddGutter(std::string& out, const std::string& number) const {
    out += std::string(palette_.blue) + std::string(width_ - number.size(), ' ') + number + " | " +
           std::string(palette_.reset);
  }

  const Sources& sources_;
  const Palette& palette_;
  size_t width_ = 0;
  std::optional<SourceId> shown_;
};

}  // namespace

std::string RenderText(const Diagnostic& diagnostic, const Sources& sources, Colour colour) {
  const Palette& palette = colour == Colour::On ? kColoured : kPlain;
  const std::string_view tint = ColourOf(diagnostic.severity, palette);
  std::string out = std::string(tint) + std::string(NameOf(diagnostic.severity)) + ":" +
                    std::string(palette.reset) + std::string(palette.bold) + " " +
                    Printable(diagnostic.message) + std::string(palette.reset) + " [" +
                    std::string(NameOf(diagnostic.id)) + "]\n";
  Snippets snippets(diagnostic, sources, palette);
  if (diagnostic.span.known()) snippets.Add(out, diagnostic.span, '^', "", tint);
  for (const Label& label : diagnostic.labels) {
    if (label.span.known()) snippets.Add(out, label.span, '-', Printable(label.text), palette.blue);
  }
  for (const std::string& note : diagnostic.notes) {
    out += (note.starts_with("example: ") ? "   = " : "   = note: ") + Printable(note) + "\n";
  }
  return out;
}

std::string RenderConcise(const Diagnostic& diagnostic, const Sources& sources) {
  std::string out = sources.Place(diagnostic.span);
  if (!out.empty()) out += ": ";
  return out + std::string(NameOf(diagnostic.severity)) + ": " + Printable(diagnostic.message) +
         " [" + std::string(NameOf(diagnostic.id)) + "]\n";
}

std::string CountLine(const DiagnosticSink& sink) {
  const auto count = [](size_t n, std::string_view word) {
    return std::to_string(n) + " " + std::string(word) + (n == 1 ? "" : "s");
  };
  const DiagnosticSink::Counts shown = sink.ShownCounts();
  std::string out;
  if (shown.errors != 0) out = count(shown.errors, "error");
  if (shown.warnings != 0) {
    if (!out.empty()) out += ", ";
    out += count(shown.warnings, "warning");
  }
  if (shown.dropped != 0) out += StrFormat(" ({} not shown)", shown.dropped);
  return out;
}

}  // namespace polc
