// nlohmann's SAX reader tells no positions, but it pulls one character at a time through an input
// iterator. Cursor counts them, so that when a token is handed over, the cursor stands just behind
// it, or one further for a number, whose end only the next character shows. The token's begin is
// found by stepping over blanks, commas and colons from the end of the last one.
//
// A text that is not JSON is read again after each mend (json_syntax.h), which costs a pass over it
// per mistake; above kLongestMended bytes only the first mistake is told.

#include "grammar/docker_json/positioned_json.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "compiler/base/check.h"
#include "grammar/docker_json/json_syntax.h"
#include "grammar/docker_json/json_text.h"

namespace polc::docker {
namespace {

constexpr size_t kMostSyntaxErrors = 20;
constexpr size_t kLongestMended = 1 << 20;
constexpr size_t kMostReserved = 1 << 16;  // nodes, before any is seen
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

using Node = JsonDocument::Node;

// The input iterator that nlohmann reads through; all copies of it move one common position.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Cursor(const char* at, const char** position) : at_(at), position_(position) {}
  reference operator*() const { return *at_; }
  Cursor& operator++() {
    *position_ = ++at_;
    return *this;
  }
  Cursor operator++(int) {
    const Cursor before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Cursor& a, const Cursor& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** position_;
};

struct Range {
  uint32_t begin;
  uint32_t end;
};

enum class Outcome { Read, Syntax, TooDeep, TooMany };

// The receiver of nlohmann's events.
class TreeBuilder {
 public:
  using Json = nlohmann::json;
  using Last = SyntaxState::Last;

  TreeBuilder(std::string_view text, SourceId source, const std::vector<Range>& suspects)
      : text_(text), source_(source), suspects_(suspects), position_(text.data()) {
    nodes_.reserve(std::min(text.size() / 12, kMostReserved));
    decoded_ = std::make_shared<std::deque<std::string>>();
  }

