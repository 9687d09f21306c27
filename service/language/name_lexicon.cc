#include "service/language/name_lexicon.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"

namespace nutgraf::language {
namespace {

using knowledge::Row;
using knowledge::Table;

constexpr size_t kMaxGazetteerWords = 10;
constexpr size_t kMaxTitleWords = 5;

constexpr std::pair<std::string_view, uint32_t> kRoles[] = {
    {"calendar", kCalendar},      {"not_name", kNotName},       {"particle", kParticle},
    {"place_last", kPlaceLast},   {"place_first", kPlaceFirst}, {"event", kEvent},
    {"event_first", kEventFirst}, {"suffix", kSuffix},          {"direction", kDirection},
    {"misc", kMiscWord}};

absl::Status Malformed(std::string_view table, uint32_t row) {
  return absl::DataLossError(ToAbsl(fmt::format("table {}: row {} is malformed", table, row + 1)));
}

bool ReadScores(const Row& row, int first_column, TypeScores* scores) {
  for (size_t i = 0; i < kEntityTypes; ++i) {
    const std::string_view cell = row.Cell(first_column + static_cast<int>(i));
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), (*scores)[i]);
    if (error != std::errc() || end != cell.data() + cell.size()) return false;
  }
  return true;
}

bool IsUpperByte(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLowerByte(char c) { return c >= 'a' && c <= 'z'; }

/// Whether the slice of a text may stand for a gazetteer's form: capitals where it has them.
bool CaseFits(const WordSequence& sequence, size_t first, size_t last, std::string_view form) {
  if (sequence.all_upper) return true;
  const bool form_lower = std::ranges::any_of(form, IsLowerByte);
  if (!form_lower && last == first + 1) {
    // "US" is not "us", and "Who" is not "WHO".
    return sequence.words[first].letter_case == text::CaseClass::kUpper || form.size() > 5;
  }
  size_t form_capitals = 0;
  char before = ' ';
  for (const char c : form) {
    if (before == ' ' && (IsUpperByte(c) || static_cast<uint8_t>(c) >= 0xC0)) ++form_capitals;
    before = c;
  }
  size_t capitals = 0;
  for (size_t i = first; i < last; ++i) {
    capitals += sequence.words[i].IsCapitalized() ? 1 : 0;
  }
  if (capitals < form_capitals) return false;
  // "AIDS" is no plural of a name, but datelines and headlines shout: "PARIS".
  return last > first + 1 || sequence.shouting || form.size() > 3 ||
         sequence.words[first].letter_case != text::CaseClass::kUpper ||
         std::ranges::count_if(form, IsUpperByte) > 1;
}

int32_t CityScale(std::string_view population) {
  // By digits: more than a million, a hundred thousand, fewer.
  return population.size() >= 7 ? 20 : population.size() == 6 ? 6 : -6;
}

}  // namespace

void FoldedWords::Assign(const WordSequence& sequence) {
  text.clear();
  begin.clear();
  end.clear();
  for (const Word& word : sequence.words) {
    if (word.space_before && !text.empty()) text.push_back(' ');
    begin.push_back(static_cast<uint32_t>(text.size()));
    knowledge::FoldInto(word.form, &buffer);
    text += buffer;
    end.push_back(static_cast<uint32_t>(text.size()));
  }
}

absl::StatusOr<NameLexicon> NameLexicon::Create(const knowledge::Knowledge& knowledge) {
  NameLexicon lexicon;
  for (const auto& [name, table] : {std::pair{"language/name_words", &lexicon.words_},
                                    std::pair{"knowledge/organization_words", &lexicon.org_words_},
                                    std::pair{"language/name_cues", &lexicon.cues_.table},
                                    std::pair{"language/name_endings", &lexicon.endings_},
                                    std::pair{"knowledge/titles", &lexicon.titles_},
                                    std::pair{"knowledge/demonyms", &lexicon.demonyms_},
                                    std::pair{"knowledge/groups", &lexicon.groups_},
                                    std::pair{"knowledge/countries", &lexicon.countries_},
                                    std::pair{"knowledge/given_names", &lexicon.given_names_},
                                    std::pair{"knowledge/surnames", &lexicon.surnames_}}) {
    auto found = knowledge.Require(name);
    if (!found.ok()) return found.status();
    *table = *found;
  }
  for (const absl::Status& status :
       {lexicon.ReadRoles(), lexicon.ReadGazetteers(knowledge), lexicon.ReadCues(),
        lexicon.ReadEndings(), lexicon.ReadPeople(knowledge)}) {
    if (!status.ok()) return status;
  }
  return lexicon;
}

