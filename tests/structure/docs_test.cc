// Checks the documents against each other and against the tree: a contents list has all sections,
// every link leads to a file and a heading, and every path in the guides for contributors exists.

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace polc {
namespace {

namespace fs = std::filesystem;

struct Link {
  std::string text, target;
};

bool operator==(const Link& a, const Link& b) { return a.text == b.text && a.target == b.target; }
std::ostream& operator<<(std::ostream& out, const Link& link) {
  return out << "[" << link.text << "](" << link.target << ")";
}

// The anchor that GitHub and GitLab make of a heading.
std::string AnchorOf(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') anchor += '-';
    if (c == '-' || c == '_' || byte >= 0x80 || std::isalnum(byte) != 0)
      anchor += static_cast<char>(std::tolower(byte));
  }
  return anchor;
}

std::vector<Link> LinksIn(const std::string& text) {
  static const std::regex kLink(R"(\[([^\]]*)\]\(([^)\s]*)\))");
  std::vector<Link> links;
  for (std::sregex_iterator at(text.begin(), text.end(), kLink), end; at != end; ++at)
    links.push_back({(*at)[1], (*at)[2]});
  return links;
}

struct Document {
  fs::path path;
  std::vector<std::string> headings;  // of every level
  std::vector<Link> sections;         // the headings of the second level
  std::vector<Link> contents;         // the paragraph that begins with "Contents:"
  std::vector<Link> links;
  std::string whole;
};

Document Read(const fs::path& path) {
  Document document{path, {}, {}, {}, {}, ""};
  std::ifstream in(path);
  REQUIRE(in);
  std::string text, contents;
  bool in_example = false, in_contents = false;
  for (std::string line; std::getline(in, line);) {
    document.whole += line + "\n";
    if (line.starts_with("```")) in_example = !in_example;
    if (in_example) continue;
    in_contents = !line.empty() && (in_contents || line.starts_with("Contents:"));
    (in_contents ? contents : text) += line + "\n";
    const size_t level = line.find_first_not_of('#');
    if (level == 0 || level == std::string::npos || line[level] != ' ') continue;
    const std::string heading = line.substr(level + 1);
    document.headings.push_back(heading);
    if (level == 2) document.sections.push_back({heading, "#" + AnchorOf(heading)});
  }
  document.contents = LinksIn(contents);
  document.links = LinksIn(text);
  return document;
}

std::vector<Document> Documents() {
  std::vector<Document> documents;
  for (const fs::directory_entry& entry : fs::directory_iterator("."))
    if (entry.path().extension() == ".md") documents.push_back(Read(entry.path()));
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator("docs"))
    if (entry.path().extension() == ".md") documents.push_back(Read(entry.path()));
  return documents;
}

TEST_CASE("a contents list has every section of its page, in their order") {
  size_t lists = 0;
  for (const Document& document : Documents()) {
    if (document.contents.empty()) continue;
    INFO(document.path.string());
    CHECK(document.contents == document.sections);
    ++lists;
  }
  CHECK(lists >= 2);
}

TEST_CASE("every link between documents leads to a file, and to a heading in it") {
  size_t followed = 0;
  for (const Document& document : Documents()) {
    INFO(document.path.string());
    for (const Link& link : document.links) {
      if (link.target.find("://") != std::string::npos) continue;
      INFO(link);
      const size_t hash = std::min(link.target.find('#'), link.target.size());
      const fs::path path =
          hash == 0 ? document.path : document.path.parent_path() / link.target.substr(0, hash);
      CHECK(fs::exists(path));
      ++followed;
      if (hash == link.target.size() || !fs::exists(path)) continue;
      std::set<std::string> anchors;
      for (const std::string& heading : Read(path).headings) anchors.insert(AnchorOf(heading));
      CHECK(anchors.contains(link.target.substr(hash + 1)));
    }
  }
  CHECK(followed > 20);
}

// A word such as NAME or my-rule stands for a name that the reader chooses: then the folder of the
// file has to exist.
fs::path WithoutPlaceholder(const std::string& path) {
  static const std::regex kPlaceholder(R"([^/]*(ID|NAME|COMMAND|CASE|my-[a-z]+)(?![A-Z]).*)");
  return std::regex_replace(path, kPlaceholder, "");
}

TEST_CASE("every path that the guides for contributors name exists") {
  static const std::regex kPath(
      R"((^|[\s`(])((compiler|docs|tests|grammar|syscalls|profiles|cmake|\.ci)/[\w./-]*\w))");
  for (const char* guide : {"CONTRIBUTING.md", "docs/architecture.md"}) {
    const std::string text = Read(guide).whole;
    size_t named = 0;
    for (std::sregex_iterator at(text.begin(), text.end(), kPath), end; at != end; ++at, ++named) {
      INFO(guide << ": " << (*at)[2]);
      CHECK(fs::exists(WithoutPlaceholder((*at)[2])));
    }
    CHECK(named > 10);
  }
}

TEST_CASE("the checks of documents see what they are for") {
  CHECK(AnchorOf("Output, colour, exit status") == "output-colour-exit-status");
  CHECK(AnchorOf("runc's stub") == "runcs-stub");
  CHECK(AnchorOf("What `polc` is") == "what-polc-is");
  CHECK(LinksIn("a [b](#c), [d e](f.md#g)") == std::vector<Link>{{"b", "#c"}, {"d e", "f.md#g"}});
  CHECK(WithoutPlaceholder("docs/lint/ID.md") == "docs/lint/");
  CHECK(WithoutPlaceholder("docs/lint/README.md") == "docs/lint/README.md");
  CHECK(WithoutPlaceholder("tests/emit/NAME_test.cc") == "tests/emit/");
  CHECK(WithoutPlaceholder("tests/lint/cases/my-rule.txt") == "tests/lint/cases/");
}

}  // namespace
}  // namespace polc
