#include "service/language/encoder/decode.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace nutgraf::language {
namespace {

constexpr double kNever = -1e9;

/// A square matrix of doubles: scores[dependent][head], node 0 is the root.
class Square {
 public:
  Square(int n, double fill) : n_(n), values_(static_cast<size_t>(n) * n, fill) {}
  double& at(int row, int col) { return values_[static_cast<size_t>(row) * n_ + col]; }
  double at(int row, int col) const { return values_[static_cast<size_t>(row) * n_ + col]; }
  int size() const { return n_; }

 private:
  int n_;
  std::vector<double> values_;
};

/// The nodes of one cycle of heads (heads[0] is ignored); empty when there is none.
std::vector<int> FindCycle(const std::vector<int>& heads) {
  const int n = static_cast<int>(heads.size());
  std::vector<int> state(n, 0);  // 0 new, otherwise the walk that reached it
  for (int start = 1; start < n; ++start) {
    int node = start;
    while (node > 0 && state[node] == 0) {
      state[node] = start;
      node = heads[node];
    }
    if (node > 0 && state[node] == start) {
      std::vector<int> cycle = {node};
      for (int next = heads[node]; next != node; next = heads[next]) cycle.push_back(next);
      return cycle;
    }
  }
  return {};
}

int BestHead(const Square& scores, int dependent) {
  int best = 0;
  for (int h = 1; h < scores.size(); ++h) {
    if (scores.at(dependent, h) > scores.at(dependent, best)) best = h;
  }
  return best;
}

std::vector<int> Edmonds(Square scores) {
  const int n = scores.size();
  for (int i = 0; i < n; ++i) scores.at(i, i) = kNever * 10;
  std::vector<int> heads(n, -1);
  for (int i = 1; i < n; ++i) heads[i] = BestHead(scores, i);
  const std::vector<int> cycle = FindCycle(heads);
  if (cycle.empty()) return heads;

  // Contract the cycle to one node, solve, and open it again where the solution enters.
  std::vector<bool> inside(n, false);
  for (int c : cycle) inside[c] = true;
  std::vector<int> outside;
  for (int i = 0; i < n; ++i) {
    if (!inside[i]) outside.push_back(i);
  }
  const int m = static_cast<int>(outside.size());
  Square small(m + 1, kNever * 10);
  std::vector<int> enter(m), leave(m);
  for (int a = 0; a < m; ++a) {
    for (int b = 0; b < m; ++b) small.at(a, b) = scores.at(outside[a], outside[b]);
    const int node = outside[a];
    double best_gain = -std::numeric_limits<double>::infinity();
    double best_out = best_gain;
    for (int c : cycle) {
      const double gain = scores.at(c, node) - scores.at(c, heads[c]);
      if (gain > best_gain) {
        best_gain = gain;
        enter[a] = c;
      }
      if (scores.at(node, c) > best_out) {
        best_out = scores.at(node, c);
        leave[a] = c;
      }
    }
    small.at(m, a) = best_gain;
    small.at(a, m) = best_out;
  }
  const std::vector<int> solved = Edmonds(std::move(small));
  std::vector<int> result = heads;
  for (int a = 1; a < m; ++a) {
    result[outside[a]] = solved[a] == m ? leave[a] : outside[solved[a]];
  }
  const int entry = solved[m];
  result[enter[entry]] = outside[entry];
  return result;
}

}  // namespace

Scheme::Scheme(const std::vector<std::string>& labels) {
  for (const std::string& label : labels) {
    prefixes_.push_back(label[0]);
    if (label[0] == 'S') bioes_ = true;
    if (label.size() < 3) {
      types_.push_back(-1);
      continue;
    }
    const std::string name = label.substr(2);
    const auto found = std::find(names_.begin(), names_.end(), name);
    types_.push_back(static_cast<int>(found - names_.begin()));
    if (found == names_.end()) names_.push_back(name);
  }
  const int n = static_cast<int>(labels.size());
  assert(n <= 256);  // BestPath remembers a label in a byte
  start_.resize(n);
  end_.resize(n);
  for (int b = 0; b < n; ++b) {
    std::vector<int> before;
    start_[b] = prefixes_[b] != 'I' && prefixes_[b] != 'E';
    end_[b] = !bioes_ || (prefixes_[b] != 'B' && prefixes_[b] != 'I');
    for (int a = 0; a < n; ++a) {
      const bool open = prefixes_[a] == 'B' || prefixes_[a] == 'I';
      const bool goes_on = types_[a] == types_[b] && (prefixes_[b] == 'I' || prefixes_[b] == 'E');
      const bool opens = start_[b];
      const bool allowed = bioes_ ? (open ? goes_on : opens) : (opens || (open && goes_on));
      if (!allowed) continue;
      if (start_[b]) {
        if (std::find(closed_.begin(), closed_.end(), a) == closed_.end()) closed_.push_back(a);
      } else {
        before.push_back(a);
      }
    }
    if (start_[b]) {
      starts_.push_back(b);
    } else {
      // B-x and I-x, or one of them in a list of labels that lacks the other.
      assert(!before.empty() && before.size() <= 2);
      inner_.push_back({b, before.front(), before.back()});
    }
  }
  std::sort(closed_.begin(), closed_.end());
}

