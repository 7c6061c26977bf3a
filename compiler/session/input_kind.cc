#include "compiler/session/input_kind.h"

#include <algorithm>
#include <array>

#include "compiler/base/check.h"
#include "compiler/base/utf8.h"
#include "compiler/bpf/program.h"
#include "compiler/language/check.h"
#include "compiler/session/recognise.h"
#include "grammar/apparmor/parse.h"
#include "grammar/docker_json/positioned_json.h"
#include "grammar/polc/parse.h"

namespace polc {
namespace {

constexpr KindTraits kKinds[] = {
#define POLC_INPUT_KIND(enumerator, id, what, named, found, otherwise) \
  {InputKind::enumerator, id, what, named, found, otherwise},
#include "compiler/session/input_kinds.def"
#undef POLC_INPUT_KIND
};

std::string_view WithoutMark(std::string_view content) {
  return content.starts_with("\xef\xbb\xbf") ? content.substr(3) : content;
}

// After blanks and the comments that JSON-like texts have.
std::string_view WithoutComments(std::string_view text) {
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.starts_with("//")) {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    } else if (text.starts_with("/*")) {
      const size_t end = text.find("*/");
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    } else {
      return text;
    }
  }
}

// A filter is an array of 8-byte instructions, or the piece of one. The first of any has an opcode
// below 256, so its second or its first byte is zero.
bool BeginsLikeBpf(std::string_view content) {
  return content[0] == '\0' || (content.size() > 1 && content[1] == '\0');
}

constexpr size_t kInsnBytes = 8;  // struct sock_filter

bool IsBpf(std::string_view content) {
  bpf::Invalid invalid;
  return bpf::FromBytes(content, Endian::Little, invalid) ||
         bpf::FromBytes(content, Endian::Big, invalid);
}

bool IsText(std::string_view content) {
  return ValidUtf8(content) == content && std::none_of(content.begin(), content.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' &&
                  c != '\f' && c != '\x1b';
         });
}

// `certain` is about what the tokens alone can tell.
Recognised ByTokens(std::string_view path, std::string_view content) {
  using enum InputKind;
  const bool named_policy = path.ends_with(".polc");
  const std::string_view text = WithoutMark(content);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return named_policy ? Recognised{Policy, true} : Recognised{Empty, true};
  if (content.starts_with("\x7f"
                          "ELF"))
    return {Elf, true};
  if (content.starts_with("\xff\xfe") || content.starts_with("\xfe\xff")) return {Binary, true};
  const std::string_view code = WithoutComments(text);
  if (code.starts_with('{')) return RecogniseJson(path, text);
  if (BeginsLikeBpf(content)) return {Bpf, false};
  if (code.starts_with('[') && IsJson(text)) return {OtherJson, true};
  if (const auto foreign = RecogniseForeign(text)) return {*foreign, true};
  // A list that is no JSON, or a profile without its braces: the parser says what is wrong.
  if (code.starts_with('[')) return {SeccompJson, false};
  const Statements statements = RecogniseStatements(text);
  if (statements.kind) return {*statements.kind, false};
  if (named_policy) return {Policy, true};
  if (!IsText(content)) return {Binary, true};
  if (code.starts_with('"')) return {SeccompJson, false};
  return statements.leans_to_apparmor ? Recognised{AppArmor, false} : Recognised{Text, true};
}

// What can be included and nothing else has no policy that could be compiled, and no test.
Recognised ExaminePolicy(std::string_view path, const std::string& content) {
  const SourceFile source{SourceId{0}, std::string(path), content};
  DiagnosticSink mistakes;
  const dsl::File file = dsl::ParseFile(source, mistakes);
  const bool certain = file.complete || path.ends_with(".polc");
  const bool whole = std::any_of(file.statements.begin(), file.statements.end(),
                                 [](const dsl::Statement& statement) {
                                   const auto* policy = std::get_if<dsl::Policy>(&statement.node);
                                   return (policy != nullptr && language::IsWhole(*policy)) ||
                                          std::holds_alternative<dsl::TestBlock>(statement.node);
                                 });
  return {whole || !file.complete ? InputKind::Policy : InputKind::PolicyFragment, certain};
}

bool IsBelowAbstractions(std::string_view path) {
  return path.starts_with("abstractions/") || path.find("/abstractions/") != std::string_view::npos;
}

Recognised ExamineAppArmor(std::string_view path, std::string_view content) {
  if (HoldsAppArmorProfile(content))
    return {IsBelowAbstractions(path) ? InputKind::AppArmorFragment : InputKind::AppArmor, true};
  const SourceFile source{SourceId{0}, std::string(path), std::string(content)};
  for (const aa::Context context : {aa::Context::File, aa::Context::Rules}) {
    DiagnosticSink mistakes;
    const aa::File file = aa::ParseFile(source, context, mistakes);
    if (!mistakes.has_errors() && !file.statements.empty())
      return {InputKind::AppArmorFragment, true};
  }
  return {InputKind::AppArmor, false};
}

}  // namespace

const KindTraits& TraitsOf(InputKind kind) {
  const KindTraits& row = kKinds[static_cast<size_t>(kind)];
  POLC_CHECK(row.kind == kind);
  return row;
}

InputKind KindOf(std::string_view path, std::string_view content) {
  return ByTokens(path, content).kind;
}

Recognised Examine(std::string_view path, const std::string& content) {
  const Recognised found = ByTokens(path, content);
  switch (found.kind) {
    case InputKind::Policy:
      return ExaminePolicy(path, content);
    case InputKind::AppArmor:
      return ExamineAppArmor(path, content);
    case InputKind::Bpf:
      if (IsBpf(content)) return {InputKind::Bpf, true};
      return {content.size() % kInsnBytes == 0 ? InputKind::Bpf : InputKind::Binary, false};
    default:
      return found;
  }
}

}  // namespace polc
