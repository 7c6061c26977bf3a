// Build-time: writes what header_constants_*.cc compare the table of constants with. Usage:
//   generate_header_check TABLES_DIRECTORY NAMES_OUTPUT HEADERS_OUTPUT
//
// NAMES_OUTPUT calls POLC_CONSTANT(name) for each constant that x86_64 has; HEADERS_OUTPUT includes
// those kernel headers of families.tbl that are installed.

#include <fstream>
#include <set>

#include "syscalls/table_file.h"

namespace {

using polc::tables::Fail;
using polc::tables::Fields;
using polc::tables::ReadTable;
using polc::tables::SplitFields;

// Headers that C++ does not take, and those that include the C library's;
// header_constants_library.cc has some of the latter.
const std::set<std::string> kLeftOut = {
    "drm/drm.h",          "linux/auto_dev-ioctl.h",
    "linux/auto_fs.h",    "linux/cec.h",
    "linux/fuse.h",       "linux/if_bonding.h",
    "linux/if_pppox.h",   "linux/input.h",
    "linux/ioprio.h",     "linux/joystick.h",
    "linux/shm.h",        "linux/netfilter_ipv4.h",
    "linux/uinput.h",     "linux/netfilter_ipv6.h",
    "linux/vhost.h",      "linux/netfilter_ipv4/ip_tables.h",
    "linux/wireless.h",   "linux/videodev2.h",
    "linux/vm_sockets.h", "linux/netfilter_ipv6/ip6_tables.h",
    "scsi/sg.h",          "scsi/scsi_ioctl.h",
    "sound/asound.h",
};

// The value on most ABIs, unless an override says otherwise.
bool OnX86(const Fields& record) {
  for (size_t i = 3; i < record.size(); ++i) {
    const Fields sides = SplitFields(record[i], '=');
    for (const std::string& abi : SplitFields(sides.at(0), ',')) {
      if (abi == "x86_64") return sides.at(1) != "-";
    }
  }
  return record.at(2) != "-";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) Fail("usage: generate_header_check TABLES_DIRECTORY NAMES_OUTPUT HEADERS_OUTPUT");
  const std::string directory = std::string(argv[1]) + "/";
  std::ofstream names(argv[2]);
  for (const Fields& record : ReadTable(directory + "constants.tbl", ' ')) {
    if (OnX86(record)) names << "POLC_CONSTANT(" << record.at(0) << ")\n";
  }
  std::ofstream headers(argv[3]);
  std::set<std::string> seen;
  for (const Fields& record : ReadTable(directory + "families.tbl", '|')) {
    for (const std::string& header : SplitFields(record.at(2), ' ')) {
      if (kLeftOut.count(header) != 0 || !seen.insert(header).second) continue;
      headers << "#if __has_include(<" << header << ">)\n#include <" << header << ">\n#endif\n";
    }
  }
  return names.good() && headers.good() ? 0 : 1;
}
