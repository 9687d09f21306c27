// What befalls the server as a process: its files, its log, signals, its clock, its limits.

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/integration/faults/http2.h"
#include "tests/testing/fake_analyzer.h"
#include "tests/testing/raw_call.h"
#include "tests/testing/server_process.h"
#include "tests/testing/test_server.h"

namespace nutgraf::testing {
namespace {

namespace fs = std::filesystem;
namespace v1 = ::nutgraf::v1;
using std::chrono::milliseconds;
using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;

constexpr char kFakeServer[] = NUTGRAF_BINARY_DIR "/bin/nutgraf-fake-server";
constexpr char kServer[] = NUTGRAF_BINARY_DIR "/bin/nutgraf-server";
constexpr char kData[] = NUTGRAF_BINARY_DIR "/data";
const std::string kAnyPort = "--listen=127.0.0.1:0";

/// A server behind a line of shell that sets its surroundings and ends in `exec "$@"`.
class Process : public ServerProcess {
 public:
  explicit Process(const std::string& shell, std::vector<std::string> flags = {kAnyPort},
                   const std::string& program = kFakeServer)
      : ServerProcess("/bin/sh", Arguments(shell, program, std::move(flags))) {}

  grpc::Status Call(const std::string& text,
                    std::chrono::seconds timeout = std::chrono::seconds(30),
                    v1::AnalyzeArticleResponse* answer = nullptr) {
    if (channel_ == nullptr) channel_ = NewChannel();
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + timeout);
    v1::AnalyzeArticleResponse response;
    return v1::ArticleService::NewStub(channel_)->AnalyzeArticle(
        &context, Request(text), answer == nullptr ? &response : answer);
  }

 private:
  static std::vector<std::string> Arguments(const std::string& shell, const std::string& program,
                                            std::vector<std::string> flags) {
    std::vector<std::string> out = {"-c", shell, "sh", program};
    out.insert(out.end(), std::make_move_iterator(flags.begin()),
               std::make_move_iterator(flags.end()));
    return out;
  }

  std::shared_ptr<grpc::Channel> channel_;
};

TEST(FullDisk, ALogThatCanNotBeWrittenStopsNothing) {
  Process server("exec \"$@\" 2>/dev/full", {kAnyPort, "--log_level=debug"});
  ASSERT_GT(server.Port(), 0);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(server.Call("word").ok()) << i;
  server.Signal(SIGTERM);
  EXPECT_EQ(server.ExitCode(), 0);
}

TEST(FullDisk, AClosedStandardErrorStopsNothing) {
  Process server("exec \"$@\" 2>&- >&- <&-");
  ASSERT_GT(server.Port(), 0);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(server.Call("word").ok()) << i;
  server.Signal(SIGTERM);
  EXPECT_EQ(server.ExitCode(), 0);
}

TEST(FullDisk, APortFileThatCanNotBeWrittenIsSaidAtStart) {
  // By the environment, and without the flag that the helper adds.
  Process server("NUTGRAF_PORT_FILE=/dev/full/port exec \"$1\" \"$2\"");
  EXPECT_EQ(server.ExitCode(), 1);
  EXPECT_THAT(server.Log(), HasSubstr("/dev/full/port"));
}

class DataFiles : public ::testing::Test {
 protected:
  DataFiles() {
    std::string folder = (fs::temp_directory_path() / "nutgraf_data_XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) std::abort();
    folder_ = folder;
    fs::copy(kData, folder_, fs::copy_options::recursive);
  }
  ~DataFiles() override { fs::remove_all(folder_); }

  /// The server says what is wrong with which file, and ends with 1.
  void ExpectRefused(const std::string& what) {
    Process server("exec \"$@\"", {kAnyPort, "--data_directory=" + folder_.string()}, kServer);
    EXPECT_EQ(server.ExitCode(), 1) << what << ": " << server.Log();
    EXPECT_THAT(server.Log(), HasSubstr("nutgraf-server: ")) << what;
    EXPECT_THAT(server.Log(), AnyOf(HasSubstr("knowledge"), HasSubstr("weights"))) << what;
  }

  void Restore(const std::string& file) {
    fs::copy_file(fs::path(kData) / file, folder_ / file, fs::copy_options::overwrite_existing);
  }

  static void Flip(const fs::path& path, uint64_t at) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ 0x41));
  }

  fs::path folder_;
};

TEST_F(DataFiles, AreTakenAsTheyWereBuilt) {
  Process server("exec \"$@\"", {kAnyPort, "--data_directory=" + folder_.string()}, kServer);
  ASSERT_GT(server.Port(), 0) << server.Log();
  EXPECT_TRUE(server.Call("Ned Price spoke on Sunday.").ok());
}

