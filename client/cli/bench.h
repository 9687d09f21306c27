// `nutgraf bench`: a load test of a server, and its report.

#ifndef NUTGRAF_CLIENT_CLI_BENCH_H_
#define NUTGRAF_CLIENT_CLI_BENCH_H_

#include <string>
#include <vector>

#include "client/bench/load.h"
#include "client/client.h"
#include "nutgraf/v1/article_service.pb.h"

namespace nutgraf::cli {

struct BenchOptions {
  client::ClientOptions server;
  std::vector<double> rates;  // a test each, calls a second
  std::vector<double> loads;  // a test each, in parts of the capacity, which is measured first
  bench::LoadOptions load;    // what all tests have in common; in_flight finds the capacity
  int connections = 4;
  std::string articles;  // JSON lines; empty: the built-in ones
  std::string mix;       // bench::ParseMix; empty: the articles as they are
  bool json = false;
  v1::AnalyzeArticleRequest prototype;
};

/// Asks the server for its capabilities first, so that a server that is not there ends the test
/// before it begins. With neither rates nor loads, one closed-loop test. SIGINT ends the running
/// test and reports what there is; a second one ends the program. Writes the report to standard
/// output and progress to standard error. Returns the exit code; calls that fail under load are no
/// failure of the test.
int RunBench(const BenchOptions& options);

}  // namespace nutgraf::cli

#endif  // NUTGRAF_CLIENT_CLI_BENCH_H_
