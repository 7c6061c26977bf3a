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
  if (!finished) return {std::nullopt, "git cannot be run"};
  if (finished->too_long) return {std::nullopt, "git's answer is too long", true};
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

// Not a submodule (160000) and not nothing (000000).
bool IsFile(std::string_view mode) { return mode.starts_with("10") || mode.starts_with("12"); }

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
  std::vector<std::string> arguments = {"diff",          "--raw",         "-z",   "--find-renames",
                                        "--no-ext-diff", "--no-relative", commit, "--"};
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  const Result<std::string> listed = Git(std::move(arguments));
  if (!listed.value) return {std::nullopt, listed.error};
  std::vector<Change> changes;
  const std::vector<std::string_view> fields = Fields(*listed.value);
  // ":OLD-MODE NEW-MODE OLD-OBJECT NEW-OBJECT STATUS", then a path, or two of a rename.
  const auto path = [&](size_t i, std::string_view mode) {
    return IsFile(mode) ? *up.value + std::string(fields[i]) : "";
  };
  for (size_t i = 0; i < fields.size();) {
    const std::vector<std::string_view> words = Split(fields[i], ' ');
    const bool whole = words.size() == 5 && words[0].starts_with(':') && !words[4].empty();
    const bool renamed = whole && (words[4][0] == 'R' || words[4][0] == 'C');
    const size_t paths_here = renamed ? 2 : 1;
    if (!whole || i + paths_here >= fields.size())
      return {std::nullopt, "git's list of changes cannot be read"};
    Change change{path(i + 1, words[0].substr(1)), path(i + paths_here, words[1])};
    if (words[4][0] == 'U') change.after = change.before;  // a merge that is not done
    if (!change.before.empty() || !change.after.empty()) changes.push_back(std::move(change));
    i += 1 + paths_here;
  }
  return {std::move(changes), ""};
}

Result<std::vector<std::string>> TrackedFiles() {
  const Result<std::string> up = WayUp();
  if (!up.value) return {std::nullopt, up.error};
  const Result<std::string> listed =
      Git({"ls-files", "-z", "--stage", "--full-name", "--", ":(top)"});
  if (!listed.value) return {std::nullopt, listed.error};
  std::vector<std::string> files;
  for (const std::string_view field : Fields(*listed.value)) {  // "MODE OBJECT STAGE<tab>PATH"
    const size_t tab = field.find('\t');
    if (tab == std::string_view::npos || !IsFile(field)) continue;
    std::string path = *up.value + std::string(field.substr(tab + 1));
    if (files.empty() || files.back() != path) files.push_back(std::move(path));
  }
  return {std::move(files), ""};
}

ReadResult ReadBlob(const std::string& revision_and_path, size_t limit) {
  if (revision_and_path.starts_with('-')) return {std::nullopt, "no revision begins with `-`"};
  Result<std::string> blob = Git({"cat-file", "blob", revision_and_path}, limit);
  return {std::move(blob.value), std::move(blob.error), blob.too_long};
}

bool HasBlob(const std::string& revision_and_path) {
  return !revision_and_path.starts_with('-') &&
         Git({"cat-file", "-e", revision_and_path}).value.has_value();
}

}  // namespace polc::git
