// The likeliest reading of a stretch of text that may be UTF-8 decoded with a wrong code page.
//
// A path through the text takes each character as it stands or takes several as the bytes of one
// UTF-8 sequence under some code page. A path costs what its text costs (plausibility.h), plus an
// entry fee for every change of code page, so that one odd pair never suffices where nothing else
// is wrong, and a page once entered explains its neighbours cheaply. The cheapest path is found by
// dynamic programming over (position, page), in linear time.

#ifndef NUTGRAF_SERVICE_TEXT_ENCODING_READING_H_
#define NUTGRAF_SERVICE_TEXT_ENCODING_READING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "service/text/encoding/code_pages.h"
#include "service/text/encoding/plausibility.h"

namespace nutgraf::text {

/// One character of the text under repair and the raw bytes that it stands for.
struct Cell {
  char32_t value = 0;
  uint32_t raw_begin = 0;
  uint32_t raw_end = 0;
  uint32_t layers = 0;  // wrong decodings undone so far, a byte each, the first in the lowest; see
                        // Layer
};

/// A wrong decoding in one byte of Cell::layers: 0 is none.
namespace layer {
inline constexpr uint8_t kPageMask = 0x1F;  // 1 + position in CodePages()
inline constexpr uint8_t kC1 = 0x20;        // the ISO sister: C1 controls stood for the bytes
inline constexpr uint8_t kLossy = 0x40;     // bytes had been lost
inline constexpr uint8_t kStray = 0x1F;     // as a page: C1 controls that were no UTF-8
}  // namespace layer

/// The layers of one character that stands for `cells`, with `undone` on top.
uint32_t AddLayers(std::span<const Cell> cells, uint32_t undone);

/// Cells [begin, end) are to be replaced by one character.
struct Unit {
  uint32_t begin = 0;
  uint32_t end = 0;
  char32_t value = 0;
  uint32_t layers = 0;  // what was undone, as in Cell::layers
};

/// What a whole text has shown so far; it sways the reading of each stretch.
struct Evidence {
  std::array<uint32_t, kCodePageCount> units{};     // that the page explains
  std::array<uint32_t, kCodePageCount> nested{};    // that it explains as a second layer
  std::array<bool, kCodePageCount> contradicted{};  // the text has C1 controls that the page lacks

  bool empty() const { return units == std::array<uint32_t, kCodePageCount>{}; }
};

/// Keeps its buffers between calls; not for concurrent use.
class Reader {
 public:
  /// The units of the cheapest path, ascending and disjoint; empty when the text is best left
  /// alone. `page` is 1 + the code page that the text before was read with, 0 for none, and is
  /// updated.
  std::vector<Unit> Read(std::span<const Cell> cells, const Evidence& evidence, uint8_t* page);

 private:
  struct State {
    int cost = 0;
    int32_t back = -1;  // position in states_
    uint8_t page = 0;
    Unit unit;  // end == begin: a character as it stands
    Character last;
  };
  void Advance(size_t at, std::span<const Cell> cells, const Evidence& evidence);
  void Propose(const State& state, size_t target);
  void Settle(size_t boundary);
  void OfferUnit(const Unit& unit, uint8_t page, int fee, int cost);
  void OfferUnits(size_t at, std::span<const Cell> cells, const Evidence& evidence);
  void OfferSequence(size_t at, std::span<const Cell> cells, uint8_t page, int fee,
                     const Evidence& evidence);
  void OfferNested(size_t at, uint8_t page, int fee, const Evidence& evidence);
  void OfferStrayControl(size_t at, char32_t c);

  std::vector<char32_t> values_;  // of the cells
  std::vector<Character> characters_;
  std::vector<State> states_;                // settled, boundary by boundary
  size_t current_ = 0;                       // first of the current boundary's states
  std::array<std::vector<State>, 64> open_;  // proposed, by boundary modulo 64
  int best_ = 0;
  std::array<bool, kCodePageCount> contradicted_{};
};

}  // namespace nutgraf::text

#endif  // NUTGRAF_SERVICE_TEXT_ENCODING_READING_H_
