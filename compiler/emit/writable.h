#pragma once

// Finds answers of a filter that libseccomp's API, and so the OCI format, cannot express. This is
// checked before anything is written, because the reason says more than the difference that a proof
// would find later.

#include "compiler/base/diagnostic.h"
#include "compiler/docker/scmp_filter.h"

namespace polc {

enum class WrittenForm { Oci, Libseccomp };

// Reports each answer that cannot be written (`not-expressible`); true if there was any.
[[nodiscard]] bool ReportUnwritable(const ScmpFilter& filter, WrittenForm form,
                                    DiagnosticSink& diagnostics);

}  // namespace polc
