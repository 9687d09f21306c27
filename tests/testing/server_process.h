// A server as a process of its own, for tests of the program: signals, exit codes, what it writes.
//
// Started at once, with --port_file in a folder of its own; killed when the object ends. What it
// writes goes to a file, or its standard error to a pipe that nobody reads.

#ifndef NUTGRAF_TESTS_TESTING_SERVER_PROCESS_H_
#define NUTGRAF_TESTS_TESTING_SERVER_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"

namespace nutgraf::testing {

class ServerProcess {
 public:
  ServerProcess(const std::string& program, std::vector<std::string> flags,
                bool log_to_pipe = false);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// Waits until it listens; 0 when it ends instead.
  int Port();
  std::shared_ptr<grpc::Channel> NewChannel();  // takes answers of any size

  void Signal(int signal) const;
  bool Ended();
  /// Waits for the end; the exit code, or minus the signal that killed it.
  int ExitCode();

  std::string Log() const;
  std::filesystem::path folder() const { return folder_; }
  void CloseLogPipe();

 private:
  std::filesystem::path folder_;
  pid_t pid_ = -1;
  int status_ = 0;
  int log_pipe_ = -1;
};

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_TESTING_SERVER_PROCESS_H_
