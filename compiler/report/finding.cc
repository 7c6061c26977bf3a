#include "compiler/report/finding.h"

#include <cstdint>
#include <map>

namespace polc::report {
namespace {

// FNV-1a.
uint64_t Hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

std::string SixteenDigits(uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (size_t i = 16; i-- > 0; value >>= 4) text[i] = kDigits[value & 15];
  return text;
}

// Of a long line, only the part this near to the finding is hashed. Generated JSON may be one
// single line, and without this every change would alter the keys of all findings.
constexpr size_t kReach = 1024;

// The text that identifies a finding.
std::string TextOf(const Diagnostic& diagnostic, const Sources& sources) {
  const Span span = diagnostic.span;
  std::string text = std::string(NameOf(diagnostic.id)) + '\0';
  if (!span.known()) return text + diagnostic.message;
  const SourceFile& file = sources.Get(span.source);
  return text + PathOf(file.name) + '\0' +
         std::string(LineAround(file.text, span.begin, kReach).text);
}

}  // namespace

Region RegionOf(Span span, const Sources& sources) {
  if (!span.known()) return {};
  return {PathOf(sources.Get(span.source).name), sources.Locate(span.source, span.begin),
          sources.Locate(span.source, span.end)};
}

std::string PathOf(std::string_view name) {
  while (name.starts_with("./")) name.remove_prefix(2);
  return std::string(name);
}

std::vector<std::string> InputsOf(const Report& report) {
  std::vector<std::string> inputs;
  for (const std::string& name : report.inputs) inputs.push_back(PathOf(name));
  return inputs;
}

std::string FullMessage(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  for (const std::string& note : diagnostic.notes) text += "\n" + note;
  return text;
}

std::string KeyOf(const Diagnostic& finding, const Sources& sources) {
  return SixteenDigits(Hash(TextOf(finding, sources)));
}

std::vector<std::string> Fingerprints(const Report& report, const Sources& sources) {
  std::map<std::string, uint32_t> seen;
  std::vector<std::string> prints;
  for (const Diagnostic& diagnostic : report.findings) {
    const std::string key = TextOf(diagnostic, sources);
    prints.push_back(SixteenDigits(Hash(key + '\0' + std::to_string(seen[key]++))));
  }
  return prints;
}

}  // namespace polc::report
