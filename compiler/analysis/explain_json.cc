#include "compiler/analysis/explain.h"
#include "compiler/base/json.h"

namespace polc {
namespace {

Json Answers(const std::vector<Answer>& answers) {
  Json list = Json::Array();
  for (const Answer& answer : answers) {
    Json numbers = Json::Object();
    for (const NumberSet& set : answer.numbers) {
      Json ranges = Json::Array();
      for (const NumberRange range : set.ranges) ranges.Add(Json::Array({range.first, range.last}));
      numbers[std::string(TraitsOf(set.arch).name)] = std::move(ranges);
    }
    Json made = Json::Object();
    made["syscall"] = answer.name().empty() ? Json(nullptr) : Json(answer.name());
    made["answer"] = Text(answer.description, answer.labels, kFull);
    made["numbers"] = std::move(numbers);
    list.Add(std::move(made));
  }
  return list;
}

}  // namespace

std::string ExplainJson(const Explanation& explanation, const ProfileFacts& facts) {
  Json document;
  document["schema"] = "polc.explain/1";
  document["name"] = facts.name;
  document["kind"] = facts.kind;
  if (facts.names) document["names"] = *facts.names;
  if (!facts.stub.empty()) {
    document["stub"] = Json::Array();
    for (const StubLimit& limit : facts.stub)
      document["stub"].Add(
          {{"abi", TraitsOf(limit.arch).name}, {"newest", limit.name}, {"nr", limit.last}});
  }
  document["abis"] = Json::Array();
  for (const AbiSummary& abi : explanation.abis) {
    document["abis"].Add({{"abi", TraitsOf(abi.arch).name},
                          {"default", Text(abi.otherwise, LabelsOf(abi.arch, ""), kFull)},
                          {"allowed", abi.allowed},
                          {"conditional", abi.conditional},
                          {"refused", abi.refused}});
  }
  document["other_architectures"] =
      explanation.other_arches ? Json(Describe(*explanation.other_arches)) : Json(nullptr);
  document["conditional"] = Answers(explanation.conditional);
  document["constant"] = Answers(explanation.constant);
  document["unnamed"] = Answers(explanation.unnamed);
  return document.Dump();
}

}  // namespace polc
