#include <string_view>

#include "compiler/base/check.h"
#include "grammar/docker_json/ast.h"

namespace polc::docker {

std::string_view NameOf(Action action) {
  switch (action) {
    case Action::Kill: return "SCMP_ACT_KILL";
    case Action::KillThread: return "SCMP_ACT_KILL_THREAD";
    case Action::KillProcess: return "SCMP_ACT_KILL_PROCESS";
    case Action::Trap: return "SCMP_ACT_TRAP";
    case Action::Errno: return "SCMP_ACT_ERRNO";
    case Action::Trace: return "SCMP_ACT_TRACE";
    case Action::Allow: return "SCMP_ACT_ALLOW";
    case Action::Log: return "SCMP_ACT_LOG";
    case Action::Notify: return "SCMP_ACT_NOTIFY";
  }
  POLC_CHECK(false);
}

std::string_view NameOf(Op op) {
  switch (op) {
    case Op::Ne: return "SCMP_CMP_NE";
    case Op::Lt: return "SCMP_CMP_LT";
    case Op::Le: return "SCMP_CMP_LE";
    case Op::Eq: return "SCMP_CMP_EQ";
    case Op::Ge: return "SCMP_CMP_GE";
    case Op::Gt: return "SCMP_CMP_GT";
    case Op::MaskedEq: return "SCMP_CMP_MASKED_EQ";
  }
  POLC_CHECK(false);
}

}  // namespace polc::docker
