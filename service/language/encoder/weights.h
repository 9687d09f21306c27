// The weights of the encoder: a folder with model.safetensors, config.json, vocab.txt and
// lemmas.tsv.
//
// Format and mathematics are docs/model.md's. The tensor file is memory-mapped, checked (names,
// types, shapes, bounds, SHA-256 against config.json) and then only read: many threads and
// processes share it. Errors: NOT_FOUND for a missing file; DATA_LOSS for one that is truncated,
// altered or of another format, naming the file and the tensor.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_WEIGHTS_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_WEIGHTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

namespace nutgraf::language {

struct EncoderConfig {
  std::string version;
  int layers = 0, hidden = 0, heads = 0, ffn = 0, vocab = 0, window = 0;
  int unk = 0, cls = 0, sep = 0;
  float norm_epsilon = 1e-12F;
  std::vector<std::string> entity_labels, upos_labels, lemma_scripts, relation_labels;
  std::vector<std::string> predicate_labels, role_labels, attribution_labels;
  int arc_dim = 0, rel_dim = 0, role_dim = 0, role_distance = 0, document_dim = 0;

  /// Outputs of the heads that project every token: arc_dep, arc_head, rel_dep, rel_head,
  /// role_token.
  int projected() const { return 2 * (arc_dim + rel_dim + role_dim); }
  /// Of the product of a head with the relations' matrix (heads.cc, Relation), padded.
  int relation_inputs() const { return (rel_dim + 16) / 16 * 16; }
  int relation_outputs() const {
    return (static_cast<int>(relation_labels.size()) * (rel_dim + 1) + 15) / 16 * 16;
  }
};

/// A tensor as it lies in the file. `values` is F32 or I8; an I8 tensor has one scale a row.
struct Tensor {
  std::vector<size_t> shape;
  std::span<const float> f32;
  std::span<const int8_t> i8;
  std::span<const float> scale;

  bool integer() const { return !i8.empty(); }
  size_t rows() const { return shape.empty() ? 0 : shape[0]; }
  size_t row_size() const {
    return rows() == 0 ? 0 : (integer() ? i8.size() : f32.size()) / rows();
  }
  /// The values in fp32; an integer tensor is multiplied out (one scale for each stretch of
  /// size / scale.size()).
  std::vector<float> ToFloat() const;
};

class Weights {
 public:
  static absl::StatusOr<std::unique_ptr<const Weights>> Open(const std::string& folder);
  ~Weights();
  Weights(const Weights&) = delete;
  Weights& operator=(const Weights&) = delete;

  const EncoderConfig& config() const { return config_; }
  /// Every tensor that the config calls for is there, with its shape: checked by Open.
  const Tensor& Get(const std::string& name) const { return tensors_.at(name); }
  const std::vector<std::string>& vocabulary() const { return vocabulary_; }

  struct Lemma {
    std::string form, upos, lemma;
  };
  const std::vector<Lemma>& lemmas() const { return lemmas_; }

 private:
  Weights() = default;
  absl::Status ReadConfig(const std::string& folder);
  absl::Status ReadTensors(const std::string& folder);
  absl::Status ReadWords(const std::string& folder);
  absl::Status CheckShapes() const;

  EncoderConfig config_;
  absl::flat_hash_map<std::string, std::string> sha256_;
  absl::flat_hash_map<std::string, Tensor> tensors_;
  std::vector<std::string> vocabulary_;
  std::vector<Lemma> lemmas_;
  void* map_ = nullptr;
  size_t map_size_ = 0;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_WEIGHTS_H_
