#include "service/server/program.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/server/flags.h"
#include "service/server/logging.h"
#include "service/server/server.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace nutgraf::server {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kPatienceWithLog = absl::Seconds(2);

int Complain(const absl::Status& status, int exit_code) {
  fmt::print(stderr, "nutgraf-server: {}\n", ToStd(status.message()));
  return exit_code;
}

std::string DataDirectory(const ServerConfig& config) {
  if (!config.data_directory.empty()) return config.data_directory;
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path prefix = program.parent_path().parent_path();
  const fs::path installed = prefix / "share" / "nutgraf";
  return fs::exists(installed, ignored) ? installed.string() : (prefix / "data").string();
}

// Written beside and renamed, so that who reads it never sees half of it.
absl::Status WritePort(const std::string& path, int port) {
  const std::string draft = path + ".new";
  std::ofstream out(draft);
  out << port << "\n";
  out.close();
  std::error_code error;
  if (out) fs::rename(draft, path, error);
  if (!out || error) {
    return absl::UnavailableError(fmt::format("--port_file={}: can't be written", path));
  }
  return absl::OkStatus();
}

}  // namespace

int RunProgram(int argc, char** argv, const AnalyzerFactory& make_analyzer) {
  // Before any thread: all inherit the mask, and only sigwait below sees the signals.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  signal(SIGPIPE, SIG_IGN);  // a reader of the log that goes away is no reason to die
  signal(SIGHUP, SIG_IGN);   // elsewhere it asks to reload; here changed files are seen anyway

  const auto config = ReadConfig(argc, argv);
  if (!config.ok()) return Complain(config.status(), 2);

  Log log(std::make_shared<spdlog::sinks::stderr_sink_mt>(), *LogLevel(config->log_level));
  log.TakeLibraryMessages();

  auto analyzer = make_analyzer({.data_directory = DataDirectory(*config),
                                 .max_text_bytes = static_cast<uint32_t>(config->max_text_bytes),
                                 .taxonomy_file = config->taxonomy_file});
  if (!analyzer.ok()) return Complain(analyzer.status(), 1);
  auto server = Server::Start(*config, *std::move(analyzer), &log);
  if (!server.ok()) {
    return Complain(server.status(), absl::IsInvalidArgument(server.status()) ? 2 : 1);
  }
  if (!config->port_file.empty()) {
    if (absl::Status status = WritePort(config->port_file, (*server)->port()); !status.ok()) {
      return Complain(status, 1);
    }
  }

  int signal = 0;
  sigwait(&stop, &signal);
  log.Event(spdlog::level::info, "signal", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
  (*server)->Stop();
  // The last lines are written on the way out; a log that nobody reads must not hold that up.
  std::thread([] {
    absl::SleepFor(kPatienceWithLog);
    _exit(0);
  }).detach();
  return 0;
}

}  // namespace nutgraf::server
