// What the programs share that run one stage over a development set (dates_eval, facts_eval,
// participants_eval, quotes_eval, topics_eval). They end with a message on what is wrong.

#ifndef NUTGRAF_TESTS_EVAL_TOOL_H_
#define NUTGRAF_TESTS_EVAL_TOOL_H_

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "service/knowledge/knowledge.h"
#include "service/language/annotator.h"
#include "service/text/document.h"

namespace nutgraf::eval {

template <typename T>
T OrDie(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::cerr << what << ": " << value.status().ToString() << "\n";
    std::exit(1);
  }
  return *std::move(value);
}

/// Code points before each byte of `text`, one element more than bytes.
std::vector<uint32_t> CodePoints(std::string_view text);

/// The language stage over the documents of one set, in their order. With a cache its annotations
/// are written to that file where it is not there, and read from it where it is, so that rules can
/// be measured again without the encoder's time. The file belongs to one build of the text and
/// language stages, one set and one choice of weights: it is thrown away, not migrated, and one
/// whose documents have other numbers of tokens ends the program.
class CachedAnnotator {
 public:
  /// `weights`: the trained encoder's folder, or empty for the rules. `cache`: a file, or empty.
  CachedAnnotator(std::shared_ptr<const knowledge::Knowledge> knowledge, std::string weights,
                  std::string cache);

  language::Annotations Annotate(const text::Document& document);

 private:
  std::shared_ptr<const knowledge::Knowledge> knowledge_;
  std::string weights_, cache_;
  std::unique_ptr<const language::Annotator> annotator_;  // made when it is first needed
  std::ifstream in_;
  std::ofstream out_;
};

}  // namespace nutgraf::eval

#endif  // NUTGRAF_TESTS_EVAL_TOOL_H_
