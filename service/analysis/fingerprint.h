// A digest of an article as sent, by which callers recognise repeats.

#ifndef NUTGRAF_SERVICE_ANALYSIS_FINGERPRINT_H_
#define NUTGRAF_SERVICE_ANALYSIS_FINGERPRINT_H_

#include <string>
#include <string_view>

namespace nutgraf::analysis {

/// SHA-256 over the title's length, the title and the text, as 64 lower-case hex digits. Not a
/// secret keyed digest: whoever guesses an article can confirm it.
std::string Fingerprint(std::string_view title, std::string_view text);

}  // namespace nutgraf::analysis

#endif  // NUTGRAF_SERVICE_ANALYSIS_FINGERPRINT_H_
