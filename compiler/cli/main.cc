#include <malloc.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "compiler/cli/run.h"
#include "compiler/git/revision_files.h"

namespace {

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
  // The heap of a small run in one step instead of ten, each a call of the kernel.
  ::mallopt(M_TOP_PAD, 1 << 20);
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write, not a death
  polc::RealFileSystem real;
  polc::git::RevisionFiles files(real);
  polc::cli::Io io{{files, [](size_t limit) { return polc::ReadDescriptor(STDIN_FILENO, limit); }}};
  io.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  io.colour = ColourFor(STDOUT_FILENO);
  io.err_colour = ColourFor(STDERR_FILENO);
  winsize size = {};
  if (io.out_is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    io.width = size.ws_col;
  int error = 0;
  io.flush = [&] {
    if (error == 0) error = polc::WriteDescriptor(STDOUT_FILENO, io.out);
    (void)polc::WriteDescriptor(STDERR_FILENO, io.err);
    io.out.clear();
    io.err.clear();
  };
  const int status = polc::cli::Run(std::vector<std::string>(argv + 1, argv + argc), io);
  if (error == 0) error = polc::WriteDescriptor(STDOUT_FILENO, io.out);
  // Who closed the pipe has read enough.
  if (error != 0 && error != EPIPE)
    io.err += "error: cannot write standard output: " + std::string(std::strerror(error)) +
              " [unwritable]\n";
  (void)polc::WriteDescriptor(STDERR_FILENO, io.err);  // nowhere is left to say that this failed
  return error == 0 ? status : polc::cli::kFailed;
}
