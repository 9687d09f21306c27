// An Analyzer whose behaviour the text of the article commands, for tests of what serves it.
//
//   "hold"        works until the test calls Release(), or until cancelled
//   "work 50"     works for 50 ms, or until cancelled
//   "throw"       throws
//   "fail"        fails with INTERNAL and a message that must reach no caller
//   anything else answers at once: a participant named by the first word
//
// A FakeAnalyzer is the test's handle; Make() gives analyzers that report to it. Thread-safe.

#ifndef NUTGRAF_TESTS_TESTING_FAKE_ANALYZER_H_
#define NUTGRAF_TESTS_TESTING_FAKE_ANALYZER_H_

#include <atomic>
#include <functional>
#include <memory>

#include "service/analysis/analyzer.h"

namespace nutgraf::testing {

class FakeAnalyzer {
 public:
  /// The handle must outlive what it makes.
  std::unique_ptr<const analysis::Analyzer> Make();

  /// Ends all "hold", now and to come.
  void Release() { released = true; }

  /// Polls until `what` holds; false after ten seconds.
  static bool Eventually(const std::function<bool()>& what);

  std::atomic<int> running{0};
  std::atomic<int> started{0};
  std::atomic<int> answered{0};
  std::atomic<int> stopped{0};  // by cancellation or deadline
  std::atomic<bool> released{false};
};

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_TESTING_FAKE_ANALYZER_H_
