// The header is C and C++, without a warning, and the array in it is the program.

#include "compiler/bpf/c_array.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "syscalls/arch.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"
#include "tests/support/program_generator.h"

namespace polc::bpf {
namespace {

class Folder {
 public:
  Folder() {
    char path[] = "/tmp/polc-c-array-XXXXXX";
    if (::mkdtemp(path) != nullptr) path_ = path;
    REQUIRE(path_ != "");
  }
  ~Folder() {
    for (const char* name : {"/filter.h", "/main.c", "/main.cc", "/main", "/out"})
      ::unlink((path_ + name).c_str());
    ::rmdir(path_.c_str());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ + "/" + name) << text;
  }
  [[nodiscard]] std::string Read(const std::string& name) const {
    std::ifstream file(path_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] int Run(const std::string& command) const {
    return std::system(("cd " + path_ + " && " + command).c_str());
  }

 private:
  std::string path_;
};

// Included twice, as headers are.
std::string Main(const std::string& program) {
  return "#include \"filter.h\"\n#include \"filter.h\"\n#include <stdio.h>\n"
         "int main(void) { return fwrite(" +
         program + ".filter, 8, " + program + ".len, stdout) != " + program + ".len; }\n";
}

TEST_CASE("a C header compiles as C99 and as C++ and holds the program") {
  if (std::system("cc --version > /dev/null 2>&1") != 0) {
    testing::SkipWithout("a C compiler");
    return;
  }
  struct Row {
    const char* name;
    const char* about;
    const char* program;
  };
  const Row rows[] = {{"web", "profile web", "web_prog"},
                      {"", "*/ int broken; /*", "filter_prog"},
                      {"9 lives-\xc3\xa9", "two\nlines \\", "filter_9_lives_prog"}};
  const Folder folder;
  uint64_t seed = 0;
  for (const Row& row : rows) {
    testing::Random random(++seed);
    const Program program = testing::RandomProgram(random, 200);
    INFO(row.name << ": " << row.about);
    folder.Write("filter.h", ToCHeader(program, row.name, row.about));
    folder.Write("main.c", Main(row.program));
    folder.Write("main.cc", Main(row.program));
    for (const char* compiler : {"cc -std=c99 main.c", "c++ -std=c++17 main.cc"}) {
      INFO(compiler);
      REQUIRE(folder.Run(std::string(compiler) +
                         " -Wall -Wextra -pedantic -Werror -o main && ./main > out") == 0);
      REQUIRE(folder.Read("out") == ToBytes(program, TraitsOf(HostArch()).endian));
    }
  }
}

TEST_CASE("verdicts stand beside their instructions") {
  Invalid invalid;
  const auto program = Program::Check(
      {{kJeqK, 0, 1, 5}, {kRetK, 0, 0, 0x7fff0000}, {kRetK, 0, 0, 0x00050026}}, invalid);
  REQUIRE(program);
  CHECK(ToCHeader(*program, "a", "profile a") == R"(/* profile a: 3 instructions, made by polc. */
#ifndef POLC_A_H
#define POLC_A_H

#include <linux/filter.h>

static const struct sock_filter a_insns[] = {
    {0x15,   0,   1, 0x00000005},
    {0x06,   0,   0, 0x7fff0000}, /* ALLOW */
    {0x06,   0,   0, 0x00050026}, /* ERRNO(ENOSYS) */
};

/* The kernel does not write through the pointer. */
static const struct sock_fprog a_prog = {
    3,
    (struct sock_filter *)a_insns,
};

#endif
)");
}

}  // namespace
}  // namespace polc::bpf
