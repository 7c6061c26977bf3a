#include <algorithm>

#include "compiler/analysis/layout.h"
#include "compiler/analysis/query.h"
#include "compiler/base/json.h"
#include "compiler/base/str_format.h"
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
    out += StrFormat("{}{:{}}   {}", Tinted(texts[i], tint, colour), "",
                     used < width ? width - used : 0, TraitsOf(answer.arch).name);
    if (answer.nr) out += StrFormat(" nr {}", TableNumber(answer.arch, *answer.nr));
    out += "\n";
  }
  return out;
}

std::string QueryJson(std::string_view syscall, std::span<const QueryAnswer> answers) {
  Json document;
  document["schema"] = "polc.query/1";
  document["syscall"] = syscall;
  document["answers"] = Json::Array();
  for (const QueryAnswer& answer : answers) {
    Json made;
    made["abi"] = TraitsOf(answer.arch).name;
    made["nr"] = answer.nr ? Json(*answer.nr) : Json(nullptr);
    if (answer.nr) {
      Json given = Json::Object();
      for (const GivenArgument& argument : answer.given) {
        given[answer.labels.args[argument.arg].name] = Hex(argument.value);
      }
      made["given"] = std::move(given);
      made["answer"] = Text(answer.description, answer.labels, kFull);
      made["constant"] = answer.description.is_constant();
    }
    document["answers"].Add(std::move(made));
  }
  return document.Dump();
}

}  // namespace polc
