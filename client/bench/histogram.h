// Latencies by count: constant memory, constant cost, three digits right over the whole range.
//
//   Histogram latency;                    // of microseconds, or of any other unit
//   latency.Record(1234);
//   latency.Quantile(0.99);               // never less than what was recorded there
//
// Buckets are log-linear, as in Gil Tene's HdrHistogram: values below 2048 have a bucket each;
// above that every doubling is split into 1024 buckets, so that a bucket is never wider than 1/1024
// of its values. Negative values count as 0, values above kLargest as kLargest. Not thread-safe.

#ifndef NUTGRAF_CLIENT_BENCH_HISTOGRAM_H_
#define NUTGRAF_CLIENT_BENCH_HISTOGRAM_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nutgraf::bench {

class Histogram {
 public:
  static constexpr int64_t kLargest = (int64_t{1} << 40) - 1;  // microseconds: twelve days

  Histogram();

  void Record(int64_t value);
  void Add(const Histogram& other);

  int64_t count() const { return count_; }
  /// 0 when nothing was recorded.
  int64_t min() const { return count_ == 0 ? 0 : min_; }
  int64_t max() const { return count_ == 0 ? 0 : max_; }
  double mean() const;

  /// The least recorded value (to the bucket's upper end, at most max()) that a share `q` of all
  /// values does not exceed; `q` from 0 to 1. 0 when nothing was recorded.
  int64_t Quantile(double q) const;

 private:
  static size_t Bucket(int64_t value);
  static int64_t UpperEnd(size_t bucket);

  std::vector<int64_t> counts_;
  int64_t count_ = 0;
  int64_t min_ = kLargest;
  int64_t max_ = 0;
  double sum_ = 0;
};

}  // namespace nutgraf::bench

#endif  // NUTGRAF_CLIENT_BENCH_HISTOGRAM_H_
