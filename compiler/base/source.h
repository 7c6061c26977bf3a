#pragma once

// The texts that a run has read, and places in them. A Span is what every later layer keeps of a
// text: 12 bytes that a diagnostic turns back into a file, line and column only when it is rendered
// (render.h).

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

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

// Counted from 1; columns count UTF-8 characters, as editors and compilers do.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

struct SourceFile {
  SourceId id;
  std::string
      name;  // as the user wrote it; "<stdin>" or "<built-in default>" where there is no file
  std::string text;
};

class Sources {
 public:
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
};

// The line (without its end) that holds `offset`, and the offset at which it begins.
struct Line {
  uint32_t begin = 0;
  std::string_view text;
};
[[nodiscard]] Line LineAt(std::string_view text, uint32_t offset);

}  // namespace polc
