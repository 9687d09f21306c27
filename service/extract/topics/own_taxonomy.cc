#include "service/extract/topics/own_taxonomy.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/base/absl_compat.h"
#include "service/text/utf8.h"

namespace nutgraf::extract::topics {
namespace {

constexpr size_t kMaxBytes = 4 << 20;
constexpr size_t kMaxConcepts = 10'000;
constexpr size_t kMaxKeywords = 200;
constexpr size_t kMaxLevels = 8;
constexpr size_t kMaxScheme = 32;
constexpr size_t kMaxCodeName = 64;
constexpr size_t kMaxLabel = 200;
constexpr size_t kMaxDefinition = 2'000;
constexpr size_t kMaxKeyword = 100;
constexpr size_t kMaxProblems = 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReservedScheme = "medtop";

/// At most kMaxProblems of them; the others are counted.
class Problems {
 public:
  explicit Problems(std::string_view name) : name_(name) {}

  void Add(uint32_t line, std::string_view what) {
    if (++count_ > kMaxProblems) return;
    if (!text_.empty()) text_ += '\n';
    text_ += line == 0 ? fmt::format("{}: {}", name_, what)
                       : fmt::format("{}:{}: {}", name_, line, what);
  }

  bool empty() const { return count_ == 0; }
  std::string_view name() const { return name_; }

  absl::Status Status() const {
    std::string text = text_;
    if (count_ > kMaxProblems) text += fmt::format("\nand {} more", count_ - kMaxProblems);
    return absl::InvalidArgumentError(ToAbsl(text));
  }

