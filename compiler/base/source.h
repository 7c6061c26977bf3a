#pragma once

// The texts that a run has read, and places in them. A Span is what every later layer keeps of a
// text: 12 bytes that a diagnostic turns back into a file, line and column only when it is rendered
// (render.h).

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "compiler/base/line_table.h"

namespace polc {

enum class SourceId : uint32_t { None = UINT32_MAX };

// Bytes [begin, end) of one source. A default Span means "no place", for example a built-in
// default.
struct Span {
  SourceId source = SourceId::None;
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] bool known() const { return source != SourceId::None; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

struct SourceFile {
  SourceId id;
  std::string
      name;  // as the user wrote it; "<stdin>" or "<built-in default>" where there is no file
  std::string text;
};

// For one thread: places are found through tables that are made when they are first asked for.
class Sources {
 public:
  Sources() = default;
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  // The reference stays valid: files are never moved or removed during a run.
  const SourceFile& Add(std::string name, std::string text);
  [[nodiscard]] const SourceFile& Get(SourceId id) const;
  // Nothing if no source has that name.
  [[nodiscard]] const SourceFile* Find(std::string_view name) const;
  [[nodiscard]] LineColumn Locate(SourceId id, uint32_t offset) const;
  // "file.json:12:5", or the empty string for an unknown span.
  [[nodiscard]] std::string Place(Span span) const;
  [[nodiscard]] std::string_view Text(Span span) const;

 private:
  std::deque<SourceFile> files_;
  mutable std::map<SourceId, LineTable> lines_;
};

// The line that holds `offset`, without its end, and the offset at which it begins; of a line that
// reaches further than `reach` bytes from the offset, the part that does not.
struct Line {
  uint32_t begin = 0;
  std::string_view text;
};
[[nodiscard]] Line LineAround(std::string_view text, uint32_t offset, size_t reach);

}  // namespace polc
