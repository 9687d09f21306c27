#include "service/language/annotations.h"

#include <gtest/gtest.h>

namespace nutgraf::language {
namespace {

TEST(AnnotationNamesTest, UposNamesGoBothWays) {
  for (int i = 0; i <= static_cast<int>(Upos::kVerb); ++i) {
    const auto upos = static_cast<Upos>(i);
    EXPECT_EQ(UposFromName(Name(upos)), upos);
  }
  EXPECT_EQ(Name(Upos::kCconj), "CCONJ");
  EXPECT_EQ(Name(Upos::kPropn), "PROPN");
  EXPECT_EQ(UposFromName("noun"), Upos::kX);
  EXPECT_EQ(UposFromName(""), Upos::kX);
}

TEST(AnnotationNamesTest, RelationNamesGoBothWays) {
  for (int i = 0; i <= static_cast<int>(DepRel::kXcomp); ++i) {
    const auto relation = static_cast<DepRel>(i);
    EXPECT_EQ(DepRelFromName(Name(relation)), relation);
  }
  EXPECT_EQ(Name(DepRel::kNsubjPass), "nsubj:pass");
  EXPECT_EQ(Name(DepRel::kAclRelcl), "acl:relcl");
  EXPECT_EQ(Name(DepRel::kOblNpmod), "obl:npmod");
  EXPECT_EQ(DepRelFromName("nsubj:outer"), DepRel::kDep);
}

TEST(AnnotationNamesTest, EntityTypesHaveNames) {
  EXPECT_EQ(Name(EntityType::kPerson), "PERSON");
  EXPECT_EQ(Name(EntityType::kOrganization), "ORGANIZATION");
  EXPECT_EQ(Name(EntityType::kLocation), "LOCATION");
  EXPECT_EQ(Name(EntityType::kNorp), "NORP");
  EXPECT_EQ(Name(EntityType::kMisc), "MISC");
}

}  // namespace
}  // namespace nutgraf::language
