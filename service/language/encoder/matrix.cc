#include "service/language/encoder/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>
#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include "service/base/absl_compat.h"
#include "service/language/encoder/packed_product.h"

// libgomp's, on which Debian's oneDNN runs; declared here since only GCC ships an omp.h.
extern "C" void omp_set_num_threads(int threads);

namespace nutgraf::language {
namespace {

// Rows of a block: few enough kernels, little padding for short texts.
constexpr int kRowStep = 16;
constexpr float kWeightLimit = 63;  // of an integer weight

using dnnl::memory;

const dnnl::engine& Engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

/// A stream of the calling thread, bound to one core: parallelism is between requests, and oneDNN's
/// OpenMP threads would fight with the worker pool.
dnnl::stream& ThreadStream() {
  thread_local dnnl::stream stream = [] {
    omp_set_num_threads(1);
    return dnnl::stream(Engine());
  }();
  return stream;
}

struct Shape {
  int out = 0;
  int in = 0;
  auto operator<=>(const Shape&) const = default;
};

struct Kernel {
  memory::desc source, destination;
  dnnl::inner_product_forward product;
};

struct ShapeKernels {
  memory::desc weights;          // the layout that all blocks share
  std::vector<Kernel> by_block;  // for kRowStep, 2 * kRowStep, ... rows
};

}  // namespace

struct Products::Impl {
  Arithmetic arithmetic = Arithmetic::kInteger;
  bool packed = false;
  std::map<Shape, ShapeKernels> shapes;
  size_t scratch_bytes = 0;
  size_t blocks = 0;                        // the most of a product
  mutable std::atomic<size_t> matrices{0};  // made so far, which are numbered

