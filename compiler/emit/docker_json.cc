#include "compiler/emit/docker_json.h"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/emit/json_words.h"
#include "compiler/emit/rule_groups.h"
#include "compiler/emit/text.h"
#include "compiler/emit/writable.h"
#include "syscalls/capability.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr size_t kMaxRules = 100'000;

// An element of `syscalls` without its names.
struct Element {
  Environment when;
  Verdict verdict;
  std::vector<ScmpCompare> args;
  std::vector<Arch> machines;  // native ABIs; empty: all
};

// Equal for equal elements.
using ElementKey = std::vector<uint64_t>;
ElementKey KeyOf(const Element& element) {
  const Environment& when = element.when;
  ElementKey key = {when.caps_all,
                    when.caps_none,
                    when.kernel_min,
                    when.kernel_below,
                    ReturnValue(element.verdict),
                    element.args.size()};
  for (const ScmpCompare& compare : element.args)
    key.insert(key.end(),
               {compare.arg, static_cast<uint64_t>(compare.op), compare.value, compare.value_two});
  for (const Arch arch : element.machines) key.push_back(static_cast<uint64_t>(arch));
  return key;
}

bool Exists(const Machine& machine, std::string_view name) {
  return std::any_of(machine.arches.begin(), machine.arches.end(),
                     [&](Arch arch) { return SyscallNumber(arch, name).has_value(); });
}

// Collects elements and their names, in the order in which rules are added.
class Elements {
 public:
  explicit Elements(const std::vector<Machine>& machines) : machines_(machines) {}

  void Add(size_t machine, const ScmpRule& rule) {
    const Element element{rule.when, rule.verdict, rule.args, {}};
    auto& entries = by_name_[rule.name];
    const auto [place, is_new] = place_of_.try_emplace({rule.name, KeyOf(element)}, entries.size());
    if (!is_new) {
      entries[place->second].second.insert(machine);
      return;
    }
    order_.push_back({rule.name, entries.size()});
    entries.push_back({element, {machine}});
  }

  // A machine that does not have the name needs no condition that excludes it.
  std::vector<std::pair<Element, std::vector<std::string>>> Grouped() const {
    std::vector<std::pair<Element, std::vector<std::string>>> groups;
    std::map<ElementKey, size_t> group_of;
    for (const auto& [name, index] : order_) {
      Element element = by_name_.at(name)[index].first;
      const std::set<size_t>& on = by_name_.at(name)[index].second;
      std::vector<Arch> machines;
      bool everywhere = true;
      for (size_t i = 0; i < machines_.size(); ++i) {
        if (on.contains(i)) machines.push_back(machines_[i].native);
        everywhere = everywhere && (on.contains(i) || !Exists(machines_[i], name));
      }
      if (!everywhere) element.machines = machines;
      const auto [group, is_new] = group_of.try_emplace(KeyOf(element), groups.size());
      if (is_new) groups.push_back({element, {}});
      groups[group->second].second.push_back(name);
    }
    for (auto& [element, names] : groups) std::sort(names.begin(), names.end());
    return groups;
  }

 private:
  const std::vector<Machine>& machines_;
  std::map<std::string, std::vector<std::pair<Element, std::set<size_t>>>> by_name_;
  std::map<std::pair<std::string, ElementKey>, size_t> place_of_;
  std::vector<std::pair<std::string, size_t>> order_;
};

std::vector<std::string> CapNames(uint64_t caps) {
  std::vector<std::string> names;
  for (uint8_t bit = 0; bit < 64; ++bit) {
    if ((caps >> bit & 1) != 0) names.push_back(JsonQuoted(CapabilityName(bit)));
  }
  return names;
}

// `includes` or `excludes`; empty without conditions.
std::string Filters(std::string_view key, uint64_t caps, const std::vector<Arch>& machines,
                    std::optional<uint32_t> kernel) {
  std::string out;
  const auto add = [&](const std::string& field) {
    out += StrFormat("{}\n        {}", out.empty() ? "" : ",", field);
  };
  if (caps != 0) add(StrFormat("\"caps\": {}", WrappedList(CapNames(caps), {"[", "]"}, 8, 16)));
  std::vector<std::string> names;
  for (const Arch arch : machines) names.push_back(JsonQuoted(TraitsOf(arch).docker_name));
  if (!names.empty()) add(StrFormat("\"arches\": {}", WrappedList(names, {"[", "]"}, 8, 18)));
  if (kernel) add(StrFormat("\"minKernel\": \"{}.{}\"", *kernel >> 16, *kernel & 0xffff));
  return out.empty() ? out : StrFormat(",\n      \"{}\": {{{}\n      }}", key, out);
}

std::string ElementText(const Element& element, const std::vector<std::string>& names) {
  std::string out = JsonRule(names, element.verdict, element.args);
  const Environment always;
  const auto kernel = [&](uint32_t version, uint32_t none) {
    return version == none ? std::nullopt : std::optional(version);
  };
  out += Filters("includes", element.when.caps_all, element.machines,
                 kernel(element.when.kernel_min, always.kernel_min));
  out += Filters("excludes", element.when.caps_none, {},
                 kernel(element.when.kernel_below, always.kernel_below));
  return StrFormat("    {{\n{}\n    }}", out);
}

std::string ArchMap(const std::vector<Machine>& machines) {
  std::vector<std::string> entries;
  for (const Machine& machine : machines) {
    std::vector<std::string> others;
    for (const Arch arch : machine.arches) {
      if (arch != machine.native) others.push_back(JsonQuoted(TraitsOf(arch).scmp_name));
    }
    entries.push_back(StrFormat(
        R"(    {{
      "architecture": {},
      "subArchitectures": {}
    }})",
        JsonQuoted(TraitsOf(machine.native).scmp_name), WrappedList(others, {"[", "]"}, 6, 26)));
  }
  return StrFormat("[\n{}\n  ]", Join(entries, ",\n"));
}

}  // namespace

std::optional<std::string> ToDockerJson(Diagram& diagram, const Template& profile,
                                        DiagnosticSink& diagnostics) {
  Elements elements(profile.machines);
  for (size_t i = 0; i < profile.machines.size(); ++i) {
    const auto rules = CoverMachine(diagram, profile.machines[i], kMaxRules);
    if (!rules) {
      diagnostics.Error(
          DiagnosticId::NotExpressible, {},
          "this filter cannot be written as rules with syscall names and argument comparisons");
      return std::nullopt;
    }
    if (ReportUnwritable(*rules, WrittenForm::Oci, diagnostics)) return std::nullopt;
    for (const ScmpRule& rule : rules->rules) elements.Add(i, rule);
  }
  const Verdict otherwise = profile.machines.front().otherwise;
  std::string out = JsonDefault(otherwise);
  out += StrFormat("  \"archMap\": {},\n", ArchMap(profile.machines));
  if (profile.flags) {
    out += StrFormat("  \"flags\": {},\n",
                     WrappedList(JsonQuotedAll(*profile.flags), {"[", "]"}, 2, 11));
  }
  std::vector<std::string> rules;
  for (const auto& [element, names] : elements.Grouped())
    rules.push_back(ElementText(element, names));
  return out + JsonRules(rules);
}

}  // namespace polc
