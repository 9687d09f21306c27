// Runs a fuzz target without libFuzzer, so that every build compiles the targets and CTest runs
// them: first each seed as it is, then copies of seeds with a few bytes changed, until the time is
// over.
//
//   fuzz_dates [--seconds=N] FILE|FOLDER...
//
// Blind where libFuzzer follows coverage: it guards against what is easily found. The order of
// inputs is the same in each run; how many there are depends on the time. Exit status 0, unless
// the target aborts or no seed was found.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kMaxInput = 20000;  // as ./dev fuzz has it

std::vector<std::string> ReadSeeds(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const std::string& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) continue;
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

/// Changes one place: a byte, a piece taken out, doubled, moved, or replaced by one of another seed
/// or by what has broken programs before.
void Change(std::mt19937* random, const std::vector<std::string>& seeds, std::string* text) {
  static constexpr std::array<std::string_view, 12> kOdd = {std::string_view("\0", 1),
                                                            "\xFF",
                                                            "\xE2\x80\x9C",
                                                            "\xC3\xA2\xE2\x82\xAC",
                                                            "\n\n",
                                                            "\t",
                                                            "\"",
                                                            "2023-02-30",
                                                            "99999999999999999999",
                                                            "-1",
                                                            "= ",
                                                            "((("};
  const auto below = [&](size_t limit) {
    return limit == 0 ? 0 : std::uniform_int_distribution<size_t>(0, limit - 1)(*random);
  };
  const size_t at = below(text->size() + 1);
  const size_t length = std::min(below(64), text->size() - at);
  switch (below(6)) {
    case 0:
      if (at < text->size()) (*text)[at] = static_cast<char>(below(256));
      break;
    case 1:
      text->erase(at, length);
      break;
    case 2:
      text->insert(at, text->substr(at, length));
      break;
    case 3: {
      const std::string piece = text->substr(at, length);
      text->erase(at, length);
      text->insert(below(text->size() + 1), piece);
      break;
    }
    case 4: {
      const std::string& other = seeds[below(seeds.size())];
      const size_t from = below(other.size() + 1);
      text->insert(at, other.substr(from, below(200)));
      break;
    }
    default:
      text->insert(at, kOdd[below(kOdd.size())]);
      break;
  }
}

void RunOne(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::string_view kSeconds = "--seconds=";
  int seconds = 0;
  std::vector<std::string> paths;
  for (const std::string& argument : std::vector<std::string>(argv + 1, argv + argc)) {
    if (argument.starts_with(kSeconds)) {
      seconds = std::atoi(argument.c_str() + kSeconds.size());
    } else {
      paths.push_back(argument);
    }
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  const std::vector<std::string> seeds = ReadSeeds(paths);
  if (seeds.empty()) {
    std::fprintf(stderr, "no seeds\n");
    return 1;
  }
  for (const std::string& seed : seeds) RunOne(seed);
  size_t runs = seeds.size();
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same inputs each time
  while (std::chrono::steady_clock::now() < end) {
    std::string input = seeds[runs % seeds.size()];
    const size_t changes = 1 + random() % 8;
    for (size_t k = 0; k < changes; ++k) Change(&random, seeds, &input);
    if (input.size() > kMaxInput) input.resize(kMaxInput);
    RunOne(input);
    ++runs;
  }
  std::printf("%zu runs, no fault\n", runs);
  return 0;
}
