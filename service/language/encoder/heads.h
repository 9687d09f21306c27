// The heads: hidden states of one window in, decoded annotations of its tokens out.
//
// The mathematics are docs/model.md's. Immutable after construction; safe on many threads.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_HEADS_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_HEADS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/language/annotations.h"
#include "service/language/encoder/decode.h"
#include "service/language/encoder/kernels.h"
#include "service/language/encoder/names.h"
#include "service/language/encoder/weights.h"
#include "service/language/encoder/windows.h"

namespace nutgraf::language {

class Heads {
 public:
  /// Both must outlive it.
  Heads(const Weights& weights, const Kernels& kernels);
  Heads(const Heads&) = delete;
  Heads& operator=(const Heads&) = delete;

  /// Appends what the window says to `notes`, whose token-parallel arrays (lemmas apart) grow by
  /// the window's tokens. hidden: [pieces, D]. Windows of a sequence are given in order. With
  /// `names` its names are not decoded but their scores appended there, for ReadEntities.
  void Annotate(const Window& window, std::span<const float> hidden, Annotations& notes,
                EntityLogits* names = nullptr) const;

  /// Only the scores of the window's names, as if its sequence began at token `base`.
  void AnnotateEntities(const Window& window, std::span<const float> hidden, uint32_t base,
                        EntityLogits& names) const;

  /// The names of all tokens whose scores were gathered; forms: one per token. Changes `names`.
  std::vector<EntityMention> ReadEntities(std::span<const std::string_view> forms,
                                          EntityLogits& names) const;

  /// Adds doc · mean(hidden) as a unit vector times the window's pieces: the sum over a document's
  /// windows, normalised again, is its vector.
  void AddDocumentVector(std::span<const float> hidden, std::vector<float>& sum) const;

 private:
  /// fp32 weights packed for Kernels::linear.
  struct Linear {
    Linear() = default;
    Linear(int inputs, int outputs);  // zeros
    float& At(int i, int o) { return weight[PanelIndex(i, o, in, padded)]; }
    float At(int i, int o) const { return weight[PanelIndex(i, o, in, padded)]; }

    int in = 0, padded = 0;
    std::vector<float> weight, bias;
  };
  Linear Load(const Weights& weights, const std::string& name) const;
  static void Append(const Linear& part, Linear& all);
  void Apply(const Linear& linear, const float* x, int rows, std::vector<float>& y) const;

  /// The hidden states of each token's first piece: [tokens, D].
  std::vector<float> FirstPieces(const Window& window, std::span<const float> hidden) const;
  void Entities(const Window& window, const float* logits, size_t stride,
                std::vector<EntityMention>& entities) const;
  void AppendLogits(const Window& window, const float* logits, size_t stride, uint32_t at,
                    EntityLogits& names) const;
  void Words(const Window& window, const float* all, size_t stride, Annotations& notes) const;
  void Parse(const Window& window, const float* all, size_t stride, Annotations& notes) const;
  void Roles(const Window& window, const float* first, const float* all, size_t stride,
             Annotations& notes) const;
  void Attributions(const Window& window, const float* all, size_t stride,
                    Annotations& notes) const;
  struct RoleName {
    Role role = Role::kWho;
    ArgumentKind kind = ArgumentKind::kNone;
  };

  const EncoderConfig& config_;
  const Kernels& kernels_;
  Linear token_;  // every head that reads each token, side by side
  int entity_at_ = 0, upos_at_ = 0, attribution_at_ = 0, predicate_at_ = 0;
  int arc_dep_at_ = 0, arc_head_at_ = 0, rel_dep_at_ = 0, rel_head_at_ = 0, role_token_at_ = 0;
  Linear entity_, arc_bilinear_, rel_bilinear_, role_pred_, role_out_, document_;
  std::vector<float> arc_bias_, arc_root_, rel_root_, role_offset_;
  Scheme entity_scheme_, role_scheme_, attribution_scheme_;
  const NameReader name_reader_;  // refers to entity_scheme_
  std::vector<EntityType> entity_types_;
  std::vector<RoleName> role_names_;
  std::vector<Upos> upos_;
  std::vector<DepRel> relations_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_HEADS_H_
