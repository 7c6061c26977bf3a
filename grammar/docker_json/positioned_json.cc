// One pass over the bytes, by JSON's grammar (RFC 8259) only: the next token either fits or ends
// the reading, with the tree so far. Only strings with more than plain ASCII are looked at twice.
//
// A text that is not JSON is read again after each mend (json_syntax.h), which costs one pass for
// each mistake. In a text of more than kLongestMended bytes only the first mistake is reported.

#include "grammar/docker_json/positioned_json.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "grammar/docker_json/json_syntax.h"
#include "grammar/docker_json/json_text.h"

namespace polc::docker {
namespace {

constexpr size_t kMostSyntaxErrors = 20;
constexpr size_t kLongestMended = 1 << 20;
constexpr size_t kMostReserved = 1 << 16;  // nodes, before any is seen
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

using Node = JsonDocument::Node;

struct Range {
  uint32_t begin;
  uint32_t end;
};

enum class Outcome { Read, Syntax, TooDeep, TooMany };

class TreeBuilder {
 public:
  using Last = SyntaxState::Last;

  TreeBuilder(std::string_view text, SourceId source, const std::vector<Range>& suspects)
      : text_(text), source_(source), suspects_(suspects) {
    nodes_.reserve(std::min(text.size() / 12, kMostReserved));
    decoded_ = std::make_shared<std::deque<std::string>>();
  }

  [[nodiscard]] Outcome Read(uint32_t begin) {
    at_ = last_end_ = begin;
    if (!Value()) return outcome_;
    while (!open_.empty()) {
      const bool object = nodes_[open_.back()].kind == JsonKind::Object;
      const char next = Next();
      if (next == (object ? '}' : ']')) {
        Close();
        continue;
      }
      if (last_ != Last::ObjectStart && last_ != Last::ArrayStart && !Skip(',')) return outcome_;
      if (object && !(Next() == '"' ? String(Last::Key) && Skip(':') : Refuse())) return outcome_;
      if (!Value()) return outcome_;
    }
    (void)Next();
    return at_ == text_.size() ? Outcome::Read : Outcome::Syntax;
  }

  [[nodiscard]] SyntaxState State() const {
    SyntaxState state;
    state.text = text_;
    state.source = source_;
    state.last_end = last_end_;
    state.last = last_;
    if (!nodes_.empty()) {
      state.last_begin = last_begin_;
      state.last_is_scalar = last_ == Last::Value && nodes_.back().kind <= JsonKind::Number &&
                             nodes_.back().end == last_end_;
    }
    if (!open_.empty()) {
      const Node& node = nodes_[open_.back()];
      state.inside =
          node.kind == JsonKind::Object ? SyntaxState::Inside::Object : SyntaxState::Inside::Array;
      state.open = {source_, node.begin, node.begin + 1};
    }
    return state;
  }

  [[nodiscard]] Span LastSpan() const { return {source_, last_begin_, last_end_}; }

  // Closes what a text that broke off left open.
  [[nodiscard]] JsonDocument Finish(const SourceFile& file) {
    if (last_ == Last::Key) nodes_.pop_back();
    for (const uint32_t index : open_) {
      nodes_[index].after = static_cast<uint32_t>(nodes_.size());
      nodes_[index].end = last_end_;
    }
    return {file, std::move(nodes_), std::move(decoded_)};
  }

