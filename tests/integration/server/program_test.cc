// The program as a process: settings, signals, exit codes, what it writes.

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/server_process.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

namespace fs = std::filesystem;
namespace v1 = ::nutgraf::v1;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;

constexpr char kProgram[] = NUTGRAF_BINARY_DIR "/bin/nutgraf-fake-server";

class Process : public ServerProcess {
 public:
  explicit Process(std::vector<std::string> flags, bool log_to_pipe = false)
      : ServerProcess(kProgram, std::move(flags), log_to_pipe) {}
};

const std::string kAnyPort = "--listen=127.0.0.1:0";

grpc::Status Call(v1::ArticleService::Stub* stub, const std::string& text) {
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  v1::AnalyzeArticleResponse response;
  return stub->AnalyzeArticle(&context, Request(text), &response);
}

TEST(Program, ServesAndEndsWithZeroOnEitherSignal) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Process process({kAnyPort});
    const auto channel = process.NewChannel();
    EXPECT_EQ(Health(channel), "SERVING");
    EXPECT_TRUE(Call(v1::ArticleService::NewStub(channel).get(), "x").ok());
    process.Signal(signal);
    EXPECT_EQ(process.ExitCode(), 0);
    const std::string log = process.Log();
    EXPECT_THAT(log, HasSubstr("\"event\":\"listening\""));
    EXPECT_THAT(log, HasSubstr(signal == SIGTERM ? "\"SIGTERM\"" : "\"SIGINT\""));
    EXPECT_THAT(log, HasSubstr("\"event\":\"stopped\",\"cancelled_calls\":0"));
  }
}

TEST(Program, SigtermUnderLoadLosesNothingThatWasAccepted) {
  Process process({kAnyPort, "--workers=2", "--queue_size=1000"});
  const int port = process.Port();
  ASSERT_GT(port, 0);
  std::atomic<bool> stop{false};
  std::atomic<int> good{0}, other{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const auto stub = v1::ArticleService::NewStub(process.NewChannel());
      while (!stop) {
        grpc::ClientContext context;
        v1::AnalyzeArticleResponse response;
        const auto status = stub->AnalyzeArticle(&context, Request("work 5"), &response);
        if (status.ok()) {
          ++good;
          continue;
        }
        // Refused, or met the end of the process; never any other failure.
        if (status.error_code() != grpc::StatusCode::UNAVAILABLE &&
            status.error_code() != grpc::StatusCode::CANCELLED) {
          ++other;
        }
        std::this_thread::sleep_for(milliseconds(100));
      }
    });
  }
  ASSERT_TRUE(FakeAnalyzer::Eventually([&] { return good > 40; }));
  process.Signal(SIGTERM);
  EXPECT_EQ(process.ExitCode(), 0);
  stop = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(other, 0);
  int answered = 0;
  std::ifstream log(process.folder() / "log");
  for (std::string line; std::getline(log, line);) {
    const auto entry = nlohmann::json::parse(line);
    if (entry["event"] == "call" && entry["status"] == "OK") ++answered;
    if (entry["event"] == "stopped") {
      EXPECT_EQ(entry["cancelled_calls"], 0);
    }
  }
  EXPECT_EQ(answered, good);  // each answer that was sent has arrived
}

TEST(Program, AStormOfSignalsIsOneDrain) {
  Process process({kAnyPort});
  const auto stub = v1::ArticleService::NewStub(process.NewChannel());
  ASSERT_TRUE(Call(stub.get(), "x").ok());
  std::thread caller([&] { EXPECT_TRUE(Call(stub.get(), "work 500").ok()); });
  std::this_thread::sleep_for(milliseconds(200));
  for (int i = 0; i < 100; ++i) process.Signal(i % 2 == 0 ? SIGTERM : SIGINT);
  caller.join();
  EXPECT_EQ(process.ExitCode(), 0);
}

TEST(Program, AHangUpEndsNothing) {
  Process process({kAnyPort});
  const auto stub = v1::ArticleService::NewStub(process.NewChannel());
  ASSERT_TRUE(Call(stub.get(), "x").ok());
  for (int i = 0; i < 10; ++i) process.Signal(SIGHUP);
  EXPECT_TRUE(Call(stub.get(), "y").ok());
  process.Signal(SIGTERM);
  EXPECT_EQ(process.ExitCode(), 0);
}

