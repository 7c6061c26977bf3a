#include "compiler/analysis/origin.h"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr size_t kMaxRules = UINT16_MAX;  // a rule's number must fit the data of a verdict
constexpr size_t kWidth = 100;

void CollectLeaves(const Diagram& diagram, NodeId node, std::set<NodeId>& seen,
                   std::set<uint32_t>& leaves) {
  if (!seen.insert(node).second) return;
  if (diagram.IsLeaf(node)) {
    leaves.insert(FromReturnValue(diagram.Value(node)).data);
    return;
  }
  CollectLeaves(diagram, diagram.Lo(node), seen, leaves);
  CollectLeaves(diagram, diagram.Hi(node), seen, leaves);
}

std::string NameOf(const SyscallRef& ref) {
  const std::string_view name = SyscallName(ref.arch, ref.nr);
  return name.empty() ? std::to_string(ref.nr) : std::string(name);
}

// For each rule, the number of its place. Rules with the same place and verdict share a number.
std::vector<uint32_t> PlacesOf(const Policy& policy) {
  std::vector<uint32_t> places;
  std::map<std::pair<Span, uint32_t>, uint32_t> numbers;
  for (const Rule& rule : policy.rules) {
    const auto key = std::pair(rule.origin, ReturnValue(rule.verdict));
    places.push_back(numbers.try_emplace(key, static_cast<uint32_t>(numbers.size())).first->second);
  }
  return places;
}

// Joins origins on one line: in JSON every name of a list has its own place, but readers look for
// lines.
std::vector<RuleOrigin> OneForEachLine(const std::vector<RuleOrigin>& origins,
                                       const Sources& sources) {
  std::vector<RuleOrigin> lines;
  const auto same_line = [&](Span a, Span b) {
    return a.known() && b.known() && a.source == b.source &&
           sources.Locate(a.source, a.begin).line == sources.Locate(b.source, b.begin).line;
  };
  for (const RuleOrigin& origin : origins) {
    if (lines.empty() || lines.back().verdict != origin.verdict ||
        !same_line(lines.back().place, origin.place)) {
      lines.push_back(origin);
      continue;
    }
    RuleOrigin& line = lines.back();
    line.decides.insert(line.decides.end(), origin.decides.begin(), origin.decides.end());
    line.overridden.insert(line.overridden.end(), origin.overridden.begin(),
                           origin.overridden.end());
  }
  return lines;
}

}  // namespace

std::vector<RuleOrigin> Origins(Diagram& diagram, const Policy& policy, const Context& context,
                                Arch arch) {
  const std::vector<uint32_t> places = PlacesOf(policy);
  std::vector<RuleOrigin> origins;
  if (policy.rules.size() > kMaxRules) throw NodeBudgetExceeded{};
  Policy numbered = policy;
  // No place has this number: it stands for the default.
  numbered.otherwise = numbered.bad_arch = MakeVerdict(Action::Trap, kMaxRules);
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    numbered.rules[i].verdict = MakeVerdict(Action::Trap, places[i]);
    if (places[i] == origins.size())
      origins.push_back({policy.rules[i].origin, policy.rules[i].verdict, {}, {}});
  }
  const NodeId numbers =
      diagram.Fix(Lower(diagram, numbered, context).node, kArchSlice, TraitsOf(arch).audit);
  std::map<uint32_t, std::set<uint32_t>> deciders;
  std::set<std::pair<uint32_t, uint32_t>> told;
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    RuleOrigin& origin = origins[places[i]];
    for (const SyscallRef& ref : policy.rules[i].syscalls) {
      if (ref.arch != arch || !told.insert({places[i], ref.nr}).second) continue;
      const auto [found, is_new] = deciders.try_emplace(ref.nr);
      std::set<NodeId> seen;
      if (is_new)
        CollectLeaves(diagram, diagram.Fix(numbers, kNrSlice, ref.nr), seen, found->second);
      if (found->second.contains(places[i])) {
        origin.decides.push_back(NameOf(ref));
        continue;
      }
      const uint32_t by = *found->second.begin();
      // No earlier rule answers the call, so this one does not apply in this environment.
      if (by >= origins.size() || by > places[i]) continue;
      const Span place = origins[by].place;
      const auto same = std::find_if(origin.overridden.begin(), origin.overridden.end(),
                                     [&](const auto& one) { return one.by == place; });
      (same != origin.overridden.end()
           ? *same
           : origin.overridden.emplace_back(RuleOrigin::Overridden{place, {}}))
          .calls.push_back(NameOf(ref));
    }
  }
  for (RuleOrigin& origin : origins) {
    std::sort(origin.decides.begin(), origin.decides.end());
    for (RuleOrigin::Overridden& one : origin.overridden)
      std::sort(one.calls.begin(), one.calls.end());
  }
  return origins;
}

std::string OriginText(const std::vector<RuleOrigin>& origins, const Policy& policy,
                       Span default_origin, const Sources& sources, Arch arch) {
  const auto wrapped = [](const std::string& lead, const std::vector<std::string>& words,
                          size_t indent) {
    std::string text, line = lead;
    for (size_t i = 0; i < words.size(); ++i) {
      const std::string word = words[i] + (i + 1 < words.size() ? "," : "");
      if (line.size() + 1 + word.size() > kWidth) {
        text += line + "\n";
        line = std::string(indent, ' ') + word;
      } else {
        line += (line.ends_with(' ') ? "" : " ") + word;
      }
    }
    return text + line + "\n";
  };
  std::string text = StrFormat("which rule decides, on {}:\n", TraitsOf(arch).name);
  for (const RuleOrigin& origin : OneForEachLine(origins, sources)) {
    if (origin.decides.empty() && origin.overridden.empty()) continue;
    const std::string place = origin.place.known() ? sources.Place(origin.place) : "built in";
    text += StrFormat("{}: {}\n", place, Describe(origin.verdict));
    if (!origin.decides.empty()) text += wrapped("  decides", origin.decides, 4);
    for (const RuleOrigin::Overridden& one : origin.overridden)
      text += wrapped(StrFormat("  overridden by {}:", sources.Place(one.by)), one.calls, 4);
  }
  const std::string place = default_origin.known() ? sources.Place(default_origin) : "built in";
  return StrFormat("{}{}: {}\n  decides all others\n", text, place, Describe(policy.otherwise));
}

}  // namespace polc
