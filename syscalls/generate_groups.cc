// Build-time: reads groups.tbl and writes the groups as C++. Usage: generate_groups
// TABLES_DIRECTORY OUTPUT
//
// Fails on a member that is neither a syscall nor a group, and on a group that would hold itself.

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "syscalls/table_file.h"

namespace {

using polc::tables::Fail;
using polc::tables::Fields;
using polc::tables::Quoted;
using polc::tables::ReadTable;
using polc::tables::SplitFields;

struct Group {
  std::string name, origin, meaning;
  Fields members;
};

using Index = std::map<std::string, size_t>;

// Visits the groups within a group; `path` has the groups that lead to it.
void CheckNesting(const std::vector<Group>& groups, const Index& index, size_t at,
                  std::vector<size_t>& path) {
  for (const size_t above : path) {
    if (above == at) Fail("group " + groups[at].name + " holds itself");
  }
  path.push_back(at);
  for (const std::string& member : groups[at].members) {
    const auto inner = index.find(member);
    if (inner != index.end()) CheckNesting(groups, index, inner->second, path);
  }
  path.pop_back();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) Fail("usage: generate_groups TABLES_DIRECTORY OUTPUT");
  const std::string directory = std::string(argv[1]) + "/";
  Index syscalls;
  std::vector<Fields> numbers = ReadTable(directory + "numbers.tbl", ' ');
  for (size_t i = 1; i < numbers.size(); ++i) syscalls[numbers[i].at(0)] = i - 1;

  std::vector<Group> groups;
  Index index;
  for (const Fields& record : ReadTable(directory + "groups.tbl", '|')) {
    if (!groups.empty() && groups.back().name >= record.at(0))
      Fail("groups.tbl is not sorted at " + record[0]);
    index[record.at(0)] = groups.size();
    groups.push_back({record[0], record.at(1), record.at(2), SplitFields(record.at(3), ' ')});
  }
  std::vector<size_t> path;
  for (size_t i = 0; i < groups.size(); ++i) CheckNesting(groups, index, i, path);

  std::ofstream out(argv[2]);
  out << "// Made by generate_groups from syscalls/tables. Do not edit.\n\ninline constexpr int16_t kGroupMembers[] = {\n";
  std::string rows;
  size_t first = 0;
  for (const Group& group : groups) {
    size_t count = 0;
    const auto write = [&](long member) {
      out << " " << member << ",";
      ++count;
    };
    out << " ";
    for (const std::string& member : group.members) {
      const auto syscall = syscalls.find(member);
      const auto inner = index.find(member);
      if (member == "*") {
        for (size_t i = 0; i < syscalls.size(); ++i) write(static_cast<long>(i));
      } else if (syscall != syscalls.end()) {
        write(static_cast<long>(syscall->second));
      } else if (inner != index.end()) {
        write(-1 - static_cast<long>(inner->second));
      } else {
        Fail(group.name + " has `" + member + "`, which is neither a syscall nor a group");
      }
    }
    out << "\n";
    if (group.origin != "systemd" && group.origin != "polc")
      Fail(group.name + " comes from `" + group.origin + "`");
    rows += "  {{" + Quoted(group.name) + ", " + Quoted(group.meaning) +
            ", GroupOrigin::" + (group.origin == "polc" ? "Polc" : "Systemd") + "}, " +
            std::to_string(first) + ", " + std::to_string(count) + "},\n";
    first += count;
  }
  out << "};\n\ninline constexpr GroupRecord kGroups[] = {\n" << rows << "};\n";
  return out.good() ? 0 : 1;
}
