// The pseudo code is read back by a small reader of its own and must answer calls as the filter
// does.

#include "compiler/emit/pfc.h"

#include <sstream>

#include "compiler/ir/lower.h"
#include "tests/emit/filters.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

// An expression of comparisons: `||`, `&&`, `==` and its like, `&`, `>>`, parentheses, numbers and
// names.
class Expression {
 public:
  Expression(std::string_view text, const Call& call, Arch arch)
      : text_(text), call_(call), arch_(arch) {}

  uint64_t Value() {
    const uint64_t value = Or();
    Skip();
    REQUIRE(text_.empty());
    return value;
  }

 private:
  void Skip() {
    while (text_.starts_with(' ')) text_.remove_prefix(1);
    if (text_.starts_with("/*")) text_.remove_prefix(text_.find("*/") + 2);
  }
  bool Take(std::string_view word) {
    Skip();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  uint64_t Or() {
    uint64_t value = And();
    while (Take("||")) value |= And();
    return value;
  }
  uint64_t And() {
    uint64_t value = Compare();
    while (Take("&&")) value &= Compare();
    return value;
  }
  uint64_t Compare() {
    const uint64_t left = Bits();
    if (Take("==")) return left == Bits() ? 1 : 0;
    if (Take("!=")) return left != Bits() ? 1 : 0;
    if (Take("<=")) return left <= Bits() ? 1 : 0;
    if (Take(">=")) return left >= Bits() ? 1 : 0;
    if (Take("<")) return left < Bits() ? 1 : 0;
    if (Take(">")) return left > Bits() ? 1 : 0;
    return left;
  }
  uint64_t Bits() {
    uint64_t value = Primary();
    while (true) {
      Skip();
      if (text_.starts_with("& ")) {
        text_.remove_prefix(1);
        value &= Primary();
      } else if (Take(">>")) {
        value >>= Primary();
      } else {
        return value;
      }
    }
  }
  uint64_t Primary() {
    if (Take("(")) {
      const uint64_t value = Or();
      REQUIRE(Take(")"));
      return value;
    }
    Skip();
    const size_t end = text_.find_first_of(" )");
    const std::string word(text_.substr(0, end));
    text_.remove_prefix(word.size());
    if (word == "$syscall") return call_.nr;
    if (word == "$ip") return call_.ip;
    if (word == "$arch") return static_cast<uint64_t>(arch_);
    if (word.starts_with("$a")) return call_.args[static_cast<size_t>(word[2] - '0')];
    for (const ArchTraits& traits : AllArches()) {
      if (word == traits.name) return static_cast<uint64_t>(traits.arch);
    }
    return std::stoull(word, nullptr, 0);
  }

  std::string_view text_;
  const Call& call_;
  Arch arch_;
};

// Runs the text on one call. Blocks are told by their indentation.
class Reader {
 public:
  Reader(const std::string& text, const Call& call, Arch arch) : call_(call), arch_(arch) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("#")) continue;
      if (line.substr(Indent(line)).starts_with("||")) {
        lines_.back() += line.substr(Indent(line) - 1);
      } else {
        lines_.push_back(line);
      }
    }
  }

  // What the first action that is reached says; "" if none is.
  std::string Run() {
    size_t at = 0;
    return Block(at, 0);
  }

 private:
  static size_t Indent(const std::string& line) { return line.find_first_not_of(' '); }

  // The statements from `at` on that are indented by `indent` or more.
  std::string Block(size_t& at, size_t indent) {
    bool taken = false;  // a branch of the chain of `else`s that is being read
    while (at < lines_.size() && Indent(lines_[at]) >= indent) {
      std::string line = lines_[at].substr(indent);
      REQUIRE(line[0] != ' ');
      bool run = true;
      if (line.starts_with("else")) {
        run = !taken;
        line = line.substr(std::min<size_t>(5, line.size()));
      } else {
        taken = false;
      }
      if (line.starts_with("if (")) {
        const size_t end = Closing(line, 3);
        const bool holds =
            Expression(std::string_view(line).substr(4, end - 4), call_, arch_).Value() != 0;
        run = run && holds;
        taken = taken || holds;
        line = line.substr(std::min(end + 2, line.size()));
      }
      ++at;
      if (!line.empty()) {
        REQUIRE(line.starts_with("action "));
        if (run) return line.substr(7, line.size() - 8);
        continue;
      }
      if (run) return Block(at, indent + 2);
      while (at < lines_.size() && Indent(lines_[at]) >= indent + 2) ++at;
    }
    return "";
  }

  static size_t Closing(const std::string& line, size_t open) {
    int depth = 0;
    for (size_t i = open; i < line.size(); ++i) {
      if (line[i] == '(') ++depth;
      if (line[i] == ')' && --depth == 0) return i;
    }
    FAIL("unbalanced: " << line);
    return 0;
  }

  std::vector<std::string> lines_;
  const Call& call_;
  Arch arch_;
};

