// Participants: who acts, speaks or is written about, each under all its names.
//
// In: Document and Annotations. Out: one Participant per person, organisation, country or group of
// the story (never founded by a name that stands only in a caption, byline, related link, comment
// or post boilerplate), with every mention in the story zones. The index in the result is the
// participant's id. QUOTED in story_roles and salience are completed after quotes and facts: see
// analysis.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PARTICIPANTS_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PARTICIPANTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract {

inline constexpr int32_t kNone = -1;  // an absent participant, place or date id

enum class ParticipantType : uint8_t { kPerson, kOrganization, kCountry, kGroup };
enum class MentionKind : uint8_t {
  kName,     // the full name
  kAlias,    // a shorter or other name: surname, acronym, nickname
  kMetonym,  // a capital or building standing for a government ("Washington said")
  kPronoun,
  kNominal,  // "the spokesperson", "the company"
};

struct Mention {
  text::Span span;
  text::TokenRange tokens;
  MentionKind kind = MentionKind::kName;
  float confidence = 0;
};

struct ParticipantTitle {
  std::string text;          // "additional secretary (UN and ED)"
  std::string organization;  // "State Department", or empty
  text::Span span;
};

struct ParticipantAge {
  uint32_t years = 0;  // 0: the text does not say
  text::Span span;     // "43", "43-year-old"
};

struct Identifier {
  std::string scheme;  // "wikidata", "iso3166-1", "geonames", "nutgraf"
  std::string value;
};

struct StoryRoles {
  bool subject = false;
  bool quoted = false;
  bool mentioned = false;
};

struct Participant {
  std::string name;  // the fullest name in the text, without title
  ParticipantType type = ParticipantType::kPerson;
  std::vector<std::string> aliases;  // other forms found in the text, in order, without the name
  std::vector<ParticipantTitle> titles;
  ParticipantAge age;          // of a person, the first that the text gives
  int32_t represents = kNone;  // a participant's index
  StoryRoles roles;
  float salience = 0;             // 0..1
  std::vector<Mention> mentions;  // ascending
  std::vector<Identifier> identifiers;
  float confidence = 0;
};

/// A place where something happens.
struct Place {
  std::string name;
  std::vector<Mention> mentions;
  std::string country_code;  // ISO 3166-1 alpha-2 or empty
  std::string region;        // containing first-level division, or empty
  std::vector<Identifier> identifiers;
  bool has_coordinates = false;
  double latitude = 0;
  double longitude = 0;
  float salience = 0;  // 0..1, on the scale of Participant::salience
  float confidence = 0;
};

struct ParticipantsResult {
  std::vector<Participant> participants;  // by first mention
  std::vector<Place> places;              // by first mention
};

class ParticipantExtractor {
 public:
  virtual ~ParticipantExtractor() = default;
  static absl::StatusOr<std::unique_ptr<const ParticipantExtractor>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge);

  /// Fails only with CANCELLED or DEADLINE_EXCEEDED; thread-safe.
  virtual absl::StatusOr<ParticipantsResult> Extract(const text::Document& document,
                                                     const language::Annotations& annotations,
                                                     const Cancellation& cancel) const = 0;
};

/// Finds the participant whose mention covers, or else lies inside, a stretch of text; kNone when
/// none does.
int32_t ParticipantAt(const std::vector<Participant>& participants, text::Span span);

}  // namespace nutgraf::extract

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PARTICIPANTS_H_
