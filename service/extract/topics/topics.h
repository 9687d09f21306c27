// Topics: IPTC Media Topics (the 2025-10-09 edition), level 1 always when there is evidence, deeper
// where it carries. A child implies its parent. Retired codes never appear. After them the concepts
// of a newsroom's own taxonomy, where one is given: a file of codes, labels, definitions and
// keywords (own_taxonomy.h, docs/topics.md), which changes nothing of the Media Topics.

#ifndef NUTGRAF_SERVICE_EXTRACT_TOPICS_TOPICS_H_
#define NUTGRAF_SERVICE_EXTRACT_TOPICS_TOPICS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/cancellation.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotations.h"
#include "service/text/document.h"

namespace nutgraf::extract {

struct Topic {
  std::string code;                  // "medtop:11000000", or "scheme:name" of the own taxonomy
  std::string name;                  // "politics and government"
  std::vector<std::string> path;     // names from level 1 to this one
  int level = 1;                     // 1 is the top
  float confidence = 0;              // calibrated probability
  std::vector<text::Span> evidence;  // the phrases that moved the score most, at most five
};

class TopicExtractor {
 public:
  virtual ~TopicExtractor() = default;
  /// `taxonomy_file`: the own taxonomy, or empty. INVALID_ARGUMENT for one with faults, which are
  /// listed by line.
  static absl::StatusOr<std::unique_ptr<const TopicExtractor>> Create(
      std::shared_ptr<const knowledge::Knowledge> knowledge, const std::string& taxonomy_file = {});

  /// Media Topics, then concepts of the own taxonomy, at most eight of each, each best first. Fails
  /// only with CANCELLED or DEADLINE_EXCEEDED; thread-safe.
  virtual absl::StatusOr<std::vector<Topic>> Extract(const text::Document& document,
                                                     const language::Annotations& annotations,
                                                     const Cancellation& cancel) const = 0;
  /// "iptc-mediatopics-2025-10-09"; with an own taxonomy "+" and eight hex digits of its content.
  virtual std::string_view taxonomy_version() const = 0;
};

}  // namespace nutgraf::extract

#endif  // NUTGRAF_SERVICE_EXTRACT_TOPICS_TOPICS_H_