TEST(Program, TheGracePeriodBoundsTheEnd) {
  Process process({kAnyPort, "--grace_period=300ms", "--workers=1"});
  const auto stub = v1::ArticleService::NewStub(process.NewChannel());
  ASSERT_TRUE(Call(stub.get(), "x").ok());
  std::thread caller([&] { EXPECT_FALSE(Call(stub.get(), "hold").ok()); });
  std::this_thread::sleep_for(milliseconds(200));
  const auto start = steady_clock::now();
  process.Signal(SIGTERM);
  EXPECT_EQ(process.ExitCode(), 0);
  EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(5));
  caller.join();
  EXPECT_THAT(process.Log(), HasSubstr("\"cancelled_calls\":1"));
}

TEST(Program, WrongSettingsEndWithTwoAndSayWhatIsWrong) {
  Process process({"--listen=nowhere", "--workers=-3", "--log_level=loud"});
  EXPECT_EQ(process.ExitCode(), 2);
  EXPECT_THAT(process.Log(), HasSubstr("nutgraf-server: --listen=nowhere: must be host:port"));
  EXPECT_THAT(process.Log(), HasSubstr("--workers=-3: must be from 0 to 1024"));
  EXPECT_THAT(process.Log(), HasSubstr("--log_level=loud: must be debug"));
  Process stray({kAnyPort, "stray"});
  EXPECT_EQ(stray.ExitCode(), 2);
  EXPECT_THAT(stray.Log(), HasSubstr("stray: the server takes flags only"));
  Process unknown({"--no_such_flag=1"});
  EXPECT_EQ(unknown.ExitCode(), 1);
  EXPECT_THAT(unknown.Log(), HasSubstr("no_such_flag"));
}

TEST(Program, APortThatIsTakenEndsWithOne) {
  Process first({kAnyPort});
  Process second({"--listen=127.0.0.1:" + std::to_string(first.Port())});
  EXPECT_EQ(second.ExitCode(), 1);
  EXPECT_THAT(second.Log(), HasSubstr("can't listen there"));
}

TEST(Program, HelpListsTheFlagsOfTheServerAlone) {
  Process process({"--help"});
  process.ExitCode();
  EXPECT_THAT(process.Log(), HasSubstr("--queue_size"));
  EXPECT_THAT(process.Log(), HasSubstr("NUTGRAF_<FLAG>"));
  EXPECT_THAT(process.Log(), ::testing::Not(HasSubstr("--flagfile")));
}

TEST(Program, TheEnvironmentAndAFileSetIt) {
  const fs::path file = fs::path(::testing::TempDir()) / "program_test.conf";
  std::ofstream(file) << "workers = 3\nlisten = 127.0.0.1:0\n";
  setenv("NUTGRAF_CONFIG_FILE", file.c_str(), 1);
  setenv("NUTGRAF_LOG_LEVEL", "debug", 1);
  Process process({});
  unsetenv("NUTGRAF_CONFIG_FILE");
  unsetenv("NUTGRAF_LOG_LEVEL");
  ASSERT_GT(process.Port(), 0);
  process.Signal(SIGTERM);
  EXPECT_EQ(process.ExitCode(), 0);
  EXPECT_THAT(process.Log(), HasSubstr("\"workers\":3"));
}

TEST(Program, EveryLineOfTheLogIsJsonWhateverLibrariesSay) {
  Process process({kAnyPort, "--log_level=debug"});
  const auto channel = process.NewChannel();
  RawUnary(channel, "/nutgraf.v1.ArticleService/AnalyzeArticle",
           std::string("\x0A\x06\x1A\x04"
                       "ab\xE9!",
                       8));
  process.Signal(SIGTERM);
  EXPECT_EQ(process.ExitCode(), 0);
  std::ifstream log(process.folder() / "log");
  int lines = 0;
  for (std::string line; std::getline(log, line); ++lines) {
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  }
  EXPECT_GT(lines, 3);
}

TEST(Program, ALogThatNobodyReadsOrThatIsGoneStopsNothing) {
  Process process({kAnyPort, "--log_level=debug"}, /*log_to_pipe=*/true);
  const auto stub = v1::ArticleService::NewStub(process.NewChannel());
  // More than the pipe and the queue hold, none of it read.
  for (int i = 0; i < 3000; ++i) ASSERT_TRUE(Call(stub.get(), "x").ok()) << i;
  process.CloseLogPipe();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(Call(stub.get(), "x").ok()) << i;
  process.Signal(SIGTERM);
  EXPECT_EQ(process.ExitCode(), 0);
}

TEST(Program, ALogThatStandsStillDoesNotHoldUpTheEnd) {
  Process process({kAnyPort, "--log_level=debug"}, /*log_to_pipe=*/true);
  const auto stub = v1::ArticleService::NewStub(process.NewChannel());
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(Call(stub.get(), "x").ok()) << i;
  process.Signal(SIGTERM);
  EXPECT_EQ(process.ExitCode(), 0);
}

}  // namespace
}  // namespace nutgraf::testing
