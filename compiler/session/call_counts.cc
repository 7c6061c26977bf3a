// A row of strace's table has the columns `% time`, `seconds`, `usecs/call`, `calls`, `errors`,
// `syscall`, of which `errors` may be blank (strace's count.c).

#include "compiler/session/call_counts.h"

#include <map>

#include "compiler/base/strings.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

constexpr std::string_view kBlank = " \t\r";
constexpr size_t kMostErrors = 20;

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  for (size_t at = line.find_first_not_of(kBlank); at != line.npos;
       at = line.find_first_not_of(kBlank, at)) {
    const size_t end = std::min(line.find_first_of(kBlank, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

class CountReader {
 public:
  CountReader(const SourceFile& file, DiagnosticSink& diagnostics)
      : file_(file), diagnostics_(diagnostics) {}

  std::optional<CallCounts> Read() {
    const std::string_view text = file_.text;
    for (size_t at = 0; at < text.size() && errors_ < kMostErrors;) {
      const size_t end = std::min(text.find('\n', at), text.size());
      ReadLine(text.substr(at, end - at));
      at = end + 1;
    }
    if (counts_.empty() && errors_ == 0) {
      diagnostics_.Error(DiagnosticId::InvalidCount, {file_.id, 0, 0},
                         "no call is counted here; a line is `read 1200` or a row of `strace -c`");
      ++errors_;
    }
    if (errors_ != 0) return std::nullopt;
    CallCounts result;
    for (const auto& [name, count] : counts_) result.push_back({name, count});
    return result;
  }

 private:
  [[nodiscard]] Span SpanOf(std::string_view part) const {
    const auto begin = static_cast<uint32_t>(part.data() - file_.text.data());
    return {file_.id, begin, begin + static_cast<uint32_t>(part.size())};
  }

  void Error(std::string_view part, const std::string& message) {
    diagnostics_.Error(DiagnosticId::InvalidCount, SpanOf(part), message);
    ++errors_;
  }

  void ReadLine(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const std::vector<std::string_view> words = Words(line);
    if (words.empty() || words[0].starts_with("---") || words[0] == "%" || words.back() == "total")
      return;
    if (words.size() == 2) return Add(words[0], words[1]);
    const bool row = (words.size() == 5 || words.size() == 6) &&
                     words[0].find_first_not_of("0123456789.") == words[0].npos;
    if (row) return Add(words.back(), words[3]);
    const std::string_view whole = line.substr(
        line.find(words[0]),
        static_cast<size_t>(words.back().data() + words.back().size() - words[0].data()));
    Error(whole,
          words.size() == 1
              ? "`" + std::string(whole) + "` has no count; write `" + std::string(whole) + " 1`"
              : "this is no line of `NAME COUNT` and no row of the table of `strace -c`");
  }

  void Add(std::string_view name, std::string_view count) {
    if (ParseUnsigned(name))
      return Error(name,
                   "a number where a syscall's name belongs; the name comes first, then the count");
    const auto number = ParseUnsigned(count);
    if (!number) return Error(count, "`" + std::string(count) + "` is no count");
    if (!IsSyscallName(name)) {
      diagnostics_.Warning(
          DiagnosticId::UnknownSyscall, SpanOf(name),
          "unknown syscall `" + std::string(name) + "`" + DidYouMean(name, AllSyscallNames()));
    }
    uint64_t& sum = counts_[name];
    sum = sum + *number < sum ? UINT64_MAX : sum + *number;
  }

  const SourceFile& file_;
  DiagnosticSink& diagnostics_;
  std::map<std::string_view, uint64_t> counts_;
  size_t errors_ = 0;
};

}  // namespace

std::optional<CallCounts> ParseCallCounts(const SourceFile& file, DiagnosticSink& diagnostics) {
  return CountReader(file, diagnostics).Read();
}

}  // namespace polc
