// Word families: "decline", "declines", "declining" are one; so are "invest" and "investment".
//
// M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, with the two departures
// of his own published programs (-bli, -logi).

#ifndef NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_STEM_H_
#define NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_STEM_H_

#include <string>
#include <string_view>

namespace nutgraf::extract::keyphrases {

/// The stem of a folded word. Words of fewer than three or more than 40 bytes and words with
/// anything but the letters a to z are their own.
std::string Stem(std::string_view folded);

}  // namespace nutgraf::extract::keyphrases

#endif  // NUTGRAF_SERVICE_EXTRACT_KEYPHRASES_STEM_H_
