// Reads the names of a whole document from the scores of its tokens: what a name is in one place
// counts for what it is in the others.
//
//   EntityLogits logits;                 // Heads::Annotate appends to it, window by window
//   NameReader reader(scheme);
//   reader.Agree(forms, logits);
//   for (const NameReader::Name& name : reader.Read(logits)) ...
//
// A window is read without the rest of the document, so a name of which one sentence says little
// may be read in two ways. Agree() moves each capitalised word towards the mean
// of all its occurrences; Read() then takes the best labels under the biases of docs/language.md.
// Linear in tokens; deterministic; immutable after construction and safe on many threads.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_NAMES_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_NAMES_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "service/language/encoder/decode.h"
#include "service/text/span.h"

namespace nutgraf::language {

/// The entity head's scores of the tokens of a document, in order.
struct EntityLogits {
  std::vector<float> values;  // [tokens, labels]
  /// The stretches that are read each for itself, ascending and disjoint: sentences or parts of
  /// long ones.
  std::vector<text::TokenRange> parts;
};

class NameReader {
 public:
  /// `scheme` must outlive it.
  explicit NameReader(const Scheme& scheme);

  /// Changes `logits` in place. forms: one per token; a word without a capital is left as it is.
  void Agree(std::span<const std::string_view> forms, EntityLogits& logits) const;

  struct Name {
    text::TokenRange tokens;
    int type = 0;          // an index into Scheme::type_names()
    float confidence = 0;  // the least probability of the type among the tokens
  };
  /// Ascending, disjoint.
  std::vector<Name> Read(const EntityLogits& logits) const;

 private:
  /// Log probabilities of O and of each type, summed over the labels of a type.
  void TypeScores(const float* row, float* scores) const;

  const Scheme& scheme_;
  std::vector<float> bias_;  // by label
};

/// The least probability of the span's type among its tokens; logits [tokens, stride].
float Confidence(const Scheme& scheme, const float* logits, size_t stride,
                 const Scheme::Labelled& span);

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_NAMES_H_
