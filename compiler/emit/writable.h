#pragma once

// What a filter may answer that libseccomp's API and so the OCI format have no words for. Asked
// before anything is written, because its reason is plainer than the difference that a proof would
// find afterwards.

#include "compiler/base/diagnostic.h"
#include "compiler/docker/scmp_filter.h"

namespace polc {

enum class WrittenForm { Oci, Libseccomp };

// Reports each answer that cannot be written (`not-expressible`); true if there was any.
[[nodiscard]] bool ReportUnwritable(const ScmpFilter& filter, WrittenForm form,
                                    DiagnosticSink& diagnostics);

}  // namespace polc
