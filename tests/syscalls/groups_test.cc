#include "syscalls/groups.h"

#include <algorithm>
#include <set>

#include "syscalls/arch.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

using Names = std::vector<std::string_view>;

bool Has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST_CASE("every group has a meaning and calls that some ABI has") {
  const std::vector<SyscallGroup> groups = AllGroups();
  CHECK(groups.size() > 75);
  CHECK(std::is_sorted(groups.begin(), groups.end(),
                       [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const SyscallGroup& group : groups) {
    INFO(group.name);
    CHECK(group.name.starts_with('@'));
    CHECK(group.meaning.size() > 5);
    CHECK(group.meaning.back() != '.');
    CHECK(IsGroupName(group.name));
    const Names syscalls = SyscallsOfGroup(group.name);
    REQUIRE_FALSE(syscalls.empty());
    CHECK(std::is_sorted(syscalls.begin(), syscalls.end()));
    CHECK(std::set<std::string_view>(syscalls.begin(), syscalls.end()).size() == syscalls.size());
    for (const std::string_view syscall : syscalls) {
      INFO(syscall);
      CHECK(IsSyscallName(syscall));
      CHECK(std::any_of(AllArches().begin(), AllArches().end(), [&](const ArchTraits& traits) {
        return SyscallNumber(traits.arch, syscall).has_value();
      }));
    }
    for (const std::string_view inner : GroupsInGroup(group.name)) {
      INFO(inner);
      for (const std::string_view syscall : SyscallsOfGroup(inner)) CHECK(Has(syscalls, syscall));
    }
  }
}

TEST_CASE("an unknown group has no members") {
  CHECK_FALSE(IsGroupName("chmod"));
  CHECK_FALSE(IsGroupName("@no-such-group"));
  CHECK(SyscallsOfGroup("@no-such-group").empty());
  CHECK(GroupsInGroup("@no-such-group").empty());
  CHECK(GroupsOfSyscall("no_such_call").empty());
}

TEST_CASE("all sets of systemd are there") {
  for (const std::string_view name :
       {"@aio",        "@basic-io",    "@chown",    "@clock",      "@cpu-emulation",  "@debug",
        "@default",    "@file-system", "@io-event", "@ipc",        "@keyring",        "@known",
        "@memlock",    "@module",      "@mount",    "@network-io", "@obsolete",       "@pkey",
        "@privileged", "@process",     "@raw-io",   "@reboot",     "@resources",      "@sandbox",
        "@setuid",     "@signal",      "@swap",     "@sync",       "@system-service", "@timer"}) {
    INFO(name);
    CHECK(IsGroupName(name));
  }
  CHECK(SyscallsOfGroup("@known").size() == AllSyscallNames().size());
  CHECK(Has(SyscallsOfGroup("@privileged"), "finit_module"));
  CHECK(Has(SyscallsOfGroup("@default"), "landlock_add_rule"));
  // @default comes with @system-service, and with it @sandbox.
  CHECK(Has(SyscallsOfGroup("@system-service"), "seccomp"));
}

// A family of ours that a policy denies must have every call of its kind; a new kernel's call shows
// here by its name.
TEST_CASE("families have every call of their kind") {
  struct Row {
    std::string_view group;
    std::vector<std::string_view> part_of_name;
    std::vector<std::string_view> but;  // calls of such a name that are of another kind
  };
  const Row kRows[] = {
      {"@chmod", {"chmod"}, {}},
      {"@chown", {"chown"}, {}},
      {"@rename", {"rename"}, {}},
      {"@exec", {"exec"}, {"kexec_load", "kexec_file_load"}},
      {"@kexec", {"kexec"}, {}},
      {"@xattr-set", {"setxattr", "removexattr"}, {}},
      {"@xattr-get", {"getxattr", "listxattr"}, {}},
      {"@unlink", {"unlink", "rmdir"}, {"mq_unlink"}},
      {"@open",
       {"open", "creat"},
       {"create_module", "epoll_create", "epoll_create1", "fsopen", "io_uring_setup",
        "landlock_create_ruleset", "memfd_create", "mq_open", "open_tree", "open_tree_attr",
        "perf_event_open", "pidfd_open", "spu_create", "timer_create", "timerfd_create"}},
      {"@link", {"link"}, {"unlink", "unlinkat", "mq_unlink", "readlink", "readlinkat"}},
      {"@mkdir", {"mkdir"}, {}},
      {"@mknod", {"mknod"}, {}},
      {"@io-uring", {"io_uring"}, {}},
      {"@landlock", {"landlock"}, {}},
      {"@bpf", {"bpf"}, {}},
      {"@module", {"_module"}, {"create_module", "query_module", "lsm_list_modules"}},
      {"@time-set", {"clock_settime", "settimeofday", "stime", "adjtime", "adjtimex"}, {}},
      {"@times-set", {"utime"}, {}},
      {"@truncate", {"truncate"}, {}},
      {"@umount", {"umount"}, {}},
      {"@namespaces", {"clone", "unshare", "setns"}, {}},
      {"@fork", {"clone", "fork"}, {}},
      {"@credentials-set",
       {"setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setfsuid",
        "setfsgid", "setgroups", "capset"},
       {}},
      {"@socket", {"socket"}, {"socketcall"}},
      {"@send",
       {"send"},
       {"sendfile", "sendfile64", "mq_timedsend", "mq_timedsend_time64", "pidfd_send_signal"}},
      {"@receive", {"recv"}, {}},
      {"@signal-send", {"kill", "queueinfo", "send_signal"}, {}},
      {"@wait", {"wait4", "waitid", "waitpid"}, {}},
      {"@stat",
       {"stat"},
       {"cachestat", "fstatfs", "fstatfs64", "statfs", "statfs64", "statmount", "ustat"}},
      {"@futex", {"futex", "robust_list"}, {}},
      {"@posix-queues", {"mq_"}, {}},
      {"@quota", {"quota"}, {}},
      {"@watch", {"inotify", "fanotify"}, {}},
      {"@memfd", {"memfd"}, {}},
      {"@inspect", {"process_vm", "ptrace", "pidfd_getfd", "kcmp"}, {}},
      {"@hostname-set", {"sethostname", "setdomainname"}, {}},
      {"@accept", {"accept"}, {}},
      {"@copy", {"sendfile", "splice", "tee", "copy_file_range"}, {"utrap_install"}},
      {"@executable-memory", {"mmap", "mprotect", "remap_file_pages", "shmat"}, {}},
      {"@read", {"readv", "pread"}, {"process_vm_readv"}},
      {"@write", {"writev", "pwrite"}, {"process_vm_writev"}},
      {"@mount-api",
       {"fsopen", "fsconfig", "fsmount", "fspick", "move_mount", "open_tree", "mount_setattr"},
       {}},
  };
  for (const Row& row : kRows) {
    const Names members = SyscallsOfGroup(row.group);
    size_t found = 0;
    for (const std::string_view syscall : AllSyscallNames()) {
      const bool named = std::any_of(
          row.part_of_name.begin(), row.part_of_name.end(),
          [&](std::string_view part) { return syscall.find(part) != std::string_view::npos; });
      if (!named || Has(row.but, syscall)) continue;
      INFO(row.group << " " << syscall);
      CHECK(Has(members, syscall));
      ++found;
    }
    INFO(row.group);
    CHECK(found > 0);
    for (const std::string_view syscall : row.but) {
      INFO(syscall);
      CHECK_FALSE(Has(members, syscall));
    }
  }
}

TEST_CASE("a family of one kind has nothing else") {
  CHECK(SyscallsOfGroup("@chmod") == Names{"chmod", "fchmod", "fchmodat", "fchmodat2"});
  CHECK(SyscallsOfGroup("@exec") == Names{"execve", "execveat"});
  CHECK(SyscallsOfGroup("@kexec") == Names{"kexec_file_load", "kexec_load"});
}

TEST_CASE("the groups of a call are those that have it") {
  CHECK(GroupsOfSyscall("fchmodat2") == Names{"@chmod", "@file-system", "@system-service"});
  for (const std::string_view syscall : AllSyscallNames()) {
    for (const std::string_view group : GroupsOfSyscall(syscall)) {
      INFO(syscall << " " << group);
      CHECK(Has(SyscallsOfGroup(group), syscall));
      CHECK(group != "@known");
    }
  }
}

}  // namespace
}  // namespace polc
