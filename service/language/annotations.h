// What the language stage says about a Document: parallel arrays per token, and spans over tokens.
//
// Names follow Universal Dependencies v2 (UPOS, head, deprel, lemma). Later stages ask has_parse()
// and has_roles(): the rule annotator gives neither, the trained encoder both. An absent layer is
// empty, which is "not run"; a layer that ran and found nothing has its flag set and an empty list.
// Immutable once made; safe to read from many threads.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ANNOTATIONS_H_
#define NUTGRAF_SERVICE_LANGUAGE_ANNOTATIONS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/text/span.h"

namespace nutgraf::language {

using text::TokenRange;

enum class Upos : uint8_t {
  kX,
  kAdj,
  kAdp,
  kAdv,
  kAux,
  kCconj,
  kDet,
  kIntj,
  kNoun,
  kNum,
  kPart,
  kPron,
  kPropn,
  kPunct,
  kSconj,
  kSym,
  kVerb,
};

/// UD relations with the subtypes that English uses and the stages ask for.
enum class DepRel : uint8_t {
  kDep,
  kRoot,
  kAcl,
  kAclRelcl,
  kAdvcl,
  kAdvmod,
  kAmod,
  kAppos,
  kAux,
  kAuxPass,
  kCase,
  kCc,
  kCcomp,
  kCompound,
  kCompoundPrt,
  kConj,
  kCop,
  kCsubj,
  kCsubjPass,
  kDet,
  kDiscourse,
  kDislocated,
  kExpl,
  kFixed,
  kFlat,
  kGoeswith,
  kIobj,
  kList,
  kMark,
  kNmod,
  kNmodPoss,
  kNmodTmod,
  kNmodNpmod,
  kNsubj,
  kNsubjPass,
  kNummod,
  kObj,
  kObl,
  kOblAgent,
  kOblTmod,
  kOblNpmod,
  kOrphan,
  kParataxis,
  kPunct,
  kReparandum,
  kVocative,
  kXcomp,
};

/// "NOUN", "nsubj:pass": the names of the standard.
std::string_view Name(Upos upos);
std::string_view Name(DepRel relation);
/// The inverse; kX and kDep for a name that is unknown.
Upos UposFromName(std::string_view name);
DepRel DepRelFromName(std::string_view name);

enum class EntityType : uint8_t {
  kPerson,
  kOrganization,  // teams, companies, agencies, parties
  kLocation,      // countries, cities, regions, facilities
  kNorp,          // nationalities, religions, political groups ("Pakistani", "Republicans")
  kMisc,          // events, works, products, laws
};
std::string_view Name(EntityType type);

/// A name: without title, article and possessive 's. Disjoint, ascending.
struct EntityMention {
  TokenRange tokens;
  EntityType type = EntityType::kMisc;
  float confidence = 0;  // 0..1
};

/// Question roles of a predicate.
enum class Role : uint8_t { kWho, kWhat, kWhen, kWhere, kWhy, kHow };

/// How a participant of a predicate (who, what) stands to it; kNone for when, where, why and how.
enum class ArgumentKind : uint8_t {
  kNone,
  kAgent,    // acts: "who ordered it?"
  kPatient,  // is acted on: "what was ordered?"
  kOther,    // recipient, topic, instrument
};

struct RoleArgument {
  Role role = Role::kWho;
  ArgumentKind kind = ArgumentKind::kNone;
  TokenRange tokens;
  float confidence = 0;
};

struct Predicate {
  uint32_t token = 0;  // a verb or an event noun
  bool noun = false;
  std::vector<RoleArgument> arguments;
  float confidence = 0;
};

/// Who is said to have said what. Empty ranges are absent parts; content may be interrupted.
struct Attribution {
  std::vector<TokenRange> content;
  TokenRange source;
  TokenRange cue;
  float confidence = 0;
};

struct Annotations {
  static constexpr int32_t kNoHead = -1;  // the root of a sentence

  std::vector<Upos> upos;          // one per token, always present
  std::vector<std::string> lemma;  // one per token, lower case except names; always present
  std::vector<int32_t> head;       // token index or kNoHead; empty: no parse
  std::vector<DepRel> deprel;      // parallel to head
  std::vector<EntityMention> entities;
  std::vector<Predicate> predicates;
  std::vector<Attribution> attributions;
  std::vector<float> document_vector;         // empty: not computed
  std::vector<EntityMention> title_entities;  // over Document::title.tokens

  bool roles_computed = false;
  bool attributions_computed = false;
  std::string model_version;  // "rules-1", or the weights' version

  bool has_parse() const { return !head.empty(); }
  bool has_roles() const { return roles_computed; }
};

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ANNOTATIONS_H_
