#include "service/text/encoding/reading.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "service/text/encoding/sequences.h"
#include "service/text/utf8.h"

namespace nutgraf::text {
namespace {

constexpr size_t kWindow = 4096;  // cells decided together; bounds the memory
constexpr size_t kOverlap = 64;   // cells at a window's end that are decided by the next
constexpr int kBeam = 120;        // states this much above the best are given up

constexpr int kCleanInPage = 10;  // a right character amid damage
constexpr int kKnownFee = 18;     // of a page that the text has shown before
constexpr int kSeldomFee = 24;    // of one that explains less of the text than another
constexpr int kForeignFee = 30;   // of one that explains next to nothing
constexpr int kLostSpace = 22;    // a byte A0 that had become a plain space
constexpr int kLostSpaceKnown = 6;
constexpr int kMixed = 12;             // C1 controls under a page that has characters there
constexpr int kContradicted = 8;       // a page that some of the text can't have come from
constexpr int kControlOut = 60;        // no author wrote a C1 control
constexpr int kRepairedBefore = -25;   // of characters that are themselves repaired
constexpr int kUnitInPage = -6;        // a page once entered had better explain all it can
constexpr int kEastAsianInPage = -15;  // one alone is less of a surprise there
constexpr int kStrayWindows = 10;
constexpr int kStrayMac = 25;

/// Entry fees: how rarely a page is the culprit.
constexpr std::array<int, kCodePageCount> kFees = {44, 48, 48, 50, 50, 52, 52, 54,
                                                   50, 52, 52, 46, 52, 56, 54, 54};
/// What a sequence's size adds to the fee: long ones seldom fall into place by accident.
constexpr std::array<int, 7> kSizeFees = {0, 0, 4, -10, -20, 0, -30};
constexpr int kNestedCost = 2;      // of a second layer with the same page
constexpr int kNestedKnown = -24;   // ... where the text has shown that before
constexpr int kOtherPageCost = 14;  // ... with another page

int Fee(uint8_t page, const Evidence& evidence) {
  const uint32_t most = *std::max_element(evidence.units.begin(), evidence.units.end());
  // Where one page explains much, another that explains next to nothing is an accident.
  if (8 * evidence.units[page] < most) return kFees[page] + kForeignFee;
  if (evidence.units[page] == 0) return kFees[page];
  return 2 * evidence.units[page] >= most ? kKnownFee : kSeldomFee;
}

/// Characters decoded one after the other, and behind which character of the text each ends.
struct Decoded {
  std::array<char32_t, 16> values{};
  std::array<size_t, 16> ends{};
  size_t size = 0;
  bool c1 = false;

