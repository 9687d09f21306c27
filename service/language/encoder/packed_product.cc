#include "service/language/encoder/packed_product.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "service/language/encoder/packed_product_avx2.h"

namespace nutgraf::language {
namespace {

/// |q| <= 127, and 127 * 258 = 32,766 is the most that 16 bits hold.
constexpr int kNarrowLimit = 258;

}  // namespace

PackedWeights::PackedWeights(std::span<const int8_t> weight, int out, int in)
    : out_(out),
      in_(in),
      blocks_(static_cast<size_t>(out / kOutputs) * (in / kInputs)),
      panels_(out / kOutputs),
      narrow_(blocks_.size(), 1) {
  assert(Fits(out, in) && weight.size() == static_cast<size_t>(out) * in);
  const int per_panel = in / kInputs;
  for (size_t b = 0; b < blocks_.size(); ++b) {
    Block& block = blocks_[b];
    const size_t panel = b / per_panel;
    const size_t first = b % per_panel * kInputs;
    for (int o = 0; o < kOutputs; ++o) {
      const int8_t* row = weight.data() + (panel * kOutputs + o) * in + first;
      for (int half = 0; half < 2; ++half) {
        int sum = 0;
        int magnitude = 0;
        for (int group = 0; group < 4; ++group) {
          for (int i = 2 * half; i < 2 * half + 2; ++i) {
            const int8_t w = row[4 * group + i];
            block.weights[group][o][i] = w;
            sum += w;
            magnitude += std::abs(w);
          }
        }
        // Wraps where the sum is large; so does what is added to it.
        block.start[o][half] = static_cast<int16_t>(-128 * sum);
        if (magnitude > kNarrowLimit) narrow_[b] = 0;
      }
    }
    if (narrow_[b] == 0) continue;
    for (int o = 0; o < kOutputs; ++o) {
      const int8_t* row = weight.data() + (panel * kOutputs + o) * in + first;
      for (int i = 0; i < kInputs; ++i) panels_[panel].start[o] += 128 * row[i];
    }
  }
}

double PackedWeights::narrow_share() const {
  return static_cast<double>(std::count(narrow_.begin(), narrow_.end(), 1)) /
         static_cast<double>(narrow_.size());
}

#if defined(__x86_64__)

bool PackedWeights::Supported() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") != 0;
}

void PackedWeights::Multiply(const uint8_t* x, int rows, int32_t* sums) const {
  assert(Supported());
  const size_t per_panel = in_ / kInputs;
  // Panel by panel: its weights stay in the nearest cache while the rows pass.
  for (size_t p = 0; p < panels_.size(); ++p) {
    MultiplyPanel(x, rows, in_, blocks_.data() + p * per_panel, narrow_.data() + p * per_panel,
                  panels_[p], sums + p * kOutputs, out_);
  }
}

#else

bool PackedWeights::Supported() { return false; }
void PackedWeights::Multiply(const uint8_t* /*x*/, int /*rows*/, int32_t* /*sums*/) const {
  std::abort();
}

#endif

}  // namespace nutgraf::language
