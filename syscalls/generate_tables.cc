// Build-time: reads tables/*.tbl and writes one file of constants. Usage: generate_tables
// TABLES_DIRECTORY OUTPUT
//
// Names get an open-addressing hash table, numbers a dense array for each ABI, so that both
// look-ups take constant time and the whole lies in read-only memory.

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "syscalls/name_hash.h"
#include "syscalls/table_file.h"

namespace {

using polc::tables::Fail;
using polc::tables::Fields;
using polc::tables::Quoted;
using polc::tables::ReadTable;

// Numbers from here on (ARM has its private calls at 0xf0001) are listed one by one instead of in
// the dense arrays.
constexpr size_t kDense = 1024;

struct Type {
  int bits;
  bool is_signed;
  bool is_pointer;
};

// The bits of the register that the kernel reads on a 64-bit ABI. A type that is not listed counts
// as 64 unsigned bits: if it were taken to be narrower than it is, half of a comparison would be
// lost.
Type TypeOf(std::string type) {
  if (type.find('*') != std::string::npos) return {64, false, true};
  if (type.rfind("const ", 0) == 0) type = type.substr(6);
  static const std::map<std::string, Type> kTypes = {
      {"int", {32, true, false}},
      {"__s32", {32, true, false}},
      {"pid_t", {32, true, false}},
      {"clockid_t", {32, true, false}},
      {"timer_t", {32, true, false}},
      {"key_serial_t", {32, true, false}},
      {"key_t", {32, true, false}},
      {"mqd_t", {32, true, false}},
      {"rwf_t", {32, true, false}},
      {"unsigned", {32, false, false}},
      {"unsigned int", {32, false, false}},
      {"u32", {32, false, false}},
      {"__u32", {32, false, false}},
      {"uid_t", {32, false, false}},
      {"gid_t", {32, false, false}},
      {"qid_t", {32, false, false}},
      {"umode_t", {16, false, false}},
      {"enum landlock_rule_type", {32, false, false}},
      {"long", {64, true, false}},
      {"off_t", {64, true, false}},
      {"loff_t", {64, true, false}},
      {"cap_user_header_t", {64, false, true}},
      {"cap_user_data_t", {64, false, true}},
  };
  const auto found = kTypes.find(type);
  return found == kTypes.end() ? Type{64, false, false} : found->second;
}

void WriteNamed(std::ostream& out, const std::string& path, const std::string& array) {
  out << "inline constexpr NamedNumber " << array << "[] = {\n";
  for (const Fields& record : ReadTable(path, ' '))
    out << "  {" << Quoted(record.at(0)) << ", " << record.at(1) << "},\n";
  out << "};\n";
}

// One string for each record: everything after its first word. Sorted by that word.
void WriteArgumentNames(std::ostream& out, const std::string& path) {
  std::map<std::string, std::string> names;
  for (const Fields& record : ReadTable(path, ' ')) {
    std::string& words = names[record.at(0)];
    if (!words.empty()) Fail(path + ": " + record.at(0) + " has two lines");
    for (size_t i = 1; i < record.size(); ++i) words += (i == 1 ? "" : " ") + record[i];
  }
  out << "inline constexpr ArgumentNames kArgumentNames[] = {\n";
  for (const auto& [name, words] : names)
    out << "  {" << Quoted(name) << ", " << Quoted(words) << "},\n";
  out << "};\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) Fail("usage: generate_tables TABLES_DIRECTORY OUTPUT");
  const std::string directory = std::string(argv[1]) + "/";
  std::vector<Fields> numbers = ReadTable(directory + "numbers.tbl", ' ');
  const Fields columns(numbers.at(0).begin() + 1, numbers.at(0).end());
  numbers.erase(numbers.begin());
  std::map<std::string, std::string> since;
  for (const Fields& record : ReadTable(directory + "since.tbl", ' '))
    since[record.at(0)] = record.at(1);
  std::map<std::string, Fields> signatures;
  for (const Fields& record : ReadTable(directory + "signatures.tbl", '|'))
    signatures[record.at(0)] = record;

  std::ofstream out(argv[2]);
  out << "// Made by generate_tables from syscalls/tables. Do not edit.\n\n";
  // Arguments of all signatures in one array; a syscall has a range of it.
  out << "inline constexpr SyscallArgument kArguments[] = {\n";
  std::map<std::string, std::pair<size_t, size_t>> ranges;
  size_t argument_count = 0;
  for (const auto& [name, record] : signatures) {
    const size_t begin = argument_count;
    for (size_t i = 1; i < record.size(); ++i) {
      const size_t space = record[i].rfind(' ');
      const std::string type = record[i].substr(0, space);
      const Type facts = TypeOf(type);
      out << "  {" << Quoted(type) << ", " << Quoted(record[i].substr(space + 1)) << ", "
          << facts.bits << ", " << (facts.is_signed ? "true" : "false") << ", "
          << (facts.is_pointer ? "true" : "false") << "},\n";
      ++argument_count;
    }
    ranges[name] = {begin, argument_count - begin};
  }
  out << "};\n\ninline constexpr std::string_view kNames[] = {\n";
  for (const Fields& record : numbers) out << "  " << Quoted(record.at(0)) << ",\n";
  out << "};\n\ninline constexpr SyscallRecord kRecords[] = {\n";
  for (const Fields& record : numbers) {
    const std::string& name = record.at(0);
    const auto range = ranges.find(name);
    out << "  {" << Quoted(since[name]) << ", ";
    if (range == ranges.end()) {
      out << "0, -1, {";
    } else {
      out << range->second.first << ", " << range->second.second << ", {";
    }
    for (size_t i = 0; i < columns.size(); ++i)
      out << (i == 0 ? "" : ", ") << (record.at(i + 1) == "-" ? "-1" : record.at(i + 1));
    out << "}},\n";
  }
  out << "};\n\n";

  size_t slots = 1;
  while (slots < numbers.size() * 2) slots *= 2;
  std::vector<int> table(slots, -1);
  for (size_t i = 0; i < numbers.size(); ++i) {
    size_t at = polc::NameHash(numbers[i][0]) % slots;
    while (table[at] != -1) at = (at + 1) % slots;
    table[at] = static_cast<int>(i);
  }
  out << "inline constexpr int16_t kNameSlots[] = {";
  for (size_t i = 0; i < slots; ++i) out << (i % 24 == 0 ? "\n  " : " ") << table[i] << ",";
  out << "\n};\n\n";

  struct Far {
    size_t column, nr, name;
  };
  std::vector<Far> far;
  for (size_t column = 0; column < columns.size(); ++column) {
    std::vector<int> by_number;
    for (size_t i = 0; i < numbers.size(); ++i) {
      const std::string& number = numbers[i].at(column + 1);
      if (number == "-") continue;
      const auto nr = static_cast<size_t>(std::stoul(number));
      if (nr >= kDense) {
        far.push_back({column, nr, i});
        continue;
      }
      if (by_number.size() <= nr) by_number.resize(nr + 1, -1);
      // If a number has two names, the alphabetically first that is not an old spelling is used.
      if (by_number[nr] == -1) by_number[nr] = static_cast<int>(i);
    }
    out << "inline constexpr int16_t kByNumber_" << columns[column] << "[] = {";
    for (size_t i = 0; i < by_number.size(); ++i)
      out << (i % 24 == 0 ? "\n  " : " ") << by_number[i] << ",";
    out << "\n};\n";
  }
  out << "\ninline constexpr std::span<const int16_t> kByNumber[] = {\n";
  for (const std::string& column : columns) out << "  kByNumber_" << column << ",\n";
  out << "};\ninline constexpr FarNumber kFarNumbers[] = {\n";
  for (const Far& row : far)
    out << "  {" << row.column << ", " << row.nr << ", " << row.name << "},\n";
  out << "};\ninline constexpr std::string_view kColumns[] = {\n";
  for (const std::string& column : columns) out << "  " << Quoted(column) << ",\n";
  out << "};\n\n";
  WriteNamed(out, directory + "capabilities.tbl", "kCapabilities");
  WriteNamed(out, directory + "errnos.tbl", "kErrnos");
  WriteArgumentNames(out, directory + "argument_names.tbl");
  return out.good() ? 0 : 1;
}
