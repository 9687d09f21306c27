// Every loop of every instruction set that this machine has, against plain loops in double.

#include "service/language/encoder/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace nutgraf::language {
namespace {

std::vector<float> Random(size_t count, float low, float high, uint32_t seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> distribution(low, high);
  std::vector<float> values(count);
  for (float& value : values) value = distribution(generator);
  return values;
}

double GeluOf(double x) { return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0))); }

/// What a quantised value stands for.
double Value(uint8_t u, float scale) { return (static_cast<int>(u) - 128) * double{scale}; }

/// Sums of a product of 8-bit values, and what makes values of them.
struct Sums {
  Sums(int rows, int cols)
      : row_scale(Random(rows, 0.001F, 0.01F, 3)),
        scale(Random(cols, 0.001F, 0.003F, 4)),
        bias(Random(cols, -1, 1, 5)) {
    std::mt19937 generator(6);
    std::uniform_int_distribution<int32_t> distribution(-200000, 200000);
    for (int i = 0; i < rows * cols; ++i) sums.push_back(distribution(generator));
    for (int i = 0; i < cols; ++i) correction.push_back(distribution(generator));
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < cols; ++c) {
        values.push_back(double{static_cast<float>(sums[r * cols + c] - correction[c])} *
                             row_scale[r] * scale[c] +
                         bias[c]);
      }
    }
  }
  Affine affine() const { return {correction.data(), scale.data(), bias.data()}; }

  std::vector<int32_t> sums, correction;
  std::vector<float> row_scale, scale, bias;
  std::vector<double> values;
};

class KernelsTest : public ::testing::TestWithParam<const Kernels*> {
 protected:
  const Kernels& kernels() const { return *GetParam(); }
};

TEST_P(KernelsTest, QuantisesEachRowByItsLargestMagnitude) {
  constexpr int kRows = 3;
  constexpr int kCols = 48;
  std::vector<float> x = Random(kRows * kCols, -3, 2, 1);
  std::fill_n(x.begin() + kCols, kCols, 0.0F);
  std::vector<uint8_t> u(x.size());
  std::vector<float> scale(kRows);
  kernels().quantize_rows(x.data(), kRows, kCols, u.data(), scale.data());
  EXPECT_EQ(scale[1], 1.0F);
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kCols; ++c) {
      EXPECT_NEAR(Value(u[r * kCols + c], scale[r]), x[r * kCols + c], scale[r] * 0.5001);
      EXPECT_GE(u[r * kCols + c], 1);
    }
  }
}

