// nutgraf-server: the service as a program (see program.h).

#include "service/analysis/analyzer.h"
#include "service/server/program.h"

int main(int argc, char** argv) {
  return nutgraf::server::RunProgram(argc, argv, nutgraf::analysis::Analyzer::Create);
}
