// Any bytes as a BPF program, in both byte orders: refused or read, and then written back as they
// were, listed line by line, run, and executed symbolically with the same answers.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/base/check.h"
#include "compiler/bpf/c_array.h"
#include "compiler/bpf/disassemble.h"
#include "compiler/bpf/interpreter.h"
#include "compiler/bpf/program.h"
#include "compiler/bpf/symbolic.h"
#include "compiler/ir/verdict.h"

namespace {

using polc::Call;
using polc::Endian;
using polc::bpf::Program;

// A call made of the program's own constants, `skip` of them left out.
Call CallFrom(const Program& program, size_t skip) {
  Call call{.arch = 0xc000003e};
  size_t at = 0;
  for (const polc::bpf::Insn& insn : program.insns()) {
    if (at++ < skip) continue;
    const size_t word = (at - skip) % 16;
    if (word == 0) call.nr = insn.k;
    if (word == 1) call.arch = insn.k;
    if (word >= 2 && word < 14) call.args[word / 2 - 1] = call.args[word / 2 - 1] << 32 | insn.k;
    if (word >= 14) call.ip = call.ip << 32 | insn.k;
  }
  return call;
}

void CheckMeaning(const Program& program, Endian endian) {
  polc::Diagram diagram(20'000);
  polc::bpf::Unsupported unsupported;
  std::optional<polc::Filter> filter;
  try {
    filter = polc::bpf::Execute(diagram, program, endian, unsupported);
    if (!filter) POLC_CHECK(unsupported.at < program.size() && !unsupported.reason.empty());
  } catch (const polc::NodeBudgetExceeded&) {
  }
  for (size_t skip = 0; skip < 8; ++skip) {
    const Call call = CallFrom(program, skip);
    const auto run = polc::bpf::Interpret(program, polc::bpf::SeccompDataOf(call), endian);
    POLC_CHECK(!run.path.empty() && run.path.size() <= program.size());
    if (filter)
      POLC_CHECK(polc::FromReturnValue(diagram.Evaluate(filter->node, call)) ==
                 polc::FromReturnValue(run.value));
  }
}

void CheckProgram(const Program& program, std::string_view bytes, Endian endian) {
  POLC_CHECK(polc::bpf::ToBytes(program, endian) == bytes);
  const std::string text = polc::bpf::Disassemble(program, endian);
  POLC_CHECK(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) == program.size());
  POLC_CHECK(!polc::bpf::ToCHeader(program, bytes.substr(0, 16), bytes.substr(0, 16)).empty());
  CheckMeaning(program, endian);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(data, data + size);
  for (const Endian endian : {Endian::Little, Endian::Big}) {
    polc::bpf::Invalid invalid;
    if (const auto program = polc::bpf::FromBytes(bytes, endian, invalid)) {
      CheckProgram(*program, bytes, endian);
    } else {
      POLC_CHECK(invalid.at <= size / 8 && !invalid.reason.empty());
    }
  }
  return 0;
}
