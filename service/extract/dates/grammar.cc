#include "service/extract/dates/grammar.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "fmt/format.h"

namespace nutgraf::extract::dates {
namespace {

using Sequence = std::vector<uint16_t>;

constexpr size_t kMaxExpansions = 20000;  // of one pattern
constexpr size_t kMaxMatches = 6;

std::vector<std::string_view> Fields(std::string_view text) {
  std::vector<std::string_view> fields;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) fields.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

/// Expands a pattern into plain sequences of symbols.
class PatternParser {
 public:
  PatternParser(std::string_view pattern, Lexicon* lexicon)
      : fields_(Fields(pattern)), lexicon_(lexicon) {}

  std::optional<std::vector<Sequence>> Parse(std::string* error) {
    auto result = Alternatives();
    if (error_.empty() && at_ < fields_.size()) error_ = "unbalanced )";
    *error = error_;
    if (!error_.empty()) return std::nullopt;
    return result;
  }

 private:
  std::vector<Sequence> Alternatives() {
    std::vector<Sequence> all = Concatenation();
    while (error_.empty() && at_ < fields_.size() && fields_[at_] == "|") {
      ++at_;
      std::vector<Sequence> more = Concatenation();
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

  std::vector<Sequence> Concatenation() {
    std::vector<Sequence> result{{}};
    while (error_.empty() && at_ < fields_.size()) {
      std::string_view field = fields_[at_];
      if (field == "|" || field == ")" || field == ")?") break;
      ++at_;
      std::vector<Sequence> piece;
      bool optional = false;
      if (field == "(") {
        piece = Alternatives();
        if (at_ >= fields_.size()) {
          error_ = "missing )";
          break;
        }
        optional = fields_[at_] == ")?";
        ++at_;
      } else {
        optional = field.size() > 1 && field.ends_with('?');
        if (optional) field.remove_suffix(1);
        piece = Places(field);
      }
      if (optional) piece.emplace_back();
      std::vector<Sequence> product;
      for (const Sequence& left : result) {
        for (const Sequence& right : piece) {
          Sequence joined = left;
          joined.insert(joined.end(), right.begin(), right.end());
          product.push_back(std::move(joined));
        }
      }
      result = std::move(product);
      if (result.size() > kMaxExpansions) error_ = "expands too far";
    }
    return result;
  }

  std::vector<Sequence> Places(std::string_view field) {
    std::vector<Sequence> places;
    while (!field.empty()) {
      const size_t bar = field.find('|');
      const std::string_view name = field.substr(0, bar);
      if (name == "LPAREN" || name == "RPAREN") {
        places.push_back({lexicon_->Literal(name == "LPAREN" ? "(" : ")")});
      } else if (name.size() > 1 && name[0] >= 'A' && name[0] <= 'Z') {
        const Symbol symbol = Lexicon::ClassFromName(name);
        if (symbol == kNoSymbol) error_ = fmt::format("unknown class {}", name);
        places.push_back({symbol});
      } else {
        places.push_back({lexicon_->Literal(name)});
      }
      if (bar == std::string_view::npos) break;
      field.remove_prefix(bar + 1);
    }
    return places;
  }

  std::vector<std::string_view> fields_;
  size_t at_ = 0;
  Lexicon* lexicon_;
  std::string error_;
};

bool ToInt(std::string_view text, int* value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<RuleKind> KindFromName(std::string_view name) {
  constexpr std::pair<std::string_view, RuleKind> kNames[] = {
      {"date", RuleKind::kDate},     {"relative", RuleKind::kRelative}, {"shift", RuleKind::kShift},
      {"offset", RuleKind::kOffset}, {"nth", RuleKind::kNth},           {"set", RuleKind::kSet},
      {"vague", RuleKind::kVague},   {"duration", RuleKind::kDuration}, {"range", RuleKind::kRange},
      {"list", RuleKind::kList},
  };
  for (const auto& [known, kind] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

std::string ParseMeaning(std::string_view text, Rule* rule) {
  const auto fields = Fields(text);
  if (fields.empty()) return "no meaning";
  const auto kind = KindFromName(fields[0]);
  if (!kind) return fmt::format("unknown kind {}", fields[0]);
  rule->kind = *kind;
  for (size_t i = 1; i < fields.size(); ++i) {
    const size_t equals = fields[i].find('=');
    const std::string_view key = fields[i].substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? "" : fields[i].substr(equals + 1);
    bool good = true;
    int percent = 0;
    if (key == "unit") {
      good = value.size() == 1;
      if (good) rule->unit = value[0];
    } else if (key == "n") {
      good = ToInt(value, &rule->n);
    } else if (key == "sign") {
      good = ToInt(value, &rule->sign);
    } else if (key == "base") {
      good = value == "anchor" || value == "reference" || value == "event";
      rule->base = value == "reference" ? Base::kReference
                   : value == "event"   ? Base::kEvent
                                        : Base::kAnchor;
    } else if (key == "bc") {
      rule->bc = true;
    } else if (key == "fiscal") {
      rule->fiscal = true;
    } else if (key == "short") {
      rule->short_year = true;
    } else if (key == "upper") {
      rule->upper = true;
    } else if (key == "value") {
      rule->value = value;
    } else if (key == "mod") {
      rule->modifier = value;
    } else if (key == "quant") {
      rule->quantity = value;
    } else if (key == "sure") {
      good = ToInt(value, &percent) && percent > 0 && percent <= 100;
      rule->confidence = static_cast<float>(percent) / 100.0F;
    } else {
      good = false;
    }
    if (!good) return fmt::format("bad attribute {}", fields[i]);
  }
  return "";
}

std::string ParseContext(std::string_view text, Lexicon* lexicon, Context* context) {
  int negative = 0;
  const auto fields = Fields(text);
  for (std::string_view field : fields) {
    if (field.size() > 1 && field[0] == '!') {
      ++negative;
      field.remove_prefix(1);
    }
    if (field == "^") {
      context->edge = true;
    } else if (field == "NUM") {
      context->number = true;
    } else {
      context->words.push_back(lexicon->Intern(field));
    }
  }
  context->negated = negative > 0;
  return negative > 0 && negative != static_cast<int>(fields.size())
             ? "context mixes words with and without !"
             : "";
}

bool Allows(const Context& context, const Lattice& lattice, bool inside, uint32_t atom) {
  if (!context.any()) return true;
  bool found = false;
  if (!inside) {
    found = context.edge;
  } else {
    const Atom& a = lattice.atoms()[atom];
    found = (context.number && a.kind == AtomKind::kNumber) ||
            (a.word >= 0 &&
             std::find(context.words.begin(), context.words.end(), a.word) != context.words.end());
  }
  return found != context.negated;
}

}  // namespace

struct Grammar::Walk {
  Lattice* lattice;
  std::vector<Match>* matches;
  Match current;
  int steps = 0;
};

absl::Status Grammar::Compile(const knowledge::Table& table, Lexicon* lexicon) {
  const int meaning = table.Column("meaning");
  const int after = table.Column("after");
  const int before = table.Column("before");
  rules_.reserve(table.rows());  // Match keeps pointers to rules
  for (uint32_t row = 0; row < table.rows(); ++row) {
    Rule rule;
    std::string error = ParseMeaning(table.Cell(row, meaning), &rule);
    if (error.empty()) error = ParseContext(table.Cell(row, after), lexicon, &rule.after);
    if (error.empty()) error = ParseContext(table.Cell(row, before), lexicon, &rule.before);
    std::optional<std::vector<Sequence>> sequences;
    if (error.empty()) sequences = PatternParser(table.Cell(row, 0), lexicon).Parse(&error);
    if (error.empty()) {
      rules_.push_back(std::move(rule));
      for (const Sequence& sequence : *sequences) {
        if (sequence.empty()) error = "matches nothing";
        Insert(sequence, static_cast<uint32_t>(rules_.size() - 1));
      }
    }
    if (!error.empty()) {
      return absl::InvalidArgumentError(fmt::format("table {} row {} ({}): {}", table.name(),
                                                    row + 1, table.Cell(row, 0), error));
    }
  }
  return absl::OkStatus();
}

uint32_t Grammar::Child(uint32_t node, uint16_t symbol) const {
  const auto& children = nodes_[node].children;
  const auto it = std::lower_bound(children.begin(), children.end(), std::pair(symbol, 0U));
  return it != children.end() && it->first == symbol ? it->second : 0;
}

void Grammar::Insert(const Sequence& symbols, uint32_t rule) {
  uint32_t node = 0;
  for (const uint16_t symbol : symbols) {
    uint32_t child = Child(node, symbol);
    if (child == 0) {
      child = static_cast<uint32_t>(nodes_.size());
      auto& children = nodes_[node].children;
      children.insert(std::lower_bound(children.begin(), children.end(), std::pair(symbol, 0U)),
                      {symbol, child});
      nodes_.emplace_back();
    }
    node = child;
  }
  auto& rules = nodes_[node].rules;
  if (rules.empty() || rules.back() != rule) rules.push_back(rule);
}

void Grammar::Step(Walk* walk, uint32_t node, uint32_t atom) const {
  if (++walk->steps > kMaxSteps) return;
  Match& match = walk->current;
  for (const uint32_t index : nodes_[node].rules) {
    const Rule& rule = rules_[index];
    const auto size = static_cast<uint32_t>(walk->lattice->atoms().size());
    if (!Allows(rule.after, *walk->lattice, match.begin > 0, match.begin - 1)) continue;
    if (!Allows(rule.before, *walk->lattice, atom < size, atom)) continue;
    match.rule = &rule;
    match.rule_index = index;
    match.end = atom;
    walk->matches->push_back(match);
  }
  if (nodes_[node].children.empty()) return;
  const Lattice::Range range = walk->lattice->Edges(atom);
  for (uint32_t k = 0; k < range.count; ++k) {
    const Edge edge = walk->lattice->edge(range.first + k);
    const uint32_t child = Child(node, edge.symbol);
    if (child == 0) continue;
    const bool capture = edge.symbol < kFirstLiteral && match.captures < Match::kMaxCaptures;
    if (capture) {
      Symbol symbol = static_cast<Symbol>(edge.symbol);
      if (symbol == kMonthAny) symbol = kMonth;
      if (symbol == kWeekdayAny) symbol = kWeekday;
      if (symbol == kAnyYear) symbol = kYear;
      if (symbol == kUnits) symbol = kUnit;
      match.capture[match.captures++] = {symbol, atom, edge.end, edge.value};
    }
    Step(walk, child, edge.end);
    if (capture) --match.captures;
  }
}

void Grammar::MatchAt(Lattice* lattice, uint32_t atom, std::vector<Match>* matches) const {
  matches->clear();
  if (lattice->Edges(atom).count == 0) return;
  Walk walk{.lattice = lattice, .matches = matches, .current = {}, .steps = 0};
  walk.current.begin = atom;
  Step(&walk, 0, atom);
  std::sort(matches->begin(), matches->end(), [](const Match& a, const Match& b) {
    return a.end != b.end ? a.end > b.end : a.rule_index < b.rule_index;
  });
  if (matches->size() > kMaxMatches) matches->resize(kMaxMatches);
}

}  // namespace nutgraf::extract::dates
