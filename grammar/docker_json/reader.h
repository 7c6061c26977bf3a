#pragma once

// Reads JSON objects as the readers of the format do: a null counts as absent, keys are found in
// any case, unknown keys are skipped. Everything that deviates is reported here, once, so that
// parse.cc and read_*.cc only say which type they want for which key.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "grammar/docker_json/ast.h"
#include "grammar/docker_json/positioned_json.h"

namespace polc::docker {

// Passes diagnostics on up to a limit: a hostile file of a million mistakes must not cost a million
// messages. Errors and warnings are counted separately, so that warnings cannot displace errors.
class Report {
 public:
  explicit Report(DiagnosticSink& sink) : sink_(sink) {}

  void Error(DiagnosticId id, Span span, std::string message) {
    Add({id, Severity::Error, span, std::move(message)});
  }
  void Warning(DiagnosticId id, Span span, std::string message) {
    Add({id, Severity::Warning, span, std::move(message)});
  }
  // The same with a format string and its values (compiler/base/str_format.h).
  template <class First, class... Rest>
  void Error(DiagnosticId id, Span span, fmt::format_string<First, Rest...> format, First&& first,
             Rest&&... rest) {
    Error(id, span, VStrFormat(format, fmt::make_format_args(first, rest...)));
  }
  template <class First, class... Rest>
  void Warning(DiagnosticId id, Span span, fmt::format_string<First, Rest...> format, First&& first,
               Rest&&... rest) {
    Warning(id, span, VStrFormat(format, fmt::make_format_args(first, rest...)));
  }
  void Add(Diagnostic diagnostic);

 private:
  static constexpr size_t kMost = 1000;

  DiagnosticSink& sink_;
  size_t errors_ = 0;
  size_t warnings_ = 0;
};

// Describes a value of the wrong type for a message: "the string "1"", "the number 1.0", "an
// array".
[[nodiscard]] std::string Describe(JsonValue value);

// The bracket that opens a container: where a finding about the whole of it points.
[[nodiscard]] Span OpeningOf(JsonValue container);

// Two keys are the same to Go's encoding/json (fold.go) exactly if they are equal here: besides the
// letters of ASCII, the long s and the Kelvin sign are an s and a k, so that Docker reads
// `ſyscalls`.
[[nodiscard]] std::string FoldKey(std::string_view key);

enum class UnknownKeys : uint8_t { Warn, Ignore };

// One object's values by the position of their key in `keys`.
class Fields {
 public:
  // Reports unknown keys, keys in another case and keys given twice in different cases.
  Fields(JsonValue object, std::span<const std::string_view> keys, UnknownKeys unknown,
         Report& report);

  // Nothing for a key that is absent or null.
  [[nodiscard]] std::optional<JsonValue> Get(std::string_view key) const;
  // The key as it stands in the file, or nothing.
  [[nodiscard]] std::optional<JsonValue> KeyOf(std::string_view key) const;
  // Reports that `key` must be there: at its null, or at the bracket that opens the object. Silent
  // if the object was not read to its end. `reason` goes on after "; ".
  void ReportMissing(std::string_view key, DiagnosticId id, std::string_view reason,
                     Report& report) const;

  [[nodiscard]] JsonValue object() const { return object_; }

 private:
  static constexpr size_t kMostKeys = 9;
  using Slot = std::optional<JsonMember>;
  [[nodiscard]] const Slot& SlotOf(std::string_view key) const;

  JsonValue object_;
  std::span<const std::string_view> keys_;
  std::array<Slot, kMostKeys> slots_;
  bool whole_;
};

// Each returns nothing if the key is absent, or if its value has another type, which is reported as
// wrong-type.
[[nodiscard]] std::optional<Text> ReadString(const Fields& fields, std::string_view key,
                                             Report& report);
[[nodiscard]] std::optional<Spanned<uint64_t>> ReadWhole(const Fields& fields, std::string_view key,
                                                         Report& report);
// The elements of a list, or none.
[[nodiscard]] std::vector<JsonValue> ReadList(const Fields& fields, std::string_view key,
                                              std::string_view of, Report& report);
// The name without blanks around it. Reports a name that has such blanks or is empty; `what` is the
// kind of name for the message.
[[nodiscard]] std::optional<Text> CheckName(const Text& text, std::string_view what,
                                            Report& report);
// As ReadList, of names that CheckName lets pass.
[[nodiscard]] std::vector<Text> ReadStrings(const Fields& fields, std::string_view key,
                                            std::string_view what, Report& report);
[[nodiscard]] std::optional<JsonValue> ReadObject(const Fields& fields, std::string_view key,
                                                  Report& report);
// Reports an element that is no object.
[[nodiscard]] bool IsObject(JsonValue element, std::string_view what, Report& report);

// The position in `words` of a text that must be one of them; reports another with the nearest.
[[nodiscard]] std::optional<size_t> ReadWord(const Text& text,
                                             std::span<const std::string_view> words,
                                             std::string_view what, Report& report);

// Errors for every key that an object has twice, spelled the same. In all of the document, whatever
// its keys mean.
void CheckDuplicateKeys(JsonValue root, Report& report);

}  // namespace polc::docker
