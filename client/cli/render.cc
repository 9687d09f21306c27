#include "client/cli/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace nutgraf::cli {
namespace {

/// "DATE_TYPE_DURATION" -> "duration"
std::string Lower(std::string_view name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  std::string lower(name);
  for (char& c : lower) c = c == '_' ? ' ' : static_cast<char>(c | 0x20);
  return lower;
}

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // C1 controls are C2 80..C2 9F in UTF-8.
    const bool c1 =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c < 0x20 || c == 0x7F || c1) {
      if (c1) ++i;
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += text[i];
    }
  }
  return out;
}

size_t Columns(std::string_view text) {  // code points: near enough for breaking lines
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

class Page {
 public:
  explicit Page(const RenderOptions& options) : options_(options) {}

  void Section(std::string_view title) {
    if (!out_.empty()) out_ += '\n';
    out_ += Bold(title);
    out_ += '\n';
  }

  /// "  label   value …", the value broken and indented.
  void Field(std::string_view label, std::string_view value) {
    constexpr size_t kIndent = 16;
    out_ += "  ";
    out_ += Dim(label);
    out_.append(Columns(label) + 2 < kIndent ? kIndent - 2 - Columns(label) : 1, ' ');
    size_t column = kIndent;
    bool first = true;
    const std::string clean = Printable(value);
    std::string_view rest = clean;
    while (!rest.empty()) {
      const size_t space = rest.find(' ');
      const std::string_view word = rest.substr(0, space);
      if (!first && column + 1 + Columns(word) > static_cast<size_t>(options_.width)) {
        out_ += '\n';
        out_.append(kIndent, ' ');
        column = kIndent;
        first = true;
      }
      if (!first) {
        out_ += ' ';
        ++column;
      }
      out_ += word;
      column += Columns(word);
      first = false;
      rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
    }
    out_ += '\n';
  }

  std::string Take() { return std::move(out_); }

 private:
  std::string Bold(std::string_view text) const {
    return options_.color ? fmt::format("\033[1m{}\033[0m", text) : std::string(text);
  }
  std::string Dim(std::string_view text) const {
    return options_.color ? fmt::format("\033[2m{}\033[0m", text) : std::string(text);
  }

  const RenderOptions& options_;
  std::string out_;
};

using Names = std::map<std::string, std::string>;

std::string DateRange(const v1::DateMention& date) {
  if (date.start().empty()) return date.value();
  return date.start() == date.end() ? date.start()
                                    : fmt::format("{} to {}", date.start(), date.end());
}

std::string AnswerText(const v1::Answer& answer, const Names& names) {
  const auto name =
      names.find(answer.participant_id().empty() ? answer.date_id() : answer.participant_id());
  if (name == names.end() || name->second == answer.text()) return answer.text();
  return fmt::format("{} ({})", answer.text(), name->second);
}

void Facts(const v1::ArticleMetadata& metadata, const Names& names, Page& page) {
  for (const auto& fact : metadata.headline_facts()) {
    page.Section(fmt::format("Fact {}", fact.rank()));
    page.Field("statement", fact.statement());
    std::string who;
    for (const auto& answer : fact.who()) {
      who += (who.empty() ? "" : "; ") + AnswerText(answer, names);
    }
    if (!who.empty()) page.Field("who", who);
    if (fact.has_what()) page.Field("what", AnswerText(fact.what(), names));
    if (fact.has_when()) page.Field("when", AnswerText(fact.when(), names));
    if (fact.has_where()) page.Field("where", AnswerText(fact.where(), names));
    if (fact.has_why()) page.Field("why", AnswerText(fact.why(), names));
    if (fact.has_how()) page.Field("how", AnswerText(fact.how(), names));
    std::string manner = Lower(v1::FactModality_Name(fact.modality()), "FACT_MODALITY_");
    if (fact.negated()) manner += ", negated";
    if (const auto source = names.find(fact.attributed_to_participant_id());
        source != names.end()) {
      manner += ", according to " + source->second;
    }
    page.Field("modality", manner);
  }
}

void Participants(const v1::ArticleMetadata& metadata, const Names& names, Page& page) {
  if (metadata.participants().empty()) return;
  page.Section("Participants");
  std::vector<const v1::Participant*> sorted;
  for (const auto& participant : metadata.participants()) sorted.push_back(&participant);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->salience() > b->salience(); });
  for (const auto* participant : sorted) {
    std::string line = participant->name();
    if (participant->has_age()) line += fmt::format(", {}", participant->age().years());
    for (const auto& title : participant->titles()) {
      line += ", " + title.text();
      if (!title.organization().empty()) line += " of " + title.organization();
    }
    if (const auto whom = names.find(participant->represents_participant_id());
        whom != names.end()) {
      line += fmt::format(" [for {}]", whom->second);
    }
    std::string roles;
    for (const int role : participant->story_roles()) {
      roles += (roles.empty() ? "" : ", ") +
               Lower(v1::StoryRole_Name(static_cast<v1::StoryRole>(role)), "STORY_ROLE_");
    }
    line += fmt::format(" ({})", roles);
    std::string aliases;
    for (const auto& alias : participant->aliases()) {
      aliases += (aliases.empty() ? " also: " : ", ") + alias;
    }
    page.Field(Lower(v1::ParticipantType_Name(participant->type()), "PARTICIPANT_TYPE_"),
               line + aliases);
  }
}

