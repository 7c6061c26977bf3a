#include "compiler/base/source.h"

#include <algorithm>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/base/strings.h"

namespace polc {

const SourceFile& Sources::Add(std::string name, std::string text) {
  const auto id = static_cast<SourceId>(files_.size());
  return files_.emplace_back(SourceFile{id, std::move(name), std::move(text)});
}

const SourceFile& Sources::Get(SourceId id) const {
  POLC_CHECK(static_cast<size_t>(id) < files_.size());
  return files_[static_cast<size_t>(id)];
}

const SourceFile* Sources::Find(std::string_view name) const {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [&](const SourceFile& file) { return file.name == name; });
  return found == files_.end() ? nullptr : &*found;
}

LineColumn Sources::Locate(SourceId id, uint32_t offset) const {
  const std::string_view text = Get(id).text;
  const std::string_view before = text.substr(0, offset);
  LineColumn place;
  place.line = 1 + static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const std::string_view line = before.substr(LineAt(text, offset).begin);
  // Continuation bytes of UTF-8 (0b10xxxxxx) belong to the character before them.
  place.column = 1 + static_cast<uint32_t>(std::count_if(line.begin(), line.end(), [](char c) {
                   return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
                 }));
  return place;
}

std::string Sources::Place(Span span) const {
  if (!span.known()) return "";
  const LineColumn at = Locate(span.source, span.begin);
  return Printable(Get(span.source).name) + ":" + std::to_string(at.line) + ":" +
         std::to_string(at.column);
}

std::string_view Sources::Text(Span span) const {
  if (!span.known()) return "";
  return std::string_view(Get(span.source).text).substr(span.begin, span.end - span.begin);
}

Line LineAt(std::string_view text, uint32_t offset) {
  const size_t at = std::min<size_t>(offset, text.size());
  const size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  size_t end = text.find('\n', begin);
  if (end == std::string_view::npos) end = text.size();
  std::string_view line = text.substr(begin, end - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return {static_cast<uint32_t>(begin), line};
}

}  // namespace polc