absl::Status NameLexicon::ReadRoles() {
  for (const Row row : words_->All()) {
    const std::string_view role = row.Cell("role");
    const auto* const known =
        std::ranges::find(kRoles, role, &std::pair<std::string_view, uint32_t>::first);
    if (known == std::end(kRoles)) return Malformed(words_->name(), row.index());
    word_roles_.push_back(known->second);
  }
  for (const Row row : org_words_->All()) {
    const std::string_view position = row.Cell("position");
    const std::string_view kind = row.Cell("kind");
    uint32_t roles = position == "first"  ? kOrgFirst
                     : position == "last" ? kOrgLast
                                          : kOrgFirst | kOrgLast;
    if (kind == "government" || kind == "armed" || kind == "court") roles |= kOfState;
    org_roles_.push_back(roles);
  }
  return absl::OkStatus();
}

absl::Status NameLexicon::ReadGazetteers(const knowledge::Knowledge& knowledge) {
  auto table = knowledge.Require("language/gazetteers");
  if (!table.ok()) return table.status();
  for (const Row row : (*table)->All()) {
    auto source = knowledge.Require(row.Cell(0));
    if (!source.ok()) return source.status();
    TypeScores scores = {};
    if (!ReadScores(row, 2, &scores)) return Malformed((*table)->name(), row.index());
    if (gazetteers_.empty() || gazetteers_.back().table != *source) {
      gazetteers_.push_back({.table = *source,
                             .form = (*source)->Column("form"),
                             .kind = (*source)->Column("kind"),
                             .population = (*source)->Column("population"),
                             .by_kind = {}});
      max_words_ = std::max(max_words_, static_cast<size_t>((*source)->MaxWords()));
    }
    gazetteers_.back().by_kind.emplace_back(row.Cell(1), scores);
  }
  max_words_ = std::min(max_words_, kMaxGazetteerWords);
  return absl::OkStatus();
}

absl::Status NameLexicon::ReadCues() {
  for (const Row row : cues_.table->All()) {
    TypeScores scores = {};
    const std::string_view position = row.Cell(1);
    if (!ReadScores(row, 2, &scores) || (position != "before" && position != "after")) {
      return Malformed(cues_.table->name(), row.index());
    }
    cues_.position.push_back(position == "before" ? cues_before_ : cues_after_);
    cues_.scores.push_back(scores);
  }
  return absl::OkStatus();
}

absl::Status NameLexicon::ReadEndings() {
  for (const Row row : endings_->All()) {
    TypeScores scores = {};
    if (!ReadScores(row, 1, &scores)) return Malformed(endings_->name(), row.index());
    ending_scores_.push_back(scores);
  }
  return absl::OkStatus();
}

absl::Status NameLexicon::ReadPeople(const knowledge::Knowledge& knowledge) {
  auto people = knowledge.Require("knowledge/people");
  if (!people.ok()) return people.status();
  for (const Row row : (*people)->All()) {
    const std::string_view name = row.Cell(0);
    const size_t space = name.rfind(' ');
    if (space != std::string_view::npos) known_family_names_.insert(name.substr(space + 1));
  }
  return absl::OkStatus();
}

uint32_t NameLexicon::Roles(std::string_view folded) const {
  uint32_t roles = 0;
  for (const Row row : words_->Find(folded)) roles |= word_roles_[row.index()];
  for (const Row row : org_words_->Find(folded)) roles |= org_roles_[row.index()];
  return roles;
}

