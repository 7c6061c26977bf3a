// Classic BPF only jumps forward, so the meaning of a program is a recursion over (pc, registers), memoised: registers are
// words of 32 guards, loads are variables, arithmetic is wiring or a ripple adder, a conditional jump is Ite of its two ways
// out, RET K is a leaf. The trusted base of every proof is this file, symbolic_word.cc, seccomp_data.cc and the diagram.
//
// Known weakness: a register that collects one bit after another of the call (`if bit 0: M[0] += 1; if bit 1: M[0] += 2; …`)
// has a different value on each of 2^n ways to the same instruction. Compilers write nothing of the kind; kMostStates ends it.

#include "compiler/bpf/symbolic.h"

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

// (pc, registers) that are remembered: some 30 MB and a second. Filters in use have about one an instruction.
constexpr size_t kMostStates = 100'000;

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
        case kRetK: return Leaf(insn.k);
        case kRetA: return ReturnWord(pc, state.a);
        case kJa: pc += insn.k; break;
        case kJeqK: case kJgtK: case kJgeK: case kJsetK: case kJeqX: case kJgtX: case kJgeX: case kJsetX:
          return Fork(pc, state);
        default: Step(pc, insn, state); break;
      }
      ++pc;
    }
  }

 private:
  NodeId Leaf(uint32_t value) { return diagram_.Leaf(ReturnValue(FromReturnValue(value))); }

  NodeId Fork(size_t pc, const State& state) {
    std::map<State, NodeId>& here = memo_[pc];
    if (const auto found = here.find(state); found != here.end()) return found->second;
    const Insn& insn = insns_[pc];
    const bool with_x = (insn.code & 0x08) != 0;  // BPF_X
    const Word operand = with_x ? words_[state.x] : ConstantWord(insn.k);
    const Guard condition = Compare(pc, static_cast<uint16_t>(insn.code & ~0x08), words_[state.a], operand);
    NodeId result{};
    if (condition == diagram_.Constant(true)) {
      result = From(pc + 1 + insn.jt, state);
    } else if (condition == diagram_.Constant(false)) {
      result = From(pc + 1 + insn.jf, state);
    } else {
      const NodeId yes = From(pc + 1 + insn.jt, state);
      const NodeId no = From(pc + 1 + insn.jf, state);
      result = diagram_.Ite(condition.node, yes, no);
    }
    if (++states_ > kMostStates) throw GaveUp{{pc, "registers that can hold too many different values here"}};
    here.emplace(state, result);
    return result;
  }

  Guard Compare(size_t pc, uint16_t code, const Word& a, const Word& b) {
    switch (code) {
      case kJeqK: return EqualWords(diagram_, a, b);
      case kJgtK: return diagram_.Not(AtLeastWord(diagram_, b, a));
      case kJgeK: return AtLeastWord(diagram_, a, b);
      case kJsetK: return AnyCommonBit(diagram_, a, b);
      default: throw GaveUp{{pc, "an unknown jump"}};
    }
  }

  void Step(size_t pc, const Insn& insn, State& state) {
    switch (insn.code) {
      case kLdAbs: state.a = Intern(VariableWord(diagram_, WordAt(insn.k, endian_))); return;
      case kLdLen: state.a = Intern(ConstantWord(kSeccompDataSize)); return;
      case kLdxLen: state.x = Intern(ConstantWord(kSeccompDataSize)); return;
      case kLdImm: state.a = Intern(ConstantWord(insn.k)); return;
      case kLdxImm: state.x = Intern(ConstantWord(insn.k)); return;
      case kLdMem: state.a = state.memory[insn.k]; return;
      case kLdxMem: state.x = state.memory[insn.k]; return;
      case kSt: state.memory[insn.k] = state.a; return;
      case kStx: state.memory[insn.k] = state.x; return;
      case kTax: state.x = state.a; return;
      case kTxa: state.a = state.x; return;
      case kNeg: state.a = Intern(SubtractWords(diagram_, ConstantWord(0), words_[state.a])); return;
      default: break;
    }
    const bool with_x = (insn.code & 0x08) != 0;
    const Word operand = with_x ? words_[state.x] : ConstantWord(insn.k);
    state.a = Intern(Arithmetic(pc, static_cast<uint16_t>(insn.code & ~0x08), words_[state.a], operand));
  }

  Word Arithmetic(size_t pc, uint16_t code, const Word& a, const Word& b) {
    const std::optional<uint32_t> constant = ConstantOf(b);
    switch (code) {
      case kAndK: return AndWords(diagram_, a, b);
      case kOrK: return OrWords(diagram_, a, b);
      case kXorK: return XorWords(diagram_, a, b);
      case kAddK: return AddWords(diagram_, a, b);
      case kSubK: return SubtractWords(diagram_, a, b);
      default: break;
    }
    // The kernel's conversion (net/core/filter.c, bpf_convert_filter) makes 32-bit ALU instructions, which shift by the
    // low five bits; a program with a larger constant is refused before that.
    if (!constant) throw GaveUp{{pc, "arithmetic on two words that both depend on the call"}};
    switch (code) {
      case kLshK: return ShiftLeft(a, *constant & 31);
      case kRshK: return ShiftRight(a, *constant & 31);
      case kMulK: return MultiplyWord(diagram_, a, *constant);
      case kDivK:
        if (*constant == 0) throw GaveUp{{pc, "a division by X, which is 0 here"}};
        if ((*constant & (*constant - 1)) == 0) return ShiftRight(a, static_cast<uint32_t>(std::countr_zero(*constant)));
        if (const auto value = ConstantOf(a)) return ConstantWord(*value / *constant);
        throw GaveUp{{pc, "a division by a number that is no power of two"}};
      default: throw GaveUp{{pc, "an unknown instruction"}};
    }
  }

  // RET A: one leaf for each value that the word can have.
  NodeId ReturnWord(size_t pc, WordId id) {
    if (const auto found = returns_.find(id); found != returns_.end()) return found->second;
    const Word& word = words_[id];
    constexpr int kMostSymbolicBits = 16;
    int symbolic = 0;
    for (const NodeId bit : word) symbolic += diagram_.IsLeaf(bit) ? 0 : 1;
    if (symbolic > kMostSymbolicBits) throw GaveUp{{pc, "a return value computed from the call's arguments"}};
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

  WordId Intern(const Word& word) {
    const auto [found, is_new] = word_ids_.emplace(word, static_cast<WordId>(words_.size()));
    if (is_new) words_.push_back(word);
    return found->second;
  }

  Diagram& diagram_;
  std::span<const Insn> insns_;
  Endian endian_;
  std::vector<Word> words_;
  std::map<Word, WordId> word_ids_;
  std::vector<std::map<State, NodeId>> memo_;
  size_t states_ = 0;  // in memo_
  std::map<WordId, NodeId> returns_;
};

}  // namespace

std::optional<Filter> Execute(Diagram& diagram, const Program& program, Endian endian, Unsupported& unsupported) {
  try {
    return Filter{Executor(diagram, program.insns(), endian).From(0, State{})};
  } catch (const GaveUp& gave_up) {
    unsupported = gave_up.why;
    return std::nullopt;
  }
}

}  // namespace polc::bpf
