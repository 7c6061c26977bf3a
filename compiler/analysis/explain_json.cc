#include <nlohmann/json.hpp>

#include "compiler/analysis/explain.h"

namespace polc {
namespace {

using nlohmann::ordered_json;

ordered_json Answers(const std::vector<Answer>& answers) {
  ordered_json list = ordered_json::array();
  for (const Answer& answer : answers) {
    ordered_json numbers = ordered_json::object();
    for (const NumberSet& set : answer.numbers) {
      ordered_json ranges = ordered_json::array();
      for (const NumberRange range : set.ranges) ranges.push_back({range.first, range.last});
      numbers[std::string(TraitsOf(set.arch).name)] = std::move(ranges);
    }
    ordered_json made = ordered_json::object();
    made["syscall"] = answer.name().empty() ? ordered_json(nullptr) : ordered_json(answer.name());
    made["answer"] = Text(answer.description, answer.labels, kFull);
    made["numbers"] = std::move(numbers);
    list.push_back(std::move(made));
  }
  return list;
}

}  // namespace

std::string ExplainJson(const Explanation& explanation, const ProfileFacts& facts) {
  ordered_json document;
  document["schema"] = "polc.explain/1";
  document["name"] = facts.name;
  document["kind"] = facts.kind;
  if (facts.names) document["names"] = *facts.names;
  if (!facts.stub.empty()) {
    document["stub"] = ordered_json::array();
    for (const StubLimit& limit : facts.stub)
      document["stub"].push_back(
          {{"abi", TraitsOf(limit.arch).name}, {"newest", limit.name}, {"nr", limit.last}});
  }
  document["abis"] = ordered_json::array();
  for (const AbiSummary& abi : explanation.abis) {
    document["abis"].push_back({{"abi", TraitsOf(abi.arch).name},
                                {"default", Text(abi.otherwise, LabelsOf(abi.arch, ""), kFull)},
                                {"allowed", abi.allowed},
                                {"conditional", abi.conditional},
                                {"refused", abi.refused}});
  }
  document["other_architectures"] = explanation.other_arches
                                        ? ordered_json(Describe(*explanation.other_arches))
                                        : ordered_json(nullptr);
  document["conditional"] = Answers(explanation.conditional);
  document["constant"] = Answers(explanation.constant);
  document["unnamed"] = Answers(explanation.unnamed);
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace polc
