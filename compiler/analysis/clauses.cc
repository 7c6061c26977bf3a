#include "compiler/analysis/clauses.h"

#include <algorithm>

namespace polc {
namespace {

uint64_t Ones(Slice slice) {
  return slice.bits == 64 ? UINT64_MAX : (uint64_t{1} << slice.bits) - 1;
}

uint64_t ValueOf(Slice slice, const Call& call) {
  uint64_t value = 0;
  for (uint16_t i = 0; i < slice.bits; ++i)
    value = value << 1 | (call.Bit(static_cast<uint16_t>(slice.first + i)) ? 1 : 0);
  return value;
}

uint16_t VariableOf(Slice slice, int bit) {
  return static_cast<uint16_t>(slice.first + slice.bits - 1 - bit);
}

enum class Bound { AtLeast, AtMost };

// `x & mask` compared with `value`, built from the least significant bit upwards: in each step,
// `node` decides if all higher bits are equal.
Guard Compare(Diagram& diagram, Slice slice, uint64_t mask, Bound bound, uint64_t value) {
  NodeId node = diagram.Leaf(1);
  const NodeId above = diagram.Leaf(bound == Bound::AtLeast ? 1 : 0);
  const NodeId below = diagram.Leaf(bound == Bound::AtLeast ? 0 : 1);
  for (int bit = 0; bit < slice.bits; ++bit) {
    if ((mask >> bit & 1) == 0) continue;
    const bool one = (value >> bit & 1) != 0;
    node = diagram.Branch(VariableOf(slice, bit), one ? below : node, one ? node : above);
  }
  return {node};
}

}  // namespace

bool Atom::is_plain() const { return mask == Ones(slice); }

size_t Cost(const Atom& atom) {
  size_t cost = 0;
  for (const ValueRange range : atom.ranges) {
    const bool one_number =
        range.first == range.last || range.first == 0 || range.last == atom.mask;
    cost += one_number ? 1 : 2;
  }
  return cost;
}

size_t Clauses::cost() const {
  if (!complete) return SIZE_MAX;
  size_t cost = 0;
  for (const Conjunction& conjunction : any) {
    ++cost;
    for (const Atom& atom : conjunction.atoms)
      cost += 1 + Cost(atom) + (atom.membership == Membership::NotIn ? 1 : 0);
  }
  return cost;
}

bool Holds(const Atom& atom, const Call& call) {
  const uint64_t value = ValueOf(atom.slice, call) & atom.mask;
  const bool in = std::any_of(atom.ranges.begin(), atom.ranges.end(), [&](ValueRange range) {
    return range.first <= value && value <= range.last;
  });
  return in == (atom.membership == Membership::In);
}

bool Holds(const Conjunction& conjunction, const Call& call) {
  return std::all_of(conjunction.atoms.begin(), conjunction.atoms.end(),
                     [&](const Atom& atom) { return Holds(atom, call); });
}

bool Holds(const Clauses& clauses, const Call& call) {
  return std::any_of(clauses.any.begin(), clauses.any.end(),
                     [&](const Conjunction& all) { return Holds(all, call); });
}

Guard BuildGuard(Diagram& diagram, const Atom& atom) {
  Guard in = diagram.Constant(false);
  for (const ValueRange range : atom.ranges) {
    const Guard from = Compare(diagram, atom.slice, atom.mask, Bound::AtLeast, range.first);
    const Guard to = Compare(diagram, atom.slice, atom.mask, Bound::AtMost, range.last);
    in = diagram.Or(in, diagram.And(from, to));
  }
  return atom.membership == Membership::In ? in : diagram.Not(in);
}

Guard BuildGuard(Diagram& diagram, const Conjunction& conjunction) {
  Guard guard = diagram.Constant(true);
  for (const Atom& atom : conjunction.atoms) guard = diagram.And(guard, BuildGuard(diagram, atom));
  return guard;
}

Guard BuildGuard(Diagram& diagram, const Clauses& clauses) {
  Guard guard = diagram.Constant(false);
  for (const Conjunction& conjunction : clauses.any)
    guard = diagram.Or(guard, BuildGuard(diagram, conjunction));
  return guard;
}

}  // namespace polc
