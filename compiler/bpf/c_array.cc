#include "compiler/bpf/c_array.h"

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/ir/verdict.h"

namespace polc::bpf {
namespace {

// An identifier for C and C++. Both reserve names that begin with `_`, and C++ those with `__`
// anywhere.
std::string Identifier(std::string_view name) {
  std::string out;
  bool gap = false;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit) {
      gap = true;
      continue;
    }
    if (out.empty() && digit)
      out = "filter_";
    else if (gap && !out.empty())
      out += '_';
    out += c;
    gap = false;
  }
  return out.empty() ? "filter" : out;
}

// A profile's name must not end the comment.
std::string Comment(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '*' || static_cast<unsigned char>(c) < 0x20 ? '_' : c;
  return out;
}

}  // namespace

std::string ToCHeader(const Program& program, std::string_view name, std::string_view about) {
  const std::string id = Identifier(name);
  std::string out = StrFormat(
      R"(/* {0}: {1} instructions, made by polc. */
#ifndef POLC_{2}_H
#define POLC_{2}_H

#include <linux/filter.h>

static const struct sock_filter {3}_insns[] = {{
)",
      Comment(about), program.size(), ToUpper(id), id);
  for (const Insn& insn : program.insns()) {
    out +=
        StrFormat("    {{0x{:02x}, {:3}, {:3}, 0x{:08x}}},", insn.code, insn.jt, insn.jf, insn.k);
    if (insn.code == kRetK) out += StrFormat(" /* {} */", Describe(FromReturnValue(insn.k)));
    out += "\n";
  }
  out += StrFormat(
      R"(}};

/* The kernel does not write through the pointer. */
static const struct sock_fprog {0}_prog = {{
    {1},
    (struct sock_filter *){0}_insns,
}};

#endif
)",
      id, program.size());
  return out;
}

}  // namespace polc::bpf
