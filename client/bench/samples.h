// What a load test sends: articles, made ready once, drawn at random in a mix of sizes.
//
//   auto mix = ParseMix("100:6,500:3,2000:1");          // words, and how often of ten
//   auto samples = MakeSamples(articles, *mix, prototype);
//
// An article of N words is put together from whole paragraphs of the given articles, one after the
// other and round again, and cut after its Nth word. Words are what stands between white space.

#ifndef NUTGRAF_CLIENT_BENCH_SAMPLES_H_
#define NUTGRAF_CLIENT_BENCH_SAMPLES_H_

#include <grpcpp/support/byte_buffer.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nutgraf/v1/article_service.pb.h"

namespace nutgraf::bench {

struct Share {
  int words = 0;
  double weight = 1;
};

/// "WORDS[:WEIGHT],...", words from 1 to 100,000. INVALID_ARGUMENT for anything else.
absl::StatusOr<std::vector<Share>> ParseMix(std::string_view text);

/// A request in the form in which it is sent; any number of calls may share it.
struct Sample {
  grpc::ByteBuffer request;
  int words = 0;
};

/// Samples of one kind; a call draws a kind by weight, then takes its samples in turn.
struct Kind {
  std::string name;  // "500 words", or "as they are"
  double weight = 1;
  std::vector<Sample> samples;
};

/// One kind for each share; with no shares one kind, the articles as they are. `prototype` has the
/// options of every request. INVALID_ARGUMENT when there are no articles or none has a word.
absl::StatusOr<std::vector<Kind>> MakeSamples(const std::vector<v1::Article>& articles,
                                              const std::vector<Share>& mix,
                                              const v1::AnalyzeArticleRequest& prototype);

/// The articles that are built in: tests/data/articles/*.txt, written for this project.
std::vector<v1::Article> BuiltInArticles();

int CountWords(std::string_view text);

}  // namespace nutgraf::bench

#endif  // NUTGRAF_CLIENT_BENCH_SAMPLES_H_
