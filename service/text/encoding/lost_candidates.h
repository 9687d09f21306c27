// Which characters can have left what is seen of them, and how usual each is.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_LOST_CANDIDATES_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_LOST_CANDIDATES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "service/text/encoding/code_pages.h"

namespace nutgraf::text {

/// How often a character is met in news and posts, relative to the others; 0 for what is not
/// considered. Set by hand: curly quotes and dashes far in front, then the popular symbols.
float Usualness(char32_t c);

/// One way to lose bytes: reading with a page and dropping what it does not define.
class LossyReading {
 public:
  struct Candidate {
    char32_t value;
    float usualness;
  };

  /// `all_c1`: the page's ISO sister, which drops 80..9F whole.
  LossyReading(uint8_t page, bool all_c1);

  uint8_t page() const { return page_; }
  bool all_c1() const { return all_c1_; }
  bool Loses(uint8_t byte) const { return byte >= 0x80 && lost_[byte - 0x80U]; }
  /// The byte of a character that the reading keeps, 0 when it makes no such character.
  uint8_t KeptByte(char32_t c) const;

  /// The characters that leave exactly `seen` (at least one byte lost); empty when there are none.
  std::span<const Candidate> Candidates(std::u32string_view seen) const;

 private:
  uint8_t page_;
  bool all_c1_;
  std::array<bool, 128> lost_{};
  absl::flat_hash_map<std::u32string, std::vector<Candidate>> by_seen_;
};

/// All readings, those met most in front. Built once; safe from many threads.
std::span<const LossyReading> LossyReadings();

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_LOST_CANDIDATES_H_
