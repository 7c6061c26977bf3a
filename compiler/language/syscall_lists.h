#pragma once

// Resolves a list such as `read, @mount - {umount2}, syscall(600)` to the calls that it names on
// some architectures.

#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/ir/policy.h"
#include "compiler/language/library.h"
#include "compiler/language/reporter.h"
#include "grammar/polc/ast.h"

namespace polc::language {

// A name means the same call on every architecture; a number without a name is only itself.
struct ListedCall {
  std::string_view name;         // empty: a call by its number
  std::vector<SyscallRef> refs;  // where the architectures have it; may be empty
};

// The kernel version that introduced the call; 0 if it is not known.
[[nodiscard]] uint32_t FirstKernelOf(std::string_view name);

class SyscallLists {
 public:
  SyscallLists(std::span<const Arch> arches, Reporter& reporter)
      : arches_(arches.begin(), arches.end()), reporter_(reporter) {}

  // In the order of the text, each call once.
  [[nodiscard]] std::vector<ListedCall> Expand(std::span<const dsl::SyscallItem> items,
                                               const Unit& unit);
  [[nodiscard]] std::vector<ListedCall> Expand(const dsl::SyscallItem& item, const Unit& unit);
  // `term - minus…`
  [[nodiscard]] std::vector<ListedCall> Expand(const dsl::SyscallTerm& term,
                                               std::span<const dsl::SyscallTerm> minus,
                                               const Unit& unit);
  // Reports what is wrong with a set that nothing may use.
  void CheckSet(const Unit& unit, const dsl::SetDefinition& set);

 private:
  // What identifies a call: its name, or a number as it was written.
  struct Key {
    std::string_view name;
    uint64_t number = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  void Collect(const dsl::SyscallTerm& term, const Unit& unit, std::vector<Key>& keys);
  void CollectItem(const dsl::SyscallTerm& term, std::span<const dsl::SyscallTerm> minus,
                   const Unit& unit, std::vector<Key>& keys);
  // True if the mistake was a group without its `@`, and is reported.
  [[nodiscard]] bool ReportHyphens(const dsl::SyscallTerm& term,
                                   std::span<const dsl::SyscallTerm> minus, const Unit& unit);
  [[nodiscard]] static std::vector<std::string_view> GroupNames(const Unit& unit);
  [[nodiscard]] const std::vector<Key>& MembersOfSet(Definition<dsl::SetDefinition> set);
  void CollectGroup(const dsl::SyscallTerm& term, const Unit& unit, std::vector<Key>& keys);
  [[nodiscard]] std::vector<ListedCall> Locate(const std::vector<Key>& keys) const;

  std::vector<Arch> arches_;
  Reporter& reporter_;
  std::vector<const dsl::SetDefinition*> expanding_;
  std::map<const dsl::SetDefinition*, std::vector<Key>> sets_;
};

}  // namespace polc::language
