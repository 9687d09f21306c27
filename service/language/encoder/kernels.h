// The encoder's own loops: everything but the big matrix products, which are oneDNN's.
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

struct Kernels {
  const char* name;

  /// Rows of x to unsigned 8 bits, u = round(x / s) + 128 with s = max|row| / 127 (1 for a zero
  /// row).
  void (*quantize_rows)(const float* x, int rows, int cols, uint8_t* u, float* scale);

  /// y = (acc - correction[col]) * row_scale[row] * col_scale[col] + bias[col]
  void (*dequantize)(const int32_t* acc, const int32_t* correction, const float* row_scale,
                     const float* col_scale, const float* bias, int rows, int cols, float* y);

  /// x = gelu(x), in erf form; `count` values.
  void (*gelu)(float* x, size_t count);

  /// x = LayerNorm(x + y) per row; y may be null.
  void (*add_norm)(float* x, const float* y, const float* weight, const float* bias, float epsilon,
                   int rows, int cols);

  /// Self-attention of one window: qkv [n, 3 * heads * 32] to out [n, heads * 32].
  /// scratch: AttentionScratch(n) floats.
  void (*attention)(const float* qkv, int n, int heads, float* scratch, float* out);

  /// y [rows, out_padded] = x [rows, in] * w + bias with w [in, out_padded] (transposed, columns
  /// padded with zeros to a multiple of 16), bias [out_padded].
  void (*linear)(const float* x, int rows, int in, const float* w, const float* bias,
                 int out_padded, float* y);

  /// The fastest that this processor runs.
  static const Kernels& Best();
  /// All that this processor runs, the portable one first: for tests that compare them.
  static std::span<const Kernels* const> All();
};

constexpr int PadTo16(int n) { return (n + 15) / 16 * 16; }

constexpr size_t AttentionScratch(int n) {
  return static_cast<size_t>(PadTo16(n)) * 32 + static_cast<size_t>(n) * 32 +
         static_cast<size_t>(n) * PadTo16(n);
}

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_KERNELS_H_
