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
  auto table = lines_.find(id);
  if (table == lines_.end()) table = lines_.emplace(id, Get(id).text).first;
  return table->second.Locate(offset);
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

Line LineAround(std::string_view text, uint32_t offset, size_t reach) {
  const size_t at = std::min<size_t>(offset, text.size());
  const size_t first = at - std::min(at, reach);
  const std::string_view before = text.substr(first, at - first);
  // One byte more tells the end of the line from a cut.
  const std::string_view after = text.substr(at, std::min(text.size(), reach) + 1);
  const size_t begin = first + before.rfind('\n') + 1;  // npos + 1 is 0
  size_t length = std::min(after.find('\n'), after.size());
  if (length == reach + 1) --length;
  std::string_view line = text.substr(begin, at + length - begin);
  if (at + length == text.size() || text[at + length] == '\n') {
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return {static_cast<uint32_t>(begin), line};
}

}  // namespace polc