GazetteerMatch NameLexicon::Gazetteers(const WordSequence& sequence, const FoldedWords& folded,
                                       size_t first, size_t last) const {
  GazetteerMatch match = Gazetteers(sequence, folded.Slice(first, last), first, last);
  if (match.found || last != first + 1) return match;
  // "E.U." as "EU".
  char plain[8];
  size_t size = 0;
  const std::string_view form = folded.Slice(first, last);
  for (size_t i = 0; i < form.size(); ++i) {
    const bool letter = form[i] >= 'a' && form[i] <= 'z';
    if (letter != (i % 2 == 0) || (!letter && form[i] != '.') || size == sizeof(plain))
      return match;
    if (letter) plain[size++] = form[i];
  }
  return size < 2 ? match : Gazetteers(sequence, {plain, size}, first, last);
}

GazetteerMatch NameLexicon::Gazetteers(const WordSequence& sequence, std::string_view key,
                                       size_t first, size_t last) const {
  GazetteerMatch match;
  for (const Gazetteer& gazetteer : gazetteers_) {
    // Of several rows of one table the first that fits speaks: cities by falling population.
    for (const Row row : gazetteer.table->Find(key)) {
      if (gazetteer.form >= 0 && !CaseFits(sequence, first, last, row.Cell(gazetteer.form))) {
        continue;
      }
      const std::string_view kind = gazetteer.kind < 0 ? "" : row.Cell(gazetteer.kind);
      const auto scores = std::ranges::find_if(gazetteer.by_kind, [&](const auto& entry) {
        return entry.first == "*" || entry.first == kind;
      });
      if (scores == gazetteer.by_kind.end()) continue;
      match.found = true;
      match.scores += scores->second;
      if (gazetteer.population >= 0) {
        At(match.scores, EntityType::kLocation) += CityScale(row.Cell(gazetteer.population));
      }
      break;
    }
  }
  return match;
}

size_t NameLexicon::TitleLength(const FoldedWords& folded, size_t first, size_t limit) const {
  for (size_t length = std::min(kMaxTitleWords, limit - first); length > 0; --length) {
    const std::string_view title_class = TitleClass(folded.Slice(first, first + length));
    if (!title_class.empty() && title_class != "suffix") return length;
  }
  return 0;
}

std::string_view NameLexicon::TitleClass(std::string_view folded) const {
  const knowledge::RowRange rows = titles_->Find(folded);
  return rows.empty() ? std::string_view() : rows.front().Cell("class");
}

bool NameLexicon::IsDemonym(const Word& word, std::string_view folded) const {
  for (const Table* table : {demonyms_, groups_}) {
    for (const Row row : table->Find(folded)) {
      const std::string_view form = row.Cell("form");
      if (form.front() == word.form.front()) return true;
    }
  }
  return false;
}

bool NameLexicon::IsCommonGivenName(std::string_view folded) const {
  const knowledge::RowRange rows = given_names_->Find(folded);
  return !rows.empty() && rows.front().Cell("weight") != "0";
}

bool NameLexicon::IsCommonSurname(std::string_view folded) const {
  // At least some ten thousand bearers: "0.0" and "0.00" are the tail of the list.
  const knowledge::RowRange rows = surnames_->Find(folded);
  if (rows.empty()) return false;
  const std::string_view weight = rows.front().Cell("weight");
  return weight != "0" && !weight.starts_with("0.00");
}

const TypeScores* NameLexicon::Ending(std::string_view folded) const {
  constexpr size_t kLongest = 7;
  constexpr size_t kStem = 2;
  for (size_t length = std::min(kLongest, folded.size() > kStem ? folded.size() - kStem : 0);
       length >= 2; --length) {
    const knowledge::RowRange rows = endings_->Find(folded.substr(folded.size() - length));
    if (!rows.empty()) return &ending_scores_[rows.front().index()];
  }
  return nullptr;
}

const TypeScores* NameLexicon::Cue(int8_t position, std::string_view folded) const {
  for (const Row row : cues_.table->Find(folded)) {
    if (cues_.position[row.index()] == position) return &cues_.scores[row.index()];
  }
  return nullptr;
}

}  // namespace nutgraf::language
