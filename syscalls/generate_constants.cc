// Build-time: reads the tables of constants and writes one file of C++. Usage: generate_constants
// TABLES_DIRECTORY OUTPUT
//
// All names are in one text, because a pointer for each would have to be relocated when polc
// starts. Records are sorted by name, for binary search. Values that differ on some ABIs are in a
// short list beside the record.

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "syscalls/table_file.h"

namespace {

using polc::tables::Fail;
using polc::tables::Fields;
using polc::tables::Quoted;
using polc::tables::ReadTable;
using polc::tables::SplitFields;

// `-` for "no such constant"; negative values as their 64 bits.
struct Value {
  bool exists = false;
  uint64_t bits = 0;
};

Value ParseValue(const std::string& text) {
  if (text == "-") return {};
  if (text[0] == '-') return {true, static_cast<uint64_t>(std::stoll(text, nullptr, 0))};
  return {true, std::stoull(text, nullptr, 0)};
}

std::string Literal(uint64_t bits) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llxu", static_cast<unsigned long long>(bits));
  return text;
}

template <class T>
size_t IndexOf(const std::map<std::string, T>& names, const std::string& name, const char* what) {
  const auto found = names.find(name);
  if (found == names.end()) Fail(std::string("no ") + what + " is called `" + name + "`");
  return found->second;
}

void WriteIds(std::ostream& out, const std::vector<size_t>& ids, const std::string& type,
              const std::string& array) {
  out << "inline constexpr " << type << " " << array << "[] = {";
  for (size_t i = 0; i < ids.size(); ++i) {
    out << (i % 20 == 0 ? "\n  " : " ");
    if (type == "FamilyId")
      out << "FamilyId{" << ids[i] << "},";
    else
      out << ids[i] << ",";
  }
  out << "\n};\n\n";
}

using Index = std::map<std::string, size_t>;

// Writes kConstants and the arrays that it refers to; returns the constants of each family, by
// index.
std::vector<std::vector<size_t>> WriteConstants(std::ostream& out,
                                                const std::vector<Fields>& records,
                                                const Index& families, const Index& columns) {
  std::vector<std::vector<size_t>> members(families.size());
  std::vector<size_t> of_constant;
  std::string rows, overrides, text;
  size_t offset = 0, override_count = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    const Fields& record = records[i];
    const std::string& name = record.at(0);
    if (i > 0 && records[i - 1][0] >= name) Fail("constants.tbl is not sorted at `" + name + "`");
    const size_t first_family = of_constant.size();
    for (const std::string& family : SplitFields(record.at(1), ',')) {
      const size_t id = IndexOf(families, family, "family");
      of_constant.push_back(id);
      members[id].push_back(i);
    }
    const Value usual = ParseValue(record.at(2));
    const size_t first_override = override_count;
    for (size_t field = 3; field < record.size(); ++field) {
      const Fields sides = SplitFields(record[field], '=');
      uint32_t mask = 0;
      for (const std::string& abi : SplitFields(sides.at(0), ','))
        mask |= 1u << IndexOf(columns, abi, "column");
      const Value value = ParseValue(sides.at(1));
      overrides += "  {" + std::to_string(mask) + "u, " + (value.exists ? "true" : "false") + ", " +
                   Literal(value.bits) + "},\n";
      ++override_count;
    }
    rows += "  {" + Literal(usual.bits) + ", " + std::to_string(offset) + ", " +
            std::to_string(first_override) + ", " + std::to_string(first_family) + ", " +
            std::to_string(name.size()) + ", " + std::to_string(override_count - first_override) +
            ", " + std::to_string(of_constant.size() - first_family) + ", " +
            (usual.exists ? "true" : "false") + "},\n";
    text += "  \"" + name + "\"\n";
    offset += name.size();
  }
  if (override_count > UINT16_MAX || of_constant.size() > UINT16_MAX)
    Fail("too many constants for 16-bit indices");
  out << "inline constexpr char kConstantText[] =\n" << text << "  ;\n\n";
  out << "inline constexpr ConstantRecord kConstants[] = {\n" << rows << "};\n\n";
  out << "inline constexpr ConstantOverride kConstantOverrides[] = {\n" << overrides << "};\n\n";
  WriteIds(out, of_constant, "FamilyId", "kFamiliesOfConstants");
  return members;
}

