#include "client/bench/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace nutgraf::bench {
namespace {

TEST(HistogramTest, NothingRecordedIsZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 0);
  EXPECT_EQ(histogram.mean(), 0);
  EXPECT_EQ(histogram.Quantile(0.5), 0);
}

TEST(HistogramTest, SmallValuesAreExact) {
  Histogram histogram;
  for (int i = 1; i <= 1000; ++i) histogram.Record(i);
  EXPECT_EQ(histogram.min(), 1);
  EXPECT_EQ(histogram.max(), 1000);
  EXPECT_DOUBLE_EQ(histogram.mean(), 500.5);
  EXPECT_EQ(histogram.Quantile(0), 1);
  EXPECT_EQ(histogram.Quantile(0.5), 500);
  EXPECT_EQ(histogram.Quantile(0.99), 990);
  EXPECT_EQ(histogram.Quantile(0.999), 999);
  EXPECT_EQ(histogram.Quantile(1), 1000);
}

// Against sorting, over the whole range: never below the true quantile, at most 1/1024 above.
TEST(HistogramTest, QuantilesAreThoseOfTheSortedValues) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> exponent(0, 39.9);
  std::vector<int64_t> values;
  Histogram histogram;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(static_cast<int64_t>(std::exp2(exponent(random))));
    histogram.Record(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double q : {0.001, 0.1, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0}) {
    const auto rank = static_cast<size_t>(std::ceil(q * static_cast<double>(values.size())));
    const int64_t exact = values[rank - 1];
    EXPECT_GE(histogram.Quantile(q), exact) << q;
    EXPECT_LE(histogram.Quantile(q), exact + exact / 1024) << q;
  }
}

TEST(HistogramTest, EveryEdgeOfABucketIsKept) {
  for (int bits = 1; bits < 40; ++bits) {
    for (const int64_t value :
         {(int64_t{1} << bits) - 1, int64_t{1} << bits, (int64_t{1} << bits) + 1}) {
      Histogram histogram;
      histogram.Record(value);
      histogram.Record(Histogram::kLargest);
      EXPECT_GE(histogram.Quantile(0.5), value);
      EXPECT_LE(histogram.Quantile(0.5), value + value / 1024);
    }
  }
}

TEST(HistogramTest, ValuesOutsideCountAsTheNearest) {
  Histogram histogram;
  histogram.Record(-5);
  histogram.Record(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), Histogram::kLargest);
  EXPECT_EQ(histogram.Quantile(0.5), 0);
  EXPECT_EQ(histogram.Quantile(1), Histogram::kLargest);
}

TEST(HistogramTest, AddIsAsIfRecordedInOne) {
  Histogram one, other, both;
  for (int i = 0; i < 5000; ++i) {
    (i % 3 == 0 ? one : other).Record(i * 97);
    both.Record(i * 97);
  }
  one.Add(other);
  EXPECT_EQ(one.count(), both.count());
  EXPECT_EQ(one.min(), both.min());
  EXPECT_EQ(one.max(), both.max());
  EXPECT_DOUBLE_EQ(one.mean(), both.mean());
  for (const double q : {0.1, 0.5, 0.99}) EXPECT_EQ(one.Quantile(q), both.Quantile(q));
}

TEST(HistogramTest, SharesOutsideZeroToOneAreTheEnds) {
  Histogram histogram;
  histogram.Record(3);
  histogram.Record(9);
  EXPECT_EQ(histogram.Quantile(-1), 3);
  EXPECT_EQ(histogram.Quantile(2), 9);
}

}  // namespace
}  // namespace nutgraf::bench
