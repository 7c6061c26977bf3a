#include "compiler/language/syscall_lists.h"

#include <algorithm>
#include <set>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/arch.h"
#include "syscalls/groups.h"
#include "syscalls/syscall_table.h"

namespace polc::language {
namespace {

// Returns the table's own copy of the name, which outlives every text.
std::string_view TableName(std::string_view name) {
  const auto names = AllSyscallNames();
  const auto found = std::lower_bound(names.begin(), names.end(), name);
  return found != names.end() && *found == name ? *found : std::string_view{};
}

}  // namespace

uint32_t FirstKernelOf(std::string_view name) {
  const std::vector<std::string_view> parts = Split(FirstKernel(name), '.');
  if (parts.size() < 2) return 0;
  return KernelVersion(static_cast<uint32_t>(ParseUnsigned(parts[0]).value_or(0)),
                       static_cast<uint32_t>(ParseUnsigned(parts[1]).value_or(0)));
}

std::vector<ListedCall> SyscallLists::Expand(std::span<const dsl::SyscallItem> items,
                                             const Unit& unit) {
  std::vector<Key> keys;
  for (const dsl::SyscallItem& item : items) CollectItem(item.term, item.minus, unit, keys);
  return Locate(keys);
}

std::vector<ListedCall> SyscallLists::Expand(const dsl::SyscallItem& item, const Unit& unit) {
  return Expand(std::span(&item, 1), unit);
}

std::vector<ListedCall> SyscallLists::Expand(const dsl::SyscallTerm& term,
                                             std::span<const dsl::SyscallTerm> minus,
                                             const Unit& unit) {
  std::vector<Key> keys;
  CollectItem(term, minus, unit, keys);
  return Locate(keys);
}

void SyscallLists::CollectItem(const dsl::SyscallTerm& term,
                               std::span<const dsl::SyscallTerm> minus, const Unit& unit,
                               std::vector<Key>& keys) {
  if (minus.empty()) return Collect(term, unit, keys);
  if (ReportHyphens(term, minus, unit)) return;
  std::vector<Key> left, right;
  Collect(term, unit, left);
  for (const dsl::SyscallTerm& one : minus) {
    const size_t before = right.size();
    Collect(one, unit, right);
    const bool useless = std::none_of(
        right.begin() + static_cast<std::ptrdiff_t>(before), right.end(),
        [&](const Key& key) { return std::find(left.begin(), left.end(), key) != left.end(); });
    // After a mistake, the lists may be shorter than they were meant to be.
    if (useless && right.size() != before && reporter_.error_count() == 0) {
      reporter_.Warning(DiagnosticId::UselessExclusion, one.span,
                        "nothing is subtracted here: the list on the left has none of these calls");
    }
  }
  std::sort(right.begin(), right.end());
  for (const Key& key : left) {
    if (!std::binary_search(right.begin(), right.end(), key)) keys.push_back(key);
  }
}

// `network-io` is a group without its `@` and not a difference of two calls, which do not exist.
bool SyscallLists::ReportHyphens(const dsl::SyscallTerm& term,
                                 std::span<const dsl::SyscallTerm> minus, const Unit& unit) {
  if (term.kind != dsl::SyscallTerm::Kind::Name || !TableName(term.name.value).empty())
    return false;
  Span span = term.span;
  std::string word = term.name.value;
  for (const dsl::SyscallTerm& one : minus) {
    if (one.kind != dsl::SyscallTerm::Kind::Name || one.span.begin != span.end + 1) return false;
    span.end = one.span.end;
    word += "-" + one.name.value;
  }
  const auto group = Nearest("@" + word, GroupNames(unit));
  reporter_.Error(DiagnosticId::UnknownSyscall, span, "no kernel has a syscall `{}`{}", word,
                  group ? StrFormat("; did you mean the group `{}`?", *group) : "");
  return true;
}

std::vector<std::string_view> SyscallLists::GroupNames(const Unit& unit) {
  std::vector<std::string_view> names;
  for (const auto& [name, definition] : unit.sets) names.push_back(name);
  for (const SyscallGroup& known : AllGroups()) names.push_back(known.name);
  return names;
}

void SyscallLists::Collect(const dsl::SyscallTerm& term, const Unit& unit, std::vector<Key>& keys) {
  switch (term.kind) {
    case dsl::SyscallTerm::Kind::Name:
      if (const std::string_view name = TableName(term.name.value); !name.empty()) {
        keys.push_back({name});
      } else {
        std::string mend = DidYouMean(term.name.value, AllSyscallNames());
        if (mend.empty() &&
            (unit.sets.contains("@" + term.name.value) || IsGroupName("@" + term.name.value))) {
          mend = StrFormat("; did you mean the group `@{}`?", term.name.value);
        }
        reporter_.Error(DiagnosticId::UnknownSyscall, term.name.span,
                        "no kernel has a syscall `{}`{}", term.name.value, mend);
      }
      return;
    case dsl::SyscallTerm::Kind::Number:
      if (term.number > UINT32_MAX) {
        reporter_.Error(DiagnosticId::InvalidValue, term.span, "a syscall's number has 32 bits");
      } else {
        keys.push_back({{}, term.number});
      }
      return;
    case dsl::SyscallTerm::Kind::Group:
      return CollectGroup(term, unit, keys);
    case dsl::SyscallTerm::Kind::Braces:
      for (const dsl::SyscallItem& item : term.items)
        CollectItem(item.term, item.minus, unit, keys);
      return;
  }
}

const std::vector<SyscallLists::Key>& SyscallLists::MembersOfSet(
    Definition<dsl::SetDefinition> set) {
  if (const auto found = sets_.find(set.node); found != sets_.end()) return found->second;
  expanding_.push_back(set.node);
  std::vector<Key> members, once;
  CollectItem(set.node->value.term, set.node->value.minus, *set.unit, members);
  expanding_.pop_back();
  // Each set is expanded once: if each set named the next one twice, the work would double at each
  // step.
  std::set<Key> seen;
  for (const Key& key : members) {
    if (seen.insert(key).second) once.push_back(key);
  }
  return sets_.emplace(set.node, std::move(once)).first->second;
}

void SyscallLists::CheckSet(const Unit& unit, const dsl::SetDefinition& set) {
  (void)MembersOfSet({&set, &unit});
}

void SyscallLists::CollectGroup(const dsl::SyscallTerm& term, const Unit& unit,
                                std::vector<Key>& keys) {
  const size_t before = keys.size();
  if (const auto set = unit.sets.find(term.name.value); set != unit.sets.end()) {
    const dsl::SetDefinition* node = set->second.node;
    if (const auto begin = std::find(expanding_.begin(), expanding_.end(), node);
        begin != expanding_.end()) {
      const dsl::SetDefinition* first = FirstByName(begin, expanding_.end());
      reporter_.Add({.id = DiagnosticId::DefinitionCycle,
                     .span = first->name.span,
                     .message = StrFormat("the set `{}` contains itself", first->name.value),
                     .labels = {{term.span, "the circle is closed here"}}});
      return;
    }
    if (expanding_.size() >= kMaxChain && !sets_.contains(node)) {
      reporter_.Error(DiagnosticId::TooDeep, term.span,
                      "more than {} sets in a row contain each other here", kMaxChain);
      return;
    }
    const std::vector<Key>& members = MembersOfSet(set->second);
    keys.insert(keys.end(), members.begin(), members.end());
  } else if (IsGroupName(term.name.value)) {
    for (const std::string_view name : SyscallsOfGroup(term.name.value))
      keys.push_back({TableName(name)});
  } else {
    reporter_.Error(DiagnosticId::UnknownName, term.span, "there is no group or set `{}`{}",
                    term.name.value, DidYouMean(term.name.value, GroupNames(unit)));
    return;
  }
  if (!term.version) return;
  const uint32_t version = KernelVersion(term.version->major, term.version->minor);
  keys.erase(std::remove_if(keys.begin() + static_cast<std::ptrdiff_t>(before), keys.end(),
                            [&](const Key& key) {
                              return !key.name.empty() && FirstKernelOf(key.name) > version;
                            }),
             keys.end());
}

std::vector<ListedCall> SyscallLists::Locate(const std::vector<Key>& keys) const {
  std::vector<ListedCall> calls;
  std::set<Key> seen;
  for (const Key& key : keys) {
    if (keys.size() > 1 && !seen.insert(key).second) continue;
    ListedCall& call = calls.emplace_back();
    call.name = key.name;
    for (const Arch arch : arches_) {
      if (!key.name.empty()) {
        if (const auto nr = SyscallNumber(arch, key.name)) call.refs.push_back({arch, *nr});
        continue;
      }
      // Bit 30 tells x32's numbers from x86_64's, and -1 is no call's number.
      const auto nr = static_cast<uint32_t>(key.number);
      const bool x32_number = (nr & kX32Bit) != 0 && nr != UINT32_MAX;
      if (arch == Arch::X32 ? x32_number : !(arch == Arch::X86_64 && x32_number))
        call.refs.push_back({arch, nr});
    }
  }
  return calls;
}

}  // namespace polc::language
