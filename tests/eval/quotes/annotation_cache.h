// Annotations in a file, so that rules over them can be measured again without the encoder's time.
//
// Only what the quote rules and participants read is kept. The file belongs to one build of the
// language stage and one set: it is thrown away, not migrated.

#ifndef NUTGRAF_TESTS_EVAL_QUOTES_ANNOTATION_CACHE_H_
#define NUTGRAF_TESTS_EVAL_QUOTES_ANNOTATION_CACHE_H_

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "service/language/annotations.h"

namespace nutgraf::eval {

template <typename T>
void Put(std::ostream& out, const T& value) {
  out.write(reinterpret_cast<const char*>(&value), sizeof(T));
}
template <typename T>
bool Get(std::istream& in, T& value) {
  return static_cast<bool>(in.read(reinterpret_cast<char*>(&value), sizeof(T)));
}
template <typename T>
void PutAll(std::ostream& out, const std::vector<T>& values) {
  Put(out, static_cast<uint32_t>(values.size()));
  for (const T& value : values) Put(out, value);
}
template <typename T>
bool GetAll(std::istream& in, std::vector<T>& values) {
  uint32_t size = 0;
  if (!Get(in, size)) return false;
  values.resize(size);
  for (T& value : values) {
    if (!Get(in, value)) return false;
  }
  return true;
}

inline void Save(std::ostream& out, const language::Annotations& notes) {
  PutAll(out, notes.upos);
  PutAll(out, notes.head);
  PutAll(out, notes.deprel);
  PutAll(out, notes.entities);
  for (const std::string& lemma : notes.lemma) {
    PutAll(out, std::vector<char>(lemma.begin(), lemma.end()));
  }
  Put(out, static_cast<uint32_t>(notes.attributions.size()));
  for (const language::Attribution& a : notes.attributions) {
    PutAll(out, a.content);
    Put(out, a.source);
    Put(out, a.cue);
    Put(out, a.confidence);
  }
}

/// False at the end of the file, or where it does not fit.
inline bool Load(std::istream& in, language::Annotations& notes) {
  if (!GetAll(in, notes.upos) || !GetAll(in, notes.head) || !GetAll(in, notes.deprel) ||
      !GetAll(in, notes.entities)) {
    return false;
  }
  notes.lemma.resize(notes.upos.size());
  for (std::string& lemma : notes.lemma) {
    std::vector<char> bytes;
    if (!GetAll(in, bytes)) return false;
    lemma.assign(bytes.begin(), bytes.end());
  }
  uint32_t attributions = 0;
  if (!Get(in, attributions)) return false;
  notes.attributions.resize(attributions);
  for (language::Attribution& a : notes.attributions) {
    if (!GetAll(in, a.content) || !Get(in, a.source) || !Get(in, a.cue) || !Get(in, a.confidence)) {
      return false;
    }
  }
  notes.attributions_computed = true;
  return true;
}

}  // namespace nutgraf::eval

#endif  // NUTGRAF_TESTS_EVAL_QUOTES_ANNOTATION_CACHE_H_
