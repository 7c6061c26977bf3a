// The verdict with the longest condition becomes `otherwise`. With two verdicts, this chooses
// between a set and its complement: `ALLOW unless family in {38, 40}` and not `ALLOW if family < 38
// or …`.

#include "compiler/analysis/describe.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "compiler/base/check.h"

namespace polc {
namespace {

constexpr size_t kMaxVerdicts = 32;

// Sorted, strictest first, so that the order of cases does not depend on node ids.
std::set<Verdict> VerdictsBelow(const Diagram& diagram, NodeId node) {
  std::set<Verdict> verdicts;
  std::unordered_set<NodeId> seen;
  std::vector<NodeId> work = {node};
  while (!work.empty()) {
    const NodeId next = work.back();
    work.pop_back();
    if (!seen.insert(next).second) continue;
    if (diagram.IsLeaf(next)) {
      verdicts.insert(FromReturnValue(diagram.Value(next)));
      continue;
    }
    work.push_back(diagram.Lo(next));
    work.push_back(diagram.Hi(next));
  }
  return verdicts;
}

}  // namespace

bool Description::complete() const {
  return verdicts_left_out == 0 &&
         std::all_of(cases.begin(), cases.end(), [](const Case& c) { return c.when.complete; });
}

Description Describe(Diagram& diagram, NodeId node) {
  Description description;
  if (diagram.IsLeaf(node)) {
    description.otherwise = FromReturnValue(diagram.Value(node));
    return description;
  }
  const std::set<Verdict> verdicts = VerdictsBelow(diagram, node);
  for (const Verdict verdict : verdicts) {
    if (description.cases.size() == kMaxVerdicts) break;
    const NodeId is_verdict = diagram.Map(
        node, [&](uint32_t value) { return FromReturnValue(value) == verdict ? 1u : 0u; });
    description.cases.push_back({verdict, MakeClauses(diagram, {is_verdict})});
  }
  description.verdicts_left_out = verdicts.size() - description.cases.size();
  // If two are equally long, the stricter one: `ALLOW if …, else ERRNO(EPERM)`.
  const auto longest =
      std::max_element(description.cases.begin(), description.cases.end(),
                       [](const Case& a, const Case& b) { return a.when.cost() < b.when.cost(); });
  description.otherwise = longest->verdict;
  description.cases.erase(longest);
  return description;
}

Verdict Evaluate(const Description& description, const Call& call) {
  POLC_CHECK(description.complete());
  for (const Case& c : description.cases) {
    if (Holds(c.when, call)) return c.verdict;
  }
  return description.otherwise;
}

}  // namespace polc
