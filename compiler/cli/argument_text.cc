#include "compiler/cli/argument_text.h"

#include <algorithm>
#include <vector>

#include "compiler/base/strings.h"
#include "syscalls/argument_constants.h"

namespace polc::cli {
namespace {

constexpr std::string_view kIndent = "      ";
// An argument that takes more than this shows a few of each family.
constexpr size_t kMany = 150;
constexpr size_t kFew = 4;

std::string_view KindText(ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::Bits:
      return "any of";
    case ArgumentKind::Mixed:
      return "one of, or several or-ed together";
    case ArgumentKind::Descriptor:
      return "a descriptor, or";
    default:
      return "one of";
  }
}

// The words behind the indent, with every further line indented by two more.
std::string Wrapped(const std::vector<std::string>& words, size_t width) {
  std::string text, line(kIndent);
  for (const std::string& word : words) {
    if (line.size() > kIndent.size() + 2 && line.size() + 1 + word.size() > width) {
      text += line + "\n";
      line = std::string(kIndent) + "  ";
    }
    const bool begins = line.find_first_not_of(' ') == std::string::npos;
    line += (begins ? "" : " ") + word;
  }
  return text + line + "\n";
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : Split(text, ' ')) words.push_back(std::string(word));
  return words;
}

// As programs write them: small numbers that stand for themselves in decimal, bits in hexadecimal.
std::string ValueText(uint64_t value, Arch arch, ArgumentKind kind) {
  const bool negative =
      TraitsOf(arch).bits == 64 ? value > UINT64_MAX - 0x10000 : value > UINT32_MAX - 0x10000;
  if (negative)
    return "-" + std::to_string(TraitsOf(arch).bits == 64 ? ~value + 1 : (~value + 1) & UINT32_MAX);
  const uint64_t decimal_below = kind == ArgumentKind::Value ? 300 : 10;
  return value < decimal_below ? std::to_string(value) : Hex(value);
}

// "0x10000; 0x4000 on aarch64, arm, ppc64le": the value on most ABIs, then the others; "0x40 on
// x86_64, x86" if most lack it.
std::string ValuesText(std::string_view name, ArgumentKind kind) {
  struct Value {
    std::string text;  // empty: none
    std::vector<std::string> arches;
  };
  std::vector<Value> values;
  for (const ArchTraits& traits : AllArches()) {
    const auto constant = FindConstant(name, traits.arch);
    const std::string text = constant ? ValueText(constant->value, traits.arch, kind) : "";
    auto same = std::find_if(values.begin(), values.end(),
                             [&](const Value& value) { return value.text == text; });
    if (same == values.end()) same = values.insert(values.end(), Value{text, {}});
    same->arches.push_back(std::string(traits.name));
  }
  std::stable_sort(values.begin(), values.end(), [](const Value& a, const Value& b) {
    return a.arches.size() > b.arches.size();
  });
  std::string text;
  for (size_t i = 0; i < values.size(); ++i) {
    if (i == 0 && !values[i].text.empty()) {
      text = values[i].text;
    } else if (i > 0) {
      text += (text.empty() ? "" : "; ") + (values[i].text.empty() ? "none" : values[i].text) +
              " on " + Join(values[i].arches, ", ");
    }
  }
  return text;
}

std::string FamilyNames(FamilyId family, size_t limit, size_t width) {
  const std::vector<std::string_view> names = ConstantNamesIn(family);
  std::vector<std::string> words = Words(Family(family).meaning);
  words.back() += ":";
  for (size_t i = 0; i < names.size() && i < limit; ++i)
    words.push_back(std::string(names[i]) + (i + 1 < names.size() ? "," : ""));
  if (names.size() > limit) {
    const std::vector<std::string> rest =
        Words("and " + std::to_string(names.size() - limit) + " more");
    words.insert(words.end(), rest.begin(), rest.end());
  }
  return Wrapped(words, width);
}

std::string FamilyValues(FamilyId family, ArgumentKind kind) {
  std::string text = std::string(kIndent) + std::string(Family(family).meaning) + ":\n";
  for (const std::string_view name : ConstantNamesIn(family)) {
    const size_t padding = name.size() < 32 ? 32 - name.size() : 1;
    text += std::string(kIndent) + "  " + std::string(name) + std::string(padding, ' ') +
            ValuesText(name, kind) + "\n";
  }
  return text;
}

}  // namespace

std::string ConstantsText(std::string_view syscall, size_t argument, ConstantDetail detail,
                          size_t width) {
  const ArgumentUse use = UseOf(syscall, argument);
  if (use.families.empty()) return "";
  size_t count = 0;
  for (const FamilyId family : use.families) count += ConstantNamesIn(family).size();
  std::string text = std::string(kIndent) + std::string(KindText(use.kind)) + "\n";
  const bool too_many = detail == ConstantDetail::Names && count > kMany;
  if (too_many)
    text = std::string(kIndent) + std::string(KindText(use.kind)) + " " + std::to_string(count) +
           "; `--constants` lists them\n";
  for (const FamilyId family : use.families) {
    text += detail == ConstantDetail::Values ? FamilyValues(family, use.kind)
                                             : FamilyNames(family, too_many ? kFew : count, width);
  }
  return text;
}

}  // namespace polc::cli
