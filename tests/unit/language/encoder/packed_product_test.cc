#include "service/language/encoder/packed_product.h"

#include <algorithm>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace nutgraf::language {
namespace {

std::vector<int32_t> Plain(std::span<const uint8_t> x, std::span<const int8_t> weight, int rows,
                           int out, int in) {
  std::vector<int32_t> sums(static_cast<size_t>(rows) * out);
  for (int r = 0; r < rows; ++r) {
    for (int o = 0; o < out; ++o) {
      int32_t sum = 0;
      for (int i = 0; i < in; ++i) {
        sum += x[static_cast<size_t>(r) * in + i] * weight[static_cast<size_t>(o) * in + i];
      }
      sums[static_cast<size_t>(r) * out + o] = sum;
    }
  }
  return sums;
}

class PackedProductTest : public testing::Test {
 protected:
  void SetUp() override {
    // Products calls Multiply only where Supported(): elsewhere there is nothing to run. Such a
    // processor has its sums checked through oneDNN, by reference_test.cc.
    if (!PackedWeights::Supported()) GTEST_SKIP() << "this processor has no AVX2";
  }

  void ExpectExact(std::span<const uint8_t> x, std::span<const int8_t> weight, int rows, int out,
                   int in) {
    const PackedWeights packed(weight, out, in);
    std::vector<int32_t> sums(static_cast<size_t>(rows) * out, -1);
    packed.Multiply(x.data(), rows, sums.data());
    EXPECT_EQ(sums, Plain(x, weight, rows, out, in)) << rows << " x " << out << " x " << in;
  }

  std::mt19937 random_{7};
};

TEST_F(PackedProductTest, SumsAreThoseOfPlainMultiplication) {
  std::normal_distribution<float> trained(0, 16);
  std::uniform_int_distribution<int> inputs(1, 255);
  for (const auto& [out, in] : {std::pair{8, 16}, {24, 48}, {64, 384}, {16, 1536}}) {
    for (const int rows : {1, 2, 3, 7, 8, 9, 31}) {
      std::vector<int8_t> weight(static_cast<size_t>(out) * in);
      for (int8_t& w : weight) {
        w = static_cast<int8_t>(std::clamp(trained(random_), -63.0F, 63.0F));
      }
      std::vector<uint8_t> x(static_cast<size_t>(rows) * in);
      for (uint8_t& u : x) u = static_cast<uint8_t>(inputs(random_));
      ExpectExact(x, weight, rows, out, in);
    }
  }
}

TEST_F(PackedProductTest, NothingOverflowsAtTheEnds) {
  // Every weight and input at an end of its range, in all patterns of signs that add up.
  const int out = 8;
  const int in = 64;
  for (const int8_t even : {-63, 63}) {
    for (const int8_t odd : {-63, 63}) {
      for (const uint8_t u : {1, 255}) {
        for (const uint8_t v : {1, 255}) {
          std::vector<int8_t> weight(out * in);
          std::vector<uint8_t> x(3 * in);
          for (size_t i = 0; i < weight.size(); ++i) weight[i] = i % 2 == 0 ? even : odd;
          for (size_t i = 0; i < x.size(); ++i) x[i] = i % 2 == 0 ? u : v;
          ExpectExact(x, weight, 3, out, in);
        }
      }
    }
  }
}

TEST_F(PackedProductTest, TheMostThatSixteenBitsHoldStaysNarrow) {
  // Eight weights of a lane at 258 in sum are narrow, at 259 they are not; both are exact.
  const int out = 8;
  const int in = 16;
  for (const int last : {6, 7}) {
    for (const int sign : {-1, 1}) {
      std::vector<int8_t> weight(out * in, 0);
      for (const int i : {0, 1, 4, 5}) weight[i] = static_cast<int8_t>(63 * sign);
      weight[8] = static_cast<int8_t>(last * sign);
      EXPECT_EQ(PackedWeights(weight, out, in).narrow_share(), last == 6 ? 1.0 : 0.0);
      for (const uint8_t u : {1, 255}) ExpectExact(std::vector<uint8_t>(in, u), weight, 1, out, in);
    }
  }
}

TEST(PackedWeightsTest, OnlyWholeBlocksFit) {
  EXPECT_TRUE(PackedWeights::Fits(1152, 384));
  EXPECT_FALSE(PackedWeights::Fits(1150, 384));
  EXPECT_FALSE(PackedWeights::Fits(1152, 380));
}

}  // namespace
}  // namespace nutgraf::language
