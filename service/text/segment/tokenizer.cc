#include "service/text/segment/tokenizer.h"

#include <array>
#include <optional>

#include "absl/strings/ascii.h"
#include "service/base/absl_compat.h"
#include "service/text/segment/token_scan.h"

namespace nutgraf::text {
namespace {

absl::StatusOr<absl::flat_hash_set<std::string_view>> ReadSet(const knowledge::Knowledge& knowledge,
                                                              std::string_view table,
                                                              std::string_view column) {
  const absl::StatusOr<const knowledge::Table*> found = knowledge.Require(table);
  if (!found.ok()) return found.status();
  absl::flat_hash_set<std::string_view> set;
  for (const knowledge::Row row : (*found)->All()) set.insert(row.Cell(column));
  return set;
}

}  // namespace

absl::StatusOr<Tokenizer> Tokenizer::Create(const knowledge::Knowledge& knowledge) {
  absl::StatusOr<Abbreviations> abbreviations = Abbreviations::Create(knowledge);
  if (!abbreviations.ok()) return abbreviations.status();
  auto units = ReadSet(knowledge, "text/number_units", "unit");
  if (!units.ok()) return units.status();
  auto domains = ReadSet(knowledge, "text/domains", "domain");
  if (!domains.ok()) return domains.status();
  const auto contractions = knowledge.Require("text/contractions");
  if (!contractions.ok()) return contractions.status();

  Tokenizer tokenizer;
  tokenizer.abbreviations_ = *std::move(abbreviations);
  tokenizer.units_ = *std::move(units);
  tokenizer.domains_ = *std::move(domains);
  for (const knowledge::Row row : (*contractions)->All()) {
    const std::string_view kind = row.Cell("kind");
    if (kind == "suffix") {
      tokenizer.suffixes_.insert(row.Cell("form"));
    } else if (kind == "prefix") {
      tokenizer.prefixes_.insert(row.Cell("form"));
    } else if (kind == "split" && row.Cell("parts").find(' ') != std::string_view::npos) {
      tokenizer.splits_.emplace(row.Cell("form"), row.Cell("parts"));
    } else {
      return absl::InvalidArgumentError("text/contractions: a row has an unknown kind or no parts");
    }
  }
  return tokenizer;
}

void Tokenizer::Tokenize(std::string_view text, Span range, std::vector<Token>* tokens) const {
  TokenScan(*this, text, range, tokens).Run();
}

}  // namespace nutgraf::text