  [[nodiscard]] Outcome Read(uint32_t begin) {
    last_end_ = begin;
    position_ = text_.data() + begin;
    const Cursor first(position_, &position_);
    const Cursor last(text_.data() + text_.size(), &position_);
    if (Json::sax_parse(first, last, this)) {
      // nlohmann takes a NUL for the end of the input; here it is as wrong as any other trailing
      // byte.
      if (SkipBlanks(last_end_) != text_.size()) outcome_ = Outcome::Syntax;
    }
    return outcome_;
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

  bool null() { return AddScalar(JsonKind::Null, 4); }
  bool boolean(bool value) {
    return value ? AddScalar(JsonKind::True, 4) : AddScalar(JsonKind::False, 5);
  }
  bool number_unsigned(Json::number_unsigned_t) { return AddNumber(); }
  bool number_integer(Json::number_integer_t) { return AddNumber(); }
  bool number_float(Json::number_float_t, const std::string&) { return AddNumber(); }
  bool string(std::string& text) { return AddString(text, Last::Value); }
  bool key(std::string& text) { return AddString(text, Last::Key); }
  bool binary(Json::binary_t&) { POLC_CHECK(false); }  // JSON has none
  bool start_object(size_t) { return Open(JsonKind::Object, Last::ObjectStart); }
  bool start_array(size_t) { return Open(JsonKind::Array, Last::ArrayStart); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) {
    outcome_ = Outcome::Syntax;
    return false;
  }

 private:
  [[nodiscard]] uint32_t Position() const {
    return static_cast<uint32_t>(position_ - text_.data());
  }

  [[nodiscard]] uint32_t SkipBlanks(uint32_t at) const {
    while (at < text_.size() &&
           (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\n' || text_[at] == '\r'))
      ++at;
    return at;
  }

  // The first byte of the token that follows the last one.
  [[nodiscard]] uint32_t NextToken() const {
    uint32_t at = last_end_;
    while (true) {
      const char c = text_[at];
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ',' && c != ':') return at;
      ++at;
    }
  }

  [[nodiscard]] bool Suspect(uint32_t begin, uint32_t end) const {
    for (const Range& suspect : suspects_) {
      if (suspect.begin < end && begin < suspect.end) return true;
    }
    return false;
  }

  bool Add(JsonKind kind, uint32_t begin, uint32_t end, uint32_t decoded, Last last) {
    if (nodes_.size() == kMostValues) {
      outcome_ = Outcome::TooMany;
      return false;
    }
    if (!suspects_.empty() && Suspect(begin, end)) kind = JsonKind::Mended;
    nodes_.push_back({begin, end, static_cast<uint32_t>(nodes_.size()) + 1, decoded, kind, true});
    last_begin_ = begin;
    last_end_ = end;
    last_ = last;
    return true;
  }

  bool AddScalar(JsonKind kind, uint32_t length) {
    return Add(kind, Position() - length, Position(), JsonDocument::kVerbatim, Last::Value);
  }

  bool AddNumber() {
    const uint32_t begin = NextToken();
    return Add(JsonKind::Number, begin, static_cast<uint32_t>(NumberEnd(text_, begin)),
               JsonDocument::kVerbatim, Last::Value);
  }

  bool AddString(std::string& text, Last last) {
    // Without escapes the token is as long as what it says, and its quotes. Every escape is longer
    // than what it stands for, so that with escapes the same step back ends inside the string,
    // where a quote has a backslash ahead of it.
    auto begin = Position() - static_cast<uint32_t>(text.size()) - 2;
    uint32_t decoded = JsonDocument::kVerbatim;
    if (text_[begin] != '"' || (begin != 0 && text_[begin - 1] == '\\')) {
      begin = NextToken();
      decoded = static_cast<uint32_t>(decoded_->size());
      decoded_->push_back(std::move(text));
    }
    return Add(JsonKind::String, begin, Position(), decoded, last);
  }

  bool Open(JsonKind kind, Last last) {
    const auto index = static_cast<uint32_t>(nodes_.size());
    if (!Add(kind, Position() - 1, Position(), JsonDocument::kVerbatim, last)) return false;
    nodes_[index].closed = false;
    nodes_[index].kind = kind;  // a bracket is never suspect
    open_.push_back(index);
    if (open_.size() <= kMostNesting) return true;
    outcome_ = Outcome::TooDeep;
    return false;
  }

  bool Close() {
    Node& node = nodes_[open_.back()];
    node.end = Position();
    node.after = static_cast<uint32_t>(nodes_.size());
    node.closed = true;
    open_.pop_back();
    last_begin_ = Position() - 1;
    last_end_ = Position();
    last_ = Last::Value;
    return true;
  }

  std::string_view text_;
  SourceId source_;
  const std::vector<Range>& suspects_;
  const char* position_;
  std::vector<Node> nodes_;
  std::shared_ptr<std::deque<std::string>> decoded_;
  std::vector<uint32_t> open_;
  uint32_t last_begin_ = 0;
  uint32_t last_end_ = 0;
  Last last_ = Last::Nothing;
  Outcome outcome_ = Outcome::Read;
};

// What stands before any token: nothing may, but editors put it there.
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
      diagnostics.Error(
          DiagnosticId::TooDeep, builder.LastSpan(),
          "brackets are nested more than " + std::to_string(kMostNesting) + " deep; no profile is");
      return {builder.Finish(file), false};
    }
    if (outcome == Outcome::TooMany) {
      diagnostics.Error(
          DiagnosticId::TooLarge, builder.LastSpan(),
          "the file has more than " + std::to_string(kMostValues) + " values; polc reads no more");
      return {builder.Finish(file), false};
    }
    well_formed = false;
    Explanation explanation = ExplainSyntax(builder.State());
    const bool goes_on = !explanation.mends.empty() && text.size() <= kLongestMended;
    if (goes_on && errors == kMostSyntaxErrors) {
      explanation.diagnostic.notes.push_back(
          "the rest of the file is not read: it is not JSON in " +
          std::to_string(kMostSyntaxErrors) + " places so far");
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
