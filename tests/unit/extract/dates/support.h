// Runs the date stage on a text and reads the notation of its tables' examples.

#ifndef NUTGRAF_TESTS_UNIT_EXTRACT_DATES_SUPPORT_H_
#define NUTGRAF_TESTS_UNIT_EXTRACT_DATES_SUPPORT_H_

#include <string>
#include <string_view>

#include "service/extract/dates/dates.h"
#include "service/text/document.h"

namespace nutgraf::extract {

/// Wednesday; what the tables' examples are read against.
inline constexpr const char* kExampleDay = "2023-03-08";

const DateExtractor& TestExtractor();

/// The stage on `text`, with no annotations unless `annotate`.
DatesResult ExtractDates(std::string_view text, const DateOptions& options = {},
                         bool annotate = false);

/// "DATE 2023-03-06" or "DATE 2023-03 START"; a date as one string, to compare and to print.
std::string Describe(const DateMention& mention);

/// All dates as "[slice]=TYPE value mod", joined by "; ".
std::string DescribeAll(std::string_view text, const DatesResult& result);

/// An example: "It fell on [March 6]." without its brackets, and the span that they mark.
struct Example {
  std::string text;
  text::Span span;
};
Example ReadExample(std::string_view marked);

}  // namespace nutgraf::extract

#endif  // NUTGRAF_TESTS_UNIT_EXTRACT_DATES_SUPPORT_H_
