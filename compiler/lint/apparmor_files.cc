// File rules that give more than a profile can mean, or less than they seem to.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/apparmor.h"
#include "compiler/lint/glob_path.h"

namespace polc::lint {
namespace {

using aa::Family;

bool IsGlob(std::string_view pattern) {
  return pattern.find_first_of("*?[") != std::string_view::npos;
}

// Some allow rule gives the letter on the path, and no deny takes it.
bool Gives(const ApparmorProfile& profile, std::string_view path, char letter,
           GlobComparer& globs) {
  bool allowed = false;
  for (const ApparmorRule& rule : profile.rules) {
    if (!rule.is(Family::File) || !rule.Matches(path, globs)) continue;
    const bool has = rule.is_bare() || rule.has(std::string(1, letter));
    if (rule.denies() && has) return false;
    allowed = allowed || has;
  }
  return allowed;
}

bool IsDenied(const ApparmorProfile& profile, std::string_view path, char letter,
              GlobComparer& globs) {
  return std::any_of(profile.rules.begin(), profile.rules.end(), [&](const ApparmorRule& rule) {
    return rule.is(Family::File) && rule.denies() && !rule.rule->prefix.owner.span.known() &&
           (rule.is_bare() || rule.has(std::string(1, letter))) && rule.Matches(path, globs);
  });
}

// A deny-list profile allows everything first.
const ApparmorRule* AllowsEverything(const ApparmorProfile& profile, GlobComparer& globs) {
  for (const ApparmorRule& rule : profile.rules) {
    if (!rule.is(Family::File) || rule.denies() || rule.rule->prefix.owner.span.known()) continue;
    if (rule.is_bare() || (rule.has("w") && HasEverything(rule, globs))) return &rule;
  }
  return nullptr;
}

}  // namespace

void FileAllowsAll(const ApparmorSubject& subject, Findings& findings) {
  ForOwnRules(subject, [&](const ApparmorProfile&, const ApparmorRule& rule) {
    if (!rule.is(Family::File) || !rule.is_bare() || rule.denies() ||
        rule.rule->prefix.owner.span.known())
      return;
    findings.Add(
        rule.rule->keyword.span,
        "`file,` allows reading, writing and executing every file, and a deny rule stops one path only: "
        "a copy, another link or an interpreter gets past it; list what the program needs");
  });
}

void WideWrite(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  // A file that the system trusts, in each of the trees.
  static constexpr std::string_view kTrusted[] = {"/etc/cron.d/job",        "/usr/bin/program",
                                                  "/usr/lib/library.so",    "/boot/vmlinuz",
                                                  "/lib/modules/module.ko", "/bin/sh"};
  for (const ApparmorProfile& profile : subject.profiles) {
    if (HasTooManyPairs(profile)) continue;
    for (const ApparmorRule& rule : profile.rules) {
      const bool writes = rule.is_own && rule.is(Family::File) && !rule.denies() &&
                          rule.has("wa") && !rule.rule->prefix.owner.span.known();
      if (!writes) continue;
      for (const PathPattern& path : rule.paths) {
        const std::string_view prefix = LiteralPrefix(path.text());
        const bool shallow = std::count(prefix.begin(), prefix.end(), '/') <= 2 &&
                             path.text().find("**") != std::string::npos;
        if (!shallow) continue;
        const bool everywhere = globs.Covers(path, PathPattern("/**"));
        const auto witness =
            std::find_if(std::begin(kTrusted), std::end(kTrusted), [&](std::string_view file) {
              return globs.Matches(path, file) &&
                     (everywhere || !IsDenied(profile, file, 'w', globs));
            });
        if (witness == std::end(kTrusted) || globs.is_exhausted()) continue;
        findings.Add(
            rule.span(),
            StrFormat(
                "this allows writing to `{}` and whatever else the system trusts there; name the files or directories that the program writes",
                *witness));
        break;
      }
    }
  }
}

void WriteExec(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  for (const ApparmorProfile& profile : subject.profiles) {
    if (HasTooManyPairs(profile)) continue;
    std::vector<std::pair<const ApparmorRule*, bool>> writers;  // and whether of everything
    for (const ApparmorRule& rule : profile.rules) {
      if (rule.is_own && rule.is(Family::File) && !rule.denies() && rule.has("wa") &&
          !rule.is_bare())
        writers.push_back({&rule, HasEverything(rule, globs)});
    }
    for (const ApparmorRule& exec : profile.rules) {
      if (!exec.is_own || !exec.is(Family::File) || exec.denies() || !exec.has("xX") ||
          exec.is_bare())
        continue;
      std::vector<const PathPattern*> paths;
      for (const PathPattern& path : exec.paths) {
        if (writers.empty() || IsGlob(path.text()) || !IsDenied(profile, path.text(), 'w', globs))
          paths.push_back(&path);
      }
      for (const auto& [write, everywhere] : writers) {
        // Then every program is meant: wide-write says it once.
        if (everywhere && write != &exec) continue;
        const ApparmorRule* writer = write;  // clang 14 captures no structured binding
        const auto both = std::find_if(paths.begin(), paths.end(), [&](const PathPattern* path) {
          return std::any_of(writer->paths.begin(), writer->paths.end(),
                             [&](const PathPattern& tree) {
                               return globs.Covers(tree, *path) ||
                                      (!IsGlob(path->text()) && globs.Matches(tree, path->text()));
                             });
        });
        if (both == paths.end() || globs.is_exhausted()) continue;
        findings.Add(
            exec.span(),
            StrFormat(
                "`{}` can be written and then executed, so that whatever the program downloads runs; take one of the two away",
                (*both)->text()),
            {},
            write == &exec ? std::vector<Label>{}
                           : std::vector<Label>{{write->span(), "writable here"}});
        break;  // one finding a place
      }
    }
  }
}

void UnconfinedExec(const ApparmorSubject& subject, Findings& findings) {
  ForOwnRules(subject, [&](const ApparmorProfile&, const ApparmorRule& rule) {
    if (!rule.is(Family::File) || rule.denies()) return;
    const std::string& perms = rule.rule->perms.text;
    if (perms.find('u') != std::string::npos && perms.find('p') == std::string::npos &&
        perms.find('c') == std::string::npos && perms.find('P') == std::string::npos &&
        perms.find('C') == std::string::npos) {
      findings.Add(
          rule.rule->perms.span,
          "this program runs unconfined and keeps the environment of its caller, who can make it do anything through LD_PRELOAD; give it a profile with `Px`, or write `Ux`");
    } else if (perms.find_first_of("uU") != std::string::npos && !rule.paths.empty()) {
      const auto wide = std::find_if(
          rule.paths.begin(), rule.paths.end(),
          [](const PathPattern& path) { return path.text().find("**") != std::string::npos; });
      if (wide == rule.paths.end()) return;
      findings.Add(
          rule.rule->perms.span,
          "all programs of a tree may run unconfined; name the ones that must, or give them a profile");
    }
  });
}

void SymlinkedPath(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  struct Link {
    std::string_view from, to;
  };
  static constexpr Link kLinks[] = {{"/bin/", "/usr/bin/"}, {"/sbin/", "/usr/sbin/"},
                                    {"/lib/", "/usr/lib/"}, {"/lib64/", "/usr/lib64/"},
                                    {"/var/run/", "/run/"}, {"/var/lock/", "/run/lock/"}};
  for (const ApparmorProfile& profile : subject.profiles) {
    if (HasTooManyPairs(profile)) continue;
    for (const ApparmorRule& rule : profile.rules) {
      if (!rule.is_own || !rule.is(Family::File)) continue;
      const std::string& written = rule.rule->path.text;
      for (const Link& link : kLinks) {
        if (!written.starts_with(link.from) || rule.paths.empty()) continue;
        const std::string real = std::string(link.to) + written.substr(link.from.size());
        const PathPattern target_path(real);
        const bool also =
            std::any_of(profile.rules.begin(), profile.rules.end(), [&](const ApparmorRule& other) {
              if (!other.is(Family::File) || other.denies() != rule.denies() || &other == &rule)
                return false;
              if (other.is_bare()) return !rule.denies();
              // The letters that such a rule is about; execution is enough in any form.
              const std::string_view letters = rule.has("xX") ? std::string_view("xX")
                                               : rule.has("wa")
                                                   ? std::string_view("wa")
                                                   : std::string_view(rule.rule->perms.text);
              return other.has(letters) && std::any_of(other.paths.begin(), other.paths.end(),
                                                       [&](const PathPattern& path) {
                                                         return globs.Covers(path, target_path) ||
                                                                globs.Matches(path, real);
                                                       });
            });
        if (also || globs.is_exhausted()) continue;
        const std::string_view folder = link.from.substr(0, link.from.size() - 1),
                               target = link.to.substr(0, link.to.size() - 1);
        findings.Add(
            rule.span(),
            StrFormat(
                "where `{}` is a symbolic link, the kernel sees `{}`, which this rule {}; write `{}` or the real path",
                folder, real, rule.denies() ? "does not deny" : "does not allow",
                StrFormat("{{{},{}}}/…", folder, target)));
      }
    }
  }
}

void EscapePathOpen(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  struct Way {
    std::string_view path;
    char letter;
    std::string_view reason;
  };
  // What a process with root's rights in a container writes to reach the host, or reads to learn of
  // it.
  static constexpr Way kWays[] = {
      {"/proc/sysrq-trigger", 'w', "restarts the host"},
      {"/proc/sys/kernel/core_pattern", 'w', "names a program that the host runs"},
      {"/proc/sys/kernel/modprobe", 'w', "names a program that the host runs"},
      {"/proc/sys/vm/panic_on_oom", 'w', "stops the host"},
      {"/proc/kcore", 'r', "is the kernel's memory"},
      {"/sys/kernel/uevent_helper", 'w', "names a program that the host runs"},
      {"/sys/kernel/security/apparmor/.load", 'w', "loads other profiles"},
      {"/sys/firmware/efi/efivars/variable", 'w', "breaks the host's firmware"},
      {"/sys/fs/cgroup/memory/release_agent", 'w', "names a program that the host runs"},
      {"/sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/energy_uj", 'r',
       "tells keys by the power that they take"},
  };
  for (const ApparmorProfile& profile : subject.profiles) {
    const ApparmorRule* all = AllowsEverything(profile, globs);
    // One that attaches to a program is for a service of the host.
    const bool attaches =
        profile.profile->attachment.span.known() || profile.profile->name.text.starts_with('/');
    if (all == nullptr || !all->is_own || attaches) continue;
    std::vector<std::string> notes;
    for (const Way& way : kWays) {
      if (Gives(profile, way.path, way.letter, globs))
        notes.push_back(StrFormat("{} ({}): {}", way.path, way.letter, way.reason));
    }
    if (notes.empty() || globs.is_exhausted()) continue;
    const std::string count =
        std::to_string(notes.size()) + (notes.size() == 1 ? " path" : " paths");
    findings.Add(
        all->span(),
        StrFormat(
            "everything is allowed here, and no rule denies {} by which a container reaches its host; deny them",
            count),
        std::move(notes));
  }
}

void SelfEdit(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  static constexpr std::string_view kPolicy[] = {
      "/etc/apparmor.d/profile", "/sys/kernel/security/apparmor/.load",
      "/sys/kernel/security/apparmor/.replace", "/var/cache/apparmor/x/profile"};
  ForOwnRules(subject, [&](const ApparmorProfile&, const ApparmorRule& rule) {
    if (!rule.is(Family::File) || rule.is_bare() || rule.denies() || !rule.has("wa")) return;
    for (const std::string_view file : kPolicy) {
      if (!rule.Matches(file, globs)) continue;
      if (HasEverything(rule, globs)) continue;  // wide-write
      findings.Add(
          rule.span(),
          StrFormat(
              "the program may write `{}`, and so change the rules that confine it; remove this unless it is a tool for AppArmor",
              file));
      return;
    }
  });
}

}  // namespace polc::lint
