#pragma once

// The examples of a page of docs, run in a folder that is kept in memory. In a block ```console a
// line `$ polc …` is run, and what follows is what it prints, messages after results; `$ cat FILE`
// makes the file of what follows; `$ xxd -r -p FILE OUT` makes bytes of hexadecimal digits;
// `$ echo $?` is the last exit status. A line `…` stands for any lines. POLC_UPDATE_GOLDEN=1
// rewrites the examples without one.

#include <set>
#include <span>
#include <string>
#include <vector>

#include "tests/golden/disk.h"

namespace polc {

using Lines = std::vector<std::string>;

// A line of the text as it is, or a command with the lines below it.
struct Piece {
  std::string line;
  bool is_command = false;
  Lines expected = {};
};

[[nodiscard]] std::vector<Piece> PiecesOf(const std::string& path);

class Shell {
 public:
  // What the command prints.
  [[nodiscard]] Lines Run(const Piece& piece);
  [[nodiscard]] int status() const { return status_; }
  // The commands of polc that were run.
  [[nodiscard]] const std::set<std::string>& ran() const { return ran_; }

 private:
  Disk disk_;
  int status_ = 0;
  std::set<std::string> ran_;
};

[[nodiscard]] Lines LinesOf(const std::string& text);
[[nodiscard]] bool Matches(std::span<const std::string> expected,
                           std::span<const std::string> actual);

// Compares what a command printed, or, to update, adds to the new text of the page.
class Page {
 public:
  explicit Page(std::string path);
  void Keep(const std::string& line) { text_ += line + "\n"; }
  void Compare(const Piece& piece, const Lines& actual);
  // Writes the page, if it is to be updated.
  void Finish() const;

 private:
  std::string path_;
  std::string text_;
  bool update_;
};

}  // namespace polc
