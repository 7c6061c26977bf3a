// Classic BPF only jumps forward, so the meaning of a program is a memoised recursion over (pc,
// registers). Registers are words of 32 guards, loads are variables, arithmetic is wiring or a
// ripple adder, a conditional jump is the Ite of its two targets, RET K is a leaf. Nearly all jumps
// compare an unchanged word of the call with constants; these are followed together, interval by
// interval, and become one table. Every proof trusts this file, symbolic_word.cc, seccomp_data.cc
// and the diagram.
//
// Known weakness: a register that collects one bit after another of the call (`if bit 0: M[0] += 1;
// if bit 1: M[0] += 2; …`) has a different value on each of 2^n paths to the same instruction.
// Compilers write nothing of the kind; kMostStates ends it.

#include "compiler/bpf/symbolic.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "compiler/base/check.h"
#include "compiler/bpf/seccomp_data.h"
#include "compiler/bpf/symbolic_word.h"
#include "compiler/ir/verdict.h"

namespace polc::bpf {
namespace {

struct GaveUp {
  Unsupported why;
};

// How many (pc, registers) are remembered, which takes some 30 MB and a second. Filters in use have
// about one for each instruction.
constexpr size_t kMostStates = 100'000;

// How many comparisons are followed, counting one for each interval of values that reaches it. The
// longest program that only compares needs half the square of its length, 8 million.
constexpr size_t kMostSteps = 40'000'000;

// Words are interned, so that a machine state is 18 small numbers.
using WordId = uint32_t;
struct State {
  WordId a = 0, x = 0;
  std::array<WordId, 16> memory{};
  friend auto operator<=>(const State&, const State&) = default;
};

class Executor {
 public:
  Executor(Diagram& diagram, std::span<const Insn> insns, Endian endian)
      : diagram_(diagram), insns_(insns), endian_(endian), memo_(insns.size()) {
    Intern(ConstantWord(0));  // A, X and the scratch memory begin as word 0
  }

  NodeId From(size_t pc, State state) {
    while (true) {
      const Insn& insn = insns_[pc];
      switch (insn.code) {
        case kRetK:
          return Leaf(insn.k);
        case kRetA:
          return ReturnWord(pc, state.a);
        case kJa:
          pc += insn.k;
          break;
        case kJeqK:
        case kJgtK:
        case kJgeK:
        case kJsetK:
        case kJeqX:
        case kJgtX:
        case kJgeX:
        case kJsetX:
          return Fork(pc, state);
        default:
          Step(pc, insn, state);
          break;
      }
      ++pc;
    }
  }

 private:
  NodeId Leaf(uint32_t value) { return diagram_.Leaf(ReturnValue(FromReturnValue(value))); }

  NodeId Fork(size_t pc, const State& state) {
    if (const auto found = Remembered(pc, state)) return *found;
    const Insn& insn = insns_[pc];
    std::optional<NodeId> result;
    if (IsSelection(insn, state.a)) result = SearchOf(pc, state);
    if (!result) result = Decide(pc, insn, state);
    if (++states_ > kMostStates)
      throw GaveUp{{pc, "registers that can hold too many different values here"}};
    Remember(pc, state, *result);
    return *result;
  }

  // Most memo entries have one state.
  struct Entry {
    bool used = false;
    State state;
    NodeId result{};
    std::map<State, NodeId> others;
  };
  [[nodiscard]] std::optional<NodeId> Remembered(size_t pc, const State& state) const {
    const Entry& entry = memo_[pc];
    if (!entry.used) return std::nullopt;
    if (entry.state == state) return entry.result;
    const auto found = entry.others.find(state);
    return found == entry.others.end() ? std::nullopt : std::optional(found->second);
  }
  void Remember(size_t pc, const State& state, NodeId result) {
    Entry& entry = memo_[pc];
    if (entry.used) {
      entry.others.emplace(state, result);
    } else {
      entry.used = true;
      entry.state = state;
      entry.result = result;
    }
  }

  // Whether this compares an unchanged word of the call with a constant and can come out both ways.
  // Nearly all jumps do.
  [[nodiscard]] bool IsSelection(const Insn& insn, WordId a) const {
    if (!loaded_[a]) return false;
    return insn.code == kJeqK || (insn.code == kJgeK && insn.k != 0) ||
           (insn.code == kJgtK && insn.k != UINT32_MAX);
  }

  // The comparisons from here on as one table of intervals of the word in A. Nothing if they lead
  // to something that depends on a word before this one in the diagram's order.
  std::optional<NodeId> SearchOf(size_t pc, const State& state) {
    const Slice word = *loaded_[state.a];
    std::vector<Run> runs;
    Search(pc, state, 0, UINT32_MAX, runs);
    uint16_t first_tested = Diagram::kLeafVariable;
    for (const Run& run : runs) first_tested = std::min(first_tested, diagram_.Variable(run.node));
    if (first_tested < word.first) return std::nullopt;
    if (first_tested >= word.first + word.bits) return diagram_.Table(word, runs, runs[0].node);
    return Table(word, 0, 0, runs);
  }

