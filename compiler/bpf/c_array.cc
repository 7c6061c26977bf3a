#include "compiler/bpf/c_array.h"

#include <cstdio>

#include "compiler/base/strings.h"
#include "compiler/ir/verdict.h"

namespace polc::bpf {
namespace {

// For C and C++, which both keep names that begin with `_` to themselves, and C++ those with `__`
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

// Nothing in a profile's name may end the comment.
std::string Comment(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '*' || static_cast<unsigned char>(c) < 0x20 ? '_' : c;
  return out;
}

}  // namespace

std::string ToCHeader(const Program& program, std::string_view name, std::string_view about) {
  const std::string id = Identifier(name);
  const std::string guard = "POLC_" + ToUpper(id) + "_H";
  std::string out = "/* " + Comment(about) + ": " + std::to_string(program.size()) +
                    " instructions, made by polc. */\n";
  out += "#ifndef " + guard + "\n#define " + guard + "\n\n#include <linux/filter.h>\n\n";
  out += "static const struct sock_filter " + id + "_insns[] = {\n";
  for (const Insn& insn : program.insns()) {
    char line[96];
    std::snprintf(line, sizeof line, "    {0x%02x, %3u, %3u, 0x%08x},", insn.code, insn.jt, insn.jf,
                  insn.k);
    out += line;
    if (insn.code == kRetK) out += " /* " + Describe(FromReturnValue(insn.k)) + " */";
    out += "\n";
  }
  out +=
      "};\n\n/* The kernel does not write through the pointer. */\nstatic const struct sock_fprog " +
      id + "_prog = {\n    " + std::to_string(program.size()) + ",\n    (struct sock_filter *)" +
      id + "_insns,\n};\n\n#endif\n";
  return out;
}

}  // namespace polc::bpf
