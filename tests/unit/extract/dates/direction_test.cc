// Which of two readings of a weekday, day or month is meant: words, tense and what was told before.
// All but the last with the parts of speech of the rule annotator; publication on a Wednesday.

#include <string>

#include "gtest/gtest.h"
#include "tests/unit/extract/dates/support.h"

namespace nutgraf::extract {
namespace {

std::string Dates(const std::string& text) {
  return DescribeAll(text, ExtractDates(text, {.publish_time = kExampleDay}, true));
}

TEST(DateDirection, UntilLooksAheadUnlessThePastIsTold) {
  EXPECT_EQ(Dates("The strike runs until the end of March."),
            "[the end of March]=DATE 2023-03 END");
  EXPECT_EQ(Dates("The ban lasts until the end of June."), "[the end of June]=DATE 2023-06 END");
  EXPECT_EQ(Dates("The shop is closed until Friday."), "[Friday]=DATE 2023-03-10");
  EXPECT_EQ(Dates("The law has funded the office until June."), "[June]=DATE 2023-06");
  EXPECT_EQ(Dates("They promised to pay by Friday."), "[Friday]=DATE 2023-03-10");
  EXPECT_EQ(Dates("The show lasted until October."), "[October]=DATE 2022-10");
  EXPECT_EQ(Dates("She did not know it until Friday."), "[Friday]=DATE 2023-03-03");
  EXPECT_EQ(Dates("He was in office until October."), "[October]=DATE 2022-10");
  EXPECT_EQ(Dates("The storm had moved north by Friday."), "[Friday]=DATE 2023-03-03");
}

TEST(DateDirection, TheVerbMayComeAfterTheDate) {
  EXPECT_EQ(Dates("On Friday, the two leaders are to meet."), "[Friday]=DATE 2023-03-10");
  EXPECT_EQ(Dates("By Friday, all of it will be gone."), "[Friday]=DATE 2023-03-10");
  EXPECT_EQ(Dates("By Friday, ten people had died."), "[Friday]=DATE 2023-03-03");
  EXPECT_EQ(Dates("On Friday, the minister said that he will go."), "[Friday]=DATE 2023-03-03");
}

TEST(DateDirection, WhatLiesAheadGoesOn) {
  EXPECT_EQ(Dates("He is due in Paris on Thursday before his long return to Rome on Friday."),
            "[Thursday]=DATE 2023-03-09; [Friday]=DATE 2023-03-10");
}

TEST(DateDirection, AFailedPlanIsPast) {
  EXPECT_EQ(Dates("The fault prevented a planned docking on Friday."), "[Friday]=DATE 2023-03-03");
  EXPECT_EQ(Dates("It was originally scheduled to dock on Friday."), "[Friday]=DATE 2023-03-03");
}

TEST(DateDirection, AYearThatWasToldGoesOn) {
  const std::string text =
      "On September 4, 1957, they were stopped. It was on September 23 that they came in.";
  const DatesResult result = ExtractDates(text, {.publish_time = "2010-09-07"}, true);
  EXPECT_EQ(DescribeAll(text, result),
            "[September 4, 1957]=DATE 1957-09-04; [September 23]=DATE 1957-09-23");
  EXPECT_EQ(result.dates[1].basis, DateBasis::kReference);
  ASSERT_EQ(result.dates[1].alternatives.size(), 1U);
  EXPECT_EQ(result.dates[1].alternatives[0].value, "2010-09-23");
  EXPECT_EQ(Dates("He was born in May 1957. In June he left."),
            "[May 1957]=DATE 1957-05; [June]=DATE 1957-06");
  EXPECT_EQ(Dates("He was born in December 1957. In January he left."),
            "[December 1957]=DATE 1957-12; [January]=DATE 1958-01");
}

TEST(DateDirection, AFreshDayIsNewsWhateverWasTold) {
  EXPECT_EQ(Dates("He was tried on May 4, 2009. He was freed on March 1."),
            "[May 4, 2009]=DATE 2009-05-04; [March 1]=DATE 2023-03-01");
  EXPECT_EQ(Dates("It was signed in May 2009. It will end in June."),
            "[May 2009]=DATE 2009-05; [June]=DATE 2023-06");
  // Last year is too near to be an account of its own.
  EXPECT_EQ(Dates("It was signed on May 4, 2022. The vote is on April 20."),
            "[May 4, 2022]=DATE 2022-05-04; [April 20]=DATE 2023-04-20");
}

TEST(DateDirection, LastAndNextStandBeforeADayToo) {
  EXPECT_EQ(Dates("They left last Sept. 13 by boat."), "[last Sept. 13]=DATE 2022-09-13");
  EXPECT_EQ(Dates("They return next May 2 by boat."), "[next May 2]=DATE 2023-05-02");
}

TEST(DateDirection, TenseIsNotAskedWhereNoPartsOfSpeechAre) {
  const std::string text = "The show lasted until October.";
  EXPECT_EQ(DescribeAll(text, ExtractDates(text, {.publish_time = kExampleDay}, false)),
            "[October]=DATE 2023-10");
}

}  // namespace
}  // namespace nutgraf::extract
