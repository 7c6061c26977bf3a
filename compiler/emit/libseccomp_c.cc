#include "compiler/emit/libseccomp_c.h"

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/emit/rule_groups.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// The library's macro for a verdict.
std::string ActionMacro(Verdict verdict) {
  switch (verdict.action) {
    case Action::Errno:
      return StrFormat("SCMP_ACT_ERRNO({})", verdict.data);
    case Action::Trace:
      return StrFormat("SCMP_ACT_TRACE({})", verdict.data);
    case Action::Trap:
    case Action::KillProcess:
    case Action::KillThread:
    case Action::Notify:
    case Action::Log:
    case Action::Allow:
      return std::string(ScmpName(verdict.action));
  }
  POLC_CHECK(false);
}

// Leaves out rules that repeat the default, which libseccomp refuses, and names that polc does not
// know: polc's filter has no rule for them, but a newer library might add one.
std::vector<RuleGroup> GroupsToAdd(const ScmpFilter& filter) {
  std::vector<RuleGroup> groups = GroupRules(filter);
  for (RuleGroup& group : groups) {
    std::erase_if(group.names, [](const std::string& name) { return !IsSyscallName(name); });
  }
  std::erase_if(groups, [&](const RuleGroup& group) {
    return group.verdict == filter.otherwise || group.names.empty();
  });
  return groups;
}

std::string CString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || byte < 0x20 || byte >= 0x7f) {
      out += '\\';
      out += static_cast<char>('0' + (byte >> 6));
      out += static_cast<char>('0' + (byte >> 3 & 7));
      out += static_cast<char>('0' + (byte & 7));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string Number(uint64_t value) { return StrFormat("{:#x}ULL", value); }

std::string Group(const RuleGroup& group) {
  std::string text = "    {\n        static const char *const names[] = {\n";
  std::string line = "           ";
  for (const std::string& name : group.names) {
    const std::string word = StrFormat(" {},", CString(name));
    if (line.size() + word.size() > 100) {
      text += line + "\n";
      line = "           ";
    }
    line += word;
  }
  text += line + "\n        };\n";
  std::string args = "NULL, 0";
  if (!group.args.empty()) {
    text += "        const struct scmp_arg_cmp args[] = {\n";
    for (const ScmpCompare& compare : group.args) {
      const std::string value_two =
          compare.op == CompareOp::MaskedEq ? StrFormat(", {}", Number(compare.value_two)) : "";
      text += StrFormat("            SCMP_CMP({}, {}, {}{}),\n", compare.arg, ScmpName(compare.op),
                        Number(compare.value), value_two);
    }
    text += "        };\n";
    args = StrFormat("args, {}", group.args.size());
  }
  return StrFormat("{}        add(ctx, {}, names, sizeof names / sizeof *names, {});\n    }}\n",
                   text, ActionMacro(group.verdict), args);
}

constexpr std::string_view kFunctions = R"(
#include <errno.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check(int result, const char *what)
{
    if (result < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(-result));
        exit(1);
    }
}

/* Adds one rule for each name. A name that this version of the library does not know is left out, as runtimes do. */
static void add(scmp_filter_ctx ctx, uint32_t action, const char *const *names, size_t count,
                const struct scmp_arg_cmp *args, unsigned int arg_count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        int nr = seccomp_syscall_resolve_name(names[i]);

        if (nr == __NR_SCMP_ERROR)
            fprintf(stderr, "%s: unknown to this libseccomp, left out\n", names[i]);
        else
            check(seccomp_rule_add_array(ctx, action, nr, arg_count, args), names[i]);
    }
}

static void add_arch(scmp_filter_ctx ctx, uint32_t arch)
{
    int result = seccomp_arch_add(ctx, arch);

    if (result != -EEXIST)
        check(result, "seccomp_arch_add");
}
)";

}  // namespace

std::string ToLibseccompC(const ScmpFilter& filter, std::string_view about) {
  std::string safe_about(about);
  for (char& c : safe_about) {
    if (c == '*' || static_cast<unsigned char>(c) < 0x20) c = '_';
  }
  std::string text = StrFormat(
      R"(/* {} through libseccomp, made by polc.
   Build: cc -std=c99 FILE.c -lseccomp.  Run: ./a.out >filter.bpf, or ./a.out -p to read it. */
)",
      safe_about);
  text += kFunctions;
  text += StrFormat(
      R"(
int main(int argc, char **argv)
{{
    scmp_filter_ctx ctx = seccomp_init({});

    if (ctx == NULL)
        check(-EINVAL, "seccomp_init");
    check(seccomp_arch_remove(ctx, SCMP_ARCH_NATIVE), "seccomp_arch_remove");
)",
      ActionMacro(filter.otherwise));
  for (const Arch arch : filter.arches)
    text += StrFormat("    add_arch(ctx, {});\n", TraitsOf(arch).scmp_name);
  text += StrFormat(
      "    check(seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, {}), \"SCMP_FLTATR_ACT_BADARCH\");\n\n",
      ActionMacro(filter.bad_arch));
  const std::vector<RuleGroup> groups = GroupsToAdd(filter);
  for (const RuleGroup& group : groups) text += Group(group);
  if (groups.empty()) text += "    (void)add;\n";
  text += R"(
    if (argc > 1 && strcmp(argv[1], "-p") == 0)
        check(seccomp_export_pfc(ctx, STDOUT_FILENO), "seccomp_export_pfc");
    else
        check(seccomp_export_bpf(ctx, STDOUT_FILENO), "seccomp_export_bpf");
    seccomp_release(ctx);
    return 0;
}
)";
  return text;
}

}  // namespace polc
