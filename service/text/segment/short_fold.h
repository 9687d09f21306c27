// A short word in lower case with straight apostrophes, on the stack: the keys of the token tables.

#ifndef NUTGRAF_SERVICE_TEXT_SEGMENT_SHORT_FOLD_H_
#define NUTGRAF_SERVICE_TEXT_SEGMENT_SHORT_FOLD_H_

#include <array>
#include <cstddef>
#include <string_view>

#include "absl/strings/ascii.h"

namespace nutgraf::text {

/// Folds ASCII only. Empty when the word is longer than any key.
class ShortFold {
 public:
  explicit ShortFold(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
      if (size_ == bytes_.size()) {
        size_ = 0;
        return;
      }
      if (text.compare(at, 3, "’") == 0) {
        bytes_[size_++] = '\'';
        at += 3;
      } else {
        bytes_[size_++] = absl::ascii_tolower(static_cast<unsigned char>(text[at++]));
      }
    }
  }
  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 24> bytes_{};
  size_t size_ = 0;
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_SEGMENT_SHORT_FOLD_H_