TEST_P(KernelsTest, Dequantises) {
  constexpr int kRows = 5;
  constexpr int kCols = 32;
  const Sums sums(kRows, kCols);
  std::vector<float> y(kRows * kCols);
  kernels().dequantize(sums.sums.data(), sums.row_scale.data(), sums.affine(), kRows, kCols,
                       y.data());
  for (size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(y[i], sums.values[i], 1e-5) << i;
}

TEST_P(KernelsTest, GeluIsTheErrorFunctions) {
  std::vector<float> x = Random(512, -7, 7, 2);
  x[0] = 1e30F;
  x[1] = -1e30F;
  x[2] = 0;
  const std::vector<float> before = x;
  kernels().gelu(x.data(), x.size());
  EXPECT_EQ(x[0], 1e30F);
  for (size_t i = 2; i < x.size(); ++i) EXPECT_NEAR(x[i], GeluOf(before[i]), 1e-6) << before[i];
}

TEST_P(KernelsTest, GeluOfSumsIsQuantised) {
  constexpr int kRows = 4;
  constexpr int kCols = 64;
  Sums sums(kRows, kCols);
  std::vector<uint8_t> u(kRows * kCols);
  const Affine affine = sums.affine();
  kernels().dequantize_gelu(sums.sums.data(), sums.row_scale.data(), affine, kRows, kCols,
                            u.data());
  for (int i = 0; i < kRows * kCols; ++i) {
    const float scale = sums.row_scale[i / kCols];
    EXPECT_NEAR(Value(u[i], scale), GeluOf(sums.values[i]), scale * 0.501) << i;
  }
}

TEST_P(KernelsTest, NormalisesTheSumOfBoth) {
  constexpr int kRows = 3;
  constexpr int kCols = 96;
  Sums sums(kRows, kCols);
  const std::vector<float> x = Random(kRows * kCols, -2, 2, 7);
  const std::vector<float> weight = Random(kCols, 0.5F, 1.5F, 8);
  const std::vector<float> bias = Random(kCols, -1, 1, 9);
  const LayerNorm norm = {weight.data(), bias.data(), 1e-12F};
  std::vector<double> expected(x.size());
  for (int r = 0; r < kRows; ++r) {
    const auto at = [&](int c) { return x[r * kCols + c] + sums.values[r * kCols + c]; };
    double mean = 0;
    double square = 0;
    for (int c = 0; c < kCols; ++c) mean += at(c) / kCols;
    for (int c = 0; c < kCols; ++c) square += (at(c) - mean) * (at(c) - mean) / kCols;
    for (int c = 0; c < kCols; ++c) {
      expected[r * kCols + c] = (at(c) - mean) / std::sqrt(square) * weight[c] + bias[c];
    }
  }
  std::vector<float> whole = x;
  std::vector<float> y(sums.values.begin(), sums.values.end());
  kernels().add_norm(whole.data(), y.data(), norm, kRows, kCols);
  std::vector<float> fused = x;
  std::vector<uint8_t> u(x.size());
  const Affine affine = sums.affine();
  kernels().dequantize_norm(sums.sums.data(), sums.row_scale.data(), affine, norm, kRows, kCols,
                            fused.data(), u.data());
  for (int i = 0; i < kRows * kCols; ++i) {
    EXPECT_NEAR(whole[i], expected[i], 2e-5) << i;
    EXPECT_NEAR(fused[i], expected[i], 2e-5) << i;
    const float scale = sums.row_scale[i / kCols];
    EXPECT_NEAR(Value(u[i], scale), fused[i], scale * 0.501) << i;
  }
}

TEST_P(KernelsTest, AttendsWithAnyNumberOfPieces) {
  constexpr int kHeads = 2;
  constexpr int kHead = 32;
  constexpr int kStride = 3 * kHeads * kHead;
  for (const int n : {1, 2, 15, 16, 17, 33, 128}) {
    std::vector<float> qkv = Random(static_cast<size_t>(n) * kStride, -3, 3, 10 + n);
    qkv[0] = 400;  // a score far above the others
    std::vector<float> scratch(AttentionScratch(n), std::nanf(""));
    std::vector<float> out(static_cast<size_t>(n) * kHeads * kHead);
    kernels().attention(qkv.data(), n, kHeads, scratch.data(), out.data());
    for (int head = 0; head < kHeads; ++head) {
      for (int i = 0; i < n; ++i) {
        std::vector<double> weights(n);
        double most = -1e300;
        for (int j = 0; j < n; ++j) {
          for (int d = 0; d < kHead; ++d) {
            weights[j] += double{qkv[i * kStride + head * kHead + d]} *
                          qkv[j * kStride + (kHeads + head) * kHead + d] / std::sqrt(32.0);
          }
          most = std::max(most, weights[j]);
        }
        double total = 0;
        for (double& w : weights) total += w = std::exp(w - most);
        for (int d = 0; d < kHead; ++d) {
          double expected = 0;
          for (int j = 0; j < n; ++j) {
            expected += weights[j] / total * qkv[j * kStride + (2 * kHeads + head) * kHead + d];
          }
          ASSERT_NEAR(out[(i * kHeads + head) * kHead + d], expected, 1e-4) << n << " " << i;
        }
      }
    }
  }
}

/// Attention in integers as attention_body.inc describes it, in double.
std::vector<double> IntegerAttention(const std::vector<double>& qkv, int n, int heads,
                                     const std::vector<uint32_t>& asked) {
  constexpr int kHead = 32;
  const int stride = 3 * heads * kHead;
  const auto scale_of = [](double largest, double limit) {
    return largest > 0 ? largest / limit : 1.0;
  };
  std::vector<double> out;
  for (const uint32_t i : asked) {
    for (int head = 0; head < heads; ++head) {
      const auto at = [&](int part, int row, int d) {
        return qkv[row * stride + (part * heads + head) * kHead + d];
      };
      double key_scale[kHead];
      double value_scale[kHead];
      double largest_query = 0;
      for (int d = 0; d < kHead; ++d) {
        double key = 0;
        double value = 0;
        for (int j = 0; j < n; ++j) {
          key = std::max(key, std::abs(at(1, j, d)) / std::sqrt(32.0));
          value = std::max(value, std::abs(at(2, j, d)));
        }
        key_scale[d] = scale_of(key, 63);
        value_scale[d] = scale_of(value, 63);
        for (int j = 0; j < n; ++j) {
          largest_query = std::max(largest_query, std::abs(at(0, j, d)) * key_scale[d]);
        }
      }
      const double query_scale = scale_of(largest_query, 127);
      std::vector<double> weights(n);
      for (int j = 0; j < n; ++j) {
        for (int d = 0; d < kHead; ++d) {
          weights[j] += std::nearbyint(at(0, static_cast<int>(i), d) * key_scale[d] / query_scale) *
                        std::nearbyint(at(1, j, d) / std::sqrt(32.0) / key_scale[d]);
        }
        weights[j] *= query_scale;
      }
      const double most = *std::max_element(weights.begin(), weights.end());
      double total = 0;
      for (double& w : weights) total += w = std::nearbyint(std::exp(w - most) * 255);
      for (int d = 0; d < kHead; ++d) {
        double sum = 0;
        for (int j = 0; j < n; ++j) {
          sum += weights[j] * std::nearbyint(at(2, j, d) / value_scale[d]);
        }
        out.push_back(sum / total * value_scale[d]);
      }
    }
  }
  return out;
}

TEST_P(KernelsTest, AttendsInIntegersForTheRowsThatAreAsked) {
  constexpr int kHeads = 2;
  constexpr int kWidth = kHeads * 32;
  for (const int n : {1, 7, 16, 17, 40, 128}) {
    const Sums sums(n, 3 * kWidth);
    std::vector<uint32_t> asked;
    for (int i = 0; i<n; i += n> 20 ? 3 : 1) asked.push_back(i);
    std::vector<uint8_t> scratch(IntegerAttentionScratch(n), 0xFF);
    std::vector<float> out(asked.size() * kWidth);
    kernels().attention_integers(sums.sums.data(), sums.row_scale.data(), sums.affine(), n, asked,
                                 kHeads, scratch.data(), out.data());
    const std::vector<double> expected = IntegerAttention(sums.values, n, kHeads, asked);
    // A value may fall the other way at a tie of its rounding: rarely, and by one step.
    int off = 0;
    for (size_t i = 0; i < out.size(); ++i) {
      ASSERT_NEAR(out[i], expected[i], 0.15) << n << " " << i;
      if (std::abs(out[i] - expected[i]) > 2e-3) ++off;
    }
    EXPECT_LE(off, static_cast<int>(out.size()) / 50) << n;
  }
}

TEST_P(KernelsTest, IntegerAttentionOfNothingIsNothing) {
  constexpr int kN = 5;
  constexpr int kCols = 3 * 32;
  const std::vector<int32_t> zeros(kN * kCols);
  const std::vector<float> none(kCols);
  const std::vector<float> ones(kCols, 1.0F);
  const Affine affine = {zeros.data(), ones.data(), none.data()};
  const std::vector<uint32_t> asked = {1, 4};
  std::vector<uint8_t> scratch(IntegerAttentionScratch(kN), 0xFF);
  std::vector<float> out(asked.size() * 32, 1.0F);
  kernels().attention_integers(zeros.data(), ones.data(), affine, kN, asked, 1, scratch.data(),
                               out.data());
  for (const float value : out) EXPECT_EQ(value, 0.0F);
}

TEST_P(KernelsTest, EmbedsTheSumOfItsRows) {
  constexpr int kCols = 48;
  const std::vector<float> rows = Random(5 * kCols, -1, 1, 30);
  std::vector<int8_t> word(kCols);
  for (int c = 0; c < kCols; ++c) word[c] = static_cast<int8_t>(c * 5 - 127);
  Embedding embedding = {word.data(), 0.01F, nullptr, {}};
  for (int i = 0; i < 4; ++i) embedding.features[i] = rows.data() + i * kCols;
  std::vector<float> x(kCols);
  kernels().embed(embedding, kCols, x.data());
  const auto features = [&](int c) {
    return rows[c] + rows[kCols + c] + rows[2 * kCols + c] + rows[3 * kCols + c];
  };
  for (int c = 0; c < kCols; ++c) EXPECT_NEAR(x[c], features(c) + word[c] * 0.01F, 1e-5);
  embedding.word = nullptr;
  embedding.plain_word = rows.data() + 4 * kCols;
  kernels().embed(embedding, kCols, x.data());
  for (int c = 0; c < kCols; ++c) EXPECT_NEAR(x[c], features(c) + rows[4 * kCols + c], 1e-5);
}

TEST_P(KernelsTest, CutsOffBelowZeroAndAddsRows) {
  constexpr int kRows = 3;
  constexpr int kStride = 48;
  std::vector<float> x = Random(kRows * kStride, -1, 1, 31);
  const std::vector<float> before = x;
  kernels().relu(x.data(), kRows, 32, kStride);
  for (int i = 0; i < kRows * kStride; ++i) {
    EXPECT_EQ(x[i], i % kStride < 32 ? std::max(before[i], 0.0F) : before[i]) << i;
  }
  std::vector<float> sum(kStride, 0.5F);
  kernels().add_rows(before.data(), kRows, kStride, sum.data());
  for (int c = 0; c < kStride; ++c) {
    EXPECT_NEAR(sum[c], 0.5F + before[c] + before[kStride + c] + before[2 * kStride + c], 1e-6);
  }
}

TEST_P(KernelsTest, MultipliesPackedMatrices) {
  for (const int out : {16, 32, 48, 96, 112}) {
    for (const int rows : {1, 5, 8, 19}) {
      constexpr int kIn = 37;
      const std::vector<float> x = Random(static_cast<size_t>(rows) * kIn, -1, 1, 20);
      const std::vector<float> plain = Random(static_cast<size_t>(kIn) * out, -1, 1, 21);
      const std::vector<float> bias = Random(out, -1, 1, 22);
      std::vector<float> packed(plain.size(), std::nanf(""));
      for (int i = 0; i < kIn; ++i) {
        for (int o = 0; o < out; ++o) packed[PanelIndex(i, o, kIn, out)] = plain[i * out + o];
      }
      std::vector<float> y(static_cast<size_t>(rows) * out);
      kernels().linear(x.data(), rows, kIn, packed.data(), bias.data(), out, y.data());
      for (int r = 0; r < rows; ++r) {
        for (int o = 0; o < out; ++o) {
          double expected = bias[o];
          for (int i = 0; i < kIn; ++i) expected += double{x[r * kIn + i]} * plain[i * out + o];
          ASSERT_NEAR(y[r * out + o], expected, 1e-5);
        }
      }
    }
  }
}

TEST_P(KernelsTest, ARowsResultDoesNotHangOnTheOthers) {
  constexpr int kIn = 64;
  constexpr int kOut = 48;
  const std::vector<float> x = Random(11 * kIn, -1, 1, 23);
  const std::vector<float> w = Random(kIn * kOut, -1, 1, 24);
  const std::vector<float> bias = Random(kOut, -1, 1, 25);
  std::vector<float> all(11 * kOut);
  kernels().linear(x.data(), 11, kIn, w.data(), bias.data(), kOut, all.data());
  for (int r = 0; r < 11; ++r) {
    std::vector<float> one(kOut);
    kernels().linear(x.data() + r * kIn, 1, kIn, w.data(), bias.data(), kOut, one.data());
    for (int o = 0; o < kOut; ++o) EXPECT_EQ(one[o], all[r * kOut + o]);
  }
}

TEST_P(KernelsTest, DotsAndCombines) {
  constexpr int kSize = 64;
  const std::vector<float> rows = Random(7 * kSize, -1, 1, 26);
  const std::vector<float> x = Random(2 * kSize, -1, 1, 27);
  std::vector<float> y(7);
  kernels().dots(rows.data(), 7, kSize, x.data(), y.data());
  for (int r = 0; r < 7; ++r) {
    double expected = 0;
    for (int i = 0; i < kSize; ++i) expected += double{rows[r * kSize + i]} * x[i];
    EXPECT_NEAR(y[r], expected, 1e-5);
  }
  const float* token = rows.data();
  const float* near = rows.data() + 3 * kSize;
  std::vector<float> out(kSize);
  kernels().combine(x.data(), token, near, kSize, out.data());
  for (int i = 0; i < kSize; ++i) {
    EXPECT_NEAR(out[i], std::max(0.0F, x[i] + token[i] + near[i]) + x[kSize + i] * token[kSize + i],
                1e-6);
  }
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, KernelsTest, ::testing::ValuesIn(Kernels::All()),
                         [](const auto& kernel) { return std::string(kernel.param->name); });

}  // namespace
}  // namespace nutgraf::language
