#include "grammar/polc/format.h"

#include "compiler/base/render.h"
#include "grammar/polc/dump.h"
#include "grammar/polc/parse.h"
#include "tests/polc/text_generator.h"
#include "tests/support/catch.h"

namespace polc::dsl {
namespace {

struct Parsed {
  File file;
  std::string errors;
};

Parsed Parse(const std::string& text) {
  Sources sources;
  DiagnosticSink diagnostics;
  Parsed parsed{ParseFile(sources.Add("p.polc", text), diagnostics), ""};
  for (const Diagnostic& diagnostic : diagnostics.Sorted())
    parsed.errors += RenderConcise(diagnostic, sources);
  return parsed;
}

struct Row {
  const char* text;
  const char* formatted;
};

TEST_CASE("the canonical layout") {
  const Row rows[] = {
      {"", ""},
      {"allow   read,write;deny x", "allow read, write\ndeny x\n"},
      {"deny errno( EPERM ) x", "errno(EPERM) x\n"},
      {"policy   p\nextends  default {\nallow read\n\n\n\ndeny write }",
       "policy p extends default {\n  allow read\n\n  deny write\n}\n"},
      {"let X=1<<4|2\nlet Y=-(1+2)-3\npolicy a{}policy b{}",
       "let X = 1 << 4 | 2\nlet Y = -(1 + 2) - 3\n\npolicy a {}\n\npolicy b {}\n"},
      {"allow a if x==1 and y==2 or (z==3)", "allow a if (x == 1 and y == 2) or z == 3\n"},
      {"allow a if ((x==1)) and (y==2 or z==3)", "allow a if x == 1 and (y == 2 or z == 3)\n"},
      {"allow a if not(x in {1..3})", "allow a if not x in 1..3\n"},
      {"allow a if (flags&(A|B))==0", "allow a if flags & (A | B) == 0\n"},
      {"allow a when not arch in {x86}", "allow a when arch not in {x86}\n"},
      {"set @s={a,b,}-{c}", "set @s = {a, b} - {c}\n"},
      {"test \"t\" for p{equal to q;allow f( ),g(x=1 ,_)}",
       "test \"t\" for p {\n  same as q\n  allow f(), g(x = 1, _)\n}\n"},
      {"allow { read\nwrite if fd==1 }", "allow {\n  read\n  write if fd == 1\n}\n"},
      {"policy p {\nfile  /a r ,\nfile /b\\ ,\nnetwork ,\nfile;\ncapability chown,;\n}",
       "policy p {\n  file  /a r\n  file /b\\ \n  network\n  file\n  capability chown\n}\n"},
      {"when cap(A,B) and kernel>=4.8 { allow x }",
       "when cap(A, B) and kernel >= 4.8 {\n  allow x\n}\n"},
  };
  for (const Row& row : rows) {
    const Parsed parsed = Parse(row.text);
    CHECK(parsed.errors.empty());
    CHECK(Format(parsed.file) == row.formatted);
  }
}

// A whole file as users write it is printed unchanged, except for the two blanks that align the
// columns of the test.
TEST_CASE("a policy that is laid out already") {
  const std::string text = R"(# web.polc
policy web extends default {
  arch x86_64, x86, x32
  default errno(EPERM)

  allow @basic-io, @network-io
  allow socket if domain in {AF_UNIX, AF_INET, AF_INET6}
  allow clone if flags & (CLONE_NEWUSER | CLONE_NEWNS) == 0
  allow fcntl if cmd in {F_GETFL, F_SETFL} and arg & O_ASYNC == 0
  errno(ENOSYS) clone3
  allow mount, umount2 when cap(CAP_SYS_ADMIN)
  allow ptrace when kernel >= 4.8
  deny chmod, fchmod, fchmodat, fchmodat2
}

test "no permission changes" for web {
  deny  chmod, fchmod, fchmodat, fchmodat2
  allow openat(flags = O_RDONLY)
  tighter than default
  same as default except chmod, fchmod, fchmodat, fchmodat2, socket
}
)";
  std::string expected = text;
  expected.replace(expected.find("deny  chmod"), 6, "deny ");
  const Parsed parsed = Parse(text);
  CHECK(parsed.errors == "");
  CHECK(Format(parsed.file) == expected);
}

TEST_CASE("comments stay with what they describe") {
  const Row rows[] = {
      {"# about p\npolicy p { # why\n# first\nallow a # one\n\n# apart\n\nallow b\n# last\n} # "
       "end\n# of file",
       "# about p\npolicy p {  # why\n  # first\n  allow a  # one\n\n  # apart\n\n  allow b\n  # "
       "last\n}  # end\n\n# of file\n"},
      {"allow read, # basic\n  # memory\n  mmap, munmap",
       "allow read,  # basic\n    # memory\n    mmap, munmap\n"},
      {"allow ioctl if cmd in {\n  A, # a\n  # b\n  B\n}",
       "allow ioctl if cmd in {\n    A,  # a\n    # b\n    B\n}\n"},
      {"set @s = { # s\n  # a\n  a,\n  b # b\n}", "set @s = {\n  # s\n  # a\n  a,\n  b  # b\n}\n"},
      {"allow a\n  # why\n  if x in { # x\n  1 }", "# why\nallow a if x in {\n    # x\n    1\n}\n"},
      {"allow a if x == 1 # one\n  and y == 2 # two",
       "# one\nallow a if x == 1 and y == 2  # two\n"},
  };
  for (const Row& row : rows) {
    const Parsed parsed = Parse(row.text);
    CHECK(parsed.errors.empty());
    CHECK(Format(parsed.file) == row.formatted);
  }
}

TEST_CASE("long statements are filled into lines") {
  std::string list = "allow ";
  for (int i = 0; i < 40; ++i) list += (i == 0 ? "" : ", ") + ("syscall_" + std::to_string(i));
  const std::string formatted =
      Format(Parse(list + " if fd == 1 and flags has no O_CREAT when cap(CAP_SYS_ADMIN)").file);
  size_t begin = 0;
  while (begin < formatted.size()) {
    const size_t end = formatted.find('\n', begin);
    CHECK(end - begin <= 100);
    CHECK((begin == 0 || formatted.substr(begin, 4) == "    "));
    begin = end + 1;
  }
  CHECK(formatted.find("\n    syscall_") != std::string::npos);
}

size_t Count(const std::string& text, const std::string& piece) {
  size_t count = 0;
  for (size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1))
    ++count;
  return count;
}

TEST_CASE("formatting keeps the meaning and every comment, and formatting again changes nothing") {
  size_t statements = 0;
  size_t comments = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    TextGenerator generator(seed);
    const std::string text = generator.MakeFile();
    INFO("seed " << seed << "\n" << text);
    const Parsed parsed = Parse(text);
    REQUIRE(parsed.errors == "");
    const std::string formatted = Format(parsed.file);
    INFO("formatted:\n" << formatted);
    const Parsed again = Parse(formatted);
    REQUIRE(again.errors == "");
    REQUIRE(Dump(again.file) == Dump(parsed.file));
    REQUIRE(Format(again.file) == formatted);
    for (const std::string& comment : generator.comments()) {
      REQUIRE((Count(formatted, comment + "\n") == 1));
    }
    statements += parsed.file.statements.size();
    comments += generator.comments().size();
  }
  CHECK(statements > 5000);
  CHECK(comments > 10000);
}

}  // namespace
}  // namespace polc::dsl
