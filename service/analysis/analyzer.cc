#include "service/analysis/analyzer.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "service/analysis/fingerprint.h"
#include "service/analysis/finish.h"
#include "service/analysis/language_policy.h"
#include "service/base/absl_compat.h"
#include "service/base/stopwatch.h"
#include "service/knowledge/knowledge.h"
#include "service/language/encoder/encoder_annotator.h"
#include "service/language/rule_annotator.h"

namespace nutgraf::analysis {
namespace {

using FeatureSet = std::array<bool, kFeatureCount>;

constexpr size_t Index(Feature feature) { return static_cast<size_t>(feature); }

/// Whether a stage's error ends the whole analysis: the caller's own fault, or nobody waits any
/// more.
bool EndsAnalysis(const absl::Status& status) {
  return absl::IsCancelled(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsInvalidArgument(status);
}

bool HasContent(const text::Document& document) {
  return std::any_of(document.tokens.begin(), document.tokens.end(), [](const text::Token& token) {
    return token.kind == text::TokenKind::kWord || token.kind == text::TokenKind::kNumber;
  });
}

FeatureSet Requested(const Request& request) {
  FeatureSet requested{};
  if (request.features.empty()) requested.fill(true);
  for (Feature feature : request.features) requested[Index(feature)] = true;
  return requested;
}

FeatureSet WithRequirements(const FeatureSet& requested) {
  FeatureSet needed{};
  for (int i = 0; i < kFeatureCount; ++i) {
    if (!requested[i]) continue;
    const FeatureSet required = Required(static_cast<Feature>(i));
    for (int j = 0; j < kFeatureCount; ++j) needed[j] = needed[j] || required[j];
  }
  return needed;
}

class StageClock {
 public:
  StageClock(std::string_view stage, std::vector<StageTiming>& timings)
      : stage_(stage), timings_(timings) {}
  ~StageClock() { timings_.push_back({std::string(stage_), watch_.elapsed()}); }
  StageClock(const StageClock&) = delete;
  StageClock& operator=(const StageClock&) = delete;

 private:
  std::string_view stage_;
  std::vector<StageTiming>& timings_;
  const Stopwatch watch_;
};

struct Stages {
  std::unique_ptr<const text::DocumentBuilder> text;
  std::unique_ptr<const language::Annotator> language;
  std::unique_ptr<const extract::DateExtractor> dates;
  std::unique_ptr<const extract::ParticipantExtractor> participants;
  std::unique_ptr<const extract::QuoteExtractor> quotes;
  std::unique_ptr<const extract::FactExtractor> facts;
  std::unique_ptr<const extract::TopicExtractor> topics;
  std::unique_ptr<const extract::KeyphraseExtractor> keyphrases;
};

/// One analysis under way: runs the stages in order and keeps account of what ran.
class Run {
 public:
  Run(const Stages& stages, const Request& request, const Cancellation& cancel, Analysis& analysis)
      : stages_(stages), request_(request), cancel_(cancel), analysis_(analysis) {}

  absl::Status Extract() {
    const FeatureSet requested = Requested(request_);
    const FeatureSet needed = WithRequirements(requested);
    if (absl::Status status = Annotate(); !status.ok()) return status;
    if (absl::Status status = Dates(needed); !status.ok()) return status;
    if (absl::Status status = Participants(needed); !status.ok()) return status;
    if (absl::Status status = RunStage(needed, Feature::kQuotes, "quotes", analysis_.quotes,
                                       [this] {
                                         return stages_.quotes->Extract(
                                             analysis_.document, annotations_, analysis_.entities,
                                             cancel_);
                                       });
        !status.ok()) {
      return status;
    }
    if (absl::Status status = RunStage(needed, Feature::kHeadlineFacts, "facts", analysis_.facts,
                                       [this] {
                                         return stages_.facts->Extract(
                                             {analysis_.document, annotations_, analysis_.entities,
                                              dates_, analysis_.quotes},
                                             cancel_);
                                       });
        !status.ok()) {
      return status;
    }
    if (absl::Status status = RunStage(
            needed, Feature::kTopics, "topics", analysis_.topics,
            [this] { return stages_.topics->Extract(analysis_.document, annotations_, cancel_); });
        !status.ok()) {
      return status;
    }
    if (absl::Status status =
            RunStage(needed, Feature::kKeyphrases, "keyphrases", analysis_.keyphrases,
                     [this] {
                       return stages_.keyphrases->Extract(analysis_.document, annotations_,
                                                          analysis_.entities, dates_, cancel_);
                     });
        !status.ok()) {
      return status;
    }
    analysis_.dates = std::move(dates_.dates);
    CompleteStoryRoles(analysis_);
    ClearUnrequested(requested, analysis_);
    FilterByConfidence(request_.min_confidence, analysis_);
    for (int i = 0; i < kFeatureCount; ++i) {
      if (!requested[i]) analysis_.features[i] = FeatureState::kNotRequested;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Annotate() {
    StageClock clock("language", analysis_.timings);
    auto annotations = stages_.language->Annotate(analysis_.document, cancel_);
    if (!annotations.ok()) return annotations.status();
    annotations_ = *std::move(annotations);
    return absl::OkStatus();
  }

  /// Runs whether or not dates were asked for: the publication date is part of every answer.
  absl::Status Dates(const FeatureSet& needed) {
    const FeatureSet always = [&needed] {
      FeatureSet set = needed;
      set[Index(Feature::kDates)] = true;
      return set;
    }();
    absl::Status status = RunStage(always, Feature::kDates, "dates", dates_, [this] {
      return stages_.dates->Extract(
          analysis_.document, annotations_,
          {.publish_time = request_.publish_time, .time_zone = request_.time_zone}, cancel_);
    });
    if (!status.ok()) return status;
    analysis_.publication = dates_.publication;
    const bool unresolved =
        std::any_of(dates_.dates.begin(), dates_.dates.end(), [](const extract::DateMention& date) {
          return date.start.empty() &&
                 (date.type == extract::DateType::kDate || date.type == extract::DateType::kTime);
        });
    if (analysis_.publication.source == extract::PublicationSource::kNone && unresolved) {
      analysis_.warnings.push_back(
          {WarningType::kNoPublicationDate,
           "no publication date was given or found: relative dates stay unresolved",
           {}});
    }
    return absl::OkStatus();
  }

  absl::Status Participants(const FeatureSet& needed) {
    FeatureSet either = needed;
    either[Index(Feature::kParticipants)] =
        needed[Index(Feature::kParticipants)] || needed[Index(Feature::kPlaces)];
    absl::Status status =
        RunStage(either, Feature::kParticipants, "participants", analysis_.entities, [this] {
          return stages_.participants->Extract(analysis_.document, annotations_, cancel_);
        });
    analysis_.features[Index(Feature::kPlaces)] = analysis_.features[Index(Feature::kParticipants)];
    return status;
  }

  /// Runs one extractor where it is needed. A fault of its own leaves its result empty and is said
  /// so; the other features stand.
  template <typename Result, typename Extractor>
  absl::Status RunStage(const FeatureSet& needed, Feature feature, std::string_view stage,
                        Result& result, Extractor extractor) {
    if (!needed[Index(feature)]) return absl::OkStatus();
    if (absl::Status status = cancel_.Check(); !status.ok()) return status;
    StageClock clock(stage, analysis_.timings);
    auto extracted = extractor();
    if (extracted.ok()) {
      result = *std::move(extracted);
      analysis_.features[Index(feature)] = FeatureState::kComputed;
      return absl::OkStatus();
    }
    if (EndsAnalysis(extracted.status())) return extracted.status();
    analysis_.features[Index(feature)] = FeatureState::kFailed;
    analysis_.warnings.push_back(
        {WarningType::kFeatureFailed, fmt::format("the stage '{}' failed", stage), {}});
    return absl::OkStatus();
  }

  const Stages& stages_;
  const Request& request_;
  const Cancellation& cancel_;
  Analysis& analysis_;
  language::Annotations annotations_;
  extract::DatesResult dates_;
};

/// "+1f2e3d4c" of a newsroom's own taxonomy, which changes answers as other tables do; or nothing.
std::string_view OwnTaxonomySuffix(std::string_view taxonomy_version) {
  return taxonomy_version.substr(std::min(taxonomy_version.find('+'), taxonomy_version.size()));
}

class AnalyzerImpl : public Analyzer {
 public:
  AnalyzerImpl(AnalyzerOptions options, Stages stages, std::string_view tables_version)
      : options_(std::move(options)),
        stages_(std::move(stages)),
        model_version_(fmt::format("{}+{}{}", stages_.language->version(), tables_version,
                                   OwnTaxonomySuffix(stages_.topics->taxonomy_version()))) {}

  absl::StatusOr<Analysis> Analyze(const Request& request,
                                   const Cancellation& cancel) const override {
    for (const auto& [field, size] : {std::pair("article.text", request.text.size()),
                                      {"article.title", request.title.size()}}) {
      if (size > options_.max_text_bytes) {
        return absl::InvalidArgumentError(ToAbsl(fmt::format(
            "{} has {} bytes; at most {} are analysed", field, size, options_.max_text_bytes)));
      }
    }
    Analysis analysis;
    analysis.text_fingerprint = Fingerprint(request.title, request.text);
    analysis.model_version = model_version_;
    {
      StageClock clock("text", analysis.timings);
      auto document = stages_.text->Build(
          {.title = request.title, .text = request.text, .language_code = request.language_code},
          cancel);
      if (!document.ok()) return document.status();
      analysis.document = *std::move(document);
    }
    analysis.analyzed_bytes = static_cast<uint32_t>(request.text.size());
    if (!analysis.document.repairs.empty()) {
      analysis.warnings.push_back({WarningType::kTextRepaired,
                                   fmt::format("{} stretches of mis-decoded text were repaired",
                                               analysis.document.repairs.size()),
                                   {}});
    }
    if (!HasContent(analysis.document)) return Wordless(request, std::move(analysis));
    if (!IsSupportedLanguage(analysis.document.language)) {
      return Unsupported(request, std::move(analysis));
    }
    if (absl::Status status = Run(stages_, request, cancel, analysis).Extract(); !status.ok()) {
      return status;
    }
    return analysis;
  }

  Capabilities capabilities() const override {
    return {.languages = {"en"},
            .taxonomy_version = std::string(stages_.topics->taxonomy_version()),
            .model_version = model_version_,
            .max_text_bytes = options_.max_text_bytes};
  }

 private:
  /// Nothing is to be found where there are no words: every feature was looked at, none needs its
  /// stage.
  static Analysis Wordless(const Request& request, Analysis analysis) {
    const FeatureSet requested = Requested(request);
    for (int i = 0; i < kFeatureCount; ++i) {
      if (requested[i]) analysis.features[i] = FeatureState::kComputed;
    }
    if (!request.publish_time.empty()) {
      analysis.publication = {request.publish_time, extract::PublicationSource::kRequest, {}};
    }
    analysis.warnings.push_back({WarningType::kEmptyText, "the text has no words to analyse", {}});
    return analysis;
  }

  static Analysis Unsupported(const Request& request, Analysis analysis) {
    const FeatureSet requested = Requested(request);
    for (int i = 0; i < kFeatureCount; ++i) {
      if (requested[i]) analysis.features[i] = FeatureState::kUnsupportedLanguage;
    }
    if (!request.publish_time.empty()) {
      analysis.publication = {request.publish_time, extract::PublicationSource::kRequest, {}};
    }
    analysis.warnings.push_back(
        {WarningType::kUnsupportedLanguage,
         fmt::format("the language is recognised as '{}'; facts are extracted from English",
                     analysis.document.language),
         {}});
    return analysis;
  }

  const AnalyzerOptions options_;
  const Stages stages_;
  const std::string model_version_;
};

/// The trained encoder where its weights are installed, else the rules. Damaged weights are an
/// error: a service that quietly got worse would be noticed too late.
absl::StatusOr<std::unique_ptr<const language::Annotator>> CreateAnnotator(
    const AnalyzerOptions& options, const std::shared_ptr<const knowledge::Knowledge>& knowledge) {
  const std::string weights = options.data_directory + "/weights";
  std::error_code error;
  if (!options.rules_only && std::filesystem::exists(weights, error)) {
    auto encoder = language::EncoderAnnotator::Create(weights, knowledge, {});
    if (!encoder.ok()) return encoder.status();
    return std::unique_ptr<const language::Annotator>(*std::move(encoder));
  }
  auto rules = language::RuleAnnotator::Create(knowledge);
  if (!rules.ok()) return rules.status();
  return std::unique_ptr<const language::Annotator>(*std::move(rules));
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Analyzer>> Analyzer::Create(const AnalyzerOptions& options) {
  auto knowledge = knowledge::Knowledge::Open(options.data_directory + "/knowledge.bin");
  if (!knowledge.ok()) return knowledge.status();
  Stages stages;
  absl::Status status;
  const auto create = [&status](auto& stage, auto created) {
    if (!status.ok()) return;
    if (created.ok()) {
      stage = *std::move(created);
    } else {
      status = created.status();
    }
  };
  create(stages.text, text::DocumentBuilder::Create(*knowledge));
  create(stages.language, CreateAnnotator(options, *knowledge));
  create(stages.dates, extract::DateExtractor::Create(*knowledge));
  create(stages.participants, extract::ParticipantExtractor::Create(*knowledge));
  create(stages.quotes, extract::QuoteExtractor::Create(*knowledge));
  create(stages.facts, extract::FactExtractor::Create(*knowledge));
  create(stages.topics, extract::TopicExtractor::Create(*knowledge, options.taxonomy_file));
  create(stages.keyphrases, extract::KeyphraseExtractor::Create(*knowledge));
  if (!status.ok()) return status;
  return std::make_unique<AnalyzerImpl>(options, std::move(stages),
                                        (*knowledge)->version().substr(0, 8));
}

}  // namespace nutgraf::analysis
