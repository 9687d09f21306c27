#include "service/extract/quotes/reading.h"

#include <algorithm>
#include <tuple>

namespace nutgraf::extract::quotes {
namespace {

using language::Upos;

std::string Normalize(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= 'A' && c <= 'Z') {
      out.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if (text.substr(i, 3) == "\xE2\x80\x99" || text.substr(i, 3) == "\xE2\x80\x98") {
      out.push_back('\'');
      i += 2;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

Reading::Reading(const text::Document& document, const language::Annotations& notes,
                 const ParticipantsResult& people, const Lexicon& lexicon)
    : document_(document), notes_(notes), people_(people), lexicon_(lexicon), tree_(notes) {
  const size_t count = document.tokens.size();
  lower_.reserve(count);
  for (const text::Token& token : document.tokens)
    lower_.push_back(Normalize(document.Slice(token)));
  quoted_ = PairMarks(document);
  quoted_at_.assign(count, kNone);
  for (size_t q = 0; q < quoted_.size(); ++q) {
    for (uint32_t t = quoted_[q].tokens.first; t < quoted_[q].tokens.last; ++t) {
      quoted_at_[t] = static_cast<int32_t>(q);
    }
  }
  entity_at_.assign(count, kNone);
  for (size_t e = 0; e < notes.entities.size(); ++e) {
    const text::TokenRange range = notes.entities[e].tokens;
    for (uint32_t t = range.first; t < range.last && t < count; ++t) {
      entity_at_[t] = static_cast<int32_t>(e);
    }
  }
  for (size_t p = 0; p < people.participants.size(); ++p) {
    for (const Mention& mention : people.participants[p].mentions) {
      mentions_.push_back({mention.span, static_cast<uint32_t>(p), mention.kind});
    }
  }
  std::sort(mentions_.begin(), mentions_.end(), [](const PersonMention& a, const PersonMention& b) {
    return std::tie(a.span.begin, a.span.end, a.participant) <
           std::tie(b.span.begin, b.span.end, b.participant);
  });
  turns_ = FindTurns(document);
  MakeUnits();
}

/// Whether a sentence is nothing but an attribution, split off behind `"…?"`: "Lund asked."
bool Reading::IsAttribution(text::TokenRange sentence) const {
  constexpr uint32_t kLongestSubject = 6;
  for (uint32_t i = sentence.first; i < sentence.last && i - sentence.first <= kLongestSubject;
       ++i) {
    if (InQuotes(i) || IsPunct(i)) return false;
    if (i > sentence.first && IsVerb(i)) {
      for (const FormReading& form : lexicon_.Readings(lower_[i])) {
        const CueEntry& entry = lexicon_.entries()[form.entry];
        if (entry.kind != CueKind::kVerb || !entry.Has(kFrameQuote) || !entry.rest.empty())
          continue;
        return i + 1 >= sentence.last || IsPunct(i + 1) ? i + 2 >= sentence.last
                                                        : IsTime(i + 1) || Pos(i + 1) == Upos::kAdp;
      }
      return false;
    }
  }
  return false;
}

void Reading::MakeUnits() {
  size_t turn = 0;
  for (const text::Sentence& sentence : document_.sentences) {
    if (!text::IsStory(sentence.zone) || sentence.tokens.empty()) continue;
    while (turn < turns_.size() && turns_[turn].last_paragraph <= sentence.paragraph) ++turn;
    if (turn < turns_.size() && turns_[turn].first_paragraph <= sentence.paragraph) continue;
    const uint32_t first = sentence.tokens.first;
    if (!units_.empty() && units_.back().paragraph == sentence.paragraph &&
        units_.back().tokens.last == first) {
      // A quotation that reaches over the boundary holds the sentences together.
      const int32_t before = quoted_at_[first - 1];
      const bool inside = before != kNone && before == quoted_at_[first];
      const bool goes_on = document_.tokens[first].letter_case == text::CaseClass::kLower;
      if (inside || goes_on || (before != kNone && IsAttribution(sentence.tokens))) {
        units_.back().tokens.last = sentence.tokens.last;
        continue;
      }
    }
    Unit unit;
    unit.tokens = sentence.tokens;
    unit.paragraph = sentence.paragraph;
    unit.zone = sentence.zone;
    unit.first_in_paragraph = units_.empty() || units_.back().paragraph != sentence.paragraph;
    unit.headline = unit.zone == text::ZoneType::kHeadline || units_.empty();
    units_.push_back(unit);
  }
}

bool Reading::IsAny(uint32_t token, std::initializer_list<std::string_view> words) const {
  const std::string_view lower = lower_[token];
  return std::find(words.begin(), words.end(), lower) != words.end();
}

bool Reading::IsDash(uint32_t token) const {
  return IsAny(token, {"--", "-", "\xE2\x80\x94", "\xE2\x80\x93", "\xE2\x80\x95", "---"});
}

bool Reading::IsPunct(uint32_t token) const {
  return document_.tokens[token].kind == text::TokenKind::kPunctuation;
}

bool Reading::IsCapitalized(uint32_t token) const {
  const text::CaseClass c = document_.tokens[token].letter_case;
  return c == text::CaseClass::kCapitalized || c == text::CaseClass::kUpper ||
         (c == text::CaseClass::kMixed && !lower_[token].empty() &&
          document_.Slice(document_.tokens[token])[0] != lower_[token][0]);
}

bool Reading::IsBe(uint32_t token) const {
  if (Is(token, "'s")) return Pos(token) == Upos::kAux || Pos(token) == Upos::kVerb;
  return IsAny(token, {"is", "are", "was", "were", "be", "been", "being", "am", "'m", "'re"});
}

bool Reading::IsHave(uint32_t token) const {
  return IsAny(token, {"has", "have", "had", "having", "'ve"}) ||
         (Is(token, "'d") && Pos(token) == Upos::kAux);
}

bool Reading::IsDoOrModal(uint32_t token) const {
  return IsAny(token, {"do", "does", "did", "will", "would", "can", "could", "may", "might", "must",
                       "shall", "should", "'ll", "ca", "wo", "'d"});
}

bool Reading::IsNegation(uint32_t token) const {
  return IsAny(token, {"not", "n't", "never", "no", "nor", "neither"});
}

bool Reading::IsPersonalSubject(uint32_t token) const {
  return IsAny(token, {"he", "she", "it", "they", "i", "we", "you"});
}

bool Reading::IsRelative(uint32_t token) const {
  return IsAny(token, {"who", "which", "that", "whose", "whom"});
}

bool Reading::IsWhWord(uint32_t token) const {
  return IsAny(token, {"whether", "if", "how", "why", "what", "when", "where", "who", "which"});
}

bool Reading::IsClauseOpener(uint32_t token) const {
  return IsAny(token, {"because", "when", "while", "although", "though", "if", "unless", "since",
                       "after", "before", "until", "as", "whereas", "where", "than", "once", "that",
                       "whether", "so"});
}

bool Reading::IsCoordinator(uint32_t token) const {
  return IsAny(token, {"and", "but", "or", "yet", "nor", "&"});
}

bool Reading::IsNominal(uint32_t token) const {
  if (IsPossessive(token)) return false;
  switch (Pos(token)) {
    case Upos::kNoun:
    case Upos::kPropn:
    case Upos::kNum:
      return !IsPunct(token);
    default:
      return EntityAt(token) != kNone;
  }
}

bool Reading::IsModifier(uint32_t token) const {
  return Pos(token) == Upos::kAdj || IsPossessive(token) ||
         IsAny(token, {"my", "your", "his", "her", "its", "our", "their", "whose", "both", "all"});
}

bool Reading::IsDeterminer(uint32_t token) const {
  return Pos(token) == Upos::kDet ||
         IsAny(token, {"the", "a", "an", "this", "these", "those", "some", "many", "several", "few",
                       "most", "no", "one", "another", "other", "any", "each", "every"});
}

}  // namespace nutgraf::extract::quotes
