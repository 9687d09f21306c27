#include "service/language/encoder/packed_product_avx2.h"

#include <immintrin.h>

#include <cstring>

namespace nutgraf::language {
namespace {

inline __m256i Load(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }

/// Four inputs, for every lane.
inline __m256i Inputs(const uint8_t* x) {
  int32_t four = 0;
  std::memcpy(&four, x, sizeof(four));
  return _mm256_set1_epi32(four);
}

/// R rows at a time: their sums, a block's weights and what is at work fill the 16 registers.
template <int R>
inline void Rows(const uint8_t* x, int in, const PackedWeights::Block* blocks,
                 const uint8_t* narrow, const PackedWeights::Panel& panel, int32_t* sums, int out) {
  constexpr int kInputs = PackedWeights::kInputs;
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i acc[R];
  for (int r = 0; r < R; ++r) acc[r] = Load(panel.start);
  for (int b = 0; b < in / kInputs; ++b, x += kInputs) {
    const PackedWeights::Block& block = blocks[b];
    const __m256i w0 = Load(block.weights[0]);
    const __m256i w1 = Load(block.weights[1]);
    const __m256i w2 = Load(block.weights[2]);
    const __m256i w3 = Load(block.weights[3]);
    if (narrow[b] != 0) {
      const __m256i start = Load(block.start);
#pragma GCC unroll 8
      for (int r = 0; r < R; ++r) {
        const uint8_t* row = x + static_cast<size_t>(r) * in;
        __m256i sum = _mm256_add_epi16(start, _mm256_maddubs_epi16(Inputs(row), w0));
        sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(Inputs(row + 4), w1));
        sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(Inputs(row + 8), w2));
        sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(Inputs(row + 12), w3));
        acc[r] = _mm256_add_epi32(acc[r], _mm256_madd_epi16(sum, ones));
      }
    } else {
      const __m256i weights[4] = {w0, w1, w2, w3};
      for (int group = 0; group < 4; ++group) {
        for (int r = 0; r < R; ++r) {
          const __m256i inputs = Inputs(x + static_cast<size_t>(r) * in + 4 * group);
          const __m256i sum = _mm256_maddubs_epi16(inputs, weights[group]);
          acc[r] = _mm256_add_epi32(acc[r], _mm256_madd_epi16(sum, ones));
        }
      }
    }
  }
  for (int r = 0; r < R; ++r) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + static_cast<size_t>(r) * out), acc[r]);
  }
}

}  // namespace

void MultiplyPanel(const uint8_t* x, int rows, int in, const PackedWeights::Block* blocks,
                   const uint8_t* narrow, const PackedWeights::Panel& panel, int32_t* sums,
                   int out) {
  constexpr int kRows = 8;
  int r = 0;
  for (; r + kRows <= rows; r += kRows) {
    Rows<kRows>(x + static_cast<size_t>(r) * in, in, blocks, narrow, panel,
                sums + static_cast<size_t>(r) * out, out);
  }
  for (; r + 4 <= rows; r += 4) {
    Rows<4>(x + static_cast<size_t>(r) * in, in, blocks, narrow, panel,
            sums + static_cast<size_t>(r) * out, out);
  }
  for (; r + 2 <= rows; r += 2) {
    Rows<2>(x + static_cast<size_t>(r) * in, in, blocks, narrow, panel,
            sums + static_cast<size_t>(r) * out, out);
  }
  if (r < rows) {
    Rows<1>(x + static_cast<size_t>(r) * in, in, blocks, narrow, panel,
            sums + static_cast<size_t>(r) * out, out);
  }
}

}  // namespace nutgraf::language