// The ABI of a call among those that the text lists; one that no text lists if there is none.
Arch ArchOf(const Call& call, const std::vector<Arch>& arches) {
  const bool x32 = call.nr >= 0x40000000 && call.nr != UINT32_MAX;
  for (const Arch arch : arches) {
    const bool other = (arch == Arch::X86_64 && x32) || (arch == Arch::X32 && !x32);
    if (TraitsOf(arch).audit == call.arch && !other) return arch;
  }
  return Arch::M68k;
}

TEST_CASE("pseudo code answers calls as the filter does") {
  size_t actions = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    testing::Random random(seed);
    testing::PolicyShape shape;
    shape.max_rules = 3;
    shape.max_tests = 2;
    shape.environments = false;
    const Policy policy = testing::RandomPolicy(random, shape);
    Diagram diagram;
    const Filter filter = Lower(diagram, policy, {});
    std::string text;
    try {
      text = ToPfc(diagram, filter, policy.arches);
    } catch (const NodeBudgetExceeded&) {
      continue;
    }
    if (text.size() > 100'000) continue;  // slow to read, and nobody would
    for (const Call& call : testing::InterestingCalls(random, policy, 40)) {
      const Arch arch = ArchOf(call, policy.arches);
      // A number that a tracer set to -1 belongs to whichever of the two ABIs is listed.
      if (call.nr == UINT32_MAX && arch == Arch::M68k) continue;
      INFO("seed " << seed << " arch " << TraitsOf(arch).name << " nr " << call.nr << "\n" << text);
      const std::string answer = Reader(text, call, arch).Run();
      REQUIRE(answer == Describe(FromReturnValue(diagram.Evaluate(filter.node, call))));
      ++actions;
    }
  }
  CHECK(actions > 1000);
}

TEST_CASE("pseudo code names syscalls, and gives numbers without a name as ranges") {
  ScmpFilter filter;
  filter.arches = {Arch::X86_64};
  filter.otherwise = MakeVerdict(Action::Errno, 1);
  filter.rules.push_back({"read", MakeVerdict(Action::Allow), {}, {}, {}, {}});
  filter.rules.push_back(
      {"clone", MakeVerdict(Action::Allow), {{0, CompareOp::MaskedEq, 0x7e020000, 0}}, {}, {}, {}});
  filter.rules.push_back(
      {"socket", MakeVerdict(Action::Allow), {{0, CompareOp::Lt, 38, 0}}, {}, {}, {}});
  filter.rules.push_back({"socket",
                          MakeVerdict(Action::Allow),
                          {{0, CompareOp::Eq, 39, 0}, {1, CompareOp::Ne, 2, 0}},
                          {},
                          {},
                          {}});
  Diagram diagram;
  DiagnosticSink diagnostics;
  Filter lowered = LowerScmp(diagram, filter, diagnostics);
  CHECK(ToPfc(diagram, lowered, filter.arches) == R"(# pseudo filter code
if ($arch == x86_64)
  if ($syscall == 0 /* read */) action ALLOW;
  if ($syscall == 41 /* socket */)
    if ($a0 <= 37 || ($a0 == 39 && $a1 != 2)) action ALLOW;
    else action ERRNO(EPERM);
  if ($syscall == 56 /* clone */)
    if (($a0 & 0x7e020000) == 0) action ALLOW;
    else action ERRNO(EPERM);
  action ERRNO(EPERM);
action KILL_THREAD;
)");
  const Run unnamed[] = {{600, 699, diagram.Leaf(ReturnValue(MakeVerdict(Action::Log)))}};
  lowered = {
      diagram.Table(kNrSlice, unnamed, diagram.Leaf(ReturnValue(MakeVerdict(Action::Allow))))};
  CHECK(ToPfc(diagram, lowered, {Arch::Aarch64}) == R"(# pseudo filter code
if ($arch == aarch64)
  if ($syscall >= 600 && $syscall <= 699) action LOG;
  action ALLOW;
action ALLOW;
)");
}

TEST_CASE("a filter whose pseudo code would never end is refused in bounded time") {
  Diagram diagram;
  NodeId even = diagram.Leaf(0x7fff0000);
  NodeId odd = diagram.Leaf(0x00050001);
  for (int bit = 63; bit >= 0; --bit) {
    const auto variable = static_cast<uint16_t>(kFirstArgVariable + bit);
    const NodeId new_even = diagram.Branch(variable, even, odd);
    odd = diagram.Branch(variable, odd, even);
    even = new_even;
  }
  CHECK_THROWS_AS(ToPfc(diagram, {even}, {Arch::X86_64}), NodeBudgetExceeded);
}

}  // namespace
}  // namespace polc
