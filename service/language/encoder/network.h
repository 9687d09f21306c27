// The encoder's forward pass: the pieces of one window in, hidden states out.
//
// The mathematics are docs/model.md's. A Network is immutable and shared; each thread brings a
// Workspace, made once and used again, so that a pass allocates nothing. The result of a window
// depends on its own pieces only.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_NETWORK_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_NETWORK_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "service/language/encoder/kernels.h"
#include "service/language/encoder/matrix.h"
#include "service/language/encoder/weights.h"

namespace nutgraf::language {

/// One piece of a window: the word piece and its token's features (docs/model.md, "Features").
struct Piece {
  int32_t id = 0;
  uint8_t letter_case = 0;
  uint8_t space = 1;
  uint8_t start = 0;
};

class Network {
 public:
  class Workspace {
   public:
    Workspace(Workspace&&) = default;

   private:
    friend class Network;
    Workspace(const EncoderConfig& config, const Products& products);
    std::vector<float> x, qkv, y, scratch;
    std::vector<uint8_t> attention;
    std::vector<uint32_t> all;  // 0, 1, ... the window's pieces
    Activations activations;
  };

  /// `weights` must outlive it. INTERNAL when a kernel can't be compiled, INVALID_ARGUMENT for
  /// integer arithmetic with weights that were exported as fp32.
  static absl::StatusOr<std::unique_ptr<const Network>> Create(
      const Weights& weights, Arithmetic arithmetic, const Kernels& kernels,
      Multiplier multiplier = Multiplier::kBest);

  Workspace MakeWorkspace() const { return {config_, *products_}; }

  /// Hidden states [asked, hidden] of the pieces whose indices are asked, which ascend, valid until
  /// the workspace is used again. 1 to config.window pieces. The last layer is spared the others.
  std::span<const float> Run(std::span<const Piece> pieces, std::span<const uint32_t> asked,
                             Workspace& workspace) const;

  const Kernels& kernels() const { return kernels_; }
  const Products& products() const { return *products_; }

 private:
  struct Layer {
    Matrix qkv, out, up, down;
    LayerNorm norm1, norm2;
  };
  /// The layers over the embedded pieces in w.x, in place.
  void RunIntegers(int n, std::span<const uint32_t> asked, Workspace& w) const;
  void RunFloats(int n, std::span<const uint32_t> asked, Workspace& w) const;

  Network(const Weights& weights, const Kernels& kernels, std::unique_ptr<const Products> products);

  const EncoderConfig& config_;
  const Kernels& kernels_;
  std::unique_ptr<const Products> products_;
  const Tensor& words_;
  std::span<const float> positions_, cases_, spaces_, starts_;
  LayerNorm norm_;
  std::vector<Layer> layers_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_NETWORK_H_
