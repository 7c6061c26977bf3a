// The closed loop: policy, diagram, program, symbolic execution, and back to the very same diagram.

#include "compiler/bpf/codegen.h"

#include <set>

#include "compiler/bpf/symbolic.h"
#include "compiler/bpf/verify.h"
#include "compiler/ir/lower.h"
#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc::bpf {
namespace {

testing::PolicyShape ResolvedShape() {
  testing::PolicyShape shape;
  shape.environments = false;
  return shape;
}

TEST_CASE(
    "every generated program is proved equal to its policy, in both byte orders and for each objective") {
  for (uint64_t seed = 0; seed < 400; ++seed) {
    testing::Random random(seed);
    testing::PolicyShape shape = ResolvedShape();
    const Endian endian = random.OneIn(4) ? Endian::Big : Endian::Little;
    if (endian == Endian::Big) shape.arches = {Arch::S390x, Arch::S390};
    const Policy policy = testing::RandomPolicy(random, shape);
    Diagram diagram;
    const Filter filter = Lower(diagram, policy, {});
    CodegenOptions options;
    options.endian = endian;
    options.objective = static_cast<Objective>(seed % 3);
    CodegenFailure failure{};
    const auto program = Generate(diagram, filter, options, failure);
    INFO("seed " << seed);
    if (!program) {
      REQUIRE(failure.reason == CodegenFailure::Reason::TooLong);
      continue;
    }
    REQUIRE(Prove(diagram, *program, endian, filter).result == Proof::Result::Equal);
  }
}

// The words that A can hold, unchanged, before each instruction, over all ways that lead to it.
std::vector<std::set<uint32_t>> WordsInA(std::span<const Insn> insns) {
  constexpr uint32_t kOther = UINT32_MAX;
  std::vector<std::set<uint32_t>> words(insns.size());
  words[0] = {kOther};
  for (size_t at = 0; at < insns.size(); ++at) {
    const Insn& insn = insns[at];
    const auto pass = [&](size_t offset, const std::set<uint32_t>& held) {
      words[at + 1 + offset].insert(held.begin(), held.end());
    };
    if (insn.code == kRetK) continue;
    if (insn.code == kLdAbs) {
      pass(0, {insn.k});
    } else if (insn.code == kAndK) {
      pass(0, {kOther});
    } else if (insn.code == kJa) {
      pass(insn.k, words[at]);
    } else {
      pass(insn.jt, words[at]);
      pass(insn.jf, words[at]);
    }
  }
  return words;
}

TEST_CASE("every instruction is reached, and no word is loaded where A holds it on all ways") {
  size_t loads = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    testing::Random random(seed);
    const Policy policy = testing::RandomPolicy(random, ResolvedShape());
    Diagram diagram;
    CodegenFailure failure{};
    const auto program = Generate(diagram, Lower(diagram, policy, {}), {}, failure);
    if (!program) continue;
    const auto words = WordsInA(program->insns());
    INFO("seed " << seed);
    for (size_t at = 0; at < program->size(); ++at) {
      REQUIRE(!words[at].empty());
      const Insn& insn = program->insns()[at];
      if (insn.code != kLdAbs) continue;
      REQUIRE(words[at] != std::set<uint32_t>{insn.k});
      ++loads;
    }
  }
  CHECK(loads > 2000);
}

TEST_CASE("a mutated program is refuted by a call that shows it, or is equal") {
  size_t refuted = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    testing::Random random(seed);
    const Policy policy = testing::RandomPolicy(random, ResolvedShape());
    Diagram diagram;
    const Filter filter = Lower(diagram, policy, {});
    CodegenFailure failure{};
    const auto program = Generate(diagram, filter, {}, failure);
    if (!program) continue;
    for (int round = 0; round < 20; ++round) {
      std::vector<Insn> insns(program->insns().begin(), program->insns().end());
      Insn& victim = insns[random.Below(insns.size())];
      switch (random.Below(4)) {
        case 0:
          victim.k ^= uint32_t{1} << random.Below(32);
          break;
        case 1:
          victim.jt = static_cast<uint8_t>(victim.jt + 1);
          break;
        case 2:
          std::swap(victim.jt, victim.jf);
          break;
        default:
          victim.code = victim.code == kJeqK ? kJgeK : victim.code == kJgeK ? kJgtK : victim.code;
          break;
      }
      Invalid invalid;
      const auto mutant = Program::Check(std::move(insns), invalid);
      if (!mutant) continue;
      const Proof proof = Prove(diagram, *mutant, Endian::Little, filter);
      if (proof.result != Proof::Result::Different) continue;
      ++refuted;
      INFO("seed " << seed);
      REQUIRE(proof.counterexample.first != proof.counterexample.second);
      REQUIRE(FromReturnValue(diagram.Evaluate(filter.node, proof.counterexample.call)) ==
              proof.counterexample.first);
    }
  }
  REQUIRE(refuted > 500);
}

TEST_CASE("equal meaning gives equal bytes, however it is written") {
  // a0 in {1, 2, 3} as three rules, as one range, and through a negation.
  const auto policy_of = [](const std::vector<Condition>& conditions) {
    Policy policy;
    policy.arches = {Arch::X86_64};
    policy.otherwise = {Action::Errno, 1};
    for (const Condition& condition : conditions)
      policy.rules.push_back({{{Arch::X86_64, 41}}, condition, {}, {Action::Allow, 0}, {}});
    return policy;
  };
  const auto test = [](CompareOp op, uint64_t value) {
    return Condition::Of({.op = op, .value = value});
  };
  Condition range{Condition::Kind::All, {}, {test(CompareOp::Ge, 1), test(CompareOp::Le, 3)}};
  Condition outside{Condition::Kind::Any, {}, {test(CompareOp::Lt, 1), test(CompareOp::Gt, 3)}};
  Condition negated{Condition::Kind::Not, {}, {outside}};
  const std::vector<Policy> policies = {
      policy_of({test(CompareOp::Eq, 1), test(CompareOp::Eq, 2), test(CompareOp::Eq, 3)}),
      policy_of({test(CompareOp::Eq, 3), test(CompareOp::Eq, 1), test(CompareOp::Eq, 2)}),
      policy_of({range}), policy_of({negated})};
  std::vector<Program> programs;
  for (const Policy& policy : policies) {
    Diagram diagram;
    CodegenFailure failure{};
    programs.push_back(*Generate(diagram, Lower(diagram, policy, {}), {}, failure));
  }
  for (const Program& program : programs) CHECK(program == programs.front());
}

}  // namespace
}  // namespace polc::bpf
