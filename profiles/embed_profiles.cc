// Build-time: reads profiles.tbl and the files it names, and writes them as constants. Usage:
// embed_profiles DIRECTORY OUTPUT

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Lines = std::vector<std::string>;

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "embed_profiles: %s\n", message.c_str());
  std::exit(1);
}

Lines ReadLines(const std::string& path) {
  std::ifstream in(path);
  if (!in) Fail("cannot read " + path);
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) Fail("usage: embed_profiles DIRECTORY OUTPUT");
  const std::string directory = std::string(argv[1]) + "/";
  std::string out = "constexpr BuiltinProfile kProfiles[] = {\n";
  for (const std::string& record : ReadLines(directory + "profiles.tbl")) {
    if (record.empty() || record[0] == '#') continue;
    std::istringstream fields(record);
    std::string name, summary;
    std::getline(fields, name, '|');
    if (!std::getline(fields, summary)) Fail("not two fields: " + record);
    out += "    {\"" + name + "\", \"" + summary + "\", R\"profile(";
    for (const std::string& line : ReadLines(directory + name + ".polc")) out += line + "\n";
    out += ")profile\"},\n";
  }
  out += "};\n";
  std::ofstream file(argv[2]);
  file << out;
  file.close();
  if (!file) Fail(std::string("cannot write ") + argv[2]);
  return 0;
}