  // Appends the runs of the values [first, last] of A.
  void Search(size_t pc, const State& state, uint32_t first, uint32_t last,
              std::vector<Run>& runs) {
    while (true) {
      if (++steps_ > kMostSteps) throw GaveUp{{pc, "more comparisons than can be followed"}};
      const Insn& insn = insns_[pc];
      const size_t yes = pc + 1 + insn.jt, no = pc + 1 + insn.jf;
      if (insn.code == kJa) {
        pc += 1 + insn.k;
      } else if (!IsSelection(insn, state.a)) {
        const NodeId node = From(pc, state);
        if (!runs.empty() && runs.back().node == node) {
          runs.back().last = last;
        } else {
          runs.push_back({first, last, node});
        }
        return;
      } else if (insn.code == kJeqK) {
        if (insn.k < first || insn.k > last) {
          pc = no;
          continue;
        }
        if (insn.k > first) Search(no, state, first, insn.k - 1, runs);
        if (insn.k == last) {
          first = last;
          pc = yes;
          continue;
        }
        Search(yes, state, insn.k, insn.k, runs);
        first = insn.k + 1;
        pc = no;
      } else {
        const uint32_t least = insn.code == kJgeK ? insn.k : insn.k + 1;
        if (last < least) {
          pc = no;
        } else if (first >= least) {
          pc = yes;
        } else {
          Search(no, state, first, least - 1, runs);
          first = least;
          pc = yes;
        }
      }
    }
  }

  // Like Diagram::Table, but the runs have no gaps and their nodes may test the word themselves.
  // `runs` are those that contain values whose first `depth` bits are those of `base`; their nodes
  // are what is left after these bits are known.
  NodeId Table(Slice word, uint8_t depth, uint64_t base, std::span<const Run> runs) {
    if (runs.size() == 1) return runs[0].node;
    const auto variable = static_cast<uint16_t>(word.first + depth);
    const uint64_t middle = base | uint64_t{1} << (word.bits - 1 - depth);
    std::vector<Run> halves;
    halves.reserve(runs.size() + 1);
    const auto append = [&](const Run& run, bool high) {
      const NodeId node = diagram_.Variable(run.node) != variable ? run.node
                          : high                                  ? diagram_.Hi(run.node)
                                                                  : diagram_.Lo(run.node);
      halves.push_back({run.first, run.last, node});
    };
    size_t low = 0;
    for (; low < runs.size() && runs[low].first < middle; ++low) append(runs[low], false);
    const size_t high = low > 0 && runs[low - 1].last >= middle ? low - 1 : low;
    for (size_t i = high; i < runs.size(); ++i) append(runs[i], true);
    const std::span<const Run> all = halves;
    const auto next = static_cast<uint8_t>(depth + 1);
    const NodeId lo = Table(word, next, base, all.first(low));
    const NodeId hi = Table(word, next, middle, all.subspan(low));
    return diagram_.Branch(variable, lo, hi);
  }

  NodeId Decide(size_t pc, const Insn& insn, const State& state) {
    const bool with_x = (insn.code & 0x08) != 0;  // BPF_X
    const Word operand = with_x ? words_[state.x] : ConstantWord(insn.k);
    const Guard condition =
        Compare(pc, static_cast<uint16_t>(insn.code & ~0x08), words_[state.a], operand);
    if (condition == diagram_.Constant(true)) return From(pc + 1 + insn.jt, state);
    if (condition == diagram_.Constant(false)) return From(pc + 1 + insn.jf, state);
    const NodeId yes = From(pc + 1 + insn.jt, state);
    const NodeId no = From(pc + 1 + insn.jf, state);
    return diagram_.Ite(condition.node, yes, no);
  }

  Guard Compare(size_t pc, uint16_t code, const Word& a, const Word& b) {
    switch (code) {
      case kJeqK:
        return EqualWords(diagram_, a, b);
      case kJgtK:
        return diagram_.Not(AtLeastWord(diagram_, b, a));
      case kJgeK:
        return AtLeastWord(diagram_, a, b);
      case kJsetK:
        return AnyCommonBit(diagram_, a, b);
      default:
        throw GaveUp{{pc, "an unknown jump"}};
    }
  }