void Scheme::BestPath(const float* logits, int n, size_t stride, std::vector<int>& path) const {
  const int k = labels();
  path.assign(n, 0);
  if (n == 0) return;
  constexpr float kMinus = -1e9F;
  std::vector<float> scores(2 * static_cast<size_t>(k));
  float* score = scores.data();
  float* next = score + k;
  std::vector<uint8_t> back(static_cast<size_t>(n) * k);
  for (int j = 0; j < k; ++j) score[j] = start_[j] ? logits[j] : kMinus;
  for (int t = 1; t < n; ++t) {
    const float* row = logits + t * stride;
    uint8_t* from = back.data() + static_cast<size_t>(t) * k;
    int closed = closed_.front();
    for (const int a : closed_) {
      if (score[a] > score[closed]) closed = a;
    }
    for (const int j : starts_) {
      from[j] = static_cast<uint8_t>(closed);
      next[j] = score[closed] + row[j];
    }
    for (const auto& [j, first, second] : inner_) {
      const int best = score[second] > score[first] ? second : first;
      from[j] = static_cast<uint8_t>(best);
      next[j] = score[best] + row[j];
    }
    std::swap(score, next);
  }
  int best = -1;
  for (int j = 0; j < k; ++j) {
    if (end_[j] && (best < 0 || score[j] > score[best])) best = j;
  }
  for (int t = n - 1; t >= 0; --t) {
    path[t] = best;
    best = back[static_cast<size_t>(t) * k + best];
  }
}

std::vector<Scheme::Labelled> Scheme::Spans(std::span<const int> path) const {
  std::vector<Labelled> spans;
  int begin = -1;
  int type = -1;
  for (size_t i = 0; i <= path.size(); ++i) {
    const char prefix = i < path.size() ? prefixes_[path[i]] : 'O';
    const int here = i < path.size() ? types_[path[i]] : -1;
    if (begin >= 0 && (prefix == 'O' || prefix == 'B' || prefix == 'S' || here != type)) {
      spans.push_back({begin, static_cast<int>(i), type});
      begin = -1;
    }
    if (prefix == 'B' || prefix == 'S') {
      begin = static_cast<int>(i);
      type = here;
    }
  }
  return spans;
}

std::vector<int> BestTree(const float* scores, int n, size_t stride) {
  if (n == 0) return {};
  std::vector<int> heads(n + 1, -1);  // 1-based, 0 the root
  int roots = 0;
  for (int i = 0; i < n; ++i) {
    const float* row = scores + i * stride;
    int best = -1;
    for (int h = 0; h <= n; ++h) {
      if (h != i + 1 && (best < 0 || row[h] > row[best])) best = h;
    }
    heads[i + 1] = best;
    if (best == 0) ++roots;
  }
  if (roots != 1 || !FindCycle(heads).empty()) {
    std::vector<int> candidates(n);
    std::iota(candidates.begin(), candidates.end(), 0);
    const auto margin = [&](int i) {
      const float* row = scores + i * stride;
      float best = -std::numeric_limits<float>::infinity();
      for (int h = 1; h <= n; ++h) {
        if (h != i + 1) best = std::max(best, row[h]);
      }
      return row[0] - best;
    };
    std::vector<float> margins(n);
    for (int i = 0; i < n; ++i) margins[i] = margin(i);
    std::stable_sort(candidates.begin(), candidates.end(),
                     [&](int a, int b) { return margins[a] > margins[b]; });
    candidates.resize(std::min(n, 5));
    double best_total = -std::numeric_limits<double>::infinity();
    for (const int root : candidates) {
      Square full(n + 1, kNever);
      for (int i = 0; i < n; ++i) {
        if (i == root) {
          full.at(i + 1, 0) = scores[i * stride];
          continue;
        }
        for (int h = 1; h <= n; ++h) full.at(i + 1, h) = scores[i * stride + h];
      }
      const Square kept = full;
      const std::vector<int> found = Edmonds(std::move(full));
      double total = 0;
      for (int i = 1; i <= n; ++i) total += kept.at(i, found[i]);
      if (total > best_total) {
        best_total = total;
        heads = found;
      }
    }
  }
  std::vector<int> result(n);
  for (int i = 0; i < n; ++i) result[i] = heads[i + 1] - 1;
  return result;
}

}  // namespace nutgraf::language
