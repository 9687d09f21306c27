// The trained encoder as the language stage.
//
//   auto annotator = EncoderAnnotator::Create(folder, knowledge, {});  // a folder as model/weights
//   auto notes = (*annotator)->Annotate(document, cancel);
//
// Gives every layer of Annotations, for all zones, and the names of a title sent apart. Lemmas come
// from the rule annotator's lemmatizer and the encoder's parts of speech: on PUD its tables are
// right on 99.6 % of the tokens whose tag is right, the model's own lemma head on 96.0 % of all.
// One instance serves all threads; each call takes buffers from a pool, which grows to the number
// of calls at once. Cancellation is looked at before each window (some milliseconds). Loading
// checks the weights' digests. The same document gives the same annotations, to the byte on one
// kind of processor; on another, scores differ in the last bits and a decision that hangs on them
// may fall the other way (docs/language.md).

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_ENCODER_ANNOTATOR_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_ENCODER_ANNOTATOR_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotator.h"
#include "service/language/encoder/kernels.h"
#include "service/language/encoder/matrix.h"

namespace nutgraf::language {

struct EncoderOptions {
  Arithmetic arithmetic = Arithmetic::kInteger;
  const Kernels* kernels = nullptr;  // null: Kernels::Best()
};

class EncoderAnnotator : public Annotator {
 public:
  /// NOT_FOUND, DATA_LOSS: see Weights::Open. Also fails when a table of the lemmatizer is missing.
  static absl::StatusOr<std::unique_ptr<const EncoderAnnotator>> Create(
      const std::string& folder, std::shared_ptr<const knowledge::Knowledge> knowledge,
      const EncoderOptions& options);
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_ENCODER_ANNOTATOR_H_
