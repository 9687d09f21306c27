#include "service/server/flags.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "absl/flags/parse.h"
#include "absl/flags/reflection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace nutgraf::server {
namespace {

using ::testing::HasSubstr;

class Flags : public ::testing::Test {
 protected:
  void WriteFile(const std::string& content) {
    // Tests run side by side, each as its own process: a name for each.
    path_ = ::testing::TempDir() + "/nutgraf_flags_" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".conf";
    std::ofstream(path_) << content;
  }

  // As main does it, with this environment.
  absl::StatusOr<ServerConfig> Read(std::vector<std::string> arguments,
                                    const std::map<std::string, std::string>& environment = {}) {
    const auto get = [&](const char* name) {
      const auto found = environment.find(name);
      return found == environment.end() ? nullptr : found->second.c_str();
    };
    if (absl::Status status = ApplyDefaults(arguments, get); !status.ok()) return status;
    arguments.insert(arguments.begin(), "nutgraf-server");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    absl::ParseCommandLine(static_cast<int>(argv.size()), argv.data());
    return ConfigFromFlags();
  }

  std::string Error(std::vector<std::string> arguments,
                    const std::map<std::string, std::string>& environment = {}) {
    const auto config = Read(std::move(arguments), environment);
    return config.ok() ? "" : config.status().ToString();
  }

  std::string path_;
  absl::FlagSaver saver_;  // the flags are the process's
};

TEST_F(Flags, DefaultsAreThoseOfTheConfig) {
  const auto config = Read({});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->queue_size, ServerConfig().queue_size);
  EXPECT_EQ(config->listen, ServerConfig().listen);
  EXPECT_EQ(config->grace_period, ServerConfig().grace_period);
}

TEST_F(Flags, CommandLineOverEnvironmentOverFileOverDefault) {
  WriteFile("# settings\n\nqueue_size = 1\nmax_batches=2\n  max_streams =3 \nworkers = 4\n");
  const auto config = Read({"--config_file=" + path_, "--queue_size=100"},
                           {{"NUTGRAF_QUEUE_SIZE", "50"}, {"NUTGRAF_MAX_BATCHES", "51"}});
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->queue_size, 100);
  EXPECT_EQ(config->max_batches, 51);
  EXPECT_EQ(config->max_streams, 3);
  EXPECT_EQ(config->workers, 4);
  EXPECT_EQ(config->stream_window, ServerConfig().stream_window);
}

TEST_F(Flags, TheFileMayBeNamedInTheEnvironmentOrApart) {
  WriteFile("workers = 7\ngrace_period = 90s\nreflection = false\n");
  auto config = Read({}, {{"NUTGRAF_CONFIG_FILE", path_}});
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->workers, 7);
  EXPECT_EQ(config->grace_period, absl::Seconds(90));
  EXPECT_FALSE(config->reflection);
  config = Read({"--config_file", path_});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->workers, 7);
}

TEST_F(Flags, FaultsSayWhereTheyStand) {
  WriteFile("workers = 1\nworkerz = 2\n");
  EXPECT_THAT(Error({"--config_file=" + path_}), HasSubstr(path_ + ":2: workerz is no setting"));
  WriteFile("workers\n");
  EXPECT_THAT(Error({"--config_file=" + path_}), HasSubstr(":1: not \"name = value\""));
  WriteFile("workers = many\n");
  EXPECT_THAT(Error({"--config_file=" + path_}), HasSubstr(":1: the value of workers can't"));
  EXPECT_THAT(Error({"--config_file=/nowhere/at/all"}), HasSubstr("can't be read"));
  EXPECT_THAT(Error({}, {{"NUTGRAF_GRACE_PERIOD", "soon"}}),
              HasSubstr("NUTGRAF_GRACE_PERIOD: the value of grace_period can't be read"));
  EXPECT_THAT(Error({"--workers=5000"}), HasSubstr("--workers=5000: must be from 0 to 1024"));
}

TEST_F(Flags, TheFileSetsNoFlagsOfLibraries) {
  WriteFile("flagfile = /etc/passwd\n");
  EXPECT_THAT(Error({"--config_file=" + path_}), HasSubstr("flagfile is no setting"));
}

}  // namespace
}  // namespace nutgraf::server
