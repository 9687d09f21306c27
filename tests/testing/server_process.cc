#include "tests/testing/server_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "grpcpp/create_channel.h"
#include "tests/testing/fake_analyzer.h"

namespace nutgraf::testing {
namespace {

namespace fs = std::filesystem;

std::string Content(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

ServerProcess::ServerProcess(const std::string& program, std::vector<std::string> flags,
                             bool log_to_pipe) {
  std::string folder = (fs::temp_directory_path() / "nutgraf_server_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) std::abort();
  folder_ = folder;
  flags.insert(flags.begin(), program);
  flags.push_back("--port_file=" + (folder_ / "port").string());
  std::vector<char*> argv;
  for (std::string& flag : flags) argv.push_back(flag.data());
  argv.push_back(nullptr);
  const std::string log = (folder_ / "log").string();
  int pipe_ends[2] = {-1, -1};
  if (log_to_pipe && pipe(pipe_ends) != 0) std::abort();
  pid_ = fork();
  if (pid_ == 0) {
    const int out = open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(log_to_pipe ? pipe_ends[1] : out, STDERR_FILENO);
    if (log_to_pipe) {
      close(pipe_ends[0]);
      close(pipe_ends[1]);
    }
    execv(argv[0], argv.data());
    _exit(127);
  }
  if (log_to_pipe) {
    close(pipe_ends[1]);
    log_pipe_ = pipe_ends[0];
  }
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  CloseLogPipe();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

int ServerProcess::Port() {
  FakeAnalyzer::Eventually([&] { return fs::exists(folder_ / "port") || Ended(); });
  const std::string text = Content(folder_ / "port");
  return text.empty() ? 0 : std::stoi(text);
}

std::shared_ptr<grpc::Channel> ServerProcess::NewChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(Port()),
                                   grpc::InsecureChannelCredentials(), arguments);
}

void ServerProcess::Signal(int signal) const { kill(pid_, signal); }

bool ServerProcess::Ended() {
  if (pid_ > 0 && waitpid(pid_, &status_, WNOHANG) == pid_) pid_ = -1;
  return pid_ < 0;
}

int ServerProcess::ExitCode() {
  if (!FakeAnalyzer::Eventually([&] { return Ended(); })) return -999;
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : -WTERMSIG(status_);
}

std::string ServerProcess::Log() const { return Content(folder_ / "log"); }

void ServerProcess::CloseLogPipe() {
  if (log_pipe_ >= 0) close(log_pipe_);
  log_pipe_ = -1;
}

}  // namespace nutgraf::testing
