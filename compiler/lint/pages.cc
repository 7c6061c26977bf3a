#include "compiler/lint/pages.h"

namespace polc::lint {
namespace {

struct Page {
  std::string_view id;
  std::string_view text;
};
// constexpr Page kPages[]
#include "compiler/lint/pages.inc"

}  // namespace

std::string_view PageOf(DiagnosticId id) {
  for (const Page& page : kPages) {
    if (page.id == NameOf(id)) return page.text;
  }
  return {};
}

}  // namespace polc::lint
