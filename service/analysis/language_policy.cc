#include "service/analysis/language_policy.h"

namespace nutgraf::analysis {

bool IsSupportedLanguage(std::string_view tag) {
  return tag == "und" || tag == "en" || tag.starts_with("en-") || tag.starts_with("en_");
}

std::array<bool, kFeatureCount> Required(Feature feature) {
  std::array<bool, kFeatureCount> required{};
  const auto need = [&required](Feature f) { required[static_cast<size_t>(f)] = true; };
  need(feature);
  switch (feature) {
    case Feature::kHeadlineFacts:
      need(Feature::kParticipants);
      need(Feature::kPlaces);
      need(Feature::kDates);
      need(Feature::kQuotes);
      break;
    case Feature::kQuotes:
      need(Feature::kParticipants);
      break;
    case Feature::kParticipants:
      need(Feature::kQuotes);  // QUOTED among the story roles
      break;
    case Feature::kKeyphrases:
      need(Feature::kParticipants);
      need(Feature::kDates);
      break;
    case Feature::kPlaces:
    case Feature::kDates:
    case Feature::kTopics:
      break;
  }
  return required;
}

}  // namespace nutgraf::analysis
