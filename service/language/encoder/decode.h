// From scores to structures: constrained best paths, spans, and trees.
//
// All are exact, deterministic (the lower index wins a tie) and pure.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_DECODE_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_DECODE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nutgraf::language {

/// A labelling scheme: "O", "B-x", "I-x" and, in BIOES, "E-x" and "S-x".
class Scheme {
 public:
  explicit Scheme(const std::vector<std::string>& labels);

  int labels() const { return static_cast<int>(types_.size()); }
  /// The label's type, an index into type_names(), -1 for O.
  int type(int label) const { return types_[label]; }
  const std::vector<std::string>& type_names() const { return names_; }

  /// The best path through logits [n, stride] that the scheme allows.
  void BestPath(const float* logits, int n, size_t stride, std::vector<int>& path) const;

  struct Labelled {
    int begin = 0, end = 0;
    int type = 0;
  };
  std::vector<Labelled> Spans(std::span<const int> path) const;

 private:
  std::vector<char> prefixes_;
  std::vector<int> types_;
  std::vector<std::string> names_;
  bool bioes_ = false;
  std::vector<int> closed_;  // labels that may stand before one that starts, ascending
  std::vector<int> starts_;  // labels that start
  struct Inner {             // a label that goes on, and the one or two that may stand before it
    int label, first, second;
  };
  std::vector<Inner> inner_;
  std::vector<bool> start_, end_;
};

/// The maximum spanning tree of n tokens with exactly one root. scores [n, stride]: column 0 the
/// root, 1 + j head j. Gives each token's head, -1 for the root. Chu-Liu/Edmonds; O(n³) at worst,
/// on one sentence of a window.
std::vector<int> BestTree(const float* scores, int n, size_t stride);

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_DECODE_H_
