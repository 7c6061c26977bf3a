#pragma once

// Reads an AppArmor profile text, or the text of an included file, into its AST (ast.h). Every
// syntax error of the text is reported in one run, one error a mistake, and what could be read is
// returned even then.

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "grammar/apparmor/ast.h"

namespace polc::aa {

// Blocks and conditions nest this deep at most.
inline constexpr size_t kMaxDepth = 200;
inline constexpr size_t kMaxProfileBytes = size_t{16} << 20;

// Where the include of the text stands: among the statements of a file, or among the rules of a
// profile. The text is read as these.
enum class Context { File, Rules };

[[nodiscard]] File ParseFile(const SourceFile& source, Context context,
                             DiagnosticSink& diagnostics);

}  // namespace polc::aa
