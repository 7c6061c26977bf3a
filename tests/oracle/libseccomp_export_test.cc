// What the export says where the library refuses, skips or does not come back, and that its two
// layouts mean the same.

#include "compiler/emit/libseccomp_export.h"

#include "compiler/bpf/symbolic.h"
#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

constexpr Verdict kAllow{Action::Allow, 0}, kLog{Action::Log, 0}, kEperm{Action::Errno, 1};

ScmpFilter FilterOf(std::vector<ScmpRule> rules, std::vector<Arch> arches = {Arch::X86_64}) {
  ScmpFilter filter;
  filter.arches = std::move(arches);
  filter.otherwise = kEperm;
  filter.rules = std::move(rules);
  return filter;
}

ScmpRule RuleOf(std::string name, Verdict verdict, std::vector<ScmpCompare> args = {}) {
  return {std::move(name), verdict, std::move(args), {}, {}, {}};
}

std::string ErrorOf(const ScmpFilter& filter, unsigned seconds = 10) {
  return ExportThroughLibseccomp(filter, ScmpLayout::Linear, seconds).error;
}

TEST_CASE("what libseccomp cannot do is said with the rule's name") {
  const ScmpCompare five{0, CompareOp::Eq, 5, 0};
  CHECK(ErrorOf(FilterOf({RuleOf("read", kAllow, {five})})) == "");
  CHECK(ErrorOf(FilterOf({RuleOf("read", kAllow, {five}), RuleOf("read", kLog, {five})})) ==
        "libseccomp refuses the rule for `read`: File exists");
  CHECK(ErrorOf(FilterOf({RuleOf("write", kAllow, {five, five})})) ==
        "libseccomp refuses the rule for `write`: Invalid argument");
  ScmpFilter partial = FilterOf({RuleOf("close", kAllow)}, {Arch::X86_64, Arch::X86});
  partial.rules[0].arches = {Arch::X86};
  CHECK(ErrorOf(partial) ==
        "the rule for `close` is for some architectures of the filter, and libseccomp's rules are "
        "for all");
}

TEST_CASE("a rule that libseccomp never finishes is given up") {
  const ScmpFilter filter =
      FilterOf({RuleOf("prctl", kAllow, {{1, CompareOp::Gt, 5, 0}, {0, CompareOp::Le, 8, 0}}),
                RuleOf("prctl", kAllow, {{0, CompareOp::Le, 8, 0}, {1, CompareOp::Eq, 0, 0}})});
  const std::string error = ErrorOf(filter, 1);
  // A library without the mistake makes a filter.
  CHECK((error == "" || error == "libseccomp did not finish within 1 seconds"));
}

TEST_CASE(
    "names that libseccomp does not know are listed, and rules that repeat the default left out") {
  const ScmpExport made =
      ExportThroughLibseccomp(FilterOf({RuleOf("no_such_call", kAllow), RuleOf("read", kEperm),
                                        RuleOf("nor_this", kAllow), RuleOf("write", kAllow)}),
                              ScmpLayout::Tree);
  CHECK(made.error == "");
  CHECK(made.unknown == std::vector<std::string>{"no_such_call", "nor_this"});
  REQUIRE(made.program);
  CHECK_THAT(made.pfc, ContainsSubstring("write"));
  CHECK_THAT(made.pfc, !ContainsSubstring("read"));
}

TEST_CASE("each ABI is exported, or its name said where the library does not know it") {
  for (const ArchTraits& traits : AllArches()) {
    const std::string name(traits.name);
    INFO(name);
    const ScmpExport made = ExportThroughLibseccomp(
        FilterOf({RuleOf("write", kAllow)}, {traits.arch}), ScmpLayout::Linear);
    CHECK(made.program.has_value() == made.error.empty());
    if (!made.program) CHECK(made.error == "this libseccomp does not know " + name);
  }
}

TEST_CASE("both layouts of two rules for different calls mean the same") {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    testing::Random random(seed);
    std::vector<ScmpRule> rules;
    for (const char* name : {"ioctl", "prctl"}) {
      const ScmpCompare compare{static_cast<uint8_t>(random.Below(6)),
                                static_cast<CompareOp>(random.Below(7)), random.Below(9),
                                random.Below(9)};
      rules.push_back(RuleOf(name, random.OneIn(2) ? kAllow : kLog, {compare}));
    }
    const ScmpFilter filter = FilterOf(rules, {Arch::X86_64, Arch::X86, Arch::X32});
    Diagram diagram;
    std::vector<Filter> meanings;
    for (const ScmpLayout layout : {ScmpLayout::Linear, ScmpLayout::Tree}) {
      const ScmpExport made = ExportThroughLibseccomp(filter, layout);
      INFO("seed " << seed << " " << made.error);
      REQUIRE(made.program);
      bpf::Unsupported unsupported;
      const auto meaning = bpf::Execute(diagram, *made.program, Endian::Little, unsupported);
      REQUIRE(meaning);
      meanings.push_back(*meaning);
    }
    REQUIRE(meanings[0] == meanings[1]);
  }
}

}  // namespace
}  // namespace polc
