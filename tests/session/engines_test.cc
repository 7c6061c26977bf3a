// Five engines read one text: a test of the keys that some of them ignore.

#include "compiler/base/render.h"
#include "compiler/session/load.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

struct Read {
  std::optional<LoadedFilter> loaded;
  std::string messages;
  std::vector<std::string> answers;  // one for each call asked
};

Read ReadAs(Engine engine, const std::string& text, const std::vector<std::string_view>& calls,
            DockerContext context = {}) {
  MemoryFileSystem files;
  files.files["./p.json"] = text;
  Session session{{files, [](size_t) { return ReadResult{}; }}};
  context.engine = engine;
  if (!context.caps) context.caps = DefaultCapabilities(engine);
  if (!context.kernel) context.kernel = kNewestKernel;
  Read read;
  read.loaded = Load(session, "./p.json", context);
  for (const Diagnostic& diagnostic : session.diagnostics.Sorted())
    read.messages += RenderConcise(diagnostic, session.sources);
  if (!read.loaded) return read;
  for (const std::string_view name : calls) {
    Call call;
    call.arch = TraitsOf(context.native).audit;
    call.nr = SyscallNumber(context.native, name).value();
    read.answers.push_back(
        Describe(FromReturnValue(session.diagram.Evaluate(read.loaded->filter.node, call))));
  }
  return read;
}

// The answers of all engines, in the order of AllEngines().
std::vector<std::string> Answers(const std::string& text, std::string_view call,
                                 const DockerContext& context = {}) {
  std::vector<std::string> answers;
  for (const EngineTraits& engine : AllEngines()) {
    const Read read = ReadAs(engine.engine, text, {call}, context);
    INFO(engine.name << "\n" << read.messages);
    REQUIRE(read.loaded);
    answers.push_back(read.answers.front());
  }
  return answers;
}

using Five = std::vector<std::string>;
const std::string kHead = R"({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1, )";

TEST_CASE("conditions on capabilities and architectures are read by Docker, Podman and CRI-O") {
  const std::string caps =
      kHead +
      R"("syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}}]})";
  CHECK(Answers(caps, "mount") ==
        Five{"ERRNO(EPERM)", "ERRNO(EPERM)", "ERRNO(EPERM)", "ALLOW", "ALLOW"});
  const std::string arches =
      kHead +
      R"("syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["amd64"]}}]})";
  CHECK(Answers(arches, "mount") ==
        Five{"ERRNO(EPERM)", "ERRNO(EPERM)", "ERRNO(EPERM)", "ALLOW", "ALLOW"});
}

TEST_CASE("a condition on the kernel is read by Docker alone") {
  const std::string text =
      kHead +
      R"("syscalls": [{"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}}]})";
  DockerContext old_kernel;
  old_kernel.kernel = KernelVersion(4, 4);
  CHECK(Answers(text, "ptrace", old_kernel) ==
        Five{"ERRNO(EPERM)", "ALLOW", "ALLOW", "ALLOW", "ALLOW"});
  CHECK(Answers(text, "ptrace") == Five(5, "ALLOW"));
}

TEST_CASE("errno names go before the number where they are read") {
  const std::string text =
      R"({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1, "defaultErrno": "ENOSYS",
    "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 22, "errno": "EACCES"}]})";
  CHECK(Answers(text, "mount") ==
        Five{"ERRNO(EINVAL)", "ERRNO(EACCES)", "ERRNO(EACCES)", "ERRNO(EINVAL)", "ERRNO(EINVAL)"});
  CHECK(Answers(text, "bpf") ==
        Five{"ERRNO(EPERM)", "ERRNO(ENOSYS)", "ERRNO(ENOSYS)", "ERRNO(EPERM)", "ERRNO(EPERM)"});
  CHECK(ReadAs(Engine::Podman, text, {}).messages.empty());
  CHECK(
      ReadAs(Engine::Containerd, text, {}).messages.find("containerd does not read errno names") !=
      std::string::npos);
}

TEST_CASE("the old form of a rule is for no call where `name` is not read") {
  const std::string text = kHead + R"("syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW"}]})";
  CHECK(Answers(text, "read") == Five{"ALLOW", "ALLOW", "ALLOW", "ERRNO(EPERM)", "ERRNO(EPERM)"});
}

TEST_CASE(
    "archMap gives the filter further ABIs where it is read, on the machines that the reader knows") {
  const std::string text = kHead + R"("archMap": [
      {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]},
      {"architecture": "SCMP_ARCH_PPC64LE", "subArchitectures": ["SCMP_ARCH_PPC64LE"]},
      {"architecture": "SCMP_ARCH_S390X", "subArchitectures": ["SCMP_ARCH_S390"]}],
    "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]})";
  const auto abis = [&](Engine engine, Arch native) {
    DockerContext context;
    context.native = native;
    const Read read = ReadAs(engine, text, {}, context);
    REQUIRE(read.loaded);
    return read.loaded->arches.size();
  };
  for (const Engine engine : {Engine::Docker, Engine::Podman, Engine::Crio}) {
    CHECK(abis(engine, Arch::X86_64) == 3);
    CHECK(abis(engine, Arch::S390x) == 2);
  }
  for (const Engine engine : {Engine::Containerd, Engine::Oci}) {
    CHECK(abis(engine, Arch::X86_64) == 1);
    CHECK(abis(engine, Arch::S390x) == 1);
  }
}

TEST_CASE("each key that is not read is said once") {
  const std::string text =
      kHead + R"("archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []}],
    "syscalls": [
      {"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
      {"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "excludes": {"minKernel": "4.8"}},
      {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8", "caps": ["CAP_NO_SUCH"]}}]})";
  const auto count = [&](Engine engine) {
    const std::string messages = ReadAs(engine, text, {}).messages;
    size_t found = 0;
    for (size_t at = messages.find("does not read"); at != std::string::npos;
         at = messages.find("does not read", at + 1))
      ++found;
    return found;
  };
  CHECK(count(Engine::Docker) == 0);
  CHECK(count(Engine::Podman) == 1);
  CHECK(count(Engine::Crio) == 1);
  CHECK(count(Engine::Containerd) == 2);
  CHECK(count(Engine::Oci) == 2);
  // An engine cannot object to a key that it does not read.
  CHECK(ReadAs(Engine::Docker, text, {}).messages.find("CAP_NO_SUCH") != std::string::npos);
  CHECK(ReadAs(Engine::Containerd, text, {}).messages.find("CAP_NO_SUCH") == std::string::npos);
}

TEST_CASE("the table is in the order of the enumeration, and every name is found") {
  for (const EngineTraits& traits : AllEngines()) {
    CHECK(&TraitsOf(traits.engine) == &traits);
    CHECK(ParseEngine(traits.name) == traits.engine);
    CHECK((DefaultCapabilities(traits.engine) & ~DockerDefaultCapabilities()) == 0);
  }
  CHECK_FALSE(ParseEngine("kubernetes"));
}

}  // namespace
}  // namespace polc
