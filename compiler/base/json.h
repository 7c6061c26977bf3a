#pragma once

// JSON documents as values: all that polc writes for programs (and a baseline, which it reads
// again). nlohmann/json does the work and only json.cc sees it: its header takes longer to compile
// than any file that makes a document.

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace polc {

struct JsonMember;

class Json {
 public:
  Json();  // null
  Json(std::nullptr_t) : Json() {}
  template <std::same_as<bool> Bool>
  Json(Bool value) : Json(Scalar{}, value) {}
  template <std::unsigned_integral Number>
  requires(!std::same_as<Number, bool>) Json(Number value) : Json(Scalar{}, uint64_t{value}) {}
  template <std::signed_integral Number>
  Json(Number value) : Json(Scalar{}, int64_t{value}) {}
  Json(const char* text) : Json(std::string(text)) {}
  Json(std::string_view text) : Json(std::string(text)) {}
  Json(std::string text);
  // In json.cc, where JsonMember is complete.
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();
  // An object, its members in this order. Arrays are named (Array), so that braces mean one thing.
  Json(std::initializer_list<JsonMember> members);

  [[nodiscard]] static Json Object();
  [[nodiscard]] static Json Array(std::initializer_list<Json> elements = {});
  template <std::ranges::range Range>
  [[nodiscard]] static Json ArrayOf(const Range& range) {
    Json array = Array();
    for (const auto& element : range) array.Add(element);
    return array;
  }

  // The member of that name, added at the end if there is none. Of an object, or of null, which
  // becomes one.
  Json& operator[](std::string_view name);
  // To an array, or to null, which becomes one.
  void Add(Json element);

  // What the value is, or nothing if it is of another kind.
  [[nodiscard]] const std::vector<Json>* array() const;
  [[nodiscard]] const std::string* text() const;
  [[nodiscard]] std::optional<uint64_t> unsigned_number() const;
  [[nodiscard]] const Json* Find(std::string_view name) const;  // a member of an object
  [[nodiscard]] bool is_object() const;

  // Two blanks a level, a newline at the end; bytes that are no UTF-8 become U+FFFD.
  [[nodiscard]] std::string Dump() const;
  // Nothing if `text` is no JSON. Members come sorted by name. What lies deeper than 64 levels is
  // left out, because values are taken apart recursively.
  [[nodiscard]] static std::optional<Json> Parse(std::string_view text);

 private:
  friend struct JsonConversion;
  struct Scalar {};
  Json(Scalar, bool value);
  Json(Scalar, uint64_t value);
  Json(Scalar, int64_t value);
  using Members = std::vector<JsonMember>;
  std::variant<std::monostate, bool, int64_t, uint64_t, double, std::string, std::vector<Json>,
               Members>
      value_;
};

struct JsonMember {
  std::string name;
  Json value;
};

}  // namespace polc
