#include <algorithm>

#include <nlohmann/json.hpp>

#include "compiler/analysis/layout.h"
#include "compiler/analysis/query.h"
#include "compiler/base/strings.h"

namespace polc {

std::string QueryText(std::span<const QueryAnswer> answers, std::optional<Verdict> implied,
                      Colour colour) {
  std::vector<std::string> texts;
  size_t width = 0;
  for (const QueryAnswer& answer : answers) {
    texts.push_back(answer.nr ? Text(answer.description, answer.labels, kFull, implied)
                              : "no such syscall");
    width = std::max(width, std::min<size_t>(WidthOf(texts.back()), kPageWidth - 20));
  }
  std::string out;
  for (size_t i = 0; i < answers.size(); ++i) {
    const QueryAnswer& answer = answers[i];
    const bool plain = answer.nr && answer.description.is_constant();
    const bool allowed = plain && answer.description.otherwise.action == Action::Allow;
    const Tint tint = allowed ? Tint::Green : plain ? Tint::Red : Tint::Yellow;
    const size_t used = WidthOf(texts[i]);
    out += Tinted(texts[i], tint, colour) + std::string(used < width ? width - used : 0, ' ') +
           "   " + std::string(TraitsOf(answer.arch).name);
    if (answer.nr) out += " nr " + std::to_string(TableNumber(answer.arch, *answer.nr));
    out += "\n";
  }
  return out;
}

std::string QueryJson(std::string_view syscall, std::span<const QueryAnswer> answers) {
  nlohmann::ordered_json document;
  document["schema"] = "polc.query/1";
  document["syscall"] = syscall;
  document["answers"] = nlohmann::ordered_json::array();
  for (const QueryAnswer& answer : answers) {
    nlohmann::ordered_json made;
    made["abi"] = TraitsOf(answer.arch).name;
    made["nr"] = answer.nr ? nlohmann::ordered_json(*answer.nr) : nlohmann::ordered_json(nullptr);
    if (answer.nr) {
      nlohmann::ordered_json given = nlohmann::ordered_json::object();
      for (const GivenArgument& argument : answer.given) {
        given[answer.labels.args[argument.arg].name] = Hex(argument.value);
      }
      made["given"] = std::move(given);
      made["answer"] = Text(answer.description, answer.labels, kFull);
      made["constant"] = answer.description.is_constant();
    }
    document["answers"].push_back(std::move(made));
  }
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace polc
