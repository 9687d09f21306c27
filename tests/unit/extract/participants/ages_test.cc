// Ages beside names.

#include "service/extract/participants/ages.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class AgesTest : public ParticipantsFixture {
 protected:
  /// Years and span of Anna Lund's age; "" without one.
  std::string AgeIn(std::string_view text) {
    Extract(text, {{"Anna Lund", kPer}, {"Lund", kPer}, {"Peter Berg", kPer}});
    const ParticipantAge& age = Named("Anna Lund").age;
    return age.years == 0 ? "" : std::to_string(age.years) + " " + Slice(age.span);
  }
};

TEST_F(AgesTest, AfterTheName) {
  EXPECT_EQ(AgeIn("Anna Lund, 43, opened the bridge."), "43 43");
  EXPECT_EQ(AgeIn("Anna Lund (43) opened the bridge."), "43 43");
  EXPECT_EQ(AgeIn("Anna Lund, aged 43, opened the bridge."), "43 43");
  EXPECT_EQ(AgeIn("Anna Lund, 43 years old, opened the bridge."), "43 43");
  EXPECT_EQ(AgeIn("Anna Lund, a 43-year-old teacher, opened the bridge."), "43 43-year-old");
  EXPECT_EQ(AgeIn("The bridge was opened by Anna Lund, 43."), "43 43");
}

TEST_F(AgesTest, BeforeTheName) {
  EXPECT_EQ(AgeIn("The 43-year-old mayor, Anna Lund, opened the bridge."), "43 43-year-old");
  EXPECT_EQ(AgeIn("Teacher, 43-year-old Anna Lund, opened the bridge."), "43 43-year-old");
}

TEST_F(AgesTest, AnyOfThePersonsNamesMayHaveIt) {
  EXPECT_EQ(AgeIn("Anna Lund opened the bridge. Lund, 43, waved."), "43 43");
  EXPECT_EQ(AgeIn("Anna Lund, 43, waved. Lund, 44, left."), "43 43");
}

TEST_F(AgesTest, OtherNumbersAreNone) {
  EXPECT_EQ(AgeIn("Anna Lund, 430, opened the bridge."), "");
  EXPECT_EQ(AgeIn("Anna Lund, 0, opened the bridge."), "");
  EXPECT_EQ(AgeIn("Anna Lund, 43 friends and a dog came."), "");
  EXPECT_EQ(AgeIn("Anna Lund 43 opened the bridge."), "");
  EXPECT_EQ(AgeIn("Anna Lund, 12, 14 and 9 points, won."), "");
  EXPECT_EQ(AgeIn("Anna Lund (1943) opened the bridge."), "");
  EXPECT_EQ(AgeIn("Anna Lund,"), "");
  EXPECT_EQ(AgeIn("Anna Lund, aged"), "");
}

TEST_F(AgesTest, SomebodyElsesIsNotTaken) {
  EXPECT_EQ(AgeIn("The 43-year-old told Anna Lund to leave."), "");
  EXPECT_EQ(AgeIn("The 43-year-old son of Anna Lund left."), "");
  EXPECT_EQ(AgeIn("43-year-old Peter Berg and Anna Lund left."), "");
  EXPECT_EQ(Named("Peter Berg").age.years, 43u);
}

TEST_F(AgesTest, BracketsInTheSportsPagesHoldMinutes) {
  EXPECT_EQ(AgeIn("Lundby beat Moeby 2-1 in the league. Anna Lund (43) scored a goal in the match. "
                  "The team won the cup final after the game, the coach said."),
            "");
}

TEST_F(AgesTest, OnlyPeopleHaveOne) {
  Extract("Boreal Foods, 43, was sold.", {{"Boreal Foods", kOrg}});
  EXPECT_EQ(Named("Boreal Foods").age.years, 0u);
}

}  // namespace
}  // namespace nutgraf::extract
