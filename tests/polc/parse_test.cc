#include "grammar/polc/parse.h"

#include "compiler/base/render.h"
#include "grammar/polc/dump.h"
#include "tests/support/catch.h"

namespace polc::dsl {
namespace {

// The dump of `text`, or its errors.
std::string Read(const std::string& text) {
  Sources sources;
  DiagnosticSink diagnostics;
  const File file = ParseFile(sources.Add("p.polc", text), diagnostics);
  CHECK(file.complete == !diagnostics.has_errors());
  std::string errors;
  for (const Diagnostic& diagnostic : diagnostics.Sorted())
    errors += RenderConcise(diagnostic, sources);
  return errors.empty() ? Dump(file) : errors;
}

struct Row {
  const char* text;
  const char* dump;
};

TEST_CASE("statements") {
  const Row rows[] = {
      {"allow read", "allow {read}\n"},
      {"allow read, write", "allow {read write}\n"},
      {"allow\n  read,\n  write\n", "allow {read write}\n"},
      {"allow read; deny write;", "allow {read}\ndeny {write}\n"},
      {"deny @file-system - {chmod, fchmod,} - fchown, @known(5.3)",
       "deny {@file-system minus{braces{chmod fchmod} fchown} @known:5.3}\n"},
      {"allow syscall(0x1c3)", "allow {#451}\n"},
      {"errno(EPERM) a; errno(1) b; deny errno(E1|E2) c",
       "errno:EPERM {a}\nerrno:1 {b}\nerrno:or{E1 E2} {c}\n"},
      {"kill_process a; kill_thread b; trap c; trap(3) d; trace(-1) e; notify f; log g",
       "kill_process {a}\nkill_thread {b}\ntrap {c}\ntrap:3 {d}\ntrace:neg{1} {e}\nnotify {f}\nlog {g}\n"},
      {"allow {\n  read, write\n  openat if flags == 0 when cap(A)\n}",
       "allow {\n{read write}\n{openat} if eq(flags {0}) when{cap{A}}\n}\n"},
      {"allow { read; write }", "allow {\n{read}\n{write}\n}\n"},
      {"allow {}", "allow {\n}\n"},
      {"when cap(A, B) and kernel >= 4.8 {\n  allow x\n  include \"y\"\n}",
       "when{cap{A B} kernel-ge(4.8)} {\nallow {x}\ninclude path:y\n}\n"},
      {"policy p { arch x86_64, x86; default deny; bad_arch kill_process; flags log, tsync }",
       "policy p {\narch{x86_64 x86}\ndefault deny\nbad_arch kill_process\nflags{log tsync}\n}\n"},
      {"policy a-b extends default {}\npolicy c extends \"./d.json\" {}",
       "policy a-b extends default {\n}\npolicy c extends path:./d.json {\n}\n"},
      {"let X = 1 << 4 | ~Y & 0xff - 2", "let X or{shl{1 4} and{compl{Y} sum{255 neg{2}}}}\n"},
      {"set @s = {a, @b} - {c}", "set @s braces{a @b} minus{braces{c}}\n"},
      {"include \"a\\\"b\\\\c\"", "include path:a\"b\\c\n"},
      {"policy p { include net-client }", "policy p {\ninclude net-client\n}\n"},
  };
  for (const Row& row : rows) CHECK(Read(row.text) == row.dump);
}

TEST_CASE("conditions") {
  const Row rows[] = {
      {"a == 1", "eq(a {1})"},
      {"arg0 != 0x10", "ne(arg0 {16})"},
      {"a < 1 and b <= 2 or c > 3 and d >= 4",
       "any{all{lt(a {1}) le(b {2})} all{gt(c {3}) ge(d {4})}}"},
      {"not a == 1 and b == 2", "all{not{eq(a {1})} eq(b {2})}"},
      {"not (a == 1 and b == 2)", "not{all{eq(a {1}) eq(b {2})}}"},
      {"flags & (A | B) == 0", "eq(flags&or{A B} {0})"},
      {"(flags & (A | B)) == 0", "eq(flags&or{A B} {0})"},
      {"(flags & A == 0)", "eq(flags&A {0})"},
      {"((a == 1))", "eq(a {1})"},
      {"flags & A & B != C | D", "ne(flags&and{A B} {or{C D}})"},
      {"cmd in {A, 1..3, 'T'}", "in(cmd {A 1..3 84})"},
      {"cmd not in {A,}", "not-in(cmd {A})"},
      {"fd in 0..2", "in(fd {0..2})"},
      {"a & 7 in {1}", "in(a&7 {1})"},
      {"flags has A", "has(flags {A})"},
      {"flags has any A|B and f has no C or g has only D",
       "any{all{has-any(flags {or{A B}}) has-no(f {C})} has-only(g {D})}"},
      {"socket.domain == AF_UNIX", "eq(socket.domain {AF_UNIX})"},
      {"arg0 as u64 & 1 == 0", "eq(arg0:u64&1 {0})"},
      {"fd as i32 < -1", "lt(fd:i32 {neg{1}})"},
      {"policy == 3 and arch == 4 and flags == 5",
       "all{eq(policy {3}) eq(arch {4}) eq(flags {5})}"},
      {"a == 1\n  # why\n  and b ==\n 2", "all{eq(a {1}) eq(b {2})}"},
      {"a == 0b11 and b == 0o17", "all{eq(a {3}) eq(b {15})}"},
      {"a ==~1", "eq(a {compl{1}})"},
  };
  for (const Row& row : rows)
    CHECK(Read("allow x if " + std::string(row.text)) ==
          "allow {x} if " + std::string(row.dump) + "\n");
}

TEST_CASE("environments") {
  const Row rows[] = {
      {"cap(A)", "cap{A}"},
      {"not cap(A, B)", "not-cap{A B}"},
      {"kernel >= 4.8 and kernel < 6.10", "kernel-ge(4.8) kernel-lt(6.10)"},
      {"arch in {x86, x32}", "arch{x86 x32}"},
      {"arch not in {x86}", "not-arch{x86}"},
      {"not arch in {x86}", "not-arch{x86}"},
  };
  for (const Row& row : rows)
    CHECK(Read("allow x when " + std::string(row.text)) ==
          "allow {x} when{" + std::string(row.dump) + "}\n");
  // A `when` at the beginning of a line belongs to the rule above, unless a block follows.
  CHECK(Read("allow x\n  when cap(A)\n") == "allow {x} when{cap{A}}\n");
  CHECK(Read("allow x\nwhen cap(A) {\n  allow y\n}") ==
        "allow {x}\nwhen{cap{A}} {\nallow {y}\n}\n");
}

TEST_CASE("tests") {
  const std::string head = "test \"t\" for p ";
  CHECK(Read(head + "when cap(A) {}") == "test t for p when{cap{A}} {\n}\n");
  const Row rows[] = {
      {"deny chmod, @mount - {umount2}", "deny {chmod @mount minus{braces{umount2}}}"},
      {"allow openat(flags = O_RDONLY, 3), f(), socket(AF_UNIX, _, 0)",
       "allow {openat{flags=O_RDONLY 3} f{} socket{AF_UNIX _ 0}}"},
      {"errno(ENOSYS) clone3 when kernel >= 5.3", "errno:ENOSYS {clone3} when{kernel-ge(5.3)}"},
      {"tighter than default", "tighter default"},
      {"looser than \"a.json\"", "looser path:a.json"},
      {"same as default except a, @b", "same default except{a @b}"},
      {"equal to default", "same default"},
  };
  for (const Row& row : rows)
    CHECK(Read(head + "{\n" + row.text + "\n}") ==
          "test t for p {\n" + std::string(row.dump) + "\n}\n");
}

}  // namespace
}  // namespace polc::dsl
