#include "service/text/encoding/reading.h"

#include <algorithm>
#include <bit>

namespace nutgraf::text {
namespace {

constexpr size_t kWindow = 4096;    // cells decided together; bounds the memory
constexpr size_t kOverlap = 64;     // cells at a window's end that are decided by the next
constexpr size_t kLongestUnit = 6;  // a surrogate pair in CESU-8
constexpr int kBeam = 120;          // states this much above the best are given up

constexpr int kCleanInPage = 10;  // a right character amid damage
constexpr int kKnownFee = 18;     // of a page that the text has shown before
constexpr int kLostSpace = 22;    // a byte A0 that had become a plain space
constexpr int kStrayC1 = 10;

/// Entry fees: how rarely a page is the culprit.
constexpr std::array<int, kCodePageCount> kFees = {40, 44, 44, 46, 46, 48, 48, 50,
                                                   46, 48, 48, 42, 48, 52, 50, 50};
/// Two bytes fall into place by accident more often than three or four.
constexpr std::array<int, 7> kLengthCosts = {0, 0, 8, -6, -12, 0, -12};

int Fee(uint8_t page, const Evidence& evidence) {
  return evidence.units[page] > 0 ? kKnownFee : kFees[page];
}

bool InRange(uint8_t b, uint8_t low, uint8_t high) { return low <= b && b <= high; }

/// What cells spell as bytes of one page: the bytes, and how they were come by.
struct Bytes {
  std::array<uint8_t, kLongestUnit> b{};
  size_t size = 0;
  int spaces = 0;   // plain spaces taken for A0
  bool c1 = false;  // C1 controls among the cells
};

/// The bytes of up to kLongestUnit cells from `at`, as far as they continue a sequence.
Bytes Spell(std::span<const Cell> cells, size_t at, uint8_t page) {
  const CodePageIndex& index = CodePageIndex::Get();
  Bytes out;
  const size_t end = std::min(cells.size(), at + kLongestUnit);
  for (size_t i = at; i < end; ++i) {
    const char32_t c = cells[i].value;
    uint8_t byte = index.ByteOf(c, page);
    if (c == ' ' && i > at) {
      byte = 0xA0;
      ++out.spaces;
    }
    if (byte == 0) break;
    const bool continues = InRange(byte, 0x80, 0xBF);
    const bool surrogate_tail = i == at + 3 && byte == 0xED && out.b[0] == 0xED;
    if (i == at ? !InRange(byte, 0xC2, 0xF4) : !continues && !surrogate_tail) {
      if (c == ' ') --out.spaces;
      break;
    }
    out.c1 = out.c1 || InRange(c < 0x100 ? static_cast<uint8_t>(c) : 0, 0x80, 0x9F);
    out.b[out.size++] = byte;
  }
  return out;
}

/// The character that the first bytes spell, and how many they are; size 0 when they spell none.
struct Spelled {
  char32_t value = 0;
  size_t size = 0;
};

Spelled DecodeBytes(const Bytes& s) {
  const auto tail = [&](size_t i) { return static_cast<char32_t>(s.b[i] & 0x3FU); };
  const char32_t lead = s.b[0];
  if (s.size < 2) return {};
  if (lead < 0xE0) return {((lead & 0x1FU) << 6U) | tail(1), 2};
  if (s.size < 3) return {};
  if (lead == 0xED && s.b[1] >= 0xA0) {
    if (s.size < 6 || s.b[1] > 0xAF || s.b[3] != 0xED || s.b[4] < 0xB0) return {};
    const char32_t high = ((s.b[1] & 0x0FU) << 6U) | tail(2);
    const char32_t low = ((s.b[4] & 0x0FU) << 6U) | tail(5);
    return {0x10000 + (high << 10U) + low, 6};
  }
  if (lead < 0xF0) {
    const char32_t c = ((lead & 0x0FU) << 12U) | (tail(1) << 6U) | tail(2);
    return c < 0x800 ? Spelled{} : Spelled{c, 3};
  }
  if (s.size < 4) return {};
  const char32_t c = ((lead & 0x07U) << 18U) | (tail(1) << 12U) | (tail(2) << 6U) | tail(3);
  return c < 0x10000 || c > 0x10FFFF ? Spelled{} : Spelled{c, 4};
}

bool FollowedBy(std::span<const Cell> cells, size_t at, std::string_view word) {
  if (cells.size() - at < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (cells[at + i].value != static_cast<char32_t>(word[i])) return false;
  }
  return true;
}

/// Whether the plain space behind a lost "à" belonged to it: the Portuguese "às", "àquele" are one
/// word, in all else "à" ends one (the rule is ftfy's).
bool SpaceIsPartOfWord(std::span<const Cell> cells, size_t space) {
  for (const std::string_view rest : {"s ", "quele", "quela", "quilo"}) {
    if (FollowedBy(cells, space + 1, rest)) return true;
  }
  return false;
}

int CleanCost(const std::vector<Character>& c, size_t at) {
  int cost = c[at].rarity;
  if (at > 0 && at + 1 < c.size()) cost += FlankCost(c[at - 1], c[at], c[at + 1]);
  return cost;
}

}  // namespace

uint32_t AddLayer(std::span<const Cell> cells, uint8_t last) {
  uint32_t deepest = 0;
  for (const Cell& cell : cells) {
    if (std::bit_width(cell.layers) > std::bit_width(deepest)) deepest = cell.layers;
  }
  const auto used = static_cast<unsigned>((std::bit_width(deepest) + 7) / 8);
  return used >= 4 ? deepest : deepest | (static_cast<uint32_t>(last) << (8U * used));
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
  cost += character.rarity;
  // Entering from the best state, and staying from the states already in the page, is all that can
  // win, up to the pair's cost.
  State best;
  bool found = false;
  const size_t count = states_.size();
  for (size_t i = current_; i < count; ++i) {
    const State& s = states_[i];
    const int base = s.cost + cost + (page != 0 && s.page == page ? 0 : fee);
    if (found && base >= best.cost) continue;
    const int total = base + PairCost(s.last, character);
    if (found && total >= best.cost) continue;
    best = {total, static_cast<int32_t>(i), page != 0 ? page : s.page, unit, character};
    found = true;
  }
  if (found) Propose(best, unit.end);
}

void Reader::OfferUnits(size_t at, std::span<const Cell> cells, const Evidence& evidence) {
  const CodePageIndex::Row& row = CodePageIndex::Get().BytesOf(cells[at].value);
  const auto begin = static_cast<uint32_t>(at);
  for (uint8_t page = 0; page < kCodePageCount; ++page) {
    if (!InRange(row[page], 0xC2, 0xF4)) continue;
    const Bytes bytes = Spell(cells, at, page);
    const Spelled spelled = DecodeBytes(bytes);
    const auto mode = static_cast<uint8_t>(page + 1);
    const int fee = Fee(page, evidence);
    const uint8_t layer = mode | (bytes.c1 ? layer::kC1 : 0);
    // "à " whose no-break space had become a plain one, which also parts the words.
    if (bytes.b[0] == 0xC3 && at + 1 < cells.size() && cells[at + 1].value == ' ') {
      const uint32_t end = begin + (SpaceIsPartOfWord(cells, at + 1) ? 2 : 1);
      OfferUnit({begin, end, 0xE0, layer}, mode, fee, kLengthCosts[2]);
      continue;
    }
    if (spelled.size == 0) continue;
    int spaces = 0;
    for (size_t i = at; i < at + spelled.size; ++i) spaces += cells[i].value == ' ' ? 1 : 0;
    if (spaces > (spelled.size == 6 ? 2 : 1)) continue;
    if (spaces == 1 && spelled.size == 2) {
      // A space taken out of the text must leave a word behind.
      const bool word = at + 2 < cells.size() && characters_[at + 2].sign == Sign::kLower &&
                        (at == 0 || !characters_[at - 1].letter());
      if (!word || !Classify(spelled.value).letter()) continue;
    }
    OfferUnit({begin, begin + static_cast<uint32_t>(spelled.size), spelled.value, layer}, mode, fee,
              kLengthCosts[spelled.size] + kLostSpace * (spaces != 0 ? 1 : 0));
  }
  const char32_t c = cells[at].value;
  if (!InRange(c < 0x100 ? static_cast<uint8_t>(c) : 0, 0x80, 0x9F)) return;
  // A control that is no part of UTF-8: what Windows-1252, or Mac Roman, has at that byte.
  if (const char32_t windows = CodePages()[kWindows1252].high[c - 0x80]; windows != 0) {
    OfferUnit({begin, begin + 1, windows, layer::kStray}, 0, kStrayC1, 0);
  }
  const char32_t mac = CodePages()[kMacintosh].high[c - 0x80];
  const bool inside = at > 0 && at + 1 < cells.size() && characters_[at - 1].letter() &&
                      characters_[at + 1].letter();
  if (inside && Classify(mac).sign == Sign::kLower) {
    OfferUnit({begin, begin + 1, mac, layer::kStray}, 0, kStrayC1 + 15, 0);
  }
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
  characters_.clear();
  for (const Cell& cell : cells) characters_.push_back(Classify(cell.value));
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
      if (states_[i].cost < states_[last].cost) last = i;
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
