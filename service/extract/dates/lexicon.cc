#include "service/extract/dates/lexicon.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/extract/dates/calendar.h"

namespace nutgraf::extract::dates {
namespace {

constexpr std::pair<std::string_view, Symbol> kClassNames[] = {
    {"NUM", kNumber},      {"QUANT", kQuantity},      {"ORD", kOrdinal},
    {"DAY", kDayNumber},   {"YEAR", kYear},           {"YY", kShortYear},
    {"ANYYEAR", kAnyYear}, {"MONTH", kMonth},         {"MONTHX", kMonthAny},
    {"WEEKDAY", kWeekday}, {"WEEKDAYX", kWeekdayAny}, {"WEEKDAYS", kWeekdays},
    {"UNIT", kUnit},       {"UNITS", kUnits},         {"PART", kPart},
    {"SEASON", kSeason},   {"HOLIDAY", kHoliday},     {"CLOCK", kClock},
    {"ZONE", kZone},       {"DECADE", kDecade},       {"REL", kRelative},
    {"ISODATE", kIsoDate}, {"NUMDATE", kNumberDate},  {"QCODE", kQuarterCode},
    {"HCODE", kHalfCode},  {"FREQ", kFrequency},      {"SHIFT", kShift},
};

constexpr std::pair<std::string_view, ContextRole> kRoleNames[] = {
    {"before-number", ContextRole::kBeforeNumber},
    {"after-number", ContextRole::kAfterNumber},
    {"opens-year", ContextRole::kOpensYear},
    {"surely-year", ContextRole::kSurelyYear},
    {"name", ContextRole::kName},
    {"score", ContextRole::kScore},
    {"compound", ContextRole::kCompound},
    {"age", ContextRole::kAge},
    {"season-before", ContextRole::kSeasonBefore},
    {"season-after", ContextRole::kSeasonAfter},
    {"month-after", ContextRole::kMonthAfter},
    {"prefix", ContextRole::kPrefix},
    {"owner", ContextRole::kOwner},
};

std::vector<std::string_view> SplitOn(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t at = text.find(separator);
    const std::string_view part = text.substr(0, at);
    if (!part.empty()) parts.push_back(part);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
  }
  return parts;
}

bool ToInt(std::string_view text, int64_t* value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return error == std::errc() && end == text.data() + text.size();
}

absl::Status BadRow(const knowledge::Table& table, uint32_t row, std::string_view why) {
  return absl::InvalidArgumentError(
      fmt::format("table {} row {} ({}): {}", table.name(), row + 1, table.Cell(row, 0), why));
}

bool Has(std::string_view flags, std::string_view flag) {
  const auto parts = SplitOn(flags, ' ');
  return std::find(parts.begin(), parts.end(), flag) != parts.end();
}

}  // namespace

Lexicon::Lexicon() {
  marks_.fill(-1);
  // The last is kHalfMark.
  for (const char mark : std::string_view("-'.,:/()$%\"#&+\x1F")) {
    marks_[static_cast<unsigned char>(mark)] = Intern(std::string(1, mark));
  }
  // What the lattice reads by itself.
  for (const std::string_view word :
       {"am", "pm", "a",   "p",    "m",   "o",     "clock", "s", "st", "nd",
        "rd", "th", "and", "half", "hrs", "hours", "q",     "h", "fy", "t"}) {
    Intern(word);
  }
}

int32_t Lexicon::Intern(std::string_view lower) {
  const auto [it, added] =
      index_.try_emplace(std::string(lower), static_cast<int32_t>(words_.size()));
  if (added) words_.emplace_back();
  return it->second;
}

int32_t Lexicon::Find(std::string_view word) const {
  char lower[24];
  if (word.size() > sizeof(lower)) return -1;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const auto it = index_.find(absl::string_view(lower, word.size()));
  return it == index_.end() ? -1 : it->second;
}

uint16_t Lexicon::Literal(std::string_view text) {
  const int32_t index = Intern(text);
  Word& word = words_[static_cast<size_t>(index)];
  if (word.literal == kNoSymbol) word.literal = next_literal_++;
  return word.literal;
}

