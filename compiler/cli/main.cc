#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>

#include "compiler/cli/run.h"

namespace {

bool WriteAll(int descriptor, const std::string& text) {
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t written = ::write(descriptor, text.data() + done, text.size() - done);
    if (written <= 0) return false;
    done += static_cast<size_t>(written);
  }
  return true;
}

bool IsSet(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

polc::Colour ColourFor(int descriptor) {
  if (IsSet("NO_COLOR")) return polc::Colour::Off;
  if (IsSet("CLICOLOR_FORCE")) return polc::Colour::On;
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::strcmp(term, "dumb") == 0;
  return ::isatty(descriptor) == 1 && !dumb ? polc::Colour::On : polc::Colour::Off;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write, not a death
  polc::RealFileSystem files;
  polc::cli::Io io{{files, [](size_t limit) { return polc::ReadDescriptor(STDIN_FILENO, limit); }}};
  io.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  io.colour = ColourFor(STDOUT_FILENO);
  winsize size = {};
  if (io.out_is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) io.width = size.ws_col;
  const int status = polc::cli::Run(std::vector<std::string>(argv + 1, argv + argc), io);
  const bool written = WriteAll(STDOUT_FILENO, io.out);
  WriteAll(STDERR_FILENO, io.err);
  return written ? status : polc::cli::kFailed;
}
