#include "compiler/report/formats.h"

namespace polc::report {

std::span<const NamedFormat> AllFormats() {
  static constexpr NamedFormat kFormats[] = {
      {"json", ToJson},
      {"sarif", ToSarif},
      {"github", ToGithub},
      {"gitlab", ToGitlab},
      {"junit", ToJUnit},
      {"markdown", ToMarkdown},
      {"checkstyle", ToCheckstyle},
  };
  return kFormats;
}

}  // namespace polc::report
