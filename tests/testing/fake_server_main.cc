// nutgraf-server around the FakeAnalyzer, for tests of the program as a process.

#include "service/server/program.h"
#include "tests/testing/fake_analyzer.h"

int main(int argc, char** argv) {
  nutgraf::testing::FakeAnalyzer fake;
  return nutgraf::server::RunProgram(
      argc, argv, [&](const nutgraf::analysis::AnalyzerOptions& /*options*/) {
        return absl::StatusOr<std::unique_ptr<const nutgraf::analysis::Analyzer>>(fake.Make());
      });
}