void Rest(const v1::ArticleMetadata& metadata, const Names& names, Page& page) {
  if (!metadata.places().empty()) page.Section("Places");
  for (const auto& place : metadata.places()) {
    page.Field(place.country_code().empty() ? "place" : place.country_code(), place.name());
  }
  if (!metadata.dates().empty()) page.Section("Dates");
  for (const auto& date : metadata.dates()) {
    page.Field(Lower(v1::DateType_Name(date.type()), "DATE_TYPE_"),
               fmt::format("{}: {}", date.span().text(), DateRange(date)));
  }
  if (!metadata.quotes().empty()) page.Section("Quotes");
  for (const auto& quote : metadata.quotes()) {
    const auto known = names.find(quote.speaker().participant_id());
    std::string speaker = known != names.end() ? known->second : quote.speaker().text();
    if (speaker.empty()) speaker = "(no speaker)";
    page.Field(Lower(v1::QuoteType_Name(quote.type()), "QUOTE_TYPE_"),
               fmt::format("{}: {}", speaker, quote.text()));
  }
  if (!metadata.topics().empty()) page.Section("Topics");
  for (const auto& topic : metadata.topics()) {
    page.Field(fmt::format("{:.2f}", topic.confidence()),
               fmt::format("{} ({})", topic.name(), topic.code()));
  }
  if (!metadata.keyphrases().empty()) {
    page.Section("Keyphrases");
    std::string line;
    for (const auto& phrase : metadata.keyphrases()) {
      line += (line.empty() ? "" : "; ") + phrase.text();
    }
    page.Field("", line);
  }
}

}  // namespace

std::string Render(const v1::ArticleMetadata& metadata, const RenderOptions& options) {
  Names names;  // of everything that an id can name
  for (const auto& p : metadata.participants()) names[p.participant_id()] = p.name();
  for (const auto& d : metadata.dates()) names[d.date_id()] = DateRange(d);
  names.erase("");

  Page page(options);
  page.Section(metadata.title().empty() ? "Article" : Printable(metadata.title()));
  if (!metadata.article_id().empty()) page.Field("id", metadata.article_id());
  page.Field("language", metadata.language_code());
  page.Field("published",
             metadata.publication().date().empty()
                 ? "unknown"
                 : fmt::format("{} ({})", metadata.publication().date(),
                               Lower(v1::PublicationSource_Name(metadata.publication().source()),
                                     "PUBLICATION_SOURCE_")));
  page.Field("model", metadata.model_version());
  for (const auto& warning : metadata.warnings()) page.Field("warning", warning.message());
  for (const auto& status : metadata.feature_statuses()) {
    if (status.state() == v1::FEATURE_STATE_UNSUPPORTED_LANGUAGE ||
        status.state() == v1::FEATURE_STATE_FAILED) {
      page.Field("not computed", Lower(v1::Feature_Name(status.feature()), "FEATURE_"));
    }
  }
  Facts(metadata, names, page);
  Participants(metadata, names, page);
  Rest(metadata, names, page);
  return page.Take();
}

}  // namespace nutgraf::cli
