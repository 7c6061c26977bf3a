#include "compiler/git/repository.h"

#include <algorithm>
#include <string_view>

#include "compiler/base/strings.h"
#include "compiler/git/process.h"

namespace polc::git {
namespace {

constexpr size_t kMostListed = size_t{64} << 20;

// What git says first, without its "fatal: ".
std::string ErrorOf(const Finished& finished) {
  std::string_view line = Split(finished.err, '\n').front();
  for (const std::string_view prefix : {"fatal: ", "error: "}) {
    if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
  }
  return line.empty() ? "git ended with status " + std::to_string(finished.status)
                      : std::string(line);
}

Result<std::string> Git(std::vector<std::string> arguments, size_t limit = kMostListed) {
  arguments.insert(arguments.begin(), "git");
  auto finished = RunProgram(arguments, limit);
  if (!finished) return {std::nullopt, "git cannot be run, or its answer is too long"};
  if (finished->status != 0) return {std::nullopt, ErrorOf(*finished)};
  return {std::move(finished->out), ""};
}

// Fields that end in NUL, which no path holds.
std::vector<std::string_view> Fields(std::string_view text) {
  std::vector<std::string_view> fields = Split(text, '\0');
  if (!fields.empty() && fields.back().empty()) fields.pop_back();
  return fields;
}

// From the working directory to the top of the repository: "", or "../" as often as it takes.
Result<std::string> WayUp() {
  Result<std::string> up = Git({"rev-parse", "--show-cdup"});
  if (up.value && up.value->ends_with('\n')) up.value->pop_back();
  return up;
}

}  // namespace

Result<std::string> ResolveCommit(const std::string& revision) {
  Result<std::string> commit =
      Git({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (commit.value && commit.value->ends_with('\n')) commit.value->pop_back();
  if (commit.value) return commit;
  // --quiet leaves the reason out where the repository is there and the commit is not.
  const Result<std::string> up = WayUp();
  return {std::nullopt, up.value ? "no commit is called `" + revision + "` here" : up.error};
}

Result<std::vector<Change>> ChangesSince(const std::string& commit,
                                         std::span<const std::string> paths) {
  const Result<std::string> up = WayUp();
  if (!up.value) return {std::nullopt, up.error};
  // --relative would leave out what is beside the working directory.
  std::vector<std::string> arguments = {"diff",          "--name-status", "-z",   "--find-renames",
                                        "--no-ext-diff", "--no-relative", commit, "--"};
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  const Result<std::string> listed = Git(std::move(arguments));
  if (!listed.value) return {std::nullopt, listed.error};
  std::vector<Change> changes;
  const std::vector<std::string_view> fields = Fields(*listed.value);
  const auto path = [&](size_t i) { return *up.value + std::string(fields[i]); };
  for (size_t i = 0; i + 1 < fields.size();) {
    switch (fields[i].empty() ? '\0' : fields[i].front()) {
      case 'R':
      case 'C':
        if (i + 2 >= fields.size()) return {std::nullopt, "git's list of changes ends too early"};
        changes.push_back({path(i + 1), path(i + 2)});
        i += 3;
        continue;
      case 'A':
        changes.push_back({"", path(i + 1)});
        break;
      case 'D':
        changes.push_back({path(i + 1), ""});
        break;
      default:
        changes.push_back({path(i + 1), path(i + 1)});
    }
    i += 2;
  }
  return {std::move(changes), ""};
}

Result<std::vector<std::string>> TrackedFiles(const std::string& ending) {
  const Result<std::string> up = WayUp();
  if (!up.value) return {std::nullopt, up.error};
  const Result<std::string> listed =
      Git({"ls-files", "-z", "--full-name", "--", ":(top,glob)**/*" + ending});
  if (!listed.value) return {std::nullopt, listed.error};
  std::vector<std::string> files;
  for (const std::string_view field : Fields(*listed.value))
    files.push_back(*up.value + std::string(field));
  return {std::move(files), ""};
}

ReadResult ReadBlob(const std::string& revision_and_path, size_t limit) {
  if (revision_and_path.starts_with('-')) return {std::nullopt, "no revision begins with `-`"};
  Result<std::string> blob = Git({"cat-file", "blob", revision_and_path}, limit);
  return {std::move(blob.value), std::move(blob.error)};
}

}  // namespace polc::git