Symbol Lexicon::ClassFromName(std::string_view name) {
  for (const auto& [known, symbol] : kClassNames) {
    if (known == name) return symbol;
  }
  return kNoSymbol;
}

absl::Status Lexicon::Load(const knowledge::Knowledge& knowledge) {
  using Loader = absl::Status (Lexicon::*)(const knowledge::Table&);
  constexpr std::pair<const char*, Loader> kTables[] = {
      {"dates/words", &Lexicon::LoadWords},
      {"dates/zones", &Lexicon::LoadZones},
      {"dates/context", &Lexicon::LoadContext},
  };
  for (const auto& [name, load] : kTables) {
    const auto table = knowledge.Require(name);
    if (!table.ok()) return table.status();
    if (absl::Status status = (this->*load)(**table); !status.ok()) return status;
  }
  const auto holidays = knowledge.Require("dates/holidays");
  if (!holidays.ok()) return holidays.status();
  const auto moving = knowledge.Require("dates/moving_days");
  if (!moving.ok()) return moving.status();
  if (absl::Status status = LoadHolidays(**holidays, **moving); !status.ok()) return status;
  const auto lines = knowledge.Require("dates/publication");  // read by the AnchorFinder
  if (!lines.ok()) return lines.status();
  for (uint32_t row = 0; row < (*lines)->rows(); ++row) Intern((*lines)->Cell(row, 0));
  return absl::OkStatus();
}

absl::Status Lexicon::LoadWords(const knowledge::Table& table) {
  const int class_column = table.Column("class");
  const int value_column = table.Column("value");
  const int flag_column = table.Column("flags");
  for (uint32_t row = 0; row < table.rows(); ++row) {
    const std::string_view name = table.Cell(row, class_column);
    const std::string_view raw_value = table.Cell(row, value_column);
    const std::string_view flags = table.Cell(row, flag_column);
    int64_t value = 0;
    const bool letter = raw_value.size() == 1 && (raw_value[0] < '0' || raw_value[0] > '9');
    if (letter) {
      value = raw_value[0];
    } else if (!ToInt(raw_value, &value)) {
      return BadRow(table, row, "value is neither a number nor a letter");
    }
    Word& word = words_[static_cast<size_t>(Intern(table.Cell(row, 0)))];
    if (name == "NUMWORD") {
      word.number = static_cast<int32_t>(value);
      continue;
    }
    if (name == "ORDWORD") {
      word.ordinal = static_cast<int32_t>(value);
      continue;
    }
    ClassValue entry;
    entry.symbol = ClassFromName(name);
    if (entry.symbol == kNoSymbol) return BadRow(table, row, "unknown class");
    entry.value = Has(flags, "reference") ? value + kFromReference : value;
    entry.needs_capital = Has(flags, "capital");
    entry.may_take_dot = Has(flags, "dot");
    word.classes.push_back(entry);
    // A name that is also a word, or an abbreviation, counts for less alone than with a number.
    if (entry.symbol == kMonth || entry.symbol == kWeekday) {
      ClassValue any = entry;
      any.symbol = entry.symbol == kMonth ? kMonthAny : kWeekdayAny;
      any.needs_capital = false;
      word.classes.push_back(any);
    }
    if (entry.symbol == kUnits) {
      ClassValue unit = entry;
      unit.symbol = kUnit;
      word.classes.push_back(unit);
    }
  }
  return absl::OkStatus();
}

