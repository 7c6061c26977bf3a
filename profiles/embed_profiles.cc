// Build-time: reads profiles.tbl and the files it names, and writes them as constants. Usage: embed_profiles DIRECTORY OUTPUT
//
// A profile that is another one without some syscalls is made here, so that the two cannot drift apart: the group of exactly
// these names is cut out of the text. A group is what stands between the lines `    {` and `    }` of a file.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
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

// The strings of the array `names`.
std::set<std::string> NamesOf(const Lines& group) {
  std::string text;
  for (const std::string& line : group) text += line;
  const size_t begin = text.find("\"names\": [");
  if (begin == std::string::npos) return {};
  std::istringstream parts(text.substr(begin + 10, text.find(']', begin) - begin - 10));
  std::set<std::string> names;
  for (std::string part; std::getline(parts, part, '"');) {
    if (std::getline(parts, part, '"')) names.insert(part);
  }
  return names;
}

Lines WithoutGroup(const Lines& lines, const std::set<std::string>& names, const std::string& what) {
  Lines kept;
  Lines group;
  bool found = false;
  for (const std::string& line : lines) {
    if (group.empty() && line != "    {") {
      kept.push_back(line);
      continue;
    }
    group.push_back(line);
    if (line == "    }" && NamesOf(group) == names) Fail("the last group cannot be left out: " + what);
    if (line != "    }," && line != "    }") continue;
    if (NamesOf(group) == names) {
      found = true;
    } else {
      kept.insert(kept.end(), group.begin(), group.end());
    }
    group.clear();
  }
  if (!found) Fail("no group has exactly the names " + what);
  return kept;
}

std::set<std::string> Words(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> words;
  for (std::string word; in >> word;) words.insert(word);
  return words;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) Fail("usage: embed_profiles DIRECTORY OUTPUT");
  const std::string directory = std::string(argv[1]) + "/";
  std::string out = "constexpr BuiltinProfile kProfiles[] = {\n";
  for (const std::string& record : ReadLines(directory + "profiles.tbl")) {
    if (record.empty() || record[0] == '#') continue;
    std::istringstream fields(record);
    std::string name, file, without, summary;
    std::getline(fields, name, '|');
    std::getline(fields, file, '|');
    std::getline(fields, without, '|');
    if (!std::getline(fields, summary)) Fail("not four fields: " + record);
    Lines lines = ReadLines(directory + file);
    if (!without.empty()) lines = WithoutGroup(lines, Words(without), without);
    out += "    {\"" + name + "\", \"" + summary + "\", R\"profile(";
    for (const std::string& line : lines) out += line + "\n";
    out += ")profile\"},\n";
  }
  out += "};\n";
  std::ofstream file(argv[2]);
  file << out;
  file.close();
  if (!file) Fail(std::string("cannot write ") + argv[2]);
  return 0;
}
