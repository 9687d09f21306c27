#include "service/language/encoder/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace nutgraf::language {

Network::Workspace::Workspace(const EncoderConfig& config, const Products& products)
    : x(static_cast<size_t>(products.BlockRows(config.window)) * config.hidden),
      qkv(static_cast<size_t>(products.BlockRows(config.window)) *
          std::max(3 * config.hidden, config.ffn)),
      y(x.size()),
      scratch(AttentionScratch(config.window)),
      activations(products.BlockRows(config.window), std::max(3 * config.hidden, config.ffn),
                  products.scratch_bytes()) {}

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

std::span<const float> Network::Run(std::span<const Piece> pieces, Workspace& w) const {
  const int n = static_cast<int>(pieces.size());
  const int d = config_.hidden;
  assert(n > 0 && n <= config_.window);
  for (int i = 0; i < n; ++i) {
    const Piece& piece = pieces[i];
    float* row = w.x.data() + static_cast<size_t>(i) * d;
    const float* position = positions_.data() + static_cast<size_t>(i) * d;
    const float* letter_case = cases_.data() + static_cast<size_t>(piece.letter_case) * d;
    const float* space = spaces_.data() + static_cast<size_t>(piece.space) * d;
    const float* start = starts_.data() + static_cast<size_t>(piece.start) * d;
    for (int c = 0; c < d; ++c) row[c] = position[c] + letter_case[c] + space[c] + start[c];
    const size_t word = static_cast<size_t>(piece.id) * d;
    if (words_.integer()) {
      const float scale = words_.scale[piece.id];
      for (int c = 0; c < d; ++c) row[c] += static_cast<float>(words_.i8[word + c]) * scale;
    } else {
      for (int c = 0; c < d; ++c) row[c] += words_.f32[word + c];
    }
  }
  kernels_.add_norm(w.x.data(), nullptr, norm_, n, d);
  if (products_->arithmetic() == Arithmetic::kInteger) {
    RunIntegers(n, w);
  } else {
    RunFloats(n, w);
  }
  return {w.x.data(), static_cast<size_t>(n) * d};
}

void Network::RunIntegers(int n, Workspace& w) const {
  const int d = config_.hidden;
  Activations& a = w.activations;
  kernels_.quantize_rows(w.x.data(), n, d, a.quantized.data(), a.row_scale.data());
  for (const Layer& layer : layers_) {
    layer.qkv.MultiplyQuantized(n, a);
    kernels_.dequantize(a.sums.data(), a.row_scale.data(), layer.qkv.affine(), n, 3 * d,
                        w.qkv.data());
    kernels_.attention(w.qkv.data(), n, config_.heads, w.scratch.data(), w.y.data());
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

void Network::RunFloats(int n, Workspace& w) const {
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
}

}  // namespace nutgraf::language
