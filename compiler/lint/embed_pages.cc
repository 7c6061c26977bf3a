// Build-time: writes docs/lint/*.md as constants, for `polc rule`. Usage: embed_pages OUTPUT PAGE…

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "embed_pages: %s\n", message.c_str());
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) Fail("usage: embed_pages OUTPUT PAGE…");
  std::string out = "constexpr Page kPages[] = {\n";
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i]);
    std::stringstream text;
    if (!in || !(text << in.rdbuf())) Fail(std::string("cannot read ") + argv[i]);
    out += "    {\"" + std::filesystem::path(argv[i]).stem().string() + "\", R\"page(" +
           text.str() + ")page\"},\n";
  }
  out += "};\n";
  std::ofstream file(argv[1]);
  file << out;
  file.close();
  if (!file) Fail(std::string("cannot write ") + argv[1]);
  return 0;
}