TEST_F(DataFiles, ANewsroomsTopicsAreAnsweredAndTheirFaultsNamed) {
  const std::string path = folder_ / "own.tsv";
  const std::vector<std::string> flags = {kAnyPort, "--data_directory=" + folder_.string(),
                                          "--taxonomy_file=" + path};
  std::ofstream(path) << "code\tlabel\tdefinition\tkeywords\n"
                         "desk:ring\tRing road\t\tring road\n";
  {
    Process server("exec \"$@\"", flags, kServer);
    ASSERT_GT(server.Port(), 0) << server.Log();
    v1::AnalyzeArticleResponse answer;
    ASSERT_TRUE(
        server
            .Call("The council voted for the ring road at last.", std::chrono::seconds(30), &answer)
            .ok());
    const auto& topics = answer.metadata().topics();
    ASSERT_FALSE(topics.empty());
    EXPECT_EQ(topics.rbegin()->code(), "desk:ring");
    ASSERT_EQ(topics.rbegin()->evidence_size(), 1);
    EXPECT_EQ(topics.rbegin()->evidence(0).text(), "ring road");
  }
  std::ofstream(path) << "code\tlabel\tdefinition\tkeywords\nmedtop:1\tRing road\t\t\n";
  Process server("exec \"$@\"", flags, kServer);
  EXPECT_EQ(server.ExitCode(), 1);
  EXPECT_THAT(server.Log(), HasSubstr(path + ":2: has the code"));
}

TEST_F(DataFiles, MissingEmptyOrCutOnesAreNamed) {
  for (const std::string file :
       {"knowledge.bin", "weights/config.json", "weights/model.safetensors", "weights/vocab.txt"}) {
    const fs::path path = folder_ / file;
    const uint64_t size = fs::file_size(path);
    fs::remove(path);
    ExpectRefused(file + " missing");
    for (const uint64_t cut : {uint64_t{0}, uint64_t{7}, size / 2, size - 2}) {
      Restore(file);
      fs::resize_file(path, cut);
      ExpectRefused(file + " cut to " + std::to_string(cut));
    }
    Restore(file);
  }
  fs::remove_all(folder_);
  ExpectRefused("no folder");
}

// A byte that is not what it was: refused where a sum or a structure shows it; and where nothing
// does, the server still must not fall over it.
TEST_F(DataFiles, AlteredOnesAreRefusedOrHarmless) {
  for (const std::string file :
       {"knowledge.bin", "weights/config.json", "weights/model.safetensors", "weights/vocab.txt"}) {
    const fs::path path = folder_ / file;
    const uint64_t size = fs::file_size(path);
    for (int part = 0; part < 8; ++part) {
      const uint64_t at = size * static_cast<uint64_t>(part) / 8 + 5;
      Flip(path, at);
      Process server("exec \"$@\"", {kAnyPort, "--data_directory=" + folder_.string()}, kServer);
      if (server.Port() == 0) {
        EXPECT_EQ(server.ExitCode(), 1) << file << " at " << at << ": " << server.Log();
      } else {
        server.Call("Ned Price said on Sunday in Paris that talks with Norway would go on.");
        server.Signal(SIGTERM);
        EXPECT_EQ(server.ExitCode(), 0) << file << " at " << at;
      }
      Flip(path, at);
    }
  }
}

TEST_F(DataFiles, ReplacedByRenamingLeaveARunningServerAlone) {
  Process server("exec \"$@\"", {kAnyPort, "--data_directory=" + folder_.string()}, kServer);
  ASSERT_TRUE(server.Call("Ned Price spoke on Sunday.").ok());
  for (const std::string file : {"knowledge.bin", "weights/model.safetensors"}) {
    std::ofstream(folder_ / "new") << "something else";
    fs::rename(folder_ / "new", folder_ / file);
  }
  EXPECT_TRUE(server.Call("Jonas Gahr spoke in Oslo on Monday.").ok());
}

/// Calls on and on, on a thread of its own, while something happens.
class Caller {
 public:
  explicit Caller(Process* server) : server_(*server) {
    thread_ = std::jthread([this](const std::stop_token& end) {
      while (!end.stop_requested()) (server_.Call("work 5").ok() ? good : bad)++;
    });
  }
  void Stop() { thread_ = {}; }

  std::atomic<int> good = 0, bad = 0;

 private:
  Process& server_;
  std::jthread thread_;
};

