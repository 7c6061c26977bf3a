#include "syscalls/constants.h"

#include <algorithm>

#include "compiler/base/strings.h"
#include "syscalls/columns.h"
#include "syscalls/constant_tables.h"

namespace polc {
namespace {

using tables::ConstantRecord;
using tables::kConstants;

std::string_view NameOf(const ConstantRecord& record) {
  return {tables::kConstantText + record.text, record.text_size};
}

const ConstantRecord* Find(std::string_view name) {
  const auto* const found = std::lower_bound(
      std::begin(kConstants), std::end(kConstants), name,
      [](const ConstantRecord& record, std::string_view n) { return NameOf(record) < n; });
  return found != std::end(kConstants) && NameOf(*found) == name ? found : nullptr;
}

std::span<const FamilyId> FamiliesOf(const ConstantRecord& record) {
  return std::span(tables::kFamiliesOfConstants).subspan(record.first_family, record.family_count);
}

std::optional<Constant> On(const ConstantRecord& record, Arch arch) {
  bool exists = record.exists;
  uint64_t value = record.value;
  const uint32_t column = 1u << ColumnOf(arch);
  for (const auto& other : std::span(tables::kConstantOverrides)
                               .subspan(record.first_override, record.override_count)) {
    if ((other.columns & column) == 0) continue;
    exists = other.exists;
    value = other.value;
    break;
  }
  if (!exists) return std::nullopt;
  if (TraitsOf(arch).bits == 32) value &= UINT32_MAX;
  return Constant{NameOf(record), value, FamiliesOf(record)};
}

std::span<const uint16_t> MembersOf(FamilyId family) {
  const tables::FamilyRecord& record = tables::kFamilies[static_cast<size_t>(family)];
  return std::span(tables::kFamilyMembers).subspan(record.first_member, record.member_count);
}

}  // namespace

std::optional<Constant> FindConstant(std::string_view name, Arch arch) {
  const ConstantRecord* record = Find(name);
  return record == nullptr ? std::nullopt : On(*record, arch);
}

bool IsConstantName(std::string_view name) { return Find(name) != nullptr; }

std::span<const FamilyId> FamiliesOf(std::string_view name) {
  const ConstantRecord* record = Find(name);
  return record == nullptr ? std::span<const FamilyId>() : FamiliesOf(*record);
}

const ConstantFamily& Family(FamilyId id) {
  return tables::kFamilies[static_cast<size_t>(id)].family;
}

std::optional<FamilyId> FindFamily(std::string_view name) {
  for (size_t id = 0; id < FamilyCount(); ++id) {
    if (tables::kFamilies[id].family.name == name) return static_cast<FamilyId>(id);
  }
  return std::nullopt;
}

size_t FamilyCount() { return std::size(tables::kFamilies); }

std::vector<Constant> ConstantsIn(FamilyId family, Arch arch) {
  std::vector<Constant> constants;
  for (const uint16_t member : MembersOf(family)) {
    if (const auto constant = On(kConstants[member], arch)) constants.push_back(*constant);
  }
  return constants;
}

std::vector<std::string_view> ConstantNamesIn(FamilyId family) {
  const std::span<const uint16_t> members = MembersOf(family);
  std::vector<uint16_t> sorted(members.begin(), members.end());
  // Where most ABIs lack it, the value of the first that has it.
  const auto value = [](uint16_t member) {
    const ConstantRecord& record = kConstants[member];
    if (record.exists) return record.value;
    const auto overrides =
        std::span(tables::kConstantOverrides).subspan(record.first_override, record.override_count);
    const auto first = std::find_if(overrides.begin(), overrides.end(),
                                    [](const auto& other) { return other.exists; });
    return first == overrides.end() ? 0 : first->value;
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](uint16_t a, uint16_t b) { return value(a) < value(b); });
  std::vector<std::string_view> names;
  for (const uint16_t member : sorted) names.push_back(NameOf(kConstants[member]));
  return names;
}

size_t ConstantCount() { return std::size(kConstants); }

std::vector<std::string_view> AllConstantNames() {
  std::vector<std::string_view> names;
  for (const ConstantRecord& record : kConstants) names.push_back(NameOf(record));
  return names;
}

std::optional<std::string_view> NearestConstant(std::string_view word,
                                                std::span<const FamilyId> families) {
  std::vector<std::string_view> names;
  for (const FamilyId family : families) {
    for (const uint16_t member : MembersOf(family)) names.push_back(NameOf(kConstants[member]));
  }
  if (const auto near = Nearest(word, names)) return near;
  return Nearest(word, AllConstantNames());
}

}  // namespace polc
