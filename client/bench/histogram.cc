#include "client/bench/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nutgraf::bench {
namespace {

constexpr int kHalfBits = 10;
constexpr int64_t kHalf = int64_t{1} << kHalfBits;  // buckets of one doubling
constexpr int kDoublings = 40 - kHalfBits - 1;      // above the first 2 * kHalf values

}  // namespace

Histogram::Histogram() : counts_(static_cast<size_t>((2 + kDoublings) * kHalf)) {}

size_t Histogram::Bucket(int64_t value) {
  const int width = std::bit_width(static_cast<uint64_t>(value));
  const int shift = std::max(0, width - kHalfBits - 1);
  // The top bits, whose first is set from the first doubling on, behind the doublings below.
  return static_cast<size_t>(shift * kHalf + (value >> shift));
}

int64_t Histogram::UpperEnd(size_t bucket) {
  const auto index = static_cast<int64_t>(bucket);
  if (index < 2 * kHalf) return index;
  const int64_t shift = index / kHalf - 1;
  const int64_t top = index - shift * kHalf;
  return ((top + 1) << shift) - 1;
}

void Histogram::Record(int64_t value) {
  value = std::clamp<int64_t>(value, 0, kLargest);
  ++counts_[Bucket(value)];
  ++count_;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  sum_ += static_cast<double>(value);
}

void Histogram::Add(const Histogram& other) {
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
}

double Histogram::mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

int64_t Histogram::Quantile(double q) const {
  if (count_ == 0) return 0;
  const double wanted = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(count_));
  const int64_t rank = std::clamp<int64_t>(static_cast<int64_t>(wanted), 1, count_);
  int64_t seen = 0;
  for (size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= rank) return std::min(UpperEnd(i), max_);
  }
  return max_;
}

}  // namespace nutgraf::bench
