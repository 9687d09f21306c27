#include "service/extract/participants/cast.h"

#include <algorithm>

namespace nutgraf::extract::participants {

void Cast::Index(uint32_t tokens) {
  std::stable_sort(names.begin(), names.end(),
                   [](const Name& a, const Name& b) { return a.tokens.first < b.tokens.first; });
  name_at.assign(tokens, kNone);
  for (uint32_t i = 0; i < names.size(); ++i) {
    for (uint32_t t = names[i].tokens.first; t < names[i].tokens.last; ++t) {
      name_at[t] = static_cast<int32_t>(i);
    }
  }
}

int32_t Cast::Found(uint32_t name, NameType type) {
  Cluster cluster;
  cluster.type = type;
  cluster.longest = name;
  cluster.country = names[name].country;
  clusters.push_back(std::move(cluster));
  const auto id = static_cast<int32_t>(clusters.size() - 1);
  Link(name, id, MentionKind::kName, names[name].confidence);
  return id;
}

void Cast::Link(uint32_t name, int32_t cluster, MentionKind kind, float score) {
  names[name].cluster = cluster;
  names[name].kind = kind;
  names[name].link = score;
  Cluster& target = clusters[cluster];
  if (names[name].story && kind != MentionKind::kMetonym &&
      names[name].words.size() > names[target.longest].words.size()) {
    target.longest = name;
  }
}

void Cast::Gather() {
  for (Cluster& cluster : clusters) cluster.names.clear();
  for (uint32_t i = 0; i < names.size(); ++i) {
    const int32_t id = ClusterOf(i);
    if (id == kNone) continue;
    names[i].cluster = id;
    clusters[id].names.push_back(i);
  }
  for (Cluster& cluster : clusters) {
    if (cluster.names.empty()) continue;
    cluster.longest = cluster.names.front();
    for (const uint32_t i : cluster.names) {
      const Name& best = names[cluster.longest];
      const Name& name = names[i];
      if (name.kind == MentionKind::kMetonym || !name.story) continue;
      const bool better = best.kind == MentionKind::kMetonym || !best.story ||
                          name.words.size() > best.words.size() ||
                          (name.words.size() == best.words.size() && name.founds && !best.founds);
      if (better) cluster.longest = i;
    }
    const std::string& full = names[cluster.longest].key;
    for (const uint32_t i : cluster.names) {
      if (names[i].kind == MentionKind::kMetonym) continue;
      if (names[i].nominal) {
        names[i].kind = MentionKind::kNominal;
        continue;
      }
      names[i].kind = names[i].key == full ? MentionKind::kName : MentionKind::kAlias;
    }
  }
}

}  // namespace nutgraf::extract::participants