  void Compile(Shape shape, int window) {
    const bool integer = arithmetic == Arithmetic::kInteger;
    const auto x_type = integer ? memory::data_type::u8 : memory::data_type::f32;
    const auto w_type = integer ? memory::data_type::s8 : memory::data_type::f32;
    const auto y_type = integer ? memory::data_type::s32 : memory::data_type::f32;
    ShapeKernels& entry = shapes[shape];
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    blocks = static_cast<size_t>((window + kRowStep - 1) / kRowStep);
    entry.by_block.resize(blocks);
    // The full block chooses the layout of the weights.
    for (size_t block = blocks; block > 0; --block) {
      const auto rows = static_cast<memory::dim>(block * kRowStep);
      const memory::dims x_dims = {rows, shape.in};
      const memory::dims y_dims = {rows, shape.out};
      Kernel& kernel = entry.by_block[block - 1];
      kernel.source = memory::desc(x_dims, x_type, memory::format_tag::ab);
      kernel.destination = memory::desc(y_dims, y_type, memory::format_tag::ab);
      const memory::desc weights =
          block == blocks ? memory::desc({shape.out, shape.in}, w_type, memory::format_tag::any)
                          : entry.weights;
      const dnnl::inner_product_forward::desc desc(dnnl::prop_kind::forward_inference,
                                                   kernel.source, weights, kernel.destination);
      const dnnl::inner_product_forward::primitive_desc chosen(desc, attributes, Engine());
      if (block == blocks) entry.weights = chosen.weights_desc();
      scratch_bytes = std::max(scratch_bytes, chosen.scratchpad_desc().get_size());
      kernel.product = dnnl::inner_product_forward(chosen);
    }
  }
};

Products::Products(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Products::~Products() = default;

absl::StatusOr<std::unique_ptr<const Products>> Products::Create(const EncoderConfig& config,
                                                                 Arithmetic arithmetic,
                                                                 Multiplier multiplier) {
  auto impl = std::make_unique<Impl>();
  impl->arithmetic = arithmetic;
  const int d = config.hidden;
  const bool plain_avx2 = dnnl::get_effective_cpu_isa() == dnnl::cpu_isa::avx2;
  impl->packed =
      arithmetic == Arithmetic::kInteger && PackedWeights::Supported() &&
      (multiplier == Multiplier::kPacked || (multiplier == Multiplier::kBest && plain_avx2)) &&
      PackedWeights::Fits(d, d) && PackedWeights::Fits(config.ffn, config.ffn) &&
      PackedWeights::Fits(config.projected(), d);
  if (impl->packed) return std::unique_ptr<const Products>(new Products(std::move(impl)));
  // A kernel is compiled for as many threads as its maker may use, and one that was made for
  // several runs slowly on one.
  omp_set_num_threads(1);
  try {  // oneDNN reports by exceptions
    for (const Shape shape : {Shape{3 * d, d},
                              {d, d},
                              {config.ffn, d},
                              {d, config.ffn},
                              {config.projected(), d},
                              {config.relation_outputs(), config.relation_inputs()}}) {
      if (!impl->shapes.contains(shape)) impl->Compile(shape, config.window);
    }
  } catch (const dnnl::error& error) {
    return absl::InternalError(
        ToAbsl(fmt::format("oneDNN can't compile a matrix product: {}", error.what())));
  }
  return std::unique_ptr<const Products>(new Products(std::move(impl)));
}

int Products::BlockRows(int rows) const { return (rows + kRowStep - 1) / kRowStep * kRowStep; }
Arithmetic Products::arithmetic() const { return impl_->arithmetic; }
bool Products::packed() const { return impl_->packed; }

/// The arguments of each call, by the matrix's number and the number of blocks.
struct Activations::Calls {
  explicit Calls(size_t scratch_bytes) : scratch(scratch_bytes + 64) {}
  std::vector<uint8_t> scratch;  // oneDNN's
  struct Call {
    std::unordered_map<int, memory> arguments;  // empty: not made yet
    void* in = nullptr;
    void* out = nullptr;
  };
  std::vector<Call> by_matrix;
};

Activations::Activations(const Products& products, int max_rows, int max_cols, size_t max_sums)
    : quantized(static_cast<size_t>(max_rows) * max_cols),
      sums(std::max(static_cast<size_t>(max_rows) * max_cols, max_sums)),
      row_scale(max_rows),
      calls_(std::make_unique<Calls>(products.impl_->scratch_bytes)) {}
Activations::~Activations() = default;
Activations::Activations(Activations&&) noexcept = default;

struct Matrix::Impl {
  const Products::Impl* products = nullptr;
  const ShapeKernels* kernels = nullptr;
  size_t number = 0;
  int in = 0;
  int out = 0;
  memory weights;
  std::optional<PackedWeights> packed;  // in the place of `kernels` and `weights`
  std::vector<int32_t> correction;      // 128 * the sum of each weight row
  std::vector<float> scale;
  std::vector<float> bias;
  Affine affine;  // of the three above

  void Execute(int rows, void* in_values, void* out_values, Activations& activations) const;
};

Matrix::Matrix(const Products& products, const Tensor& weight, const Tensor& bias)
    : impl_(std::make_unique<Impl>()) {
  const bool integer = products.arithmetic() == Arithmetic::kInteger;
  assert(weight.integer() || !integer);
  impl_->products = products.impl_.get();
  impl_->number = products.impl_->matrices++;
  impl_->out = static_cast<int>(weight.rows());
  impl_->in = static_cast<int>(weight.row_size());
  impl_->bias.assign(bias.f32.begin(), bias.f32.end());

  std::vector<float> floats;
  const memory::dims dims = {impl_->out, impl_->in};
  const auto type = integer ? memory::data_type::s8 : memory::data_type::f32;
  void* plain = nullptr;
  if (integer) {
    plain = const_cast<int8_t*>(weight.i8.data());  // read only: oneDNN's memory has no const view
    impl_->scale.assign(weight.scale.begin(), weight.scale.end());
    impl_->correction.resize(impl_->out);
    for (int o = 0; o < impl_->out; ++o) {
      int32_t sum = 0;
      for (int i = 0; i < impl_->in; ++i) sum += weight.i8[static_cast<size_t>(o) * impl_->in + i];
      impl_->correction[o] = 128 * sum;
    }
    impl_->affine = {impl_->correction.data(), impl_->scale.data(), impl_->bias.data()};
    if (products.packed()) {
      impl_->packed.emplace(weight.i8, impl_->out, impl_->in);
      return;
    }
  } else {
    floats = weight.ToFloat();
    plain = floats.data();
  }
  impl_->kernels = &products.impl_->shapes.at({impl_->out, impl_->in});
  memory source(memory::desc(dims, type, memory::format_tag::ab), Engine(), plain);
  impl_->weights = memory(impl_->kernels->weights, Engine());
  dnnl::reorder(source, impl_->weights).execute(ThreadStream(), source, impl_->weights);
  ThreadStream().wait();
}

namespace {

/// Floats as a tensor of integers within ±63, one scale a row (docs/model.md).
struct Quantised {
  Quantised(std::span<const float> weight, size_t rows) : i8(weight.size()), scale(rows) {
    const size_t size = weight.size() / rows;
    for (size_t r = 0; r < rows; ++r) {
      const std::span<const float> row = weight.subspan(r * size, size);
      float largest = 0;
      for (const float w : row) largest = std::max(largest, std::abs(w));
      scale[r] = largest > 0 ? largest / kWeightLimit : 1;
      for (size_t i = 0; i < size; ++i) {
        i8[r * size + i] = static_cast<int8_t>(std::lrint(row[i] / scale[r]));
      }
    }
  }

  std::vector<int8_t> i8;
  std::vector<float> scale;
};

}  // namespace

Matrix::Matrix(const Products& products, std::span<const float> weight,
               std::span<const float> bias) {
  Tensor rows;
  rows.shape = {bias.size(), weight.size() / bias.size()};
  Tensor shift;
  shift.shape = {bias.size()};
  shift.f32 = bias;
  if (products.arithmetic() == Arithmetic::kFloat) {
    rows.f32 = weight;
    *this = Matrix(products, rows, shift);
    return;
  }
  const Quantised quantised(weight, bias.size());
  rows.i8 = quantised.i8;
  rows.scale = quantised.scale;
  *this = Matrix(products, rows, shift);
}

Matrix::~Matrix() = default;
Matrix& Matrix::operator=(Matrix&&) noexcept = default;
Matrix::Matrix(Matrix&&) noexcept = default;

const Affine& Matrix::affine() const { return impl_->affine; }

void Matrix::Impl::Execute(int rows, void* in_values, void* out_values,
                           Activations& activations) const {
  const size_t block = (rows + kRowStep - 1) / kRowStep - 1;
  const Kernel& kernel = kernels->by_block[block];
  Activations::Calls& calls = *activations.calls_;
  const size_t index = number * products->blocks + block;
  if (calls.by_matrix.size() <= index) calls.by_matrix.resize(index + 1);
  Activations::Calls::Call& call = calls.by_matrix[index];
  if (call.in != in_values || call.out != out_values) {
    uint8_t* aligned = calls.scratch.data();
    aligned += (64 - reinterpret_cast<uintptr_t>(aligned) % 64) % 64;
    const memory::desc scratch({static_cast<memory::dim>(products->scratch_bytes)},
                               memory::data_type::u8, memory::format_tag::a);
    call = {{{DNNL_ARG_SRC, memory(kernel.source, Engine(), in_values)},
             {DNNL_ARG_WEIGHTS, weights},
             {DNNL_ARG_DST, memory(kernel.destination, Engine(), out_values)},
             {DNNL_ARG_SCRATCHPAD, memory(scratch, Engine(), aligned)}},
            in_values,
            out_values};
  }
  kernel.product.execute(ThreadStream(), call.arguments);
  ThreadStream().wait();
}

void Matrix::MultiplyQuantized(int rows, Activations& activations) const {
  assert(impl_->products->arithmetic == Arithmetic::kInteger);
  if (impl_->packed.has_value()) {
    impl_->packed->Multiply(activations.quantized.data(), rows, activations.sums.data());
    return;
  }
  impl_->Execute(rows, activations.quantized.data(), activations.sums.data(), activations);
}

void Matrix::Multiply(const float* x, int rows, Activations& activations, float* y) const {
  assert(impl_->products->arithmetic == Arithmetic::kFloat);
  // Read only: oneDNN's memory has no const view.
  impl_->Execute(rows, const_cast<float*>(x), y, activations);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < impl_->out; ++c)
      y[static_cast<size_t>(r) * impl_->out + c] += impl_->bias[c];
  }
}

}  // namespace nutgraf::language
