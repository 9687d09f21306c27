#include "tests/eval/tool.h"

#include <istream>
#include <ostream>
#include <type_traits>

#include "service/language/annotations.h"
#include "service/language/encoder/encoder_annotator.h"
#include "service/language/rule_annotator.h"

namespace nutgraf::eval {
namespace {

using language::Annotations;

/// Writes values in the order in which Reader reads them.
class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}

  template <typename T>
  void operator()(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    out_.write(reinterpret_cast<const char*>(&value), sizeof(T));
  }
  void operator()(const std::string& text) { All(text); }
  template <typename T>
  void operator()(const std::vector<T>& values) {
    All(values);
  }
  void operator()(const language::Predicate& p) { Fields(*this, p); }
  void operator()(const language::Attribution& a) { Fields(*this, a); }
  void operator()(const Annotations& notes) { Fields(*this, notes); }

  template <typename Archive, typename T>
  static void Fields(Archive& archive, T& value) {
    using Plain = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Plain, language::Predicate>) {
      archive(value.token), archive(value.noun), archive(value.arguments);
      archive(value.confidence);
    } else if constexpr (std::is_same_v<Plain, language::Attribution>) {
      archive(value.content), archive(value.source), archive(value.cue);
      archive(value.confidence);
    } else {
      archive(value.upos), archive(value.lemma), archive(value.head), archive(value.deprel);
      archive(value.entities), archive(value.predicates), archive(value.attributions);
      archive(value.document_vector), archive(value.title_entities);
      archive(value.roles_computed), archive(value.attributions_computed);
      archive(value.model_version);
    }
  }

 private:
  template <typename Values>
  void All(const Values& values) {
    (*this)(static_cast<uint32_t>(values.size()));
    for (const auto& value : values) (*this)(value);
  }

  std::ostream& out_;
};

class Reader {
 public:
  explicit Reader(std::istream& in) : in_(in) {}

  template <typename T>
  void operator()(T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    in_.read(reinterpret_cast<char*>(&value), sizeof(T));
  }
  void operator()(std::string& text) { All(text); }
  template <typename T>
  void operator()(std::vector<T>& values) {
    All(values);
  }
  void operator()(language::Predicate& p) { Writer::Fields(*this, p); }
  void operator()(language::Attribution& a) { Writer::Fields(*this, a); }
  void operator()(Annotations& notes) { Writer::Fields(*this, notes); }

 private:
  template <typename Values>
  void All(Values& values) {
    uint32_t size = 0;
    (*this)(size);
    for (uint32_t i = 0; i < size && in_; ++i) {
      typename Values::value_type value{};
      (*this)(value);
      values.push_back(std::move(value));
    }
  }

  std::istream& in_;
};

}  // namespace

std::vector<uint32_t> CodePoints(std::string_view text) {
  std::vector<uint32_t> before(text.size() + 1, 0);
  uint32_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    before[i] = count;
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++count;
  }
  before[text.size()] = count;
  // Inside of a code point the count is one too many: spans never stand there.
  return before;
}

CachedAnnotator::CachedAnnotator(std::shared_ptr<const knowledge::Knowledge> knowledge,
                                 std::string weights, std::string cache)
    : knowledge_(std::move(knowledge)), weights_(std::move(weights)), cache_(std::move(cache)) {
  if (cache_.empty()) return;
  in_.open(cache_, std::ios::binary);
  if (!in_.is_open()) out_.open(cache_, std::ios::binary);
}

Annotations CachedAnnotator::Annotate(const text::Document& document) {
  Annotations notes;
  if (in_.is_open()) {
    Reader{in_}(notes);
    if (!in_ || notes.upos.size() != document.tokens.size()) {
      std::cerr << cache_ << " does not fit these documents: remove it\n";
      std::exit(1);
    }
    return notes;
  }
  if (annotator_ == nullptr) {
    if (weights_.empty()) {
      annotator_ = OrDie(language::RuleAnnotator::Create(knowledge_), "language");
    } else {
      annotator_ = OrDie(language::EncoderAnnotator::Create(weights_, knowledge_, {}), "weights");
    }
  }
  notes = OrDie(annotator_->Annotate(document, Cancellation()), "language");
  if (out_.is_open()) Writer{out_}(notes);
  return notes;
}

}  // namespace nutgraf::eval
