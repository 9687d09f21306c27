#include "service/extract/facts/reading.h"

#include <algorithm>

#include "service/knowledge/knowledge.h"

namespace nutgraf::extract::facts {

using language::DepRel;
using text::TokenRange;

namespace {

void Mark(TokenRange range, int32_t index, std::vector<int32_t>* at) {
  for (uint32_t t = range.first; t < range.last && t < at->size(); ++t) (*at)[t] = index;
}

}  // namespace

Reading::Reading(const FactsInput& input, const Lexicon& lexicon)
    : input_(input), lexicon_(lexicon) {
  const auto tokens = static_cast<uint32_t>(document().tokens.size());
  words_.resize(tokens);
  for (uint32_t t = 0; t < tokens; ++t) {
    knowledge::FoldInto(document().Slice(document().tokens[t]), &words_[t]);
  }
  participant_at_.assign(tokens, kNone);
  place_at_.assign(tokens, kNone);
  date_at_.assign(tokens, kNone);
  entity_at_.assign(tokens, kNone);
  const auto& people = input.participants.participants;
  for (size_t i = 0; i < people.size(); ++i) {
    for (const Mention& mention : people[i].mentions) {
      Mark(mention.tokens, static_cast<int32_t>(i), &participant_at_);
    }
  }
  const auto& places = input.participants.places;
  for (size_t i = 0; i < places.size(); ++i) {
    for (const Mention& mention : places[i].mentions) {
      Mark(mention.tokens, static_cast<int32_t>(i), &place_at_);
    }
  }
  for (size_t i = 0; i < input.dates.dates.size(); ++i) {
    Mark(TokensOf(input.dates.dates[i].span), static_cast<int32_t>(i), &date_at_);
  }
  for (size_t i = 0; i < notes().entities.size(); ++i) {
    Mark(notes().entities[i].tokens, static_cast<int32_t>(i), &entity_at_);
  }
  quoted_at_.assign(tokens, false);
  for (const Quote& quote : input.quotes) {
    if (quote.type != QuoteType::kDirect) continue;
    for (const text::Span span : quote.content) {
      const TokenRange said = TokensOf(span);
      for (uint32_t t = said.first; t < said.last; ++t) quoted_at_[t] = true;
    }
  }
  for (const language::Predicate& predicate : notes().predicates) {
    predicates_.push_back(&predicate);
  }
  std::sort(predicates_.begin(), predicates_.end(),
            [](const auto* a, const auto* b) { return a->token < b->token; });
  if (notes().has_parse()) BuildTree();
}

std::span<const language::Predicate* const> Reading::PredicatesOf(uint32_t sentence) const {
  const TokenRange tokens = document().sentences[sentence].tokens;
  const auto below = [](uint32_t limit) {
    return [limit](const language::Predicate* predicate) { return predicate->token < limit; };
  };
  const auto first =
      std::partition_point(predicates_.begin(), predicates_.end(), below(tokens.first));
  const auto last = std::partition_point(first, predicates_.end(), below(tokens.last));
  return {predicates_.data() + (first - predicates_.begin()), static_cast<size_t>(last - first)};
}

const language::Predicate* Reading::PredicateAt(uint32_t token) const {
  const auto at =
      std::partition_point(predicates_.begin(), predicates_.end(),
                           [token](const auto* predicate) { return predicate->token < token; });
  return at != predicates_.end() && (*at)->token == token ? *at : nullptr;
}

void Reading::BuildTree() {
  const auto tokens = static_cast<uint32_t>(document().tokens.size());
  std::vector<uint32_t> pending(tokens, 0);
  children_begin_.assign(tokens + 1, 0);
  roots_.assign(document().sentences.size(), language::Annotations::kNoHead);
  for (uint32_t t = 0; t < tokens; ++t) {
    const int32_t head = notes().head[t];
    if (head < 0) {
      int32_t& root = roots_[document().tokens[t].sentence];
      if (root < 0) root = static_cast<int32_t>(t);
    } else {
      ++children_begin_[head + 1];
      ++pending[head];
    }
  }
  for (uint32_t t = 0; t < tokens; ++t) children_begin_[t + 1] += children_begin_[t];
  children_.resize(children_begin_[tokens]);
  std::vector<uint32_t> next(children_begin_.begin(), children_begin_.end() - 1);
  for (uint32_t t = 0; t < tokens; ++t) {
    if (const int32_t head = notes().head[t]; head >= 0) children_[next[head]++] = t;
  }
  // Leaves first: a token's extent is whole once all of its children's are.
  extents_.resize(tokens);
  std::vector<uint32_t> ready;
  for (uint32_t t = 0; t < tokens; ++t) {
    extents_[t] = {t, t + 1};
    if (pending[t] == 0) ready.push_back(t);
  }
  while (!ready.empty()) {
    const uint32_t t = ready.back();
    ready.pop_back();
    const int32_t head = notes().head[t];
    if (head < 0) continue;
    TokenRange& above = extents_[head];
    above.first = std::min(above.first, extents_[t].first);
    above.last = std::max(above.last, extents_[t].last);
    if (--pending[head] == 0) ready.push_back(static_cast<uint32_t>(head));
  }
}

int32_t Reading::Child(uint32_t token, DepRel relation) const {
  for (const uint32_t child : Children(token)) {
    if (Relation(child) == relation) return static_cast<int32_t>(child);
  }
  return -1;
}

TokenRange Reading::TokensOf(text::Span span) const {
  const auto& tokens = document().tokens;
  const auto first = std::partition_point(tokens.begin(), tokens.end(), [span](const auto& token) {
    return token.span.end <= span.begin;
  });
  const auto last = std::partition_point(
      first, tokens.end(), [span](const auto& token) { return token.span.begin < span.end; });
  return {static_cast<uint32_t>(first - tokens.begin()),
          static_cast<uint32_t>(last - tokens.begin())};
}

}  // namespace nutgraf::extract::facts