TEST(Signals, StoppingAndContinuingLosesNoCall) {
  Process server("exec \"$@\"");
  ASSERT_TRUE(server.Call("word").ok());
  Caller caller(&server);
  for (int i = 0; i < 50; ++i) {
    server.Signal(SIGSTOP);
    std::this_thread::sleep_for(milliseconds(10));
    server.Signal(SIGCONT);
    std::this_thread::sleep_for(milliseconds(10));
  }
  const int before = caller.good;
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return caller.good > before; }));
  caller.Stop();
  EXPECT_EQ(caller.bad, 0);
  server.Signal(SIGTERM);
  EXPECT_EQ(server.ExitCode(), 0);
}

TEST(Limits, OfFilesAreSurvived) {
  Process server("ulimit -n 60; exec \"$@\"");
  ASSERT_TRUE(server.Call("word").ok());
  {
    std::vector<Http2> callers;
    for (int i = 0; i < 200; ++i) {
      callers.emplace_back(server.Port()).Send(kPreface + SettingsFrame());
    }
    EXPECT_TRUE(server.Call("word").ok());  // on the connection that it has
  }
  EXPECT_FALSE(server.Ended());
  // Who comes later is served again.
  const auto channel = server.NewChannel();
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] { return Health(channel) == "SERVING"; }));
  server.Signal(SIGTERM);
  EXPECT_EQ(server.ExitCode(), 0);
}

class Clock : public ::testing::Test {
 protected:
  Clock() : file_(fs::temp_directory_path() / ("nutgraf_clock_" + std::to_string(getpid()))) {
    Set(4);
  }
  ~Clock() override { fs::remove(file_); }

  /// By how many thousand seconds the server's clock is ahead.
  void Set(int thousands) {
    std::ofstream(file_) << std::string(static_cast<size_t>(thousands), '.');
  }

  std::string Preload() const {
    // A sanitizer has a clock of its own in front; then nothing jumps, and the calls must do as
    // well.
    return "ASAN_OPTIONS=verify_asan_link_order=0 CLOCK_JUMP_FILE=" + file_.string() +
           " LD_PRELOAD=" NUTGRAF_CLOCK_JUMP " exec \"$@\"";
  }

  fs::path file_;
};

TEST_F(Clock, MovedForwardsAndBackwardsDisturbsNoLaterCall) {
  Process server(Preload());
  ASSERT_TRUE(server.Call("word").ok());
  for (const int thousands : {8, 0, 4, 1, 100}) {
    Set(thousands);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(server.Call("work 5").ok()) << thousands;
    EXPECT_EQ(Health(server.NewChannel()), "SERVING");
  }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // The clock did jump. Abseil looks at it anew every two seconds only.
  EXPECT_TRUE(FakeAnalyzer::Eventually([&] {
    EXPECT_TRUE(server.Call("word").ok());
    std::set<std::string> days;
    std::ifstream log(server.folder() / "log");
    for (std::string line; std::getline(log, line);) {
      const auto json = nlohmann::json::parse(line, nullptr, false);
      if (!json.is_discarded()) days.insert(json["time"].get<std::string>().substr(0, 10));
    }
    return days.size() > 1;
  }));
#endif
  server.Signal(SIGTERM);
  EXPECT_EQ(server.ExitCode(), 0);
}

TEST_F(Clock, MovedForwardsExpiresNoCallUnderWay) {
  Process server(Preload(), {kAnyPort, "--workers=1"});
  ASSERT_TRUE(server.Call("word").ok());
  // One at work, one that waits behind it: neither has lost a second of its own.
  auto working = std::async(std::launch::async, [&] { return server.Call("work 1500"); });
  auto waiting = std::async(std::launch::async, [&] { return server.Call("work 20"); });
  std::this_thread::sleep_for(milliseconds(500));
  Set(8);
  EXPECT_EQ(working.get().error_code(), grpc::StatusCode::OK);
  EXPECT_EQ(waiting.get().error_code(), grpc::StatusCode::OK);
  server.Signal(SIGTERM);
  EXPECT_EQ(server.ExitCode(), 0);
}

TEST_F(Clock, MovedBackwardsPostponesNoDeadline) {
  Process server(Preload(), {kAnyPort, "--workers=1"});
  ASSERT_TRUE(server.Call("word").ok());
  auto holding =
      std::async(std::launch::async, [&] { return server.Call("hold", std::chrono::seconds(2)); });
  std::this_thread::sleep_for(milliseconds(300));
  Set(0);
  EXPECT_EQ(holding.get().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(server.Call("word").ok());  // its worker is free again
  server.Signal(SIGTERM);
  EXPECT_EQ(server.ExitCode(), 0);
}

}  // namespace
}  // namespace nutgraf::testing
