#include "compiler/emit/environment_cases.h"

#include <algorithm>

#include "compiler/ir/intervals.h"
#include "compiler/ir/lower.h"

namespace polc {
namespace {

// How many kernel versions a policy may compare with: far more than any does.
constexpr size_t kMaxVersions = 256;

class Splitter {
 public:
  Splitter(Diagram& diagram, NodeId node) : diagram_(diagram), whole_(node) {}

  std::vector<EnvironmentCase> Run() {
    const auto versions = WholeIntervals(diagram_, whole_, kKernelSlice, kMaxVersions);
    if (!versions) throw NodeBudgetExceeded{};
    for (size_t i = 0; i < versions->size(); ++i) {
      Environment when;
      when.kernel_min = static_cast<uint32_t>((*versions)[i].first);
      if (i + 1 < versions->size())
        when.kernel_below = static_cast<uint32_t>((*versions)[i + 1].first);
      SplitCaps((*versions)[i].node, when);
    }
    return std::move(cases_);
  }

 private:
  void SplitCaps(NodeId node, const Environment& when) {
    const uint16_t variable = diagram_.Variable(node);
    if (variable >= kFirstArgVariable) {
      Add({Widened(when, node), node});
      return;
    }
    const uint64_t cap = uint64_t{1} << (63 - (variable - kCapsSlice.first));
    Environment without = when, with = when;
    without.caps_none |= cap;
    with.caps_all |= cap;
    SplitCaps(diagram_.Hi(node), with);
    SplitCaps(diagram_.Lo(node), without);
  }

  void Add(const EnvironmentCase& added) {
    const bool known = std::any_of(cases_.begin(), cases_.end(), [&](const EnvironmentCase& one) {
      return one.when == added.when && one.node == added.node;
    });
    if (!known) cases_.push_back(added);
  }

  // Leaves out conditions that make no difference to the answer.
  Environment Widened(Environment when, NodeId node) {
    const auto try_one = [&](const Environment& wider) {
      if (Answers(wider, node)) when = wider;
    };
    for (int bit = 0; bit < 64; ++bit) {
      const uint64_t cap = uint64_t{1} << bit;
      if (((when.caps_all | when.caps_none) & cap) == 0) continue;
      Environment wider = when;
      wider.caps_all &= ~cap;
      wider.caps_none &= ~cap;
      try_one(wider);
    }
    Environment wider = when;
    wider.kernel_min = Environment{}.kernel_min;
    if (wider != when) try_one(wider);
    wider = when;
    wider.kernel_below = Environment{}.kernel_below;
    if (wider != when) try_one(wider);
    return when;
  }

  // Whether `node` is the answer wherever `when` holds.
  bool Answers(const Environment& when, NodeId node) {
    const Guard differ = diagram_.Differ(whole_, node);
    return diagram_.And(differ, BuildGuard(diagram_, when, Context{})) == diagram_.Constant(false);
  }

  Diagram& diagram_;
  NodeId whole_;
  std::vector<EnvironmentCase> cases_;
};

}  // namespace

std::vector<EnvironmentCase> SplitEnvironments(Diagram& diagram, NodeId node) {
  if (diagram.Variable(node) >= kFirstArgVariable) return {{Environment{}, node}};
  return Splitter(diagram, node).Run();
}

}  // namespace polc
