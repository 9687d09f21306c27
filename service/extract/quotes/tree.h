// The dependency trees of an article, read downwards: children, subtrees, the stretch they cover.
//
// Made once per article in linear time from Annotations::head; empty without a parse. A head that
// points outside of the article is taken for a root; tokens on a cycle are nobody's descendants.

#ifndef NUTGRAF_SERVICE_EXTRACT_QUOTES_TREE_H_
#define NUTGRAF_SERVICE_EXTRACT_QUOTES_TREE_H_

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "service/language/annotations.h"
#include "service/text/span.h"

namespace nutgraf::extract::quotes {

class Tree {
 public:
  explicit Tree(const language::Annotations& notes);

  bool empty() const { return head_.empty(); }
  /// Annotations::kNoHead for a root.
  int32_t Head(uint32_t token) const { return head_[token]; }
  language::DepRel Relation(uint32_t token) const { return relation_[token]; }
  bool Is(uint32_t token, std::initializer_list<language::DepRel> relations) const;

  /// Ascending.
  std::span<const uint32_t> Children(uint32_t token) const;
  /// The first child with one of the relations, or Annotations::kNoHead.
  int32_t Child(uint32_t token, std::initializer_list<language::DepRel> relations) const;
  /// From the first to the last token of its subtree.
  text::TokenRange Extent(uint32_t token) const { return extent_[token]; }
  /// Whether `token` is `ancestor` or hangs on it, at whatever depth. Constant time.
  bool IsBelow(uint32_t token, uint32_t ancestor) const {
    return enter_[ancestor] <= enter_[token] && enter_[token] < leave_[ancestor];
  }

 private:
  std::vector<int32_t> head_;
  std::vector<language::DepRel> relation_;
  std::vector<uint32_t> first_child_;  // into children_, one element more than tokens
  std::vector<uint32_t> children_;
  std::vector<text::TokenRange> extent_;
  std::vector<uint32_t> enter_;  // preorder: a subtree is [enter, leave)
  std::vector<uint32_t> leave_;
};

}  // namespace nutgraf::extract::quotes

#endif  // NUTGRAF_SERVICE_EXTRACT_QUOTES_TREE_H_
