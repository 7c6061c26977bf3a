#include "compiler/base/json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "compiler/base/check.h"

namespace polc {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int kDeepest = 64;

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
// clang 14 does not deduce it by itself.
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

struct JsonConversion {
  static ordered_json To(const Json& json) {
    return std::visit(Overloaded{[](std::monostate) { return ordered_json(); },
                                 [](const std::vector<Json>& elements) {
                                   ordered_json array = ordered_json::array();
                                   for (const Json& element : elements)
                                     array.push_back(To(element));
                                   return array;
                                 },
                                 [](const Json::Members& members) {
                                   // The map under an ordered_json: its own operator[] searches all
                                   // members for each.
                                   ordered_json::object_t object;
                                   object.reserve(members.size());
                                   for (const JsonMember& member : members)
                                     object.push_back({member.name, To(member.value)});
                                   return ordered_json(std::move(object));
                                 },
                                 [](const auto& value) { return ordered_json(value); }},
                      json.value_);
  }

  static Json From(json&& parsed) {
    Json made;
    switch (parsed.type()) {
      case json::value_t::boolean:
        made.value_ = parsed.get<bool>();
        break;
      case json::value_t::number_integer:
        made.value_ = parsed.get<int64_t>();
        break;
      case json::value_t::number_unsigned:
        made.value_ = parsed.get<uint64_t>();
        break;
      case json::value_t::number_float:
        made.value_ = parsed.get<double>();
        break;
      case json::value_t::string:
        made.value_ = std::move(parsed.get_ref<std::string&>());
        break;
      case json::value_t::array:
        made = Json::Array();
        for (json& element : parsed) made.Add(From(std::move(element)));
        break;
      case json::value_t::object:
        made = Json::Object();
        for (auto& [name, value] : parsed.get_ref<json::object_t&>())
          std::get<Json::Members>(made.value_).push_back({name, From(std::move(value))});
        break;
      case json::value_t::null:
      case json::value_t::binary:
      case json::value_t::discarded:
        break;
    }
    return made;
  }
};

Json::Json() = default;
Json::Json(Scalar, bool value) : value_(value) {}
Json::Json(Scalar, uint64_t value) : value_(value) {}
Json::Json(Scalar, int64_t value) : value_(value) {}
Json::Json(std::string text) : value_(std::move(text)) {}
Json::Json(const Json&) = default;
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(const Json&) = default;
Json& Json::operator=(Json&&) noexcept = default;
Json::~Json() = default;

Json::Json(std::initializer_list<JsonMember> members) : value_(Members(members)) {}

Json Json::Object() {
  Json object;
  object.value_ = Members();
  return object;
}

Json Json::Array(std::initializer_list<Json> elements) {
  Json array;
  array.value_ = std::vector<Json>(elements);
  return array;
}

Json& Json::operator[](std::string_view name) {
  if (std::holds_alternative<std::monostate>(value_)) value_ = Members();
  Members* const members = std::get_if<Members>(&value_);
  POLC_CHECK(members != nullptr);
  const auto known = std::find_if(members->begin(), members->end(),
                                  [&](const JsonMember& member) { return member.name == name; });
  if (known != members->end()) return known->value;
  members->push_back({std::string(name), {}});
  return members->back().value;
}

void Json::Add(Json element) {
  if (std::holds_alternative<std::monostate>(value_)) value_ = std::vector<Json>();
  std::vector<Json>* const elements = std::get_if<std::vector<Json>>(&value_);
  POLC_CHECK(elements != nullptr);
  elements->push_back(std::move(element));
}

const std::vector<Json>* Json::array() const { return std::get_if<std::vector<Json>>(&value_); }

const std::string* Json::text() const { return std::get_if<std::string>(&value_); }

std::optional<uint64_t> Json::unsigned_number() const {
  const uint64_t* const number = std::get_if<uint64_t>(&value_);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

bool Json::is_object() const { return std::holds_alternative<Members>(value_); }

const Json* Json::Find(std::string_view name) const {
  const Members* const members = std::get_if<Members>(&value_);
  if (members == nullptr) return nullptr;
  for (const JsonMember& member : *members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

std::string Json::Dump() const {
  return JsonConversion::To(*this).dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

std::optional<Json> Json::Parse(std::string_view text) {
  const auto keep = [](int depth, json::parse_event_t, json&) { return depth <= kDeepest; };
  // Not an ordered_json, which searches all members for each that it adds.
  json parsed = json::parse(text.begin(), text.end(), keep, false);
  if (parsed.is_discarded()) return std::nullopt;
  return JsonConversion::From(std::move(parsed));
}

}  // namespace polc