  void Step(size_t pc, const Insn& insn, State& state) {
    switch (insn.code) {
      case kLdAbs:
        state.a = Load(insn.k);
        return;
      case kLdLen:
        state.a = Intern(ConstantWord(kSeccompDataSize));
        return;
      case kLdxLen:
        state.x = Intern(ConstantWord(kSeccompDataSize));
        return;
      case kLdImm:
        state.a = Intern(ConstantWord(insn.k));
        return;
      case kLdxImm:
        state.x = Intern(ConstantWord(insn.k));
        return;
      case kLdMem:
        state.a = state.memory[insn.k];
        return;
      case kLdxMem:
        state.x = state.memory[insn.k];
        return;
      case kSt:
        state.memory[insn.k] = state.a;
        return;
      case kStx:
        state.memory[insn.k] = state.x;
        return;
      case kTax:
        state.x = state.a;
        return;
      case kTxa:
        state.a = state.x;
        return;
      case kNeg:
        state.a = Intern(SubtractWords(diagram_, ConstantWord(0), words_[state.a]));
        return;
      default:
        break;
    }
    const bool with_x = (insn.code & 0x08) != 0;
    const Word operand = with_x ? words_[state.x] : ConstantWord(insn.k);
    state.a =
        Intern(Arithmetic(pc, static_cast<uint16_t>(insn.code & ~0x08), words_[state.a], operand));
  }

  Word Arithmetic(size_t pc, uint16_t code, const Word& a, const Word& b) {
    const std::optional<uint32_t> constant = ConstantOf(b);
    switch (code) {
      case kAndK:
        return AndWords(diagram_, a, b);
      case kOrK:
        return OrWords(diagram_, a, b);
      case kXorK:
        return XorWords(diagram_, a, b);
      case kAddK:
        return AddWords(diagram_, a, b);
      case kSubK:
        return SubtractWords(diagram_, a, b);
      default:
        break;
    }
    // The kernel's conversion (net/core/filter.c, bpf_convert_filter) makes 32-bit ALU
    // instructions, which shift by the low five bits; a program with a larger constant is refused
    // before that.
    if (!constant) throw GaveUp{{pc, "arithmetic on two words that both depend on the call"}};
    switch (code) {
      case kLshK:
        return ShiftLeft(a, *constant & 31);
      case kRshK:
        return ShiftRight(a, *constant & 31);
      case kMulK:
        return MultiplyWord(diagram_, a, *constant);
      case kDivK:
        if (*constant == 0) throw GaveUp{{pc, "a division by X, which is 0 here"}};
        if ((*constant & (*constant - 1)) == 0)
          return ShiftRight(a, static_cast<uint32_t>(std::countr_zero(*constant)));
        if (const auto value = ConstantOf(a)) return ConstantWord(*value / *constant);
        throw GaveUp{{pc, "a division by a number that is no power of two"}};
      default:
        throw GaveUp{{pc, "an unknown instruction"}};
    }
  }

  // RET A: one leaf for each value that the word can have.
  NodeId ReturnWord(size_t pc, WordId id) {
    if (const auto found = returns_.find(id); found != returns_.end()) return found->second;
    const Word& word = words_[id];
    constexpr int kMostSymbolicBits = 16;
    int symbolic = 0;
    for (const NodeId bit : word) symbolic += diagram_.IsLeaf(bit) ? 0 : 1;
    if (symbolic > kMostSymbolicBits)
      throw GaveUp{{pc, "a return value computed from the call's arguments"}};
    return returns_.emplace(id, ReturnBits(word, 31, 0)).first->second;
  }

  NodeId ReturnBits(const Word& word, int bit, uint32_t value) {
    if (bit < 0) return Leaf(value);
    const NodeId guard = word[static_cast<size_t>(bit)];
    const uint32_t set = value | uint32_t{1} << bit;
    if (guard == NodeId{0}) return ReturnBits(word, bit - 1, value);
    if (guard == NodeId{1}) return ReturnBits(word, bit - 1, set);
    return diagram_.Ite(guard, ReturnBits(word, bit - 1, set), ReturnBits(word, bit - 1, value));
  }

  WordId Load(uint32_t offset) {
    std::optional<WordId>& known = by_offset_[offset / 4];
    if (!known) {
      const Slice word = WordAt(offset, endian_);
      known = Intern(VariableWord(diagram_, word));
      loaded_[*known] = word;
    }
    return *known;
  }

  WordId Intern(const Word& word) {
    const auto [found, is_new] = word_ids_.emplace(word, static_cast<WordId>(words_.size()));
    if (is_new) {
      words_.push_back(word);
      loaded_.emplace_back();
    }
    return found->second;
  }

  Diagram& diagram_;
  std::span<const Insn> insns_;
  Endian endian_;
  std::vector<Word> words_;
  std::map<Word, WordId> word_ids_;
  std::vector<std::optional<Slice>> loaded_;  // by word: the word of the call that it is, if any
  std::array<std::optional<WordId>, kSeccompDataSize / 4> by_offset_;
  std::vector<Entry> memo_;
  size_t states_ = 0;  // number of states in memo_
  size_t steps_ = 0;
  std::map<WordId, NodeId> returns_;
};

}  // namespace

std::optional<Filter> Execute(Diagram& diagram, const Program& program, Endian endian,
                              Unsupported& unsupported) {
  try {
    return Filter{Executor(diagram, program.insns(), endian).From(0, State{})};
  } catch (const GaveUp& gave_up) {
    unsupported = gave_up.why;
    return std::nullopt;
  }
}

}  // namespace polc::bpf