  std::span<const char32_t> view() const { return {values.data(), size}; }
};

Decoded DecodeAll(std::span<const char32_t> text, std::span<const size_t> ends, uint8_t page,
                  size_t most) {
  Decoded out;
  size_t at = 0;
  while (out.size < most) {
    const Sequence sequence = SequenceAt(text.subspan(at), page);
    if (!sequence || sequence.spaces > 0) break;
    at += sequence.size;
    out.values[out.size] = sequence.value;
    out.ends[out.size] = ends.empty() ? at : ends[at - 1];
    out.c1 = out.c1 || sequence.c1;
    ++out.size;
  }
  return out;
}

uint32_t LayerOf(uint8_t page, bool c1) { return (page + 1U) | (c1 ? layer::kC1 : 0U); }

/// Whether the plain space behind a lost "à" belonged to it: the Portuguese "às", "àquele" are one
/// word, in all else "à" ends one (the rule is ftfy's).
bool SpaceIsPartOfWord(std::span<const char32_t> text) {
  const auto rest = text.subspan(2);
  for (const std::u32string_view word : {U"s ", U"quele", U"quela", U"quilo"}) {
    if (rest.size() >= word.size() && std::equal(word.begin(), word.end(), rest.begin())) {
      return true;
    }
  }
  return false;
}

bool IsLeadLetter(const Character& c) {
  return c.sign == Sign::kUpper && !c.ascii() &&
         IsLeadByte(CodePageIndex::Get().ByteOf(c.value, kWindows1252));
}

/// What a character costs where it stands, its two pairs apart.
int CleanCost(const std::vector<Character>& c, size_t at) {
  int cost = c[at].rarity;
  if (at + 1 >= c.size()) return cost;
  const Character& next = c[at + 1];
  if (at > 0) cost += FlankCost(c[at - 1], c[at], next);
  // "end!Â Next": the no-break space after punctuation, now a plain one.
  if (c[at].value == 0xC2 && next.value == ' ' && at > 0 && c[at - 1].sign == Sign::kAscii) {
    cost += 25;
  }
  if (next.sign == Sign::kNoBreakSpace && IsLeadLetter(c[at])) {
    // "Ã " for "à", "Å " for "Š": a capital alone, or before what continues its word.
    if (at == 0 || !c[at - 1].letter()) cost += 45;
    if (at > 0 && c[at - 1].letter() && at + 2 < c.size() && c[at + 2].sign == Sign::kLower) {
      cost += at == 1 || !c[at - 2].letter() ? 42 : 25;
    }
  }
  return cost;
}

}  // namespace

uint32_t AddLayers(std::span<const Cell> cells, uint32_t undone) {
  uint32_t deepest = 0;
  for (const Cell& cell : cells) {
    if (std::bit_width(cell.layers) > std::bit_width(deepest)) deepest = cell.layers;
  }
  const auto used = 8U * ((static_cast<unsigned>(std::bit_width(deepest)) + 7U) / 8U);
  return used >= 32 ? deepest : deepest | (undone << used);
}

void Reader::Propose(const State& state, size_t target) {
  open_[target % open_.size()].push_back(state);
}

/// Moves the states proposed for a boundary into states_: the best of each page, taken clean or as
/// a unit.
void Reader::Settle(size_t boundary) {
  std::vector<State>& open = open_[boundary % open_.size()];
  current_ = states_.size();
  best_ = open.empty() ? 0 : open[0].cost;
  for (const State& s : open) best_ = std::min(best_, s.cost);
  std::array<int32_t, 2 * (kCodePageCount + 1)> slot;
  slot.fill(-1);
  for (const State& s : open) {
    if (s.cost > best_ + kBeam) continue;
    const bool is_unit = s.unit.end != s.unit.begin;
    int32_t& at = slot[2U * s.page + (is_unit ? 1U : 0U)];
    if (at < 0) {
      at = static_cast<int32_t>(states_.size());
      states_.push_back(s);
    } else if (s.cost < states_[at].cost) {
      states_[at] = s;
    }
  }
  open.clear();
}

void Reader::OfferUnit(const Unit& unit, uint8_t page, int fee, int cost) {
  const Character character = Classify(unit.value);
  if (IsC1(unit.value)) cost += kControlOut;
  if (page != 0 && contradicted_[page - 1U]) cost += kContradicted;
  // The replacement character is what the author's own text had.
  cost += unit.value == kReplacementCharacter ? 5 : character.rarity;
  State best;
  bool found = false;
  const size_t count = states_.size();
  for (size_t i = current_; i < count; ++i) {
    const State& s = states_[i];
    const bool inside = page != 0 && s.page == page;
    int base = s.cost + cost + (inside ? kUnitInPage : fee);
    if (inside && character.script == Script::kEastAsian) base += kEastAsianInPage;
    const int total = base + PairCost(s.last, character);
    if (found && total >= best.cost) continue;
    best = {total, static_cast<int32_t>(i), page != 0 ? page : s.page, unit, character};
    found = true;
  }
  if (found) Propose(best, unit.end);
}

void Reader::OfferSequence(size_t at, std::span<const Cell> cells, uint8_t page, int fee,
                           const Evidence& evidence) {
  const auto begin = static_cast<uint32_t>(at);
  const auto mode = static_cast<uint8_t>(page + 1);
  const auto text = std::span<const char32_t>(values_).first(cells.size()).subspan(at);
  const uint8_t lead = CodePageIndex::Get().ByteOf(text[0], page);
  const bool known = evidence.units[page] > 0;
  if (lead == 0xC3 && text.size() > 3 && text[1] == ' ') {
    // "à " whose no-break space had become a plain one, which also parts the words.
    const size_t spaces = text[2] == ' ' ? 2 : 1;
    const bool apart = at == 0 || !characters_[at - 1].letter();
    const bool behind_small = !apart && characters_[at - 1].sign == Sign::kLower;
    if (characters_[at + 1 + spaces].script == Script::kLatin && (apart || behind_small)) {
      const bool absorbed = spaces == 2 || SpaceIsPartOfWord(text);
      OfferUnit({begin, begin + (absorbed ? 2 : 1), 0xE0, LayerOf(page, false)}, mode, fee,
                known ? -25 : (behind_small ? -10 : -5));
    }
    return;
  }
  if (lead == 0xC2 && text.size() > 1 && text[1] == ' ') {
    // A no-break space that had become a plain one.
    if (at > 0 &&
        (characters_[at - 1].sign == Sign::kLower || characters_[at - 1].sign == Sign::kAscii)) {
      OfferUnit({begin, begin + 2, 0xA0, LayerOf(page, false)}, mode, fee,
                known ? kLostSpaceKnown : kLostSpace);
    }
    return;
  }
  const Sequence sequence = SequenceAt(text, page);
  if (!sequence || sequence.spaces > (sequence.size == 6 ? 2 : 1)) return;
  if (sequence.spaces == 1 && sequence.size == 2) {
    // A space taken out of the text must leave a word behind.
    const bool word = text.size() > 2 && characters_[at + 2].sign == Sign::kLower &&
                      (at == 0 || !characters_[at - 1].letter());
    if (!word || !Classify(sequence.value).letter()) return;
  }
  if (sequence.spaces == 1 && sequence.size == 3 && text[2] == ' ') {
    // "â€ " is rather a quotation mark that lost a byte, with the space behind it, than "†".
    const Character spelled = Classify(sequence.value);
    if (!spelled.letter() && spelled.sign != Sign::kEmoji) return;
  }
  int cost = sequence.mixed ? kMixed : 0;
  if (sequence.spaces != 0 && sequence.size < 6) cost += known ? kLostSpaceKnown : kLostSpace;
  // What came out of a repair and still spells bytes, in a text of several layers, is one more.
  const auto unit_cells = cells.subspan(at, sequence.size);
  if (evidence.nested[page] > 0 && std::all_of(unit_cells.begin(), unit_cells.end(),
                                               [](const Cell& c) { return c.layers != 0; })) {
    cost += kRepairedBefore;
  }
  OfferUnit({begin, begin + static_cast<uint32_t>(sequence.size), sequence.value,
             LayerOf(page, sequence.c1)},
            mode, fee + kSizeFees[sequence.size], cost);
}

/// Text that went wrong twice or three times: one layer's sequences spell another's.
void Reader::OfferNested(size_t at, uint8_t page, int fee, const Evidence& evidence) {
  const auto begin = static_cast<uint32_t>(at);
  const auto mode = static_cast<uint8_t>(page + 1);
  const auto text = std::span<const char32_t>(values_).subspan(at);
  const Sequence outer = SequenceAt(text, page);
  if (!outer) return;
  const CodePageIndex::Row& inner_row = CodePageIndex::Get().BytesOf(outer.value);
  if (std::none_of(inner_row.begin(), inner_row.end(), IsLeadByte)) return;
  const Decoded first = DecodeAll(text.first(std::min<size_t>(text.size(), 48)), {}, page, 16);
  if (first.size < 2) return;
  for (uint8_t inner = 0; inner < kCodePageCount; ++inner) {
    if (!IsLeadByte(CodePageIndex::Get().ByteOf(first.values[0], inner))) continue;
    const Sequence sequence = SequenceAt(first.view(), inner);
    if (!sequence || sequence.spaces > 0) continue;
    const uint32_t layers = LayerOf(page, first.c1) | (LayerOf(inner, sequence.c1) << 8U);
    int cost = sequence.mixed ? kMixed : 0;
    if (inner != page) {
      if (Classify(sequence.value).rarity > 5) continue;
      cost += kOtherPageCost;
    } else {
      cost += evidence.nested[page] > 0 ? kNestedKnown : kNestedCost;
    }
    OfferUnit({begin, begin + static_cast<uint32_t>(first.ends[sequence.size - 1]), sequence.value,
               layers},
              mode, fee, cost);
    const Decoded second =
        DecodeAll(first.view(), std::span<const size_t>(first.ends).first(first.size), inner, 8);
    if (second.size < 2) continue;
    const Sequence innermost = SequenceAt(second.view(), inner);
    if (!innermost || innermost.spaces > 0) continue;
    OfferUnit({begin, begin + static_cast<uint32_t>(second.ends[innermost.size - 1]),
               innermost.value, layers | (LayerOf(inner, innermost.c1) << 16U)},
              mode, fee, cost);
  }
}

/// A control that is no part of UTF-8: what Windows-1252, or Mac Roman, has at that byte.
void Reader::OfferStrayControl(size_t at, char32_t c) {
  const auto begin = static_cast<uint32_t>(at);
  if (const char32_t windows = CodePages()[kWindows1252].high[c - 0x80]; windows != 0) {
    OfferUnit({begin, begin + 1, windows, layer::kStray}, 0, kStrayWindows, 0);
  }
  const char32_t mac = CodePages()[kMacintosh].high[c - 0x80];
  const bool inside = at > 0 && at + 1 < characters_.size() && characters_[at - 1].letter() &&
                      characters_[at + 1].letter();
  if (inside && Classify(mac).sign == Sign::kLower) {
    OfferUnit({begin, begin + 1, mac, layer::kStray}, 0, kStrayMac, 0);
  }
}

void Reader::OfferUnits(size_t at, std::span<const Cell> cells, const Evidence& evidence) {
  const CodePageIndex::Row& row = CodePageIndex::Get().BytesOf(values_[at]);
  for (uint8_t page = 0; page < kCodePageCount; ++page) {
    if (!IsLeadByte(row[page])) continue;
    const int fee = Fee(page, evidence);
    OfferSequence(at, cells, page, fee, evidence);
    OfferNested(at, page, fee, evidence);
  }
  if (IsC1(values_[at])) OfferStrayControl(at, values_[at]);
}

void Reader::Advance(size_t at, std::span<const Cell> cells, const Evidence& evidence) {
  const Character& c = characters_[at];
  const int clean = CleanCost(characters_, at);
  const size_t count = states_.size();
  for (size_t i = current_; i < count; ++i) {
    const State& s = states_[i];
    State next{s.cost + clean + PairCost(s.last, c), static_cast<int32_t>(i), 0, {}, c};
    Propose(next, at + 1);
    if (s.page != 0) {
      next.page = s.page;
      if (!c.ascii()) next.cost += kCleanInPage;
      Propose(next, at + 1);
    }
  }
  if (!c.ascii()) OfferUnits(at, cells, evidence);
}

std::vector<Unit> Reader::Read(std::span<const Cell> cells, const Evidence& evidence,
                               uint8_t* page) {
  contradicted_ = evidence.contradicted;
  characters_.clear();
  values_.clear();
  for (const Cell& cell : cells) {
    values_.push_back(cell.value);
    characters_.push_back(Classify(cell.value));
  }
  std::vector<Unit> units;
  Character before = Classify(' ');
  size_t begin = 0;
  while (begin < cells.size()) {
    const size_t end = std::min(cells.size(), begin + kWindow);
    states_.clear();
    for (std::vector<State>& open : open_) open.clear();
    Propose({0, -1, *page, {}, before}, begin);
    for (size_t at = begin; at < end; ++at) {
      Settle(at);
      Advance(at, cells.first(end), evidence);
    }
    Settle(end);
    // Back along the cheapest path, then forth over what this window decides.
    int32_t last = static_cast<int32_t>(current_);
    for (auto i = last; i < static_cast<int32_t>(states_.size()); ++i) {
      // Of equals the one that stays in its page, for what follows.
      const int difference = states_[i].cost - states_[last].cost;
      if (difference < 0 || (difference == 0 && states_[last].page == 0)) last = i;
    }
    std::vector<int32_t> path;
    for (int32_t i = last; i >= 0; i = states_[i].back) path.push_back(i);
    std::reverse(path.begin(), path.end());
    const size_t decided = end == cells.size() ? end : end - kOverlap;
    size_t at = begin;
    for (size_t step = 1; step < path.size(); ++step) {
      const State& s = states_[path[step]];
      const bool is_unit = s.unit.end != s.unit.begin;
      const size_t next = is_unit ? s.unit.end : at + 1;
      if (next > decided) break;
      if (is_unit) units.push_back(s.unit);
      *page = s.page;
      before = s.last;
      at = next;
    }
    begin = at;
  }
  return units;
}

}  // namespace nutgraf::text
