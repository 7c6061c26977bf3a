// A rule without its comma is one error, which says so at the place where the comma belongs,
// whatever the rule is and whatever follows it.

#include <algorithm>
#include <string>
#include <string_view>
#include "tests/support/catch.h"

#include "compiler/apparmor/resolve.h"
#include "compiler/base/render.h"
#include "grammar/apparmor/parse.h"
#include "tests/support/catch.h"

namespace polc::aa {
namespace {

// One of each family, and of the forms in which a family ends.
constexpr std::string_view kRules[] = {
    "all",
    "set rlimit nofile <= 10",
    "capability",
    "capability net_admin",
    "capability net_admin chown",
    "deny capability net_admin",
    "userns",
    "userns create",
    "network",
    "network inet",
    "network inet stream",
    "unix",
    "unix (send, receive)",
    "unix (send) type=stream peer=(label=x)",
    "mount",
    "mount options=(ro) /a -> /b",
    "mount fstype=tmpfs",
    "remount /a",
    "umount /a",
    "unmount",
    "pivot_root",
    "pivot_root oldroot=/a /b",
    "mqueue (read) /queue",
    "io_uring",
    "io_uring sqpoll",
    "change_profile",
    "change_profile /a -> b",
    "signal",
    "signal (send) set=(kill) peer=x",
    "signal send",
    "ptrace",
    "ptrace (read) peer=x",
    "dbus",
    "dbus (send) bus=session path=/a",
    "link /a -> /b",
    "link subset /a -> /b",
    "file",
    "file /a r",
    "/a rw",
    "rw /a",
    "/a px -> b",
    "owner /a r",
};

// Statements that can stand after a rule.
constexpr std::string_view kNext[] = {
    "",
    "capability chown,",
    "network inet,",
    "network,",
    "deny network inet,",
    "audit deny /b w,",
    "owner /b rw,",
    "priority=1 capability chown,",
    "set rlimit nofile <= 10,",
    "unix (send) type=stream,",
    "signal (send) set=(kill),",
    "ptrace (read),",
    "dbus (send),",
    "mount /c -> /d,",
    "umount /c,",
    "change_profile -> b,",
    "pivot_root /c,",
    "userns create,",
    "link /c -> /d,",
    "file rw /c,",
    "/c rw,",
    "\"/c d\" rw,",
    "rw /c,",
    "profile inner { }",
    "hat inner { }",
    "include if exists <nothing>",
    "#include if exists <nothing>",
};

constexpr std::string_view kBetween[] = {"\n  ", "\n\n  ", "  # why\n  ", "\n  # why\n  # so\n  "};

// What apparmor_parser reads as a part of the rule before it: any word may be a file or a device,
// `unix` is a family of sockets, and a path may stand after `file` or after `rw`.
bool BelongsToRule(std::string_view rule, std::string_view next) {
  constexpr std::string_view kAnyWord[] = {"mount",  "remount",    "umount",        "unmount",
                                           "mqueue", "pivot_root", "change_profile"};
  const bool any_word =
      std::any_of(std::begin(kAnyWord), std::end(kAnyWord),
                  [&](std::string_view keyword) { return rule.starts_with(keyword); });
  if (any_word && (next == "network," || next.starts_with("change_profile ->"))) return true;
  if (rule == "network" && next.starts_with("unix")) return true;
  if (rule == "file")
    return next.starts_with("/") || next.starts_with("\"") || next.starts_with("rw ");
  return rule.starts_with("mqueue") && next.starts_with("rw ");
}

void CheckOneError(std::string_view rule, std::string_view between, std::string_view next) {
  const std::string head = "profile x {\n  " + std::string(rule);
  std::string text = head + std::string(between) + std::string(next) + "\n}\n";
  INFO(text);
  MemoryFileSystem files;
  Sources sources;
  Includes includes(files, sources);
  DiagnosticSink diagnostics;
  (void)Resolve(sources.Add("x", text), includes, {}, diagnostics);
  std::string said;
  for (const Diagnostic& one : diagnostics.Sorted()) said += RenderConcise(one, sources);
  INFO(said);
  REQUIRE(diagnostics.error_count() == 1);
  const Diagnostic& only = diagnostics.all().front();
  CHECK(only.message.find("does not end; put a `,` after it") != std::string::npos);
  CHECK(only.span.end == head.size());
  REQUIRE(only.fixes.size() == 1);
  // With the comma the text is right.
  text.insert(only.fixes[0].span.begin, only.fixes[0].replacement);
  DiagnosticSink mended;
  (void)Resolve(sources.Add("y", text), includes, {}, mended);
  CHECK_FALSE(mended.has_errors());
}

TEST_CASE("a missing comma is one error, for every family and whatever follows") {
  size_t count = 0;
  for (const std::string_view rule : kRules) {
    for (const std::string_view next : kNext) {
      for (const std::string_view between : kBetween) {
        if (BelongsToRule(rule, next)) continue;
        CheckOneError(rule, between, next);
        ++count;
      }
    }
  }
  CHECK(count > 4000);
}

TEST_CASE("every family is in the table of rules without a comma") {
  for (const std::string_view keyword : {
#define POLC_FAMILY(enumerator, keyword) keyword,
#include "grammar/apparmor/families.def"
#undef POLC_FAMILY
       }) {
    CHECK(std::any_of(std::begin(kRules), std::end(kRules), [&](std::string_view rule) {
      return rule == keyword || rule.starts_with(std::string(keyword) + " ");
    }));
  }
}

TEST_CASE("a rule that goes on over several lines has no missing comma") {
  for (const std::string_view rule : {
           "capability\n  net_admin\n  # both\n  chown,",
           "network\n  unix,",
           "network\n  unix\n  stream,",
           "signal (send)\n  set\n  =(kill)\n  peer=x,",
           "mount\n  options=(ro)\n  /a\n  ->\n  /b,",
           "mqueue\n  (read)\n  /queue,",
           "dbus\n  (send)\n  bus=session\n  peer=(name=x),",
           "file\n  /a\n  rw,",
           "file\n  rw\n  /a,",
           "/a\n  px\n  ->\n  b,",
           "set rlimit\n  nofile\n  <=\n  10,",
           "change_profile\n  /a\n  ->\n  b,",
       }) {
    MemoryFileSystem files;
    Sources sources;
    Includes includes(files, sources);
    DiagnosticSink diagnostics;
    const std::string text = "profile x {\n  " + std::string(rule) + "\n}\n";
    INFO(text);
    (void)Resolve(sources.Add("x", text), includes, {}, diagnostics);
    for (const Diagnostic& one : diagnostics.all()) UNSCOPED_INFO(one.message);
    CHECK_FALSE(diagnostics.has_errors());
  }
}

}  // namespace
}  // namespace polc::aa
