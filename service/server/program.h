// nutgraf-server as a function, so that tests can run the whole program around another analyzer.

#ifndef NUTGRAF_SERVICE_SERVER_PROGRAM_H_
#define NUTGRAF_SERVICE_SERVER_PROGRAM_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "service/analysis/analyzer.h"

namespace nutgraf::server {

using AnalyzerFactory = std::function<absl::StatusOr<std::unique_ptr<const analysis::Analyzer>>(
    const analysis::AnalyzerOptions&)>;

/// Serves until SIGTERM or SIGINT, then drains; a second signal changes nothing, for the drain is
/// bounded already. SIGHUP is ignored. The exit code: 0 after a signal, 1 when the server can't
/// start, 2 when a setting is wrong (the message on standard error names it). Call from main,
/// before any thread is made.
int RunProgram(int argc, char** argv, const AnalyzerFactory& make_analyzer);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_PROGRAM_H_
