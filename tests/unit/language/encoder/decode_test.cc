#include "service/language/encoder/decode.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace nutgraf::language {
namespace {

TEST(SchemeTest, TheBestPathKeepsTheScheme) {
  const Scheme scheme({"O", "B-x", "I-x", "E-x", "S-x"});
  // Each token alone would choose I-x, which can't begin or end a name.
  const float logits[] = {0, 1, 5, 0, 0, 0, 0, 5, 0, 0, 0, 0, 5, 1, 0};
  std::vector<int> path;
  scheme.BestPath(logits, 3, 5, path);
  EXPECT_EQ(path, (std::vector<int>{1, 2, 3}));
  const auto spans = scheme.Spans(path);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].begin, 0);
  EXPECT_EQ(spans[0].end, 3);
}

/// The best sequence by trying all.
std::vector<int> ByTrying(const std::vector<float>& logits, int n, int labels,
                          const std::vector<std::string>& names) {
  std::vector<int> best;
  float best_score = -1e30F;
  std::vector<int> path(n, 0);
  const auto allowed = [&](int a, int b) {
    const bool inner = names[b][0] == 'I';
    return !inner || (a >= 0 && names[a] != "O" && names[a].substr(2) == names[b].substr(2));
  };
  for (int code = 0; code < std::pow(labels, n); ++code) {
    int rest = code;
    float score = 0;
    bool valid = true;
    for (int t = 0; t < n; ++t) {
      path[t] = rest % labels;
      rest /= labels;
      valid = valid && allowed(t == 0 ? -1 : path[t - 1], path[t]);
      score += logits[t * labels + path[t]];
    }
    if (valid && score > best_score) {
      best_score = score;
      best = path;
    }
  }
  return best;
}

TEST(SchemeTest, TheBestPathIsTheBestOfAll) {
  const std::vector<std::string> names = {"O", "B-a", "I-a", "B-b", "I-b"};
  const Scheme scheme(names);
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  for (int round = 0; round < 50; ++round) {
    std::vector<float> logits(5 * 5);
    for (float& l : logits) l = normal(random);
    std::vector<int> path;
    scheme.BestPath(logits.data(), 5, 5, path);
    EXPECT_EQ(path, ByTrying(logits, 5, 5, names));
  }
}

bool IsTree(const std::vector<int>& heads) {
  int roots = 0;
  for (size_t i = 0; i < heads.size(); ++i) {
    if (heads[i] < 0) ++roots;
    int node = static_cast<int>(i);
    for (size_t steps = 0; node >= 0; ++steps) {
      if (steps > heads.size()) return false;
      node = heads[node];
    }
  }
  return roots == 1;
}

float Total(const std::vector<float>& scores, const std::vector<int>& heads) {
  float total = 0;
  const size_t n = heads.size();
  for (size_t i = 0; i < n; ++i) total += scores[i * (n + 1) + heads[i] + 1];
  return total;
}

TEST(BestTreeTest, IsTheBestOfAllTreesOfFourTokens) {
  std::mt19937 random(5);
  std::normal_distribution<float> normal;
  for (int round = 0; round < 100; ++round) {
    constexpr int kTokens = 4;
    std::vector<float> scores(kTokens * (kTokens + 1));
    for (float& s : scores) s = normal(random);
    const std::vector<int> heads = BestTree(scores.data(), kTokens, kTokens + 1);
    ASSERT_TRUE(IsTree(heads));
    float best = -1e30F;
    for (int code = 0; code < std::pow(kTokens + 1, kTokens); ++code) {
      std::vector<int> tried(kTokens);
      int rest = code;
      bool self = false;
      for (int i = 0; i < kTokens; ++i) {
        tried[i] = rest % (kTokens + 1) - 1;
        rest /= kTokens + 1;
        self = self || tried[i] == i;
      }
      if (!self && IsTree(tried)) best = std::max(best, Total(scores, tried));
    }
    EXPECT_NEAR(Total(scores, heads), best, 1e-4);
  }
}

TEST(BestTreeTest, HandlesAWholeWindow) {
  std::mt19937 random(9);
  std::normal_distribution<float> normal;
  constexpr int kTokens = 126;
  std::vector<float> scores(kTokens * (kTokens + 1));
  for (float& s : scores) s = normal(random);
  EXPECT_TRUE(IsTree(BestTree(scores.data(), kTokens, kTokens + 1)));
  EXPECT_EQ(BestTree(scores.data(), 1, 2), std::vector<int>{-1});
  EXPECT_TRUE(BestTree(nullptr, 0, 1).empty());
}

}  // namespace
}  // namespace nutgraf::language
