#include "service/extract/participants/participants.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/extract/participants/assembly.h"
#include "service/extract/participants/cascade.h"
#include "service/extract/participants/gazetteer.h"
#include "service/extract/participants/lexicon.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract {
namespace {

using participants::Gazetteer;
using participants::Lexicon;
using participants::Reading;

class CascadeExtractor : public ParticipantExtractor {
 public:
  CascadeExtractor(std::unique_ptr<const Lexicon> lexicon,
                   std::unique_ptr<const Gazetteer> gazetteer)
      : lexicon_(std::move(lexicon)), gazetteer_(std::move(gazetteer)) {}

  absl::StatusOr<ParticipantsResult> Extract(const text::Document& document,
                                             const language::Annotations& annotations,
                                             const Cancellation& cancel) const override {
    const Reading reading(document, annotations, *lexicon_);
    auto cast = participants::RunCascade(reading, *gazetteer_, cancel);
    if (!cast.ok()) return cast.status();
    return participants::Assemble(reading, *gazetteer_, *cast);
  }

 private:
  std::unique_ptr<const Lexicon> lexicon_;
  std::unique_ptr<const Gazetteer> gazetteer_;  // refers to *lexicon_
};

}  // namespace

absl::StatusOr<std::unique_ptr<const ParticipantExtractor>> ParticipantExtractor::Create(
    std::shared_ptr<const knowledge::Knowledge> knowledge) {
  auto lexicon = Lexicon::Create(std::move(knowledge));
  if (!lexicon.ok()) return lexicon.status();
  auto gazetteer = Gazetteer::Create(**lexicon);
  if (!gazetteer.ok()) return gazetteer.status();
  return std::make_unique<const CascadeExtractor>(*std::move(lexicon), *std::move(gazetteer));
}

int32_t ParticipantAt(const std::vector<Participant>& participants, text::Span span) {
  int32_t covering = kNone;
  uint32_t covering_size = 0;
  int32_t inside = kNone;
  uint32_t inside_size = 0;
  for (size_t p = 0; p < participants.size(); ++p) {
    const std::vector<Mention>& mentions = participants[p].mentions;
    // Mentions ascend: start at the last one that begins at or before the span.
    auto it = std::upper_bound(
        mentions.begin(), mentions.end(), span.begin,
        [](uint32_t begin, const Mention& mention) { return begin < mention.span.begin; });
    if (it != mentions.begin()) --it;
    for (; it != mentions.end() && it->span.begin <= span.end; ++it) {
      if (it->span.Contains(span) && (covering == kNone || it->span.size() < covering_size)) {
        covering = static_cast<int32_t>(p);
        covering_size = it->span.size();
      } else if (span.Contains(it->span) && it->span.size() > inside_size) {
        inside = static_cast<int32_t>(p);
        inside_size = it->span.size();
      }
    }
  }
  return covering != kNone ? covering : inside;
}

}  // namespace nutgraf::extract