 private:
  std::string_view name_;
  std::string text_;
  size_t count_ = 0;
};

std::string_view Trim(std::string_view cell) {
  while (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
  while (!cell.empty() && cell.back() == ' ') cell.remove_suffix(1);
  return cell;
}

/// Pieces between any of `marks`, trimmed; empty ones too.
std::vector<std::string_view> Split(std::string_view text, std::string_view marks) {
  std::vector<std::string_view> pieces;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find_first_of(marks, begin), text.size());
    pieces.push_back(Trim(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return pieces;
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

bool IsScheme(std::string_view scheme) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !scheme.empty() && scheme.size() <= kMaxScheme && is_letter(scheme.front()) &&
         std::all_of(scheme.begin(), scheme.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

bool IsCode(std::string_view code) {
  const size_t colon = code.find(':');
  if (colon == std::string_view::npos || !IsScheme(code.substr(0, colon))) return false;
  const std::string_view name = code.substr(colon + 1);
  return !name.empty() && name.size() <= kMaxCodeName &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

/// What may be said in a message: codes are printable, anything else might not be.
std::string Quoted(std::string_view code) {
  return IsCode(code) ? fmt::format("\"{}\"", code) : "that";
}

/// FNV-1a: names a version, and protects nothing.
std::string Version(std::string_view content) {
  uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : content) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return fmt::format("{:08x}", static_cast<uint32_t>(hash ^ (hash >> 32U)));
}

class Parser {
 public:
  Parser(std::string_view content, std::string_view name) : content_(content), problems_(name) {}

  absl::StatusOr<OwnTaxonomy> Parse() {
    if (content_.size() > kMaxBytes) {
      problems_.Add(0,
                    fmt::format("has {} bytes; at most {} are read", content_.size(), kMaxBytes));
      return problems_.Status();
    }
    const std::string version = Version(content_);
    if (content_.starts_with(kByteOrderMark)) content_.remove_prefix(kByteOrderMark.size());
    ReadLines();
    if (columns_ == 0 && problems_.empty()) problems_.Add(0, "has no header line");
    if (columns_ != 0 && concepts_.empty() && problems_.empty()) {
      problems_.Add(0, "has no concepts");
    }
    if (problems_.empty()) ResolveParents();
    if (!problems_.empty()) return problems_.Status();
    return OwnTaxonomy{
        .concepts = InOrder(), .name = std::string(problems_.name()), .version = version};
  }

 private:
  void ReadLines() {
    uint32_t number = 0;
    for (size_t begin = 0; begin < content_.size();) {
      const size_t end = std::min(content_.find('\n', begin), content_.size());
      std::string_view line = content_.substr(begin, end - begin);
      begin = end + 1;
      ++number;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (Trim(line).empty() || line.starts_with('#')) continue;
      if (!text::IsValidUtf8(line)) {
        problems_.Add(number, "is not UTF-8");
      } else if (HasControl(line)) {
        problems_.Add(number, "has a control character");
      } else if (columns_ == 0) {
        if (!ReadHeader(line, number)) return;
      } else if (concepts_.size() == kMaxConcepts) {
        problems_.Add(number, fmt::format("is one too many; at most {} concepts", kMaxConcepts));
        return;
      } else {
        ReadRow(line, number);
      }
    }
  }

  bool ReadHeader(std::string_view line, uint32_t number) {
    static constexpr std::string_view kNames[] = {"code", "label", "definition", "keywords",
                                                  "parent"};
    const std::vector<std::string_view> names = Split(line, "\t");
    if ((names.size() != 4 && names.size() != 5) ||
        !std::equal(names.begin(), names.end(), std::begin(kNames))) {
      problems_.Add(number,
                    "must be the header: code, label, definition, keywords and, if wanted, parent, "
                    "with tabs between");
      return false;
    }
    columns_ = names.size();
    return true;
  }

  void ReadRow(std::string_view line, uint32_t number) {
    const std::vector<std::string_view> cells = Split(line, "\t");
    if (cells.size() != columns_ && !(columns_ == 5 && cells.size() == 4)) {
      problems_.Add(number, fmt::format("has {} cells; the header has {}", cells.size(), columns_));
      return;
    }
    OwnConcept entry{.line = number,
                     .code = std::string(cells[0]),
                     .label = std::string(cells[1]),
                     .definition = std::string(cells[2]),
                     .keywords = {},
                     .parent = cells.size() == 5 ? std::string(cells[4]) : ""};
    if (!CheckCode(entry)) return;
    if (entry.label.empty()) problems_.Add(number, "has no label");
    if (entry.label.size() > kMaxLabel) {
      problems_.Add(number, fmt::format("has a label of more than {} bytes", kMaxLabel));
    }
    if (entry.definition.size() > kMaxDefinition) {
      problems_.Add(number, fmt::format("has a definition of more than {} bytes", kMaxDefinition));
    }
    for (const std::string_view keyword : Split(cells[3], ",;")) {
      if (keyword.empty()) continue;
      if (keyword.size() > kMaxKeyword) {
        problems_.Add(number, fmt::format("has a keyword of more than {} bytes", kMaxKeyword));
        break;
      }
      if (entry.keywords.size() == kMaxKeywords) {
        problems_.Add(number, fmt::format("has more than {} keywords", kMaxKeywords));
        break;
      }
      entry.keywords.emplace_back(keyword);
    }
    concepts_.push_back(std::move(entry));
  }

  bool CheckCode(const OwnConcept& entry) {
    const std::string_view scheme = std::string_view(entry.code).substr(0, entry.code.find(':'));
    if (!IsCode(entry.code)) {
      problems_.Add(
          entry.line,
          "has no code of the form scheme:name (scheme: a lower-case letter, then letters, "
          "digits and hyphens, at most 32; name: at most 64 printable ASCII characters)");
      return false;
    }
    if (scheme == kReservedScheme) {
      problems_.Add(entry.line, fmt::format("has the code {}: \"medtop:\" is kept for Media Topics",
                                            Quoted(entry.code)));
      return false;
    }
    const auto [known, added] = by_code_.try_emplace(entry.code, concepts_.size());
    if (!added) {
      problems_.Add(entry.line, fmt::format("has the code {} again, after line {}",
                                            Quoted(entry.code), concepts_[known->second].line));
    }
    return added;
  }

  /// Finds parents and levels; a concept that is its own ancestor has neither.
  void ResolveParents() {
    parents_.assign(concepts_.size(), std::nullopt);
    for (size_t i = 0; i < concepts_.size(); ++i) {
      const std::string& parent = concepts_[i].parent;
      if (parent.empty()) continue;
      const auto found = by_code_.find(parent);
      if (found == by_code_.end()) {
        problems_.Add(
            concepts_[i].line,
            fmt::format("has the parent {}, which is no code of the file", Quoted(parent)));
      } else {
        parents_[i] = found->second;
      }
    }
    if (!problems_.empty()) return;
    levels_.assign(concepts_.size(), 0);
    std::vector<size_t> way;
    for (size_t i = 0; i < concepts_.size(); ++i) {
      way.clear();
      size_t at = i;
      // A way longer than the levels allowed is a fault, whether or not it comes round.
      while (levels_[at] == 0 && way.size() <= kMaxLevels) {
        way.push_back(at);
        if (!parents_[at]) break;
        at = *parents_[at];
      }
      size_t level = levels_[at];
      while (!way.empty()) {
        levels_[way.back()] = ++level;
        way.pop_back();
      }
      if (levels_[i] > kMaxLevels) Complain(i);
    }
  }

  void Complain(size_t index) {
    // A longer ring is too deep as well.
    std::optional<size_t> at = parents_[index];
    for (size_t step = 0; at && *at != index && step < 8 * kMaxLevels; ++step) at = parents_[*at];
    if (at && *at == index) {
      problems_.Add(concepts_[index].line, "is its own ancestor");
    } else {
      problems_.Add(concepts_[index].line, fmt::format("lies deeper than {} levels", kMaxLevels));
    }
  }

  std::vector<OwnConcept> InOrder() {
    std::vector<size_t> order(concepts_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [this](size_t a, size_t b) { return levels_[a] < levels_[b]; });
    std::vector<OwnConcept> sorted;
    sorted.reserve(order.size());
    for (const size_t index : order) sorted.push_back(std::move(concepts_[index]));
    return sorted;
  }

  std::string_view content_;
  Problems problems_;
  size_t columns_ = 0;  // 0 before the header
  std::vector<OwnConcept> concepts_;
  absl::flat_hash_map<std::string, size_t> by_code_;
  std::vector<std::optional<size_t>> parents_;
  std::vector<size_t> levels_;
};

}  // namespace

absl::StatusOr<OwnTaxonomy> ParseOwnTaxonomy(std::string_view content, std::string_view name) {
  return Parser(content, name).Parse();
}

absl::StatusOr<OwnTaxonomy> ReadOwnTaxonomy(const std::string& path) {
  std::error_code error;
  Problems problems(path);
  if (!std::filesystem::is_regular_file(path, error)) {
    problems.Add(0, "is no file that can be read");
    return problems.Status();
  }
  std::ifstream in(path, std::ios::binary);
  std::string content(kMaxBytes + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in.bad() || !in.eof()) {
    // Either the file is longer than what is read, or reading it failed.
    problems.Add(0, in.bad() || in.gcount() == 0
                        ? std::string("can't be read")
                        : fmt::format("has more than {} bytes", kMaxBytes));
    return problems.Status();
  }
  content.resize(static_cast<size_t>(in.gcount()));
  return ParseOwnTaxonomy(content, path);
}

}  // namespace nutgraf::extract::topics
