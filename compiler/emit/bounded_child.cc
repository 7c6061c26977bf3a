#include "compiler/emit/bounded_child.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "compiler/base/file_system.h"

namespace polc {
namespace {

constexpr size_t kMostText = size_t{64} << 20;

[[noreturn]] void RunAndWrite(unsigned seconds, const std::function<std::string()>& function,
                              int descriptor) {
  const rlimit time{seconds, seconds}, none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::setrlimit(RLIMIT_CPU, &time);
  const std::string text = function();
  size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(descriptor, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) ::_exit(1);
    written += static_cast<size_t>(count);
  }
  ::_exit(0);
}

}  // namespace

std::optional<std::string> RunBounded(unsigned seconds,
                                      const std::function<std::string()>& function) {
  int ends[2];
  if (::pipe(ends) != 0) return std::nullopt;
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::close(ends[0]);
    RunAndWrite(seconds, function, ends[1]);
  }
  ::close(ends[1]);
  ReadResult read;
  if (pid > 0) read = ReadDescriptor(ends[0], kMostText);
  ::close(ends[0]);
  int status = 0;
  if (pid < 0 || ::waitpid(pid, &status, 0) != pid || status != 0) return std::nullopt;
  return std::move(read.text);
}

}  // namespace polc
