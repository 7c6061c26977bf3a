#include <array>

#include "grammar/docker_json/ast.h"

namespace polc::docker {
namespace {

constexpr std::array<std::string_view, 9> kActions = {
    "SCMP_ACT_KILL",  "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS",
    "SCMP_ACT_TRAP",  "SCMP_ACT_ERRNO",       "SCMP_ACT_TRACE",
    "SCMP_ACT_ALLOW", "SCMP_ACT_LOG",         "SCMP_ACT_NOTIFY"};
static_assert(kActions.size() == static_cast<size_t>(Action::Notify) + 1);

constexpr std::array<std::string_view, 7> kOps = {"SCMP_CMP_NE",       "SCMP_CMP_LT", "SCMP_CMP_LE",
                                                  "SCMP_CMP_EQ",       "SCMP_CMP_GE", "SCMP_CMP_GT",
                                                  "SCMP_CMP_MASKED_EQ"};
static_assert(kOps.size() == static_cast<size_t>(Op::MaskedEq) + 1);

}  // namespace

std::span<const std::string_view> ActionNames() { return kActions; }

std::span<const std::string_view> OpNames() { return kOps; }

std::string_view NameOf(Action action) { return kActions[static_cast<size_t>(action)]; }

std::string_view NameOf(Op op) { return kOps[static_cast<size_t>(op)]; }

}  // namespace polc::docker