absl::Status Lexicon::LoadHolidays(const knowledge::Table& table, const knowledge::Table& moving) {
  const int rule_column = table.Column("rule");
  const int flag_column = table.Column("flags");
  for (uint32_t row = 0; row < table.rows(); ++row) {
    const auto rule = SplitOn(table.Cell(row, rule_column), ' ');
    Holiday holiday;
    holiday.needs_capital = Has(table.Cell(row, flag_column), "capital");
    int64_t number[4] = {0, 0, 0, 0};
    const size_t first_number = !rule.empty() && rule[0] == "listed" ? rule.size() : 1;
    for (size_t i = first_number; i < rule.size() && i <= 4; ++i) {
      if (!ToInt(rule[i], &number[i - 1])) return BadRow(table, row, "not a number in its rule");
    }
    if (rule.empty()) return BadRow(table, row, "no rule");
    if (rule[0] == "fixed") {
      holiday.kind = Holiday::Kind::kFixed;
      holiday.month = static_cast<int>(number[0]);
      holiday.day = static_cast<int>(number[1]);
      holiday.length = rule.size() > 3 ? static_cast<int>(number[2]) : 1;
    } else if (rule[0] == "nth") {
      holiday.kind = Holiday::Kind::kNth;
      holiday.month = static_cast<int>(number[0]);
      holiday.day = static_cast<int>(number[1]);
      holiday.n = static_cast<int>(number[2]);
      holiday.shift = static_cast<int>(number[3]);
    } else if (rule[0] == "easter" || rule[0] == "orthodox") {
      holiday.kind = rule[0] == "easter" ? Holiday::Kind::kEaster : Holiday::Kind::kOrthodox;
      holiday.day = static_cast<int>(number[0]);
      holiday.length = rule.size() > 2 ? static_cast<int>(number[1]) : 1;
    } else if (rule[0] == "listed" && rule.size() > 1) {
      holiday.kind = Holiday::Kind::kListed;
      for (const knowledge::Row day : moving.Find(rule[1])) {
        const auto date = ParseIsoDate(day.Cell(1));
        if (!date) return BadRow(moving, day.index(), "not a date");
        holiday.listed.emplace_back(YearOf(*date), *date);
      }
      if (holiday.listed.empty()) return BadRow(table, row, "no days in moving_days");
      std::sort(holiday.listed.begin(), holiday.listed.end());
      if (rule.size() > 2) {
        int64_t length = 1;
        if (!ToInt(rule[2], &length)) return BadRow(table, row, "not a number of days");
        holiday.length = static_cast<int>(length);
      }
    } else if (rule[0] != "unknown") {
      return BadRow(table, row, "unknown kind of rule");
    }
    for (const std::string_view part : SplitOn(table.Cell(row, 0), ' ')) {
      holiday.words.push_back(Intern(part));
    }
    if (holiday.words.empty()) return BadRow(table, row, "no phrase");
    words_[static_cast<size_t>(holiday.words[0])].holidays.push_back(
        static_cast<uint32_t>(holidays_.size()));
    holidays_.push_back(std::move(holiday));
  }
  return absl::OkStatus();
}

absl::Status Lexicon::LoadZones(const knowledge::Table& table) {
  const int zone_column = table.Column("zone");
  for (uint32_t row = 0; row < table.rows(); ++row) {
    const std::string_view name = table.Cell(row, zone_column);
    Zone zone;
    int64_t minutes = 0;
    if (name == "local") {
      zone.local = true;
    } else if (ToInt(name.starts_with('+') ? name.substr(1) : name, &minutes)) {
      zone.zone = absl::FixedTimeZone(static_cast<int>(minutes) * 60);
      zone.utc = minutes == 0;
    } else if (!absl::LoadTimeZone(ToAbsl(name), &zone.zone)) {
      return BadRow(table, row, "the time zone is not in the tz database (is tzdata installed?)");
    }
    ClassValue entry{.symbol = kZone,
                     .needs_capital = table.Cell(row, 0).size() == 1,
                     .needs_upper = table.Cell(row, 0).size() <= 5 &&
                                    table.Cell(row, 0).size() > 1 && name != "local",
                     .value = static_cast<int64_t>(zones_.size())};
    words_[static_cast<size_t>(Intern(table.Cell(row, 0)))].classes.push_back(entry);
    zones_.push_back(zone);
  }
  return absl::OkStatus();
}

absl::Status Lexicon::LoadContext(const knowledge::Table& table) {
  const int role_column = table.Column("role");
  for (uint32_t row = 0; row < table.rows(); ++row) {
    Word& word = words_[static_cast<size_t>(Intern(table.Cell(row, 0)))];
    const std::string_view role = table.Cell(row, role_column);
    const auto* const known = std::find_if(std::begin(kRoleNames), std::end(kRoleNames),
                                           [&](const auto& entry) { return entry.first == role; });
    if (known == std::end(kRoleNames)) return BadRow(table, row, "unknown role");
    word.roles |= static_cast<uint16_t>(known->second);
  }
  return absl::OkStatus();
}

}  // namespace nutgraf::extract::dates
