// Which of the participants named so far a pronoun means: a linear score over the features below
// whose weights are a table (tables/pronoun_weights.tsv, see docs/participants.md for how they were
// fitted). A candidate is a participant that agrees with the pronoun and was named within reach:
// in this sentence or the few before, or, for a pronoun in a phrase before the main clause ("In her
// book, Smith ..."), right after it.
//
// Each pronoun costs at most the window of recent mentions and its own sentence.

#ifndef NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PRONOUN_MODEL_H_
#define NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PRONOUN_MODEL_H_

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/extract/participants/cast.h"
#include "service/extract/participants/clauses.h"
#include "service/extract/participants/lexicon.h"
#include "service/extract/participants/reading.h"

namespace nutgraf::extract::participants {

enum PronounFeature : uint8_t {
  kSameSentence,
  kSentenceBefore,
  kLogDistance,
  kNearest,
  kLogBetween,
  kLastSubject,
  kSubjectHere,
  kSubjectBefore,
  kBothSubjects,
  kBothObjects,
  kLastPossessive,
  kLogCount,
  kLogNames,
  kMostNamed,
  kInTitle,
  kGenderKnown,
  kGenderLeans,
  kBound,
  kBarred,
  kRelative,
  kPredicate,
  kSameClause,
  kArgument,
  kJoined,
  kApposed,
  kLastPronoun,
  kChainHere,
  kChainBefore,
  kFirstNamed,
  kMainSubject,
  kSubjectAbove,
  kAdverbialAbove,
  kContentAbove,
  kLogDepth,
  kListed,
  kOfKin,
  kOtherSideOfQuote,
  kSpeaker,
  kSays,
  kSameRelation,
  kComesAfter,
  kSubjectAfter,
  kFirstOfSentence,
  kLastFull,
  kBracketed,
  kLastObject,
  kLastModifier,
  kLastOblique,
  kNamedAgain,
  kLogRecent,
  kPronounFeatureCount,
};

inline constexpr std::array<std::string_view, kPronounFeatureCount> kPronounFeatures = {
    "same_sentence",        // last named in the pronoun's sentence
    "sentence_before",      // last named in the sentence before
    "log_distance",         // ln(1 + tokens since last named)
    "nearest",              // named last of all candidates
    "log_between",          // ln(1 + other candidates named since)
    "last_subject",         // a subject when last named
    "subject_here",         // a subject earlier in this sentence
    "subject_before",       // a subject in the sentence before
    "both_subjects",        // last named as a subject, and the pronoun is one
    "both_objects",         // neither is a subject
    "last_possessive",      // "Smith's" when last named
    "log_count",            // ln(1 + mentions so far)
    "log_names",            // ln(1 + names in the whole article)
    "most_named",           // named most often of all candidates
    "in_title",             // named in the title
    "gender_known",         // the gender is known from name or title, and agrees
    "gender_leans",         // not so: -1..1, by the gender of pronouns linked to it so far
    "bound",                // the subject of the pronoun's own clause
    "barred",               // that, and the pronoun an object of its verb ("Smith saw him")
    "relative",             // that, by a relative clause ("Smith, who lost his ...")
    "predicate",            // that, and the pronoun's noun is what it is said to be ("is his son")
    "same_clause",          // in the pronoun's clause, and not its subject
    "argument",             // that, and both arguments of the verb ("showed Smith to him")
    "joined",               // "Smith and his wife"
    "apposed",              // "Smith, his brother"
    "last_pronoun",         // a pronoun when last mentioned
    "chain_here",           // who the last pronoun meant, in this sentence
    "chain_before",         // who the last pronoun meant, further back
    "first_named",          // the first person named in the article
    "main_subject",         // the subject of the main clause when last named
    "subject_above",        // the subject of a clause that the pronoun's clause depends on
    "adverbial_above",      // that, by an adverbial clause ("Smith left when he ...")
    "content_above",        // that, by a clause of content ("Smith said that he ...")
    "log_depth",            // ln(1 + links from where it was last named to the sentence's root)
    "listed",               // inside of a list when last named
    "of_kin",               // "the daughter of Smith" when last named
    "other_side_of_quote",  // one of the two is in quotation marks, the other not
    "speaker",              // whose words the pronoun stands in, quoted
    "says",                 // whose words the pronoun stands in, reported
    "same_relation",        // the same relation in the parse as the pronoun, and not a subject
    "comes_after",          // only named after the pronoun
    "subject_after",        // the subject that an opening phrase with the pronoun is followed by
    "first_of_sentence",    // the first one named in its sentence
    "last_full",            // last named by several words, as someone new is
    "bracketed",            // in brackets when last named
    "last_object",          // an object when last named
    "last_modifier",        // last named inside of a noun's phrase ("a book by Smith")
    "last_oblique",         // last named with a preposition ("met with Smith")
    "named_again",          // named again later in this sentence
    "log_recent",           // ln(1 + mentions within reach)
};

/// A weight holds for all pronouns; those of the forms below are added to it.
inline constexpr std::array<std::string_view, 4> kPronounForms = {
    "", "object ", "possessive ",
    "opening ",  // the first word of its sentence
};
inline constexpr size_t kPronounWeights = kPronounForms.size() * kPronounFeatures.size();

/// "possessive nearest": name of a row of tables/pronoun_weights.tsv.
std::string PronounWeightName(size_t index);

struct PronounCandidate {
  int32_t cluster = kNone;
  std::array<double, kPronounFeatureCount> features{};
  double score = 0;
};

/// One decision, kept for fitting the weights and for explaining it.
struct PronounTrace {
  uint32_t token = 0;
  size_t form = 0;  // of kPronounForms: subject (0), object or possessive
  bool opening = false;
  std::vector<PronounCandidate> candidates;
};

/// A mention that later references may go back to.
struct RecentMention {
  int32_t cluster = kNone;
  text::TokenRange tokens;
  uint32_t sentence = 0;
  uint32_t head = 0;       // token
  uint32_t predicate = 0;  // whose subject it is; Reading::size() when of none
  uint32_t depth = 0;
  bool possessive = false;
  bool pronoun = false;
  bool listed = false;
  bool first = false;  // of its sentence
  bool bracketed = false;
  bool of_kin = false;

