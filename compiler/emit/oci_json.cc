// Printed by hand, because the layout is for readers: several names to a line, one comparison to a line. Strings come from
// the profile, so they are escaped by the JSON library.

#include "compiler/emit/oci_json.h"

#include <nlohmann/json.hpp>

#include "compiler/base/strings.h"
#include "compiler/emit/rule_groups.h"

namespace polc {
namespace {

constexpr size_t kWidth = 100;

std::string Quoted(std::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// `["a", "b", …]`, broken over lines that begin with `indent`.
std::string List(const std::vector<std::string>& words, const std::string& indent) {
  std::string text = "[\n" + indent;
  size_t column = indent.size();
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string word = Quoted(words[i]) + (i + 1 < words.size() ? "," : "");
    if (column > indent.size() && column + 1 + word.size() > kWidth) {
      text += "\n" + indent;
      column = indent.size();
    }
    if (column > indent.size()) {
      text += " ";
      ++column;
    }
    text += word;
    column += word.size();
  }
  return text + "\n" + indent.substr(2) + "]";
}

bool HasData(Verdict verdict) { return verdict.action == Action::Errno || verdict.action == Action::Trace; }

std::string Entry(const RuleGroup& group) {
  std::string text = "    {\n      \"names\": " + List(group.names, "        ") + ",\n      \"action\": " + Quoted(ScmpName(group.verdict.action));
  if (HasData(group.verdict)) text += ",\n      \"errnoRet\": " + std::to_string(group.verdict.data);
  if (!group.args.empty()) {
    text += ",\n      \"args\": [\n";
    for (size_t i = 0; i < group.args.size(); ++i) {
      const ScmpCompare& compare = group.args[i];
      text += "        { \"index\": " + std::to_string(compare.arg) + ", \"value\": " + std::to_string(compare.value);
      if (compare.op == CompareOp::MaskedEq) text += ", \"valueTwo\": " + std::to_string(compare.value_two);
      text += ", \"op\": " + Quoted(ScmpName(compare.op)) + " }" + (i + 1 < group.args.size() ? ",\n" : "\n");
    }
    text += "      ]";
  }
  return text + "\n    }";
}

}  // namespace

std::string ToOciJson(const ScmpFilter& filter) {
  std::string text = "{\n  \"defaultAction\": " + Quoted(ScmpName(filter.otherwise.action));
  if (HasData(filter.otherwise)) text += ",\n  \"defaultErrnoRet\": " + std::to_string(filter.otherwise.data);
  std::vector<std::string> arches;
  for (const Arch arch : filter.arches) arches.push_back(std::string(TraitsOf(arch).scmp_name));
  text += ",\n  \"architectures\": " + List(arches, "    ");
  if (filter.flags) text += ",\n  \"flags\": " + (filter.flags->empty() ? std::string("[]") : List(*filter.flags, "    "));
  if (!filter.listener_path.empty()) text += ",\n  \"listenerPath\": " + Quoted(filter.listener_path);
  if (!filter.listener_metadata.empty()) text += ",\n  \"listenerMetadata\": " + Quoted(filter.listener_metadata);
  std::vector<std::string> entries;
  for (const RuleGroup& group : GroupRules(filter)) entries.push_back(Entry(group));
  text += entries.empty() ? ",\n  \"syscalls\": []" : ",\n  \"syscalls\": [\n" + Join(entries, ",\n") + "\n  ]";
  return text + "\n}\n";
}

}  // namespace polc
