#pragma once

// A JSON text as a tree in which every value and every key keeps the exact bytes it came from.
// parse.h reads a profile out of it; json_syntax.h explains what is wrong with a text that is not
// JSON. docs/decisions/0002-json-reader.md says why no library is used.
//
// The tree is one vector in document order: a container is followed by its children (an object's
// are key, value, key, value, …), and each node knows where its successor beside it begins.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"

namespace polc::docker {

// Mended stands for a scalar or key that was not JSON and was reported: readers skip it without a
// message.
enum class JsonKind : uint8_t { Null, False, True, Number, String, Array, Object, Mended };

class JsonDocument;
class JsonElements;
class JsonMembers;

// A place in a JsonDocument, which must outlive it. Cheap to copy.
class JsonValue {
 public:
  JsonValue(const JsonDocument& document, uint32_t index) : document_(&document), index_(index) {}

  [[nodiscard]] JsonKind kind() const;
  [[nodiscard]] Span span() const;
  // As the file has it, quotes included.
  [[nodiscard]] std::string_view token() const;
  // What a String or key says, escapes decoded.
  [[nodiscard]] std::string_view text() const;
  // Whether the closing bracket of this Array or Object was read.
  [[nodiscard]] bool closed() const;
  // Empty if this is not an Array, or not an Object.
  [[nodiscard]] JsonElements elements() const;
  [[nodiscard]] JsonMembers members() const;

 private:
  friend class JsonElements;
  friend class JsonMembers;

  const JsonDocument* document_;
  uint32_t index_;
};

struct JsonMember {
  JsonValue key;
  JsonValue value;
};

class JsonDocument {
 public:
  struct Node {
    uint32_t begin;
    uint32_t end;
    uint32_t after;    // the index of the node that follows this one and all below it
    uint32_t decoded;  // index into decoded_, or kVerbatim
    JsonKind kind;
    bool closed;
  };
  static constexpr uint32_t kVerbatim = UINT32_MAX;

  JsonDocument(const SourceFile& file, std::vector<Node> nodes,
               std::shared_ptr<const std::deque<std::string>> decoded)
      : file_(&file), nodes_(std::move(nodes)), decoded_(std::move(decoded)) {}

  // False if the text has no value at all.
  [[nodiscard]] bool has_root() const { return !nodes_.empty(); }
  [[nodiscard]] JsonValue root() const { return {*this, 0}; }
  // Owns the texts that are not verbatim in the file.
  [[nodiscard]] const std::shared_ptr<const std::deque<std::string>>& decoded() const {
    return decoded_;
  }

 private:
  friend class JsonValue;
  friend class JsonElements;
  friend class JsonMembers;

  const SourceFile* file_;
  std::vector<Node> nodes_;
  std::shared_ptr<const std::deque<std::string>> decoded_;
};

class JsonElements {
 public:
  class Iterator {
   public:
    Iterator(const JsonDocument& document, uint32_t index) : document_(&document), index_(index) {}
    JsonValue operator*() const { return {*document_, index_}; }
    Iterator& operator++() {
      index_ = document_->nodes_[index_].after;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.index_ == b.index_; }

   private:
    friend class JsonElements;
    const JsonDocument* document_;
    uint32_t index_;
  };

  explicit JsonElements(JsonValue array);
  [[nodiscard]] Iterator begin() const { return begin_; }
  [[nodiscard]] Iterator end() const { return end_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  // An upper bound that costs nothing: for reserve().
  [[nodiscard]] size_t most() const { return end_.index_ - begin_.index_; }

 private:
  Iterator begin_;
  Iterator end_;
};

class JsonMembers {
 public:
  class Iterator {
   public:
    Iterator(const JsonDocument& document, uint32_t key) : document_(&document), key_(key) {}
    JsonMember operator*() const { return {{*document_, key_}, {*document_, key_ + 1}}; }
    Iterator& operator++() {
      key_ = document_->nodes_[key_ + 1].after;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.key_ == b.key_; }

   private:
    const JsonDocument* document_;
    uint32_t key_;
  };

  explicit JsonMembers(JsonValue object);
  [[nodiscard]] Iterator begin() const { return begin_; }
  [[nodiscard]] Iterator end() const { return end_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }

 private:
  Iterator begin_;
  Iterator end_;
};

inline JsonKind JsonValue::kind() const { return document_->nodes_[index_].kind; }

inline Span JsonValue::span() const {
  const JsonDocument::Node& node = document_->nodes_[index_];
  return {document_->file_->id, node.begin, node.end};
}

inline bool JsonValue::closed() const { return document_->nodes_[index_].closed; }

inline JsonElements JsonValue::elements() const { return JsonElements(*this); }

inline JsonMembers JsonValue::members() const { return JsonMembers(*this); }

inline JsonElements::JsonElements(JsonValue array)
    : begin_(*array.document_, array.index_ + 1),
      end_(*array.document_, array.kind() == JsonKind::Array
                                 ? array.document_->nodes_[array.index_].after
                                 : array.index_ + 1) {}

inline JsonMembers::JsonMembers(JsonValue object)
    : begin_(*object.document_, object.index_ + 1),
      end_(*object.document_, object.kind() == JsonKind::Object
                                  ? object.document_->nodes_[object.index_].after
                                  : object.index_ + 1) {}

// Limits of what is read; real profiles are far below them.
inline constexpr uint32_t kMostNesting = 64;
inline constexpr size_t kMostValues = 4'000'000;  // 80 MB of tree

struct JsonResult {
  JsonDocument document;
  // Whether the text is JSON as it stands. Otherwise the document ends at the error, or has the
  // errors mended.
  bool well_formed;
};

// Reports every violation of JSON's grammar it can get past (json-syntax, too-deep, too-large), at
// most 20.
[[nodiscard]] JsonResult ParseJson(const SourceFile& file, DiagnosticSink& diagnostics);

}  // namespace polc::docker
