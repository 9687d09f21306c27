#include "service/extract/quotes/tree.h"

#include <algorithm>

namespace nutgraf::extract::quotes {

using language::Annotations;
using language::DepRel;
using text::TokenRange;

Tree::Tree(const Annotations& notes) : head_(notes.head), relation_(notes.deprel) {
  const auto size = static_cast<uint32_t>(head_.size());
  relation_.resize(size, DepRel::kDep);
  first_child_.assign(size + 1, 0);
  extent_.resize(size);
  for (uint32_t t = 0; t < size; ++t) {
    extent_[t] = {t, t + 1};
    if (head_[t] < 0 || head_[t] >= static_cast<int32_t>(size)) {
      head_[t] = Annotations::kNoHead;
    } else {
      ++first_child_[head_[t] + 1];
    }
  }
  for (uint32_t t = 0; t < size; ++t) first_child_[t + 1] += first_child_[t];
  children_.resize(size == 0 ? 0 : first_child_[size]);
  std::vector<uint32_t> next(first_child_.begin(), first_child_.end());
  for (uint32_t t = 0; t < size; ++t) {
    if (head_[t] != Annotations::kNoHead) children_[next[head_[t]]++] = t;
  }
  // Depth first from the roots, without recursion. What no root reaches keeps an empty interval.
  enter_.assign(size, 0);
  leave_.assign(size, 0);
  uint32_t clock = 0;
  struct Frame {
    uint32_t token;
    uint32_t child;  // index into children_
  };
  std::vector<Frame> stack;
  for (uint32_t root = 0; root < size; ++root) {
    if (head_[root] != Annotations::kNoHead) continue;
    enter_[root] = ++clock;
    stack.push_back({root, first_child_[root]});
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.child < first_child_[frame.token + 1]) {
        const uint32_t child = children_[frame.child++];
        enter_[child] = ++clock;
        stack.push_back({child, first_child_[child]});
        continue;
      }
      const uint32_t token = frame.token;
      leave_[token] = clock + 1;
      stack.pop_back();
      if (stack.empty()) continue;
      TokenRange& extent = extent_[stack.back().token];
      extent.first = std::min(extent.first, extent_[token].first);
      extent.last = std::max(extent.last, extent_[token].last);
    }
  }
}

bool Tree::Is(uint32_t token, std::initializer_list<DepRel> relations) const {
  return std::find(relations.begin(), relations.end(), relation_[token]) != relations.end();
}

std::span<const uint32_t> Tree::Children(uint32_t token) const {
  return {children_.data() + first_child_[token], first_child_[token + 1] - first_child_[token]};
}

int32_t Tree::Child(uint32_t token, std::initializer_list<DepRel> relations) const {
  for (const uint32_t child : Children(token)) {
    if (Is(child, relations)) return static_cast<int32_t>(child);
  }
  return Annotations::kNoHead;
}

}  // namespace nutgraf::extract::quotes
