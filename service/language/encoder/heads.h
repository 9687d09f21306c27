// The heads: hidden states of one window in, decoded annotations of its tokens out.
//
// The mathematics are docs/model.md's. The two big products, of every token and of the relations,
// are the encoder's own integers (or floats) again. Immutable after construction; safe on many
// threads, each with a Workspace of its own.

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
#include "service/language/encoder/matrix.h"
#include "service/language/encoder/names.h"
#include "service/language/encoder/weights.h"
#include "service/language/encoder/windows.h"

namespace nutgraf::language {

class Heads {
 public:
  /// What a window's pass writes on, to be used again.
  class Workspace {
   public:
    Workspace(Workspace&&) = default;

   private:
    friend class Heads;
    Workspace(const EncoderConfig& config, const Products& products);
    Activations activations;
    std::vector<float> labels;     // [tokens, labels_.padded]
    std::vector<float> projected;  // [tokens, config.projected()]
    std::vector<float> left, keys, scores, rows, relations, logits;
    std::vector<int> path, row_of;
  };

  /// All three must outlive it.
  Heads(const Weights& weights, const Kernels& kernels, const Products& products);
  Heads(const Heads&) = delete;
  Heads& operator=(const Heads&) = delete;

  Workspace MakeWorkspace() const { return {config_, products_}; }

  /// Appends what the window says to `notes`, whose token-parallel arrays (lemmas apart) grow by
  /// the window's tokens. hidden: [tokens, D], of each token's first piece
  /// (and, for fp32 arithmetic, room for a whole block of rows: Network::Run's are so). Windows of
  /// a sequence are given in order. With `names` its names are not decoded but their scores
  /// appended there, for ReadEntities.
  void Annotate(const Window& window, std::span<const float> hidden, Workspace& workspace,
                Annotations& notes, EntityLogits* names = nullptr) const;

  /// Only the scores of the window's names, as if its sequence began at token `base`.
  void AnnotateEntities(const Window& window, std::span<const float> hidden, Workspace& workspace,
                        uint32_t base, EntityLogits& names) const;

  /// The names of all tokens whose scores were gathered; forms: one per token. Changes `names`.
  std::vector<EntityMention> ReadEntities(std::span<const std::string_view> forms,
                                          EntityLogits& names) const;

  /// Adds the hidden states of a window's tokens to `sum`.
  void AddHidden(std::span<const float> hidden, std::vector<float>& sum) const;
  /// doc · the mean of a document's tokens' hidden states, as a unit vector, from their sum; empty
  /// for none.
  std::vector<float> DocumentVector(std::span<const float> sum) const;

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

  /// y [rows, out] = x [rows, in] * matrixᵀ + bias; both have room for whole blocks of rows.
  void Project(const Matrix& matrix, const float* x, int rows, int in, int out,
               Activations& activations, float* y) const;

  void Entities(const Window& window, Workspace& w, std::vector<EntityMention>& entities) const;
  void AppendLogits(const Window& window, const float* logits, size_t stride, uint32_t at,
                    EntityLogits& names) const;
  void Words(const Window& window, const Workspace& w, Annotations& notes) const;
  void Parse(const Window& window, Workspace& w, Annotations& notes) const;
  /// The relations of the part's tokens to their heads (-1: the root).
  void Relations(text::TokenRange part, const float* projected, std::span<const int> heads,
                 Workspace& w, Annotations& notes) const;
  void Roles(const Window& window, std::span<const float> hidden, Workspace& w,
             Annotations& notes) const;
  void Attributions(const Window& window, Workspace& w, Annotations& notes) const;
  struct RoleName {
    Role role = Role::kWho;
    ArgumentKind kind = ArgumentKind::kNone;
  };

  const EncoderConfig& config_;
  const Kernels& kernels_;
  const Products& products_;
  Linear labels_;  // the heads that label each token, side by side
  int entity_at_ = 0, upos_at_ = 0, attribution_at_ = 0, predicate_at_ = 0;
  Matrix projected_;  // the heads that project each token, one above the other
  int arc_head_at_ = 0, rel_dep_at_ = 0, rel_head_at_ = 0, role_token_at_ = 0;  // arc_dep: 0
  Matrix relation_;
  Linear entity_, arc_bilinear_, role_pred_, role_out_, document_;
  std::vector<float> arc_root_, role_offset_;
  Scheme entity_scheme_, role_scheme_, attribution_scheme_;
  const NameReader name_reader_;  // refers to entity_scheme_
  std::vector<EntityType> entity_types_;
  std::vector<RoleName> role_names_;
  std::vector<Upos> upos_;
  std::vector<DepRel> relations_;
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_HEADS_H_
