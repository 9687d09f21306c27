// Speed of the date stage alone, in words a second of one core: the document is built before.
//
//   dates_bench            news of our own writing, with about one date in 17 words as news has
//   dates_bench --benchmark_filter=Hostile

#include <string>
#include <string_view>

#include "benchmark/benchmark.h"
#include "service/extract/dates/dates.h"
#include "tests/testing/fixtures.h"

namespace nutgraf {
namespace {

constexpr std::string_view kNews =
    "The finance ministry said on Sunday that it will sign the loan agreement on March 6, after "
    "three years of talks between the two governments. Officials had earlier announced that the "
    "first payment would be made in the second quarter of this year. The lender, which opened its "
    "office in the capital in 1998, lost 4.5 percent of its value last week and has since then "
    "recovered half of it.\n\n"
    "\"We have waited for this day,\" the minister told reporters at a conference in the old port. "
    "She added that the government was now able to pay its teachers, nurses and police officers, "
    "who have received only part of their wages since early February. A spokesman for the teachers "
    "declined to comment on the announcement when he was reached by telephone at 8:30 p.m. on "
    "Saturday.\n\n"
    "The agreement follows a long dispute about the price of wheat, on which the country depends "
    "more than any of its neighbours. In 2019-21 the harvest failed twice, and many farmers in the "
    "northern provinces left their villages for the cities along the coast. Their number is not "
    "known, but aid groups speak of two hundred thousand people or more.\n\n";

constexpr std::string_view kHostile =
    "the first last next 12:12 of the early late March 6 and 7 and twenty two hundred and every ";

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

size_t Words(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    words += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return words;
}

void Run(benchmark::State& state, std::string_view piece, size_t bytes) {
  const auto extractor = extract::DateExtractor::Create(testing::TestKnowledge());
  if (!extractor.ok()) {
    state.SkipWithError("no extractor");
    return;
  }
  const std::string text = Repeat(piece, bytes);
  const text::Document document = testing::MakeDocument(text);
  const language::Annotations annotations;
  const extract::DateOptions options{.publish_time = "2023-03-05"};
  size_t dates = 0;
  for (auto _ : state) {
    const auto result = (*extractor)->Extract(document, annotations, options, Cancellation());
    dates = result->dates.size();
    benchmark::DoNotOptimize(dates);
  }
  state.counters["words/s"] =
      benchmark::Counter(static_cast<double>(Words(text)) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.counters["dates"] = static_cast<double>(dates);
}

void BM_NewsArticle(benchmark::State& state) { Run(state, kNews, 3500); }
void BM_LongText(benchmark::State& state) { Run(state, kNews, 1 << 20); }
void BM_Hostile(benchmark::State& state) { Run(state, kHostile, 1 << 18); }

void BM_Create(benchmark::State& state) {
  const auto knowledge = testing::TestKnowledge();
  for (auto _ : state) {
    benchmark::DoNotOptimize(extract::DateExtractor::Create(knowledge).ok());
  }
}

BENCHMARK(BM_NewsArticle);
BENCHMARK(BM_LongText);
BENCHMARK(BM_Hostile);
BENCHMARK(BM_Create)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nutgraf

BENCHMARK_MAIN();
