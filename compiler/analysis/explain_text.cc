#include <algorithm>
#include <map>

#include "compiler/analysis/explain.h"
#include "compiler/analysis/layout.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc {
namespace {

class ExplanationPrinter {
 public:
  ExplanationPrinter(const Explanation& explanation, const ProfileFacts& facts,
                     ExplainDetail detail, Colour colour)
      : explanation_(explanation),
        facts_(facts),
        detail_(detail),
        colour_(colour),
        limits_(detail == ExplainDetail::Full ? kFull : kConcise) {}

  std::string Print() {
    Head();
    Conditional();
    Constant();
    Unnamed();
    return std::move(out_);
  }

 private:
  void Head() {
    out_ +=
        StrFormat("{}   {}{}\n", Tinted(Printable(facts_.name), Tint::Bold, colour_), facts_.kind,
                  facts_.names ? StrFormat(", {}", Counted(*facts_.names, "name")) : "");
    const std::vector<AbiSummary>& abis = explanation_.abis;
    const bool same = std::all_of(abis.begin(), abis.end(), [&](const AbiSummary& abi) {
      return abi.otherwise == abis.front().otherwise;
    });
    std::vector<std::pair<std::string, std::string>> lines;
    if (same && !abis.empty()) {
      if (abis.front().otherwise.is_constant()) default_ = abis.front().otherwise.otherwise;
      lines.emplace_back("default",
                         Text(abis.front().otherwise, LabelsOf(abis.front().arch, ""), limits_));
    }
    lines.emplace_back("other architectures", explanation_.other_arches
                                                  ? Describe(*explanation_.other_arches)
                                                  : "depends on the call");
    for (const AbiSummary& abi : abis) {
      std::string text = StrFormat("{} allowed, {} by their arguments, {} refused", abi.allowed,
                                   abi.conditional, abi.refused);
      if (!same) {
        text += StrFormat(", default {}", Text(abi.otherwise, LabelsOf(abi.arch, ""), limits_));
      }
      lines.emplace_back(TraitsOf(abi.arch).name, text);
      const auto limit =
          std::find_if(facts_.stub.begin(), facts_.stub.end(),
                       [&](const StubLimit& known) { return known.arch == abi.arch; });
      if (limit != facts_.stub.end())
        lines.emplace_back("", StrFormat("runc answers ERRNO(ENOSYS) above {} ({})", limit->name,
                                         TableNumber(limit->arch, limit->last)));
    }
    for (const auto& [word, text] : lines) out_ += StrFormat("  {}{}\n", Padded(word, 22), text);
  }

  void Heading(std::string_view text, size_t count, std::string_view note) {
    const Tint tint = text == "ALLOW"          ? Tint::Green
                      : text == "BY ARGUMENTS" ? Tint::Yellow
                                               : Tint::Red;
    out_ +=
        StrFormat("\n{}   {}{}\n", Tinted(text, tint, colour_), Counted(count, "syscall"), note);
  }

  static std::string Arches(const Answer& answer) {
    std::vector<Arch> arches;
    for (const NumberSet& set : answer.numbers) arches.push_back(set.arch);
    return ArchNames(arches);
  }

  static size_t Names(const std::vector<const Answer*>& answers) {
    size_t count = 0;
    for (size_t i = 0; i < answers.size(); ++i)
      count += i == 0 || answers[i]->name() != answers[i - 1]->name() ? 1 : 0;
    return count;
  }

  void Conditional() {
    if (explanation_.conditional.empty()) return;
    std::vector<const Answer*> answers;
    size_t width = 0;
    for (const Answer& answer : explanation_.conditional) {
      answers.push_back(&answer);
      width = std::max(width, WidthOf(answer.name()));
    }
    Heading("BY ARGUMENTS", Names(answers), "");
    for (const Answer* answer : answers) {
      out_ += StrFormat("  {}{}{}\n", Padded(answer->name(), width + 3),
                        Text(answer->description, answer->labels, limits_, default_),
                        answer->everywhere ? "" : StrFormat("   on {}", Arches(*answer)));
    }
  }

  // One list for each verdict, most permissive first, with one paragraph for each set of ABIs.
  void Constant() {
    std::map<Verdict, std::vector<const Answer*>> by_verdict;
    for (const Answer& answer : explanation_.constant)
      by_verdict[answer.description.otherwise].push_back(&answer);
    for (auto list = by_verdict.rbegin(); list != by_verdict.rend(); ++list) {
      const auto& [verdict, answers] = *list;
      const bool is_default = verdict == default_;
      Heading(Describe(verdict), Names(answers),
              is_default ? ", as every number without a name" : "");
      if (is_default && detail_ == ExplainDetail::Concise) continue;
      std::map<std::string, std::vector<std::string>> by_arches;  // "", which is first: everywhere
      for (const Answer* answer : answers)
        by_arches[answer->everywhere ? "" : Arches(*answer)].push_back(answer->name());
      for (const auto& [arches, names] : by_arches) {
        if (!arches.empty()) out_ += StrFormat("  only on {}\n", arches);
        out_ += Wrapped(names, arches.empty() ? 2 : 4);
      }
    }
  }

  void Unnamed() {
    if (explanation_.unnamed.empty()) return;
    out_ += "\nNumbers without a name\n";
    for (const Answer& answer : explanation_.unnamed) {
      for (const NumberSet& set : answer.numbers) {
        out_ += StrFormat("  {} {}   {}\n", TraitsOf(set.arch).name, NumbersText(set),
                          Text(answer.description, answer.labels, limits_, default_));
      }
    }
  }

  const Explanation& explanation_;
  const ProfileFacts& facts_;
  ExplainDetail detail_;
  Colour colour_;
  TextLimits limits_;
  std::optional<Verdict> default_;
  std::string out_;
};

}  // namespace

std::string ExplainText(const Explanation& explanation, const ProfileFacts& facts,
                        ExplainDetail detail, Colour colour) {
  return ExplanationPrinter(explanation, facts, detail, colour).Print();
}

}  // namespace polc
