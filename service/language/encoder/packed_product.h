// The encoder's integer products for a processor that has AVX2 but no VNNI: 1.3 to 1.6 times
// oneDNN's rate there, with exactly the same sums.
//
// What costs on AVX2 is widening: vpmaddubsw gives 16-bit sums of two products, and each must be
// widened by vpmaddwd before the next can be added, for u <= 255 and |w| <= 63 leave no room for
// two. Here activations are seen as q = u - 128, |q| <= 127: starting a lane's 16-bit sum at
// -128 * sum(w), known beforehand, leaves sum(q * w) in it, whatever wraps on the way, and that
// fits 16 bits where sum|w| <= 258. Of trained weights nearly every eight do (97 to 100 % of the
// blocks below), so four vpmaddubsw share one vpmaddwd; the blocks that do not are widened each.
//
// Immutable after construction and safe on many threads; nothing is allocated by Multiply.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_PACKED_PRODUCT_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_PACKED_PRODUCT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nutgraf::language {

class PackedWeights {
 public:
  /// `weight` [out, in], row-major, within ±63. `Fits(out, in)`.
  PackedWeights(std::span<const int8_t> weight, int out, int in);

  /// Whether a matrix of this shape can be packed: whole blocks of outputs and inputs.
  static constexpr bool Fits(int out, int in) { return out % kOutputs == 0 && in % kInputs == 0; }
  /// Whether this processor runs Multiply.
  static bool Supported();

  /// sums [rows, out] = x [rows, in] * weightᵀ, with x in 1..255. `Supported()`.
  void Multiply(const uint8_t* x, int rows, int32_t* sums) const;

  /// The share of blocks whose eight inputs of a lane are summed in 16 bits.
  double narrow_share() const;

  static constexpr int kOutputs = 8;  // of a panel: the 32-bit lanes of a register
  static constexpr int kInputs = 16;  // of a block: four registers of weights, four inputs a lane

  /// The weights of one block, and what its 16-bit sums start at.
  struct Block {
    int8_t weights[4][kOutputs][4];
    int16_t start[kOutputs][2];
  };
  struct Panel {
    int32_t start[kOutputs];  // 128 * the sum of the weights in narrow blocks
  };

 private:
  int out_ = 0;
  int in_ = 0;
  std::vector<Block> blocks_;  // [panel, block]
  std::vector<Panel> panels_;
  std::vector<uint8_t> narrow_;  // [panel, block]
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_PACKED_PRODUCT_H_