 private:
  // Skips blanks. NUL at the end, where no token begins with one.
  char Next() {
    at_ = static_cast<uint32_t>(SkipBlanks(text_, at_));
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool Refuse() {
    outcome_ = Outcome::Syntax;
    return false;
  }

  bool Skip(char mark) {
    if (Next() != mark) return Refuse();
    ++at_;
    return true;
  }

  bool Value() {
    switch (const char next = Next()) {
      case '{':
        return Open(JsonKind::Object, Last::ObjectStart);
      case '[':
        return Open(JsonKind::Array, Last::ArrayStart);
      case '"':
        return String(Last::Value);
      case 'n':
        return Word("null", JsonKind::Null);
      case 't':
        return Word("true", JsonKind::True);
      case 'f':
        return Word("false", JsonKind::False);
      default:
        return next == '-' || IsDigit(next) ? Number() : Refuse();
    }
  }

  bool Word(std::string_view word, JsonKind kind) {
    if (text_.substr(at_, word.size()) != word) return Refuse();
    return Add(kind, at_ + word.size(), JsonDocument::kVerbatim, Last::Value);
  }

  bool Number() {
    constexpr size_t kFiniteDigits = 300;  // without an exponent
    const size_t end = NumberEnd(text_, at_);
    if (end == at_ || NumberBreaksOff(text_, at_, end)) return Refuse();
    const std::string_view number = text_.substr(at_, end - at_);
    if (number.size() > kFiniteDigits || number.find_first_of("eE") != std::string_view::npos) {
      // Go, and therefore Docker, refuses a number that does not fit a double.
      if (!std::isfinite(std::strtod(std::string(number).c_str(), nullptr))) return Refuse();
    }
    return Add(JsonKind::Number, end, JsonDocument::kVerbatim, Last::Value);
  }

  bool String(Last last) {
    size_t end = at_ + 1;
    const auto is_plain = [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
    };
    while (end < text_.size() && is_plain(text_[end])) ++end;
    if (end < text_.size() && text_[end] == '"') {
      return Add(JsonKind::String, end + 1, JsonDocument::kVerbatim, last);
    }
    if (FindStringFault(text_, at_)) return Refuse();
    end = *QuotedEnd(text_, at_);
    const std::string_view token = text_.substr(at_, end - at_);
    uint32_t decoded = JsonDocument::kVerbatim;
    if (token.find('\\') != std::string_view::npos) {
      decoded = static_cast<uint32_t>(decoded_->size());
      decoded_->push_back(DecodeString(token));
    }
    return Add(JsonKind::String, end, decoded, last);
  }

  [[nodiscard]] bool Suspect(uint32_t begin, uint32_t end) const {
    for (const Range& suspect : suspects_) {
      if (suspect.begin < end && begin < suspect.end) return true;
    }
    return false;
  }

  // The token from where the reader stands to `end`.
  bool Add(JsonKind kind, size_t end, uint32_t decoded, Last last) {
    if (nodes_.size() == kMostValues) {
      outcome_ = Outcome::TooMany;
      return false;
    }
    last_begin_ = at_;
    at_ = last_end_ = static_cast<uint32_t>(end);
    last_ = last;
    if (!suspects_.empty() && Suspect(last_begin_, last_end_)) kind = JsonKind::Mended;
    const auto after = static_cast<uint32_t>(nodes_.size()) + 1;
    nodes_.push_back({last_begin_, last_end_, after, decoded, kind, true});
    return true;
  }

  bool Open(JsonKind kind, Last last) {
    const auto index = static_cast<uint32_t>(nodes_.size());
    if (!Add(kind, at_ + 1, JsonDocument::kVerbatim, last)) return false;
    nodes_[index].closed = false;
    nodes_[index].kind = kind;  // a bracket is never suspect
    open_.push_back(index);
    if (open_.size() <= kMostNesting) return true;
    outcome_ = Outcome::TooDeep;
    return false;
  }

  void Close() {
    last_begin_ = at_;
    last_end_ = ++at_;
    last_ = Last::Value;
    Node& node = nodes_[open_.back()];
    node.end = last_end_;
    node.after = static_cast<uint32_t>(nodes_.size());
    node.closed = true;
    open_.pop_back();
  }

  std::string_view text_;
  SourceId source_;
  const std::vector<Range>& suspects_;
  uint32_t at_ = 0;
  std::vector<Node> nodes_;
  std::shared_ptr<std::deque<std::string>> decoded_;
  std::vector<uint32_t> open_;
  uint32_t last_begin_ = 0;
  uint32_t last_end_ = 0;
  Last last_ = Last::Nothing;
  Outcome outcome_ = Outcome::Read;
};

// Reports a byte order mark or UTF-16, which JSON does not allow but editors write.
std::optional<Diagnostic> ExplainStart(const SourceFile& file) {
  const std::string_view text = file.text;
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    return Diagnostic{
        .id = DiagnosticId::JsonSyntax,
        .span = {file.id, 0, 2},
        .message = "the file is UTF-16; JSON is read as UTF-8 only, so save it as that"};
  }
  if (text.starts_with(kByteOrderMark)) {
    return Diagnostic{.id = DiagnosticId::JsonSyntax,
                      .span = {file.id, 0, 3},
                      .message =
                          "the file begins with a byte order mark; Docker refuses that, so save it "
                          "as UTF-8 without",
                      .fixes = {{{file.id, 0, 3}, ""}}};
  }
  return std::nullopt;
}

JsonDocument EmptyDocument(const SourceFile& file) {
  return {file, {}, std::make_shared<std::deque<std::string>>()};
}

}  // namespace

JsonResult ParseJson(const SourceFile& file, DiagnosticSink& diagnostics) {
  if (file.text.size() >= UINT32_MAX) {
    diagnostics.Error(DiagnosticId::TooLarge, {file.id, 0, 0},
                      "the file is 4 GiB or larger; polc reads less");
    return {EmptyDocument(file), false};
  }
  uint32_t begin = 0;
  bool well_formed = true;
  if (auto diagnostic = ExplainStart(file)) {
    const uint32_t length = diagnostic->span.end;
    diagnostics.Add(std::move(*diagnostic));
    if (length == 2) return {EmptyDocument(file), false};
    begin = length;
    well_formed = false;
  }

  std::string mended;
  std::vector<Range> suspects;
  std::string_view text = file.text;
  for (size_t errors = 1;; ++errors) {
    TreeBuilder builder(text, file.id, suspects);
    const Outcome outcome = builder.Read(begin);
    if (outcome == Outcome::Read) return {builder.Finish(file), well_formed};
    if (outcome == Outcome::TooDeep) {
      diagnostics.Error(DiagnosticId::TooDeep, builder.LastSpan(),
                        "brackets are nested more than {} deep, which polc does not read",
                        kMostNesting);
      return {builder.Finish(file), false};
    }
    if (outcome == Outcome::TooMany) {
      diagnostics.Error(DiagnosticId::TooLarge, builder.LastSpan(),
                        "the file has more than {} values, which polc does not read", kMostValues);
      return {builder.Finish(file), false};
    }
    well_formed = false;
    Explanation explanation = ExplainSyntax(builder.State());
    const bool goes_on = !explanation.mends.empty() && text.size() <= kLongestMended;
    if (goes_on && errors == kMostSyntaxErrors) {
      explanation.diagnostic.notes.push_back(
          StrFormat("the rest of the file is not read: there are {} mistakes in its JSON so far",
                    kMostSyntaxErrors));
    }
    diagnostics.Add(std::move(explanation.diagnostic));
    if (!goes_on || errors == kMostSyntaxErrors) return {builder.Finish(file), false};

    if (mended.empty()) mended = file.text;
    for (const Edit& edit : explanation.mends)
      mended.replace(edit.begin, edit.bytes.size(), edit.bytes);
    POLC_CHECK(mended.size() == file.text.size());
    if (explanation.suspect_begin != explanation.suspect_end) {
      suspects.push_back({explanation.suspect_begin, explanation.suspect_end});
    }
    text = mended;
  }
}

std::string_view JsonValue::token() const {
  const Node& node = document_->nodes_[index_];
  return std::string_view(document_->file_->text).substr(node.begin, node.end - node.begin);
}

std::string_view JsonValue::text() const {
  const Node& node = document_->nodes_[index_];
  if (node.decoded != JsonDocument::kVerbatim) return (*document_->decoded_)[node.decoded];
  if (node.kind != JsonKind::String) return token();
  return std::string_view(document_->file_->text).substr(node.begin + 1, node.end - node.begin - 2);
}

}  // namespace polc::docker
