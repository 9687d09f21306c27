// Which place in the world a name means.

#include "service/extract/participants/gazetteer.h"

#include "tests/unit/extract/participants/participants_fixture.h"

namespace nutgraf::extract {
namespace {

class GazetteerTest : public ParticipantsFixture {};

TEST_F(GazetteerTest, WithoutOtherEvidenceTheLargest) {
  Extract("A man was arrested in Paris on Monday.", {{"Paris", kLoc}});
  const Place& paris = PlaceNamed("Paris");
  EXPECT_EQ(paris.country_code, "FR");
  EXPECT_FALSE(Id(paris, "geonames").empty());
  ASSERT_TRUE(paris.has_coordinates);
  EXPECT_NEAR(paris.latitude, 48.85, 0.1);
  EXPECT_NEAR(paris.longitude, 2.35, 0.1);
}

TEST_F(GazetteerTest, AContainerRightAfter) {
  Extract("A man was arrested in Paris, Texas on Monday.", {{"Paris", kLoc}, {"Texas", kLoc}});
  const Place& paris = PlaceNamed("Paris");
  EXPECT_EQ(paris.country_code, "US");
  EXPECT_EQ(paris.region, "Texas");
  EXPECT_NEAR(paris.latitude, 33.66, 0.1);
}

TEST_F(GazetteerTest, AContainerThatIsACountrysName) {
  Extract("A fire broke out in Lebanon, Pennsylvania on Monday.",
          {{"Lebanon", kLoc}, {"Pennsylvania", kLoc}});
  EXPECT_EQ(PlaceNamed("Lebanon").country_code, "US");
}

TEST_F(GazetteerTest, TheArticlesOtherPlaces) {
  Extract(
      "Police in Birmingham made arrests. The suspects drove from Alabama to Mississippi, "
      "where troopers of the United States stopped them in Jackson.",
      {{"Birmingham", kLoc},
       {"Alabama", kLoc},
       {"Mississippi", kLoc},
       {"Jackson", kLoc},
       {"United States", kLoc}});
  EXPECT_EQ(PlaceNamed("Birmingham").country_code, "US");
  Extract("Police in Birmingham made arrests. The suspects drove to England's north.",
          {{"Birmingham", kLoc}, {"England", kLoc}});
  EXPECT_EQ(PlaceNamed("Birmingham").country_code, "GB");
}

TEST_F(GazetteerTest, AStateThatSharesItsNameWithACountry) {
  Extract("Voters in Georgia went to the polls. Queues were long in Atlanta and Savannah.",
          {{"Georgia", kLoc}, {"Atlanta", kLoc}, {"Savannah", kLoc}});
  EXPECT_EQ(PlaceNamed("Georgia").country_code, "US");
  Extract("Voters in Georgia went to the polls. Queues were long in Tbilisi.",
          {{"Georgia", kLoc}, {"Tbilisi", kLoc}});
  EXPECT_EQ(PlaceNamed("Georgia").country_code, "GE");
}

TEST_F(GazetteerTest, AnUnknownPlaceHasALocalIdAndNoCoordinates) {
  Extract("A man was arrested in Quorlwick on Monday.", {{"Quorlwick", kLoc}});
  const Place& place = PlaceNamed("Quorlwick");
  EXPECT_TRUE(place.country_code.empty());
  EXPECT_FALSE(place.has_coordinates);
  EXPECT_EQ(Id(place, "nutgraf").size(), 16u);
}

TEST_F(GazetteerTest, AnUnknownPlaceOfAKnownStateHasItsCountry) {
  Extract("A man was arrested in Quorlwick, Nebraska on Monday.",
          {{"Quorlwick", kLoc}, {"Nebraska", kLoc}});
  EXPECT_EQ(PlaceNamed("Quorlwick").country_code, "US");
  EXPECT_EQ(PlaceNamed("Quorlwick").region, "Nebraska");
}

}  // namespace
}  // namespace nutgraf::extract
