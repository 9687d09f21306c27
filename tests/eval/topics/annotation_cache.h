// Annotations in a file, so that rules over them can be measured again without the encoder's time.
//
// Every layer that topics, keyphrases, participants and dates read. The file belongs to one build
// of the text and language stages and one set of documents: it is thrown away, not migrated.

#ifndef NUTGRAF_TESTS_EVAL_TOPICS_ANNOTATION_CACHE_H_
#define NUTGRAF_TESTS_EVAL_TOPICS_ANNOTATION_CACHE_H_

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

#include "service/language/annotations.h"

namespace nutgraf::eval {

template <typename T>
void Put(std::ostream& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.write(reinterpret_cast<const char*>(&value), sizeof(T));
}

template <typename T>
bool Get(std::istream& in, T* value) {
  static_assert(std::is_trivially_copyable_v<T>);
  return static_cast<bool>(in.read(reinterpret_cast<char*>(value), sizeof(T)));
}

template <typename T>
void PutAll(std::ostream& out, const T& values) {
  Put(out, static_cast<uint32_t>(values.size()));
  for (const auto& value : values) Put(out, value);
}

template <typename T>
bool GetAll(std::istream& in, T* values) {
  uint32_t size = 0;
  if (!Get(in, &size)) return false;
  values->resize(size);
  for (auto& value : *values) {
    if (!Get(in, &value)) return false;
  }
  return true;
}

inline void Save(std::ostream& out, const language::Annotations& notes) {
  PutAll(out, notes.upos);
  for (const std::string& lemma : notes.lemma) PutAll(out, lemma);
  PutAll(out, notes.head);
  PutAll(out, notes.deprel);
  PutAll(out, notes.entities);
  PutAll(out, notes.title_entities);
  PutAll(out, notes.document_vector);
}

/// False at the end of the file, or where it does not fit.
inline bool Load(std::istream& in, language::Annotations* notes) {
  if (!GetAll(in, &notes->upos)) return false;
  notes->lemma.resize(notes->upos.size());
  for (std::string& lemma : notes->lemma) {
    if (!GetAll(in, &lemma)) return false;
  }
  return GetAll(in, &notes->head) && GetAll(in, &notes->deprel) && GetAll(in, &notes->entities) &&
         GetAll(in, &notes->title_entities) && GetAll(in, &notes->document_vector);
}

}  // namespace nutgraf::eval

#endif  // NUTGRAF_TESTS_EVAL_TOPICS_ANNOTATION_CACHE_H_
