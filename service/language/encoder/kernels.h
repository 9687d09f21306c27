// The encoder's own loops: everything but the big matrix products (matrix.h).
//
// One source (kernels_body.inc) is compiled for each instruction set, and Kernels::Best() picks
// once, at run time, by what the processor has. All functions are pure, allocate nothing, and give
// the same bytes for the same input on the same instruction set; between instruction sets fp32
// results differ in the last bits (fused multiply-add, order of sums). Matrices are row-major.
// Pointers need no alignment.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_KERNELS_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace nutgraf::language {

/// What turns the integer sums of a product into its values, by output column.
struct Affine {
  const int32_t* correction = nullptr;  // 128 * the sum of the column's weights
  const float* scale = nullptr;
  const float* bias = nullptr;
};

/// The rows whose sum is a piece's embedding: its word's, in 8 bits times `scale` or, where `word`
/// is null, in fp32, and those of its position and features.
struct Embedding {
  const int8_t* word = nullptr;
  float scale = 0;
  const float* plain_word = nullptr;
  const float* features[4] = {};
};

struct LayerNorm {
  const float* weight = nullptr;
  const float* bias = nullptr;
  float epsilon = 0;
};

/// All column counts are multiples of 16. The dequantize functions read
/// y = (sums - correction[col]) * row_scale[row] * scale[col] + bias[col]; those that quantise
/// their result again give its row scales in the place of the old ones. A row is read, worked on
/// and written while it is in the nearest cache.
struct Kernels {
  const char* name;

  /// x = the sum of the rows.
  void (*embed)(const Embedding& rows, int cols, float* x);

  /// Rows of x to unsigned 8 bits, u = round(x / s) + 128 with s = max|row| / 127 (1 for a zero
  /// row); by the reciprocal of s, which may fall the other way at a tie.
  void (*quantize_rows)(const float* x, int rows, int cols, uint8_t* u, float* scale);

  /// To y.
  void (*dequantize)(const int32_t* sums, const float* row_scale, const Affine& affine, int rows,
                     int cols, float* y);

  /// gelu(y), quantised, to u; `sums` is used up.
  void (*dequantize_gelu)(int32_t* sums, float* row_scale, const Affine& affine, int rows, int cols,
                          uint8_t* u);

  /// x = LayerNorm(x + y) per row, and quantised to u.
  void (*dequantize_norm)(const int32_t* sums, float* row_scale, const Affine& affine,
                          const LayerNorm& norm, int rows, int cols, float* x, uint8_t* u);

  /// x = gelu(x), in erf form; `count` values.
  void (*gelu)(float* x, size_t count);

  /// x = LayerNorm(x + y) per row; y may be null.
  void (*add_norm)(float* x, const float* y, const LayerNorm& norm, int rows, int cols);

  /// Self-attention of one window: qkv [n, 3 * heads * 32] to out [n, heads * 32].
  /// scratch: AttentionScratch(n) floats.
  void (*attention)(const float* qkv, int n, int heads, float* scratch, float* out);

  /// The same in integers of 8 bits (attention_body.inc), from the sums of qkv's product, for the
  /// rows that are asked: out [asked, heads * 32]. scratch: IntegerAttentionScratch(n) bytes.
  void (*attention_integers)(const int32_t* sums, const float* row_scale, const Affine& affine,
                             int n, std::span<const uint32_t> asked, int heads, uint8_t* scratch,
                             float* out);

  /// y [rows, out_padded] = x [rows, in] * w + bias, w packed in panels (PanelIndex), padded
  /// columns zero, bias [out_padded].
  void (*linear)(const float* x, int rows, int in, const float* w, const float* bias,
                 int out_padded, float* y);

  /// The first `cols` of each row, which lies `stride` after the one before, not below zero.
  void (*relu)(float* x, int rows, int cols, int stride);

  /// sum += every row of x.
  void (*add_rows)(const float* x, int rows, int cols, float* sum);

  /// y[r] = rows[r] · x for `count` rows [count, size].
  void (*dots)(const float* rows, int count, int size, const float* x, float* y);

  /// A predicate [2 * size] and a token [2 * size] at some distance, near [size]:
  /// out = relu(predicate + token + near) + predicate' * token', ' being the second halves.
  void (*combine)(const float* predicate, const float* token, const float* near, int size,
                  float* out);

  /// The fastest that this processor runs and the environment's DNNL_MAX_CPU_ISA, oneDNN's own
  /// variable, allows (SSE41, AVX2, AVX2_VNNI; anything else: all).
  static const Kernels& Best();
  /// All that this processor runs, the portable one first: for tests that compare them.
  static std::span<const Kernels* const> All();
};

constexpr int PadTo16(int n) { return (n + 15) / 16 * 16; }

constexpr size_t AttentionScratch(int n) {
  return static_cast<size_t>(PadTo16(n)) * 32 + static_cast<size_t>(n) * 32 +
         static_cast<size_t>(n) * PadTo16(n) + static_cast<size_t>(n);
}

/// Room for fp32 in the place of each 8-bit value, which the portable loops take.
constexpr size_t IntegerAttentionScratch(int n) {
  return static_cast<size_t>(PadTo16(n)) * 4 * (4 * 32 + 4 + 2 * 8) + size_t{4} * 8 * 32 + 16 * 64;
}

/// Where the weight of input i and output o lies in a packed matrix: panels of 32 outputs (the last
/// one may have 16), each [in, width], one after the other, so that a product reads memory in one
/// direction.
constexpr size_t PanelIndex(int i, int o, int in, int out_padded) {
  const int panel = o / 32;
  const int width = out_padded - panel * 32 < 32 ? 16 : 32;
  return static_cast<size_t>(panel) * 32 * in + static_cast<size_t>(i) * width + o % 32;
}

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_KERNELS_H_
