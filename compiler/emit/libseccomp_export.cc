// The library is called in a child process (bounded_child.h), because it may never return when a
// rule is added.

#include "compiler/emit/libseccomp_export.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <string_view>

#include "compiler/base/check.h"
#include "compiler/base/file_system.h"
#include "compiler/base/str_format.h"
#include "compiler/emit/bounded_child.h"

namespace polc {
namespace {

struct Release {
  void operator()(void* context) const { seccomp_release(context); }
};
using ScmpContext = std::unique_ptr<void, Release>;

scmp_compare OpOf(CompareOp op) {
  switch (op) {
    case CompareOp::Eq:
      return SCMP_CMP_EQ;
    case CompareOp::Ne:
      return SCMP_CMP_NE;
    case CompareOp::Lt:
      return SCMP_CMP_LT;
    case CompareOp::Le:
      return SCMP_CMP_LE;
    case CompareOp::Gt:
      return SCMP_CMP_GT;
    case CompareOp::Ge:
      return SCMP_CMP_GE;
    case CompareOp::MaskedEq:
      return SCMP_CMP_MASKED_EQ;
  }
  POLC_CHECK(false);
}

std::string Reason(int negative_errno) { return std::strerror(-negative_errno); }

// The text that one of the library's export functions writes to a descriptor.
template <class Export>
std::string Capture(const ScmpContext& context, Export exporter, std::string& error) {
  const int descriptor = ::memfd_create("polc", MFD_CLOEXEC);
  if (descriptor < 0) {
    error = "cannot make a file in memory for libseccomp's output";
    return "";
  }
  const int result = exporter(context.get(), descriptor);
  if (result < 0) error = StrFormat("libseccomp cannot export the filter: {}", Reason(result));
  ::lseek(descriptor, 0, SEEK_SET);
  ReadResult read = ReadDescriptor(descriptor, size_t{16} << 20);
  ::close(descriptor);
  return read.text.value_or("");
}

// The library's numbers for actions are the kernel's return values.
int AddRule(const ScmpContext& context, const ScmpRule& rule, int number) {
  std::vector<scmp_arg_cmp> compares;
  for (const ScmpCompare& compare : rule.args) {
    compares.push_back({compare.arg, OpOf(compare.op), compare.value, compare.value_two});
  }
  return seccomp_rule_add_array(context.get(), ReturnValue(rule.verdict), number,
                                static_cast<unsigned>(compares.size()), compares.data());
}

// Sets the architectures of the filter. libseccomp begins with the machine's own, which is removed.
std::string SetArches(const ScmpContext& context, const std::vector<Arch>& arches) {
  seccomp_arch_remove(context.get(), SCMP_ARCH_NATIVE);
  for (const Arch arch : arches) {
    const std::string name(TraitsOf(arch).name);
    const uint32_t token = seccomp_arch_resolve_name(name.c_str());
    if (token == 0) return StrFormat("this libseccomp does not know {}", name);
    if (const int result = seccomp_arch_add(context.get(), token); result < 0)
      return StrFormat("libseccomp cannot add {}: {}", name, Reason(result));
  }
  return "";
}

// What the child process sends back. `bytes` is the program as the library writes it.
struct Result {
  std::string bytes, pfc, error;
  std::vector<std::string> unknown;
};

Result AskLibrary(const ScmpFilter& filter, ScmpLayout layout) {
  Result answer;
  const ScmpContext context(seccomp_init(ReturnValue(filter.otherwise)));
  if (!context) {
    answer.error =
        StrFormat("libseccomp does not take {} as a default", Describe(filter.otherwise));
    return answer;
  }
  answer.error = SetArches(context, filter.arches);
  if (!answer.error.empty()) return answer;
  seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, static_cast<uint32_t>(layout));
  seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, ReturnValue(filter.bad_arch));
  for (const ScmpRule& rule : filter.rules) {
    // The library refuses such a rule with EACCES, so runtimes leave it out.
    if (rule.verdict == filter.otherwise) continue;
    if (!rule.arches.empty()) {
      answer.error = StrFormat(
          "the rule for `{}` is for some architectures of the filter, and libseccomp's rules are "
          "for all",
          rule.name);
      return answer;
    }
    const int number = seccomp_syscall_resolve_name(rule.name.c_str());
    if (number == __NR_SCMP_ERROR) {
      answer.unknown.push_back(rule.name);
      continue;
    }
    if (const int result = AddRule(context, rule, number); result < 0) {
      answer.error =
          StrFormat("libseccomp refuses the rule for `{}`: {}", rule.name, Reason(result));
      return answer;
    }
  }
  answer.bytes = Capture(context, seccomp_export_bpf, answer.error);
  if (answer.error.empty()) answer.pfc = Capture(context, seccomp_export_pfc, answer.error);
  return answer;
}

// Writes each part as its length, a colon and its text.
std::string Pack(const Result& answer) {
  std::string out;
  const auto put = [&](const std::string& part) { out += StrFormat("{}:{}", part.size(), part); };
  put(answer.bytes);
  put(answer.pfc);
  put(answer.error);
  for (const std::string& name : answer.unknown) put(name);
  return out;
}

Result Unpack(std::string_view text) {
  const auto take = [&] {
    const size_t colon = text.find(':');
    const size_t size = std::stoul(std::string(text.substr(0, colon)));
    const std::string part(text.substr(colon + 1, size));
    text.remove_prefix(colon + 1 + size);
    return part;
  };
  Result answer;
  answer.bytes = take();
  answer.pfc = take();
  answer.error = take();
  while (!text.empty()) answer.unknown.push_back(take());
  return answer;
}

}  // namespace

ScmpExport ExportThroughLibseccomp(const ScmpFilter& filter, ScmpLayout layout, unsigned seconds) {
  POLC_CHECK(!filter.arches.empty());
  ScmpExport made;
  const auto text = RunBounded(seconds, [&] { return Pack(AskLibrary(filter, layout)); });
  if (!text) {
    made.error = StrFormat("libseccomp did not finish within {} seconds", seconds);
    return made;
  }
  Result answer = Unpack(*text);
  made.pfc = std::move(answer.pfc);
  made.error = std::move(answer.error);
  made.unknown = std::move(answer.unknown);
  if (!made.error.empty()) return made;
  bpf::Invalid invalid;
  made.program = bpf::FromBytes(answer.bytes, TraitsOf(filter.arches.front()).endian, invalid);
  if (!made.program)
    made.error = StrFormat("libseccomp's filter is not valid: instruction {}: {}", invalid.at,
                           invalid.reason);
  return made;
}

}  // namespace polc
