#include "client/bench/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "service/base/absl_compat.h"

namespace nutgraf::bench {
namespace {

constexpr int kMostWords = 100'000;
constexpr int kVariants = 16;  // articles of one size that differ
constexpr std::string_view kSpace = " \t\r\n";

/// The end of the `words`-th word from `from` on; the text's end when it has fewer.
size_t EndOfWord(std::string_view text, size_t from, int words) {
  size_t end = from;
  for (int i = 0; i < words; ++i) {
    const size_t begin = text.find_first_not_of(kSpace, end);
    if (begin == std::string_view::npos) return end;
    end = std::min(text.find_first_of(kSpace, begin), text.size());
  }
  return end;
}

std::vector<std::string_view> Paragraphs(const std::vector<v1::Article>& articles,
                                         std::vector<size_t>& starts) {
  std::vector<std::string_view> out;
  for (const v1::Article& article : articles) {
    const std::string_view text = article.text();
    bool first = true;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      const std::string_view line = text.substr(begin, end - begin);
      begin = end + 1;
      if (line.find_first_not_of(kSpace) == std::string_view::npos) continue;
      if (std::exchange(first, false)) starts.push_back(out.size());
      out.push_back(line);
    }
  }
  return out;
}

/// From the paragraph `start` on, round again at the end.
std::string Compose(const std::vector<std::string_view>& paragraphs, size_t start, int words) {
  std::string text;
  for (size_t i = start; words > 0; i = (i + 1) % paragraphs.size()) {
    const std::string_view paragraph = paragraphs[i];
    const int has = CountWords(paragraph);
    if (!text.empty()) text += "\n\n";
    text += has <= words ? paragraph : paragraph.substr(0, EndOfWord(paragraph, 0, words));
    words -= std::min(has, words);
  }
  return text;
}

Sample MakeSample(v1::AnalyzeArticleRequest request, v1::Article article) {
  Sample sample;
  sample.words = CountWords(article.text());
  *request.mutable_article() = std::move(article);
  const grpc::Slice slice(request.SerializeAsString());
  sample.request = grpc::ByteBuffer(&slice, 1);
  return sample;
}

template <typename Number>
bool Read(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

int CountWords(std::string_view text) {
  int words = 0;
  for (size_t end = 0; true; ++words) {
    const size_t begin = text.find_first_not_of(kSpace, end);
    if (begin == std::string_view::npos) return words;
    end = std::min(text.find_first_of(kSpace, begin), text.size());
  }
}

absl::StatusOr<std::vector<Share>> ParseMix(std::string_view text) {
  std::vector<Share> mix;
  while (true) {
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    const size_t colon = std::min(part.find(':'), part.size());
    Share share;
    const bool weighted = colon < part.size();
    if (!Read(part.substr(0, colon), share.words) || share.words < 1 || share.words > kMostWords ||
        (weighted && !Read(part.substr(colon + 1), share.weight)) || !(share.weight > 0) ||
        share.weight > 1e6) {
      return absl::InvalidArgumentError(
          ToAbsl(fmt::format("a mix is WORDS[:WEIGHT],... with 1 to {} words", kMostWords)));
    }
    mix.push_back(share);
    if (comma == text.size()) return mix;
    text.remove_prefix(comma + 1);
  }
}

absl::StatusOr<std::vector<Kind>> MakeSamples(const std::vector<v1::Article>& articles,
                                              const std::vector<Share>& mix,
                                              const v1::AnalyzeArticleRequest& prototype) {
  std::vector<size_t> starts;
  const std::vector<std::string_view> paragraphs = Paragraphs(articles, starts);
  if (paragraphs.empty()) return absl::InvalidArgumentError("there are no articles to send");
  std::vector<Kind> kinds;
  if (mix.empty()) {
    Kind& kind = kinds.emplace_back();
    kind.name = "as they are";
    for (const v1::Article& article : articles) {
      kind.samples.push_back(MakeSample(prototype, article));
    }
    return kinds;
  }
  for (const Share& share : mix) {
    Kind& kind = kinds.emplace_back();
    kind.name = fmt::format("{} words", share.words);
    kind.weight = share.weight;
    for (size_t i = 0; i < std::min<size_t>(kVariants, starts.size()); ++i) {
      v1::Article article;
      article.set_article_id(fmt::format("bench-{}-{}", share.words, i));
      article.set_text(Compose(paragraphs, starts[i], share.words));
      kind.samples.push_back(MakeSample(prototype, std::move(article)));
    }
  }
  return kinds;
}

}  // namespace nutgraf::bench
