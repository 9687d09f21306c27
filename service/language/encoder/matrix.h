// The encoder's big matrix products, on oneDNN, which picks VNNI or AMX by itself; integer products
// on a processor that has AVX2 and neither are ours (packed_product.h), for 1.6 times the rate.
//
// A Matrix holds one layer's weights in the layout that oneDNN prefers; Products holds the compiled
// kernels, one for each shape and block of rows. Integer products are exact (docs/model.md:
// activations of 8 bits, weights within ±63, so that vpmaddubsw can't saturate), so the number of
// rows in a block never changes a result. Immutable after construction; Multiply is safe on many
// threads at once, each with an Activations of its own. Nothing is allocated by Multiply.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_MATRIX_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_MATRIX_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "service/language/encoder/kernels.h"
#include "service/language/encoder/weights.h"

namespace nutgraf::language {

enum class Arithmetic : uint8_t { kInteger, kFloat };

/// What multiplies integers: kBest is packed where oneDNN has no more than AVX2 (its variable
/// DNNL_MAX_CPU_ISA counts), the others are for tests. The sums are the same.
enum class Multiplier : uint8_t { kBest, kOneDnn, kPacked };

class Products;

/// Buffers of one thread for `products` of at most `max_rows` rows and `max_cols` inputs or
/// outputs, and of at most `max_sums` values if that is more.
class Activations {
 public:
  Activations(const Products& products, int max_rows, int max_cols, size_t max_sums = 0);
  ~Activations();
  Activations(Activations&&) noexcept;

  std::vector<uint8_t> quantized;  // [rows, in]
  std::vector<int32_t> sums;       // [rows, out]
  std::vector<float> row_scale;    // [rows]

 private:
  friend class Matrix;
  struct Calls;
  std::unique_ptr<Calls> calls_;  // oneDNN's, which would else be made for each product anew
};

/// y = x * weightᵀ + bias for one weight [out, in].
class Matrix {
 public:
  Matrix(const Products& products, const Tensor& weight, const Tensor& bias);
  /// Of floats; integer products have them quantised within ±63 by row. The shape is one that
  /// Products has compiled.
  Matrix(const Products& products, std::span<const float> weight, std::span<const float> bias);
  ~Matrix();
  Matrix(Matrix&&) noexcept;
  Matrix& operator=(Matrix&&) noexcept;

  /// Float arithmetic only: x [rows, in] to y [rows, out]; both have room for
  /// Products::BlockRows(rows) rows, whose surplus is read and written without meaning.
  void Multiply(const float* x, int rows, Activations& activations, float* y) const;

  /// Integer arithmetic only: activations.quantized to activations.sums, which `affine()` and
  /// activations.row_scale turn into values.
  void MultiplyQuantized(int rows, Activations& activations) const;
  const Affine& affine() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Products {
 public:
  /// For weights of `config`. INTERNAL when oneDNN can't compile a kernel.
  static absl::StatusOr<std::unique_ptr<const Products>> Create(
      const EncoderConfig& config, Arithmetic arithmetic,
      Multiplier multiplier = Multiplier::kBest);
  ~Products();
  Products(const Products&) = delete;
  Products& operator=(const Products&) = delete;

  /// Rows are computed in blocks; this many for `rows`.
  int BlockRows(int rows) const;
  Arithmetic arithmetic() const;
  bool packed() const;

 private:
  friend class Matrix;
  friend class Activations;
  struct Impl;
  explicit Products(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_MATRIX_H_
