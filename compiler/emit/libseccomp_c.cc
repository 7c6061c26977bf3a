#include "compiler/emit/libseccomp_c.h"

#include "compiler/base/check.h"
#include "compiler/base/strings.h"
#include "compiler/emit/rule_groups.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// The library's macro for a verdict.
std::string ActionMacro(Verdict verdict) {
  switch (verdict.action) {
    case Action::Errno:
      return "SCMP_ACT_ERRNO(" + std::to_string(verdict.data) + ")";
    case Action::Trace:
      return "SCMP_ACT_TRACE(" + std::to_string(verdict.data) + ")";
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

// Without the rules that libseccomp refuses because they repeat the default, and without names that
// polc does not know: the filter has no rule for them, but a newer library might add one.
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

std::string ArchMacro(Arch arch) { return std::string(TraitsOf(arch).scmp_name); }

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

std::string Number(uint64_t value) { return Hex(value) + "ULL"; }

std::string Group(const RuleGroup& group) {
  std::string text = "    {\n        static const char *const names[] = {\n";
  std::string line = "           ";
  for (const std::string& name : group.names) {
    const std::string word = " " + CString(name) + ",";
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
      text += "            SCMP_CMP(" + std::to_string(compare.arg) + ", " +
              std::string(ScmpName(compare.op)) + ", " + Number(compare.value) +
              (compare.op == CompareOp::MaskedEq ? ", " + Number(compare.value_two) : "") + "),\n";
    }
    text += "        };\n";
    args = "args, " + std::to_string(group.args.size());
  }
  return text + "        add(ctx, " + ActionMacro(group.verdict) +
         ", names, sizeof names / sizeof *names, " + args + ");\n    }\n";
}

constexpr std::string_view kHelpers = R"(
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
  std::string text =
      "/* " + safe_about +
      " through libseccomp, made by polc.\n   Build: cc -std=c99 FILE.c -lseccomp.  Run: ./a.out >filter.bpf, or ./a.out -p to read it. */\n";
  text += kHelpers;
  text +=
      "\nint main(int argc, char **argv)\n{\n    scmp_filter_ctx ctx = seccomp_init(" +
      ActionMacro(filter.otherwise) +
      ");\n\n    if (ctx == NULL)\n        check(-EINVAL, \"seccomp_init\");\n    check(seccomp_arch_remove(ctx, SCMP_ARCH_NATIVE), \"seccomp_arch_remove\");\n";
  for (const Arch arch : filter.arches) text += "    add_arch(ctx, " + ArchMacro(arch) + ");\n";
  text += "    check(seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, " +
          ActionMacro(filter.bad_arch) + "), \"SCMP_FLTATR_ACT_BADARCH\");\n\n";
  const std::vector<RuleGroup> groups = GroupsToAdd(filter);
  for (const RuleGroup& group : groups) text += Group(group);
  if (groups.empty()) text += "    (void)add;\n";
  text +=
      "\n    if (argc > 1 && strcmp(argv[1], \"-p\") == 0)\n        check(seccomp_export_pfc(ctx, STDOUT_FILENO), \"seccomp_export_pfc\");\n    else\n        "
      "check(seccomp_export_bpf(ctx, STDOUT_FILENO), \"seccomp_export_bpf\");\n    seccomp_release(ctx);\n    return 0;\n}\n";
  return text;
}

}  // namespace polc
