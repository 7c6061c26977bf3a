// Build-time: writes what `polc rule` prints as constants: each section `### ID` of one page
// (docs/diagnostics.md), and whole pages (docs/lint/ID.md). Usage: embed_pages OUTPUT SECTIONS
// PAGE…

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

std::string ReadFile(const char* path) {
  std::ifstream in(path);
  std::stringstream text;
  if (!in || !(text << in.rdbuf())) Fail(std::string("cannot read ") + path);
  return text.str();
}

std::string Constant(const std::string& id, const std::string& text) {
  return "    {\"" + id + "\", R\"page(" + text + ")page\"},\n";
}

// Each with its id as the heading of a page, and without the blank lines at its end.
std::string Sections(const std::string& page) {
  std::string out, id, text;
  const auto finish = [&] {
    while (text.ends_with("\n\n")) text.pop_back();
    if (!id.empty()) out += Constant(id, text);
    id.clear();
    text.clear();
  };
  bool fenced = false;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) fenced = !fenced;
    if (!fenced && (line.starts_with("## ") || line.starts_with("### "))) {
      finish();
      if (line.starts_with("### ")) {
        id = line.substr(4);
        line = "# " + id;
      }
    }
    text += line + "\n";
  }
  finish();
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) Fail("usage: embed_pages OUTPUT SECTIONS PAGE…");
  std::string out = "constexpr Page kPages[] = {\n" + Sections(ReadFile(argv[2]));
  for (int i = 3; i < argc; ++i)
    out += Constant(std::filesystem::path(argv[i]).stem().string(), ReadFile(argv[i]));
  out += "};\n";
  std::ofstream file(argv[1]);
  file << out;
  file.close();
  if (!file) Fail(std::string("cannot write ") + argv[1]);
  return 0;
}