void WriteFamilies(std::ostream& out, const std::vector<Fields>& records,
                   const std::vector<std::vector<size_t>>& members) {
  std::vector<size_t> all;
  out << "inline constexpr FamilyRecord kFamilies[] = {\n";
  for (size_t i = 0; i < records.size(); ++i) {
    if (members[i].empty()) Fail("family `" + records[i][0] + "` has no constants");
    out << "  {{" << Quoted(records[i].at(0)) << ", " << Quoted(records[i].at(1)) << "}, "
        << all.size() << ", " << members[i].size() << "},\n";
    all.insert(all.end(), members[i].begin(), members[i].end());
  }
  out << "};\n\n";
  WriteIds(out, all, "uint16_t", "kFamilyMembers");
}

void WriteBindings(std::ostream& out, const std::vector<Fields>& records, const Index& syscalls,
                   const Index& families) {
  static const std::map<std::string, std::string> kKinds = {
      {"value", "Value"}, {"bits", "Bits"}, {"mixed", "Mixed"}, {"fd", "Descriptor"}};
  std::map<std::pair<size_t, size_t>, const Fields*> by_argument;
  for (const Fields& record : records) {
    const size_t syscall = IndexOf(syscalls, record.at(0), "syscall");
    if (!by_argument.emplace(std::make_pair(syscall, std::stoul(record.at(1))), &record).second) {
      Fail("argument " + record[1] + " of `" + record[0] + "` is bound twice");
    }
  }
  std::vector<size_t> bound;
  out << "inline constexpr ArgumentBinding kBindings[] = {\n";
  for (const auto& [argument, record] : by_argument) {
    const auto kind = kKinds.find(record->at(2));
    if (kind == kKinds.end()) Fail("no kind is called `" + record->at(2) + "`");
    out << "  {" << argument.first << ", " << argument.second << ", ArgumentKind::" << kind->second
        << ", " << bound.size() << ", " << record->size() - 3 << "},\n";
    for (size_t i = 3; i < record->size(); ++i)
      bound.push_back(IndexOf(families, (*record)[i], "family"));
  }
  out << "};\n\n";
  WriteIds(out, bound, "FamilyId", "kBoundFamilies");
}

Index Numbered(const std::vector<Fields>& records) {
  Index index;
  for (size_t i = 0; i < records.size(); ++i) {
    if (!index.emplace(records[i].at(0), i).second) Fail("`" + records[i][0] + "` is listed twice");
  }
  return index;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) Fail("usage: generate_constants TABLES_DIRECTORY OUTPUT");
  const std::string directory = std::string(argv[1]) + "/";
  std::vector<Fields> numbers = ReadTable(directory + "numbers.tbl", ' ');
  Index columns;
  for (size_t i = 1; i < numbers.at(0).size(); ++i) columns[numbers[0][i]] = i - 1;
  numbers.erase(numbers.begin());
  const Index syscalls = Numbered(numbers);
  const std::vector<Fields> family_records = ReadTable(directory + "families.tbl", '|');
  const Index families = Numbered(family_records);
  if (families.size() > UINT8_MAX) Fail("too many families for an 8-bit id");

  std::ofstream out(argv[2]);
  out << "// Made by generate_constants from syscalls/tables. Do not edit.\n\n";
  const auto members =
      WriteConstants(out, ReadTable(directory + "constants.tbl", ' '), families, columns);
  WriteFamilies(out, family_records, members);
  WriteBindings(out, ReadTable(directory + "argument_constants.tbl", ' '), syscalls, families);
  return out.good() ? 0 : 1;
}
