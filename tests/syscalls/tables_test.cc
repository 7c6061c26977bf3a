// The tables are edited by hand, and the generator does not check their form, so it is checked
// here.

#include <regex.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

struct Table {
  std::vector<std::string> head, records;
};

Table Read(const std::string& name) {
  std::ifstream in("syscalls/tables/" + name);
  REQUIRE(in);
  Table table;
  for (std::string line; std::getline(in, line);)
    (line.starts_with("#") ? table.head : table.records).push_back(line);
  REQUIRE_FALSE(table.records.empty());
  return table;
}

// POSIX's regular expressions: g++ 12 warns about uninitialised memory inside std::regex.
size_t CountMismatches(const std::vector<std::string>& records, const char* form) {
  regex_t compiled;
  REQUIRE(regcomp(&compiled, form, REG_EXTENDED | REG_NOSUB) == 0);
  size_t mismatches = 0;
  for (const std::string& record : records) {
    if (regexec(&compiled, record.c_str(), 0, nullptr, 0) == 0) continue;
    ++mismatches;
    UNSCOPED_INFO(record);
  }
  regfree(&compiled);
  return mismatches;
}

std::string FirstField(const std::string& record) {
  return record.substr(0, record.find_first_of(" |"));
}

std::vector<std::string> FirstFields(const Table& table) {
  std::vector<std::string> names;
  for (const std::string& record : table.records) names.push_back(FirstField(record));
  return names;
}

void CheckSortedNames(const std::vector<std::string>& names) {
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}

TEST_CASE("every table says what it is and where from") {
  for (const char* name :
       {"numbers.tbl", "since.tbl", "signatures.tbl", "capabilities.tbl", "errnos.tbl"}) {
    INFO(name);
    CHECK_FALSE(Read(name).head.empty());
  }
}

TEST_CASE("records have the form that their table promises") {
  struct Case {
    const char* file;
    const char* form;
  };
  const Case kCases[] = {
      {"numbers.tbl", "^[_a-z0-9]+( (-|[0-9]+)){18}$"},
      {"since.tbl", "^[_a-z0-9]+ [0-9]+[.][0-9]+([.][0-9]+)?$"},
      {"signatures.tbl", "^[_a-z0-9]+([|][_a-zA-Z0-9 *]+ [_a-zA-Z0-9]+){0,6}$"},
      {"capabilities.tbl", "^CAP_[_A-Z]+ [0-9]+$"},
      {"errnos.tbl", "^E[A-Z0-9]+ [0-9]+$"},
  };
  for (const Case& expected : kCases) {
    Table table = Read(expected.file);
    // The first record of numbers.tbl names its columns.
    if (std::string_view(expected.file) == "numbers.tbl")
      table.records.erase(table.records.begin());
    INFO(expected.file);
    CHECK(CountMismatches(table.records, expected.form) == 0);
  }
}

TEST_CASE("syscall tables are sorted and speak of the same names") {
  std::vector<std::string> numbers = FirstFields(Read("numbers.tbl"));
  numbers.erase(numbers.begin());
  CheckSortedNames(numbers);
  CHECK(std::equal(numbers.begin(), numbers.end(), AllSyscallNames().begin(),
                   AllSyscallNames().end()));
  for (const char* file : {"since.tbl", "signatures.tbl"}) {
    INFO(file);
    const std::vector<std::string> names = FirstFields(Read(file));
    CheckSortedNames(names);
    // A record for a name without a number is never looked up: most likely the kernel's entry has
    // another name.
    for (const std::string& name : names) {
      INFO(name);
      CHECK(std::binary_search(numbers.begin(), numbers.end(), name));
    }
  }
}

TEST_CASE("named numbers are in order and unique") {
  for (const char* file : {"capabilities.tbl", "errnos.tbl"}) {
    INFO(file);
    std::set<std::string> names;
    int last = -1;
    for (const std::string& record : Read(file).records) {
      INFO(record);
      CHECK(names.insert(FirstField(record)).second);
      const int number = std::stoi(record.substr(record.find(' ') + 1));
      CHECK(number >= last);
      last = number;
    }
  }
}

}  // namespace
}  // namespace polc
