// A load test's report, for people and as JSON.

#ifndef NUTGRAF_CLIENT_BENCH_REPORT_H_
#define NUTGRAF_CLIENT_BENCH_REPORT_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "client/bench/load.h"

namespace nutgraf::bench {

/// A line for each test, then what became of the calls that were not OK, and warnings. Ends in a
/// line end.
std::string ToTable(const std::vector<LoadReport>& reports);

/// All of a report: counts, rates, and each histogram as count, mean, percentiles and maximum, in
/// milliseconds.
nlohmann::ordered_json ToJson(const LoadReport& report);

/// What makes the figures doubtful: a generator that was late, calls that were not sent, an unfit
/// length. Empty when nothing does.
std::vector<std::string> Warnings(const LoadReport& report);

}  // namespace nutgraf::bench

#endif  // NUTGRAF_CLIENT_BENCH_REPORT_H_
