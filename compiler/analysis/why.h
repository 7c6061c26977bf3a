#pragma once

// The reasons for an answer (query.h): which rules of the policy name the syscall, which of them
// match and which one decides, with their places; and the path of one call through a BPF program.

#include <span>
#include <string>
#include <vector>

#include "compiler/analysis/query.h"
#include "compiler/base/source.h"
#include "compiler/bpf/program.h"
#include "compiler/ir/policy.h"

namespace polc {

enum class RuleFate : uint8_t {
  Decides,        // for all calls that no rule before it answers
  DecidesPartly,  // for some of them
  Shadowed,       // it matches, but rules before it answer all such calls
  NoMatch,        // it holds for no call with the given arguments
};

struct RuleReason {
  size_t rule;  // index in Policy::rules
  Verdict verdict;
  Clauses when;  // its conditions on the arguments that were not given
  Span origin;
  RuleFate fate;
};

struct Reasons {
  enum class Rest : uint8_t {
    None,     // rules answer every such call
    Default,  // the policy's default answers some or all
    BadArch,  // the policy is not for this ABI
  };
  std::vector<RuleReason> rules;  // those that name the syscall, in order
  Rest rest = Rest::None;
  Verdict rest_verdict;
};

// `answer.nr` must not be empty. Throws NodeBudgetExceeded.
[[nodiscard]] Reasons Why(Diagram& diagram, const Policy& policy, const Context& context,
                          const QueryAnswer& answer);

// Indented lines to be printed below the answer. `default_origin` is the place of the profile's
// default.
[[nodiscard]] std::string WhyText(const Reasons& reasons, const QueryAnswer& answer,
                                  const Sources& sources, Span default_origin);

// The instructions that the call executes, in order; the last is a return.
[[nodiscard]] std::vector<size_t> PathOf(const bpf::Program& program, Endian endian,
                                         const Call& call);
// "  BPF path: 0 ld arch · 1 jeq x86_64 · … · 17 ret ERRNO(EPERM)". If the answer depends on
// arguments that were not given, the line says which call it shows.
[[nodiscard]] std::string PathText(const bpf::Program& program, Endian endian,
                                   const QueryAnswer& answer);

}  // namespace polc
