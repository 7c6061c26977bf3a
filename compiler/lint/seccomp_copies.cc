// Copies of a container engine's default profile, which the engine has changed since.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/language/syscall_lists.h"
#include "compiler/lint/seccomp.h"
#include "syscalls/syscall_table.h"

namespace polc::lint {
namespace {

struct DatedCall {
  std::string_view name;
  uint32_t since;  // KernelVersion
};

std::string VersionText(uint32_t version) {
  return StrFormat("{}.{}", version >> 16, version & 0xffff);
}

// What Docker's default allows on x86_64 whatever the capabilities and arguments, the oldest calls
// first.
std::vector<DatedCall> ReadDefaultCalls() {
  MemoryFileSystem nothing;
  Session session{World{nothing, {}}};
  DockerContext context;
  context.native = Arch::X86_64;
  const auto loaded = Load(session, "default", context);
  std::vector<DatedCall> calls;
  for (const polc::Rule& rule : loaded->policy->rules) {
    if (rule.verdict.action != Action::Allow || !rule.condition.is_always() ||
        !rule.when.is_always())
      continue;
    for (const SyscallRef call : rule.syscalls) {
      if (call.arch != Arch::X86_64) continue;
      const std::string_view name = SyscallName(call.arch, call.nr);
      if (!name.empty()) calls.push_back({name, language::FirstKernelOf(name)});
    }
  }
  std::sort(calls.begin(), calls.end(), [](const DatedCall& a, const DatedCall& b) {
    return std::pair(a.since, a.name) < std::pair(b.since, b.name);
  });
  return calls;
}

const std::vector<DatedCall>& DefaultCalls() {
  static const std::vector<DatedCall> calls = ReadDefaultCalls();
  return calls;
}

// Fewer calls may be left out on purpose.
constexpr size_t kFewestLacking = 3;

}  // namespace

// A copy names what the default had by some release, and lacks what came to it later. The release
// is the one that tells the calls that are known to the profile from the others with the fewest
// exceptions: a copy may have lost calls and been given new ones.
void StaleDefault(const SeccompSubject& subject, Findings& findings) {
  const Abi& abi = subject.machines.front().abis.front();
  const std::vector<DatedCall>& calls = DefaultCalls();
  const auto is_known = [&](const DatedCall& call) {
    const auto answer = AnswerTo(abi, call.name);
    return !answer || RunsWhere(subject, *answer) != subject.diagram().Constant(false) ||
           IsNamed(subject, call.name);
  };
  std::vector<bool> known;
  std::transform(calls.begin(), calls.end(), std::back_inserter(known), is_known);

  size_t known_later = static_cast<size_t>(std::count(known.begin(), known.end(), true)),
         lacking_before = 0;
  size_t begin_of_later = 0, fewest = calls.size() + 1, lacking_of_copied = 0;
  for (size_t i = 0; i < calls.size(); ++i) {
    known[i] ? --known_later : ++lacking_before;
    const bool last_of_release = i + 1 == calls.size() || calls[i + 1].since != calls[i].since;
    if (!last_of_release || known_later + lacking_before > fewest) continue;
    fewest = known_later + lacking_before;
    begin_of_later = i + 1;
    lacking_of_copied = lacking_before;
  }
  std::vector<std::string_view> lacking;
  for (size_t i = begin_of_later; i < calls.size(); ++i) {
    if (!known[i]) lacking.push_back(calls[i].name);
  }
  const bool is_copy = lacking_of_copied * 10 <= begin_of_later;
  if (!is_copy || lacking.size() < kFewestLacking) return;
  findings.Add(
      subject.default_origin,
      StrFormat(
          "a copy of Docker's default as of Linux {}, which has since come to allow {} calls that are not named here, such as {}; begin again from today's (`extends default`)",
          VersionText(calls[begin_of_later - 1].since), lacking.size(), NameList(lacking, 3)));
}

}  // namespace polc::lint
