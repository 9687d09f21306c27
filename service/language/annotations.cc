#include "service/language/annotations.h"

#include <array>
#include <cstddef>

namespace nutgraf::language {
namespace {

constexpr std::array<std::string_view, 17> kUpos = {
    "X",   "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN",
    "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"};
static_assert(kUpos.size() == static_cast<size_t>(Upos::kVerb) + 1);

constexpr std::array<std::string_view, 47> kRelations = {
    "dep",          "root",  "acl",        "acl:relcl", "advcl",      "advmod",    "amod",
    "appos",        "aux",   "aux:pass",   "case",      "cc",         "ccomp",     "compound",
    "compound:prt", "conj",  "cop",        "csubj",     "csubj:pass", "det",       "discourse",
    "dislocated",   "expl",  "fixed",      "flat",      "goeswith",   "iobj",      "list",
    "mark",         "nmod",  "nmod:poss",  "nmod:tmod", "nmod:npmod", "nsubj",     "nsubj:pass",
    "nummod",       "obj",   "obl",        "obl:agent", "obl:tmod",   "obl:npmod", "orphan",
    "parataxis",    "punct", "reparandum", "vocative",  "xcomp"};
static_assert(kRelations.size() == static_cast<size_t>(DepRel::kXcomp) + 1);

constexpr std::array<std::string_view, 5> kEntityTypes = {"PERSON", "ORGANIZATION", "LOCATION",
                                                          "NORP", "MISC"};
static_assert(kEntityTypes.size() == static_cast<size_t>(EntityType::kMisc) + 1);

template <typename Enum, size_t N>
Enum FromName(const std::array<std::string_view, N>& names, std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return static_cast<Enum>(0);
}

}  // namespace

std::string_view Name(Upos upos) { return kUpos[static_cast<size_t>(upos)]; }
std::string_view Name(DepRel relation) { return kRelations[static_cast<size_t>(relation)]; }
std::string_view Name(EntityType type) { return kEntityTypes[static_cast<size_t>(type)]; }

Upos UposFromName(std::string_view name) { return FromName<Upos>(kUpos, name); }
DepRel DepRelFromName(std::string_view name) { return FromName<DepRel>(kRelations, name); }

}  // namespace nutgraf::language