  bool IsSubject(const Reading& reading) const { return predicate != reading.size(); }
};

/// Reads one article forward; not thread-safe.
class PronounModel {
 public:
  /// `cast` has gathered clusters with their genders and outlives the model.
  PronounModel(const Reading& reading, const Cast& cast);

  /// Tells that a participant was mentioned, in order. `gender`: of a pronoun.
  void Remember(int32_t cluster, text::TokenRange range, bool pronoun, Gender gender);

  /// Latest last; at most 40.
  const std::deque<RecentMention>& recent() const { return recent_; }

  /// Who the pronoun at `token` may mean, scored; nearest first.
  PronounTrace Candidates(uint32_t token, const Pronoun& pronoun) const;

 private:
  /// Where a pronoun stands: what every candidate is compared with.
  struct Place {
    uint32_t token = 0;
    uint32_t sentence = 0;
    uint32_t clause = 0;
    ClauseSubject subject;
    /// Of the clauses that its clause depends on, nearest first, with how it does.
    std::vector<std::pair<ClauseSubject, language::DepRel>> above;
    uint32_t noun = 0;  // that it possesses; size() for other pronouns
    Gender gender = Gender::kUnknown;
    bool is_subject = false;
    bool is_object = false;    // of its verb
    bool is_argument = false;  // of its verb, with a preposition too
    int32_t speaker = kNone;   // whose words it stands in
    bool quoted = false;
  };

  Place PlaceOf(uint32_t token, const Pronoun& pronoun, size_t form) const;
  bool Agrees(const Cluster& cluster, const Pronoun& pronoun) const;
  double Leaning(int32_t cluster, Gender gender) const;
  bool BeforeNoun(uint32_t token) const;
  bool IsObjectOfVerb(uint32_t token) const;
  bool SameClause(uint32_t from, uint32_t to) const;
  /// Whether a mention is that subject, alone or in a list.
  bool IsSubject(const RecentMention& mention, const ClauseSubject& subject) const;
  void DescribeLast(const RecentMention& mention, const Place& place,
                    PronounCandidate* candidate) const;
  void DescribeSubject(const RecentMention& mention, const Place& place,
                       PronounCandidate* candidate) const;
  void DescribeCluster(int32_t id, const Place& place, PronounCandidate* candidate) const;
  void AddLater(const Place& place, const Pronoun& pronoun, PronounTrace* trace) const;
  int32_t SpeakerOf(const language::Attribution& attribution) const;
  void Score(PronounTrace* trace) const;

  const Reading& reading_;
  const Cast& cast_;
  Clauses clauses_;
  std::array<double, kPronounWeights> weights_{};
  std::deque<RecentMention> recent_;
  std::vector<uint32_t> counts_;       // mentions so far, per cluster
  std::vector<int32_t> leaning_;       // masculine less feminine pronouns so far, per cluster
  std::vector<bool> in_title_;         // per cluster
  std::vector<bool> quoted_;           // per token
  std::vector<bool> bracketed_;        // per token
  std::vector<int32_t> said_;          // per token: the attribution whose content it is in
  std::vector<int32_t> mentioned_at_;  // per token: the cluster that was mentioned there
  int32_t first_person_ = kNone;       // the cluster first named
  int32_t chain_ = kNone;              // whom the last pronoun meant
  uint32_t chain_sentence_ = 0;
};

}  // namespace nutgraf::extract::participants

#endif  // NUTGRAF_SERVICE_EXTRACT_PARTICIPANTS_PRONOUN_MODEL_H_
