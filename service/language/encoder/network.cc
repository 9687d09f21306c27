#include "service/language/encoder/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>
#include <string>
#include <utility>

namespace nutgraf::language {

Network::Workspace::Workspace(const EncoderConfig& config, const Products& products)
    : x(static_cast<size_t>(products.BlockRows(config.window)) * config.hidden),
      qkv(static_cast<size_t>(products.BlockRows(config.window)) *
          std::max(3 * config.hidden, config.ffn)),
      y(x.size()),
      scratch(AttentionScratch(config.window)),
      attention(IntegerAttentionScratch(config.window)),
      all(config.window),
      activations(products, products.BlockRows(config.window),
                  std::max(3 * config.hidden, config.ffn)) {
  std::iota(all.begin(), all.end(), 0U);
}

Network::Network(const Weights& weights, const Kernels& kernels,
                 std::unique_ptr<const Products> products)
    : config_(weights.config()),
      kernels_(kernels),
      products_(std::move(products)),
      words_(weights.Get("encoder.word.weight")),
      positions_(weights.Get("encoder.position.weight").f32),
      cases_(weights.Get("encoder.case.weight").f32),
      spaces_(weights.Get("encoder.space.weight").f32),
      starts_(weights.Get("encoder.start.weight").f32) {
  const auto norm = [&weights](const std::string& name) {
    return LayerNorm{weights.Get(name + ".weight").f32.data(),
                     weights.Get(name + ".bias").f32.data(), weights.config().norm_epsilon};
  };
  const auto matrix = [this, &weights](const std::string& name) {
    return Matrix(*products_, weights.Get(name + ".weight"), weights.Get(name + ".bias"));
  };
  norm_ = norm("encoder.norm");
  layers_.reserve(config_.layers);
  for (int i = 0; i < config_.layers; ++i) {
    const std::string layer = fmt::format("encoder.layers.{}.", i);
    layers_.push_back({matrix(layer + "qkv"), matrix(layer + "out"), matrix(layer + "up"),
                       matrix(layer + "down"), norm(layer + "norm1"), norm(layer + "norm2")});
  }
}

absl::StatusOr<std::unique_ptr<const Network>> Network::Create(const Weights& weights,
                                                               Arithmetic arithmetic,
                                                               const Kernels& kernels,
                                                               Multiplier multiplier) {
  if (arithmetic == Arithmetic::kInteger && !weights.Get("encoder.layers.0.qkv.weight").integer()) {
    return absl::InvalidArgumentError("weights exported as fp32 can't run in integers");
  }
  auto products = Products::Create(weights.config(), arithmetic, multiplier);
  if (!products.ok()) return products.status();
  return std::unique_ptr<const Network>(new Network(weights, kernels, *std::move(products)));
}

std::span<const float> Network::Run(std::span<const Piece> pieces, std::span<const uint32_t> asked,
                                    Workspace& w) const {
  const int n = static_cast<int>(pieces.size());
  const int d = config_.hidden;
  assert(n > 0 && n <= config_.window);
  for (int i = 0; i < n; ++i) {
    const Piece& piece = pieces[i];
    float* row = w.x.data() + static_cast<size_t>(i) * d;
    const size_t word = static_cast<size_t>(piece.id) * d;
    const Embedding rows = {words_.integer() ? words_.i8.data() + word : nullptr,
                            words_.integer() ? words_.scale[piece.id] : 0,
                            words_.integer() ? nullptr : words_.f32.data() + word,
                            {positions_.data() + static_cast<size_t>(i) * d,
                             cases_.data() + static_cast<size_t>(piece.letter_case) * d,
                             spaces_.data() + static_cast<size_t>(piece.space) * d,
                             starts_.data() + static_cast<size_t>(piece.start) * d}};
    kernels_.embed(rows, d, row);
  }
  kernels_.add_norm(w.x.data(), nullptr, norm_, n, d);
  if (products_->arithmetic() == Arithmetic::kInteger) {
    RunIntegers(n, asked, w);
  } else {
    RunFloats(n, asked, w);
  }
  return {w.x.data(), asked.size() * d};
}

namespace {

/// The asked rows of x, one after the other, in their own place.
void Gather(std::span<const uint32_t> asked, int d, float* x) {
  for (size_t i = 0; i < asked.size(); ++i) {
    assert(i <= asked[i]);
    if (i != asked[i]) std::copy_n(x + static_cast<size_t>(asked[i]) * d, d, x + i * d);
  }
}

}  // namespace

void Network::RunIntegers(int n, std::span<const uint32_t> asked, Workspace& w) const {
  const int d = config_.hidden;
  Activations& a = w.activations;
  kernels_.quantize_rows(w.x.data(), n, d, a.quantized.data(), a.row_scale.data());
  for (const Layer& layer : layers_) {
    layer.qkv.MultiplyQuantized(n, a);
    const bool last = &layer == &layers_.back();
    const std::span<const uint32_t> rows = last ? asked : std::span(w.all).first(n);
    kernels_.attention_integers(a.sums.data(), a.row_scale.data(), layer.qkv.affine(), n, rows,
                                config_.heads, w.attention.data(), w.y.data());
    if (last) {
      Gather(asked, d, w.x.data());
      n = static_cast<int>(asked.size());
    }
    kernels_.quantize_rows(w.y.data(), n, d, a.quantized.data(), a.row_scale.data());
    layer.out.MultiplyQuantized(n, a);
    kernels_.dequantize_norm(a.sums.data(), a.row_scale.data(), layer.out.affine(), layer.norm1, n,
                             d, w.x.data(), a.quantized.data());
    layer.up.MultiplyQuantized(n, a);
    kernels_.dequantize_gelu(a.sums.data(), a.row_scale.data(), layer.up.affine(), n, config_.ffn,
                             a.quantized.data());
    layer.down.MultiplyQuantized(n, a);
    kernels_.dequantize_norm(a.sums.data(), a.row_scale.data(), layer.down.affine(), layer.norm2, n,
                             d, w.x.data(), a.quantized.data());
  }
}

void Network::RunFloats(int n, std::span<const uint32_t> asked, Workspace& w) const {
  const int d = config_.hidden;
  for (const Layer& layer : layers_) {
    layer.qkv.Multiply(w.x.data(), n, w.activations, w.qkv.data());
    kernels_.attention(w.qkv.data(), n, config_.heads, w.scratch.data(), w.y.data());
    layer.out.Multiply(w.y.data(), n, w.activations, w.qkv.data());
    kernels_.add_norm(w.x.data(), w.qkv.data(), layer.norm1, n, d);
    layer.up.Multiply(w.x.data(), n, w.activations, w.qkv.data());
    kernels_.gelu(w.qkv.data(), static_cast<size_t>(n) * config_.ffn);
    layer.down.Multiply(w.qkv.data(), n, w.activations, w.y.data());
    kernels_.add_norm(w.x.data(), w.y.data(), layer.norm2, n, d);
  }
  Gather(asked, d, w.x.data());
}

}  // namespace nutgraf::language
