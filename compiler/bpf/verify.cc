#include "compiler/bpf/verify.h"

#include "compiler/base/str_format.h"
#include "compiler/bpf/symbolic.h"

namespace polc::bpf {

std::optional<Counterexample> FindDifference(Diagram& diagram, Filter first, Filter second) {
  if (first == second) return std::nullopt;
  const Call call = diagram.Witness(diagram.Differ(first.node, second.node));
  return Counterexample{call, FromReturnValue(diagram.Evaluate(first.node, call)),
                        FromReturnValue(diagram.Evaluate(second.node, call))};
}

Proof Prove(Diagram& diagram, const Program& program, Endian endian, Filter filter) {
  Unsupported unsupported;
  const std::optional<Filter> executed = Execute(diagram, program, endian, unsupported);
  if (!executed) {
    return {Proof::Result::Unsupported,
            {},
            StrFormat("instruction {}: {}", unsupported.at, unsupported.reason)};
  }
  const std::optional<Counterexample> difference = FindDifference(diagram, filter, *executed);
  if (difference) return {Proof::Result::Different, *difference, ""};
  return {Proof::Result::Equal, {}, ""};
}

}  // namespace polc::bpf
