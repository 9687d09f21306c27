#include "service/language/encoder/heads.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace nutgraf::language {
namespace {

using text::TokenRange;

int ArgMax(const float* values, int n) {
  return static_cast<int>(std::max_element(values, values + n) - values);
}

void Relu(float* values, int n) {
  for (int i = 0; i < n; ++i) values[i] = values[i] > 0 ? values[i] : 0;
}

EntityType EntityTypeOf(std::string_view name) {
  if (name == "PERSON") return EntityType::kPerson;
  if (name == "ORGANIZATION") return EntityType::kOrganization;
  if (name == "LOCATION") return EntityType::kLocation;
  if (name == "NORP") return EntityType::kNorp;
  return EntityType::kMisc;  // events, works, products, laws
}

/// "nmod:desc" is an nmod to the later stages where they have no name for the subtype.
DepRel RelationOf(const std::string& name) {
  if (name == "obl:unmarked") return DepRel::kOblNpmod;
  if (name == "nmod:unmarked") return DepRel::kNmodNpmod;
  const DepRel exact = DepRelFromName(name);
  if (exact != DepRel::kDep || name == "dep") return exact;
  return DepRelFromName(name.substr(0, name.find(':')));
}

}  // namespace

Heads::Linear::Linear(int inputs, int outputs)
    : in(inputs),
      padded(PadTo16(outputs)),
      weight(static_cast<size_t>(inputs) * padded),
      bias(padded) {}

Heads::Linear Heads::Load(const Weights& weights, const std::string& name) const {
  const Tensor& weight = weights.Get(name + ".weight");
  const std::span<const float> bias = weights.Get(name + ".bias").f32;
  const std::vector<float> values = weight.ToFloat();
  Linear linear(static_cast<int>(weight.row_size()), static_cast<int>(weight.rows()));
  for (int o = 0; o < static_cast<int>(weight.rows()); ++o) {
    linear.bias[o] = bias[o];
    for (int i = 0; i < linear.in; ++i) {
      linear.At(i, o) = values[static_cast<size_t>(o) * linear.in + i];
    }
  }
  return linear;
}

void Heads::Append(const Linear& part, Linear& all) {
  Linear joined(part.in, all.padded + part.padded);
  for (int i = 0; i < joined.in; ++i) {
    for (int o = 0; o < all.padded; ++o) joined.At(i, o) = all.At(i, o);
    for (int o = 0; o < part.padded; ++o) joined.At(i, all.padded + o) = part.At(i, o);
  }
  std::copy(all.bias.begin(), all.bias.end(), joined.bias.begin());
  std::copy(part.bias.begin(), part.bias.end(), joined.bias.begin() + all.padded);
  all = std::move(joined);
}

void Heads::Apply(const Linear& linear, const float* x, int rows, std::vector<float>& y) const {
  y.resize(static_cast<size_t>(rows) * linear.padded);
  kernels_.linear(x, rows, linear.in, linear.weight.data(), linear.bias.data(), linear.padded,
                  y.data());
}

Heads::Heads(const Weights& weights, const Kernels& kernels)
    : config_(weights.config()),
      kernels_(kernels),
      entity_scheme_(config_.entity_labels),
      role_scheme_(config_.role_labels),
      attribution_scheme_(config_.attribution_labels),
      name_reader_(entity_scheme_) {
  const auto add = [this, &weights](const char* name) {
    const int at = token_.padded;
    Append(Load(weights, name), token_);
    return at;
  };
  entity_at_ = add("entity");
  upos_at_ = add("upos");
  attribution_at_ = add("attribution");
  predicate_at_ = add("predicate");
  arc_dep_at_ = add("arc_dep");
  arc_head_at_ = add("arc_head");
  rel_dep_at_ = add("rel_dep");
  rel_head_at_ = add("rel_head");
  role_token_at_ = add("role_token");
  entity_ = Load(weights, "entity");
  role_pred_ = Load(weights, "role_pred");
  role_out_ = Load(weights, "role_out");

  // dᵀ B: B is [in, out] already.
  arc_bilinear_ = Linear(config_.arc_dim, config_.arc_dim);
  const std::vector<float> bilinear = weights.Get("arc_bilinear").ToFloat();
  for (int a = 0; a < config_.arc_dim; ++a) {
    for (int b = 0; b < config_.arc_dim; ++b) {
      arc_bilinear_.At(a, b) = bilinear[static_cast<size_t>(a) * config_.arc_dim + b];
    }
  }
  arc_bias_ = weights.Get("arc_bias").ToFloat();
  arc_root_ = weights.Get("arc_root").ToFloat();

  // A head [R + 1] to [labels, R], which a dependent meets, then to [labels], which its constant 1
  // meets: one product, and one for all dependents of a head.
  const int labels = static_cast<int>(config_.relation_labels.size());
  const int r = config_.rel_dim;
  rel_bilinear_ = Linear(r + 1, labels * r + labels);
  const std::vector<float> relation = weights.Get("rel_bilinear.weight").ToFloat();
  for (int l = 0; l < labels; ++l) {
    for (int a = 0; a <= r; ++a) {
      const float* from = relation.data() + (static_cast<size_t>(l) * (r + 1) + a) * (r + 1);
      const int to = a < r ? l * r + a : labels * r + l;
      for (int b = 0; b <= r; ++b) rel_bilinear_.At(b, to) = from[b];
    }
  }
  rel_root_ = weights.Get("rel_root").ToFloat();
  role_offset_ = weights.Get("role_offset.weight").ToFloat();
  const std::vector<float> vector = weights.Get("doc.weight").ToFloat();
  document_ = Linear(config_.hidden, config_.document_dim);
  for (int o = 0; o < config_.document_dim; ++o) {
    for (int c = 0; c < config_.hidden; ++c) {
      document_.At(c, o) = vector[static_cast<size_t>(o) * config_.hidden + c];
    }
  }

  for (const std::string& name : entity_scheme_.type_names()) {
    entity_types_.push_back(EntityTypeOf(name));
  }
  for (const std::string& name : role_scheme_.type_names()) {
    const std::string word = name.substr(0, name.find('.'));
    RoleName role;
    role.role = word == "who"     ? Role::kWho
                : word == "what"  ? Role::kWhat
                : word == "when"  ? Role::kWhen
                : word == "where" ? Role::kWhere
                : word == "why"   ? Role::kWhy
                                  : Role::kHow;
    role.kind = name.ends_with(".agent")     ? ArgumentKind::kAgent
                : name.ends_with(".patient") ? ArgumentKind::kPatient
                : name.ends_with(".other")   ? ArgumentKind::kOther
                                             : ArgumentKind::kNone;
    role_names_.push_back(role);
  }
  for (const std::string& name : config_.upos_labels) upos_.push_back(UposFromName(name));
  for (const std::string& name : config_.relation_labels) relations_.push_back(RelationOf(name));
}

std::vector<float> Heads::FirstPieces(const Window& window, std::span<const float> hidden) const {
  const auto d = static_cast<size_t>(config_.hidden);
  std::vector<float> rows(window.tokens.size() * d);
  for (size_t t = 0; t < window.tokens.size(); ++t) {
    std::copy_n(hidden.begin() + window.first[t] * d, d, rows.begin() + t * d);
  }
  return rows;
}

void Heads::Annotate(const Window& window, std::span<const float> hidden, Annotations& notes,
                     EntityLogits* names) const {
  const std::vector<float> first = FirstPieces(window, hidden);
  const int n = static_cast<int>(window.tokens.size());
  std::vector<float> all;
  Apply(token_, first.data(), n, all);
  const size_t stride = token_.padded;
  if (names == nullptr) {
    Entities(window, all.data() + entity_at_, stride, notes.entities);
  } else {
    AppendLogits(window, all.data() + entity_at_, stride, window.tokens.first, *names);
  }
  Words(window, all.data(), stride, notes);
  for (int t = 0; t < n; ++t) {
    float* row = all.data() + t * stride;
    Relu(row + arc_dep_at_, config_.arc_dim);
    Relu(row + arc_head_at_, config_.arc_dim);
    Relu(row + rel_dep_at_, config_.rel_dim);
    Relu(row + rel_head_at_, config_.rel_dim);
  }
  Parse(window, all.data(), stride, notes);
  Roles(window, first.data(), all.data(), stride, notes);
  Attributions(window, all.data(), stride, notes);
}

void Heads::AnnotateEntities(const Window& window, std::span<const float> hidden, uint32_t base,
                             EntityLogits& names) const {
  const std::vector<float> first = FirstPieces(window, hidden);
  std::vector<float> logits;
  Apply(entity_, first.data(), static_cast<int>(window.tokens.size()), logits);
  AppendLogits(window, logits.data(), entity_.padded, base + window.tokens.first, names);
}

void Heads::AppendLogits(const Window& window, const float* logits, size_t stride, uint32_t at,
                         EntityLogits& names) const {
  for (size_t t = 0; t < window.tokens.size(); ++t) {
    names.values.insert(names.values.end(), logits + t * stride,
                        logits + t * stride + entity_scheme_.labels());
  }
  const uint32_t base = at - window.tokens.first;
  for (const TokenRange part : window.parts) {
    names.parts.push_back({base + part.first, base + part.last});
  }
}

std::vector<EntityMention> Heads::ReadEntities(std::span<const std::string_view> forms,
                                               EntityLogits& names) const {
  name_reader_.Agree(forms, names);
  std::vector<EntityMention> entities;
  for (const NameReader::Name& name : name_reader_.Read(names)) {
    entities.push_back({name.tokens, entity_types_[name.type], name.confidence});
  }
  return entities;
}

void Heads::Entities(const Window& window, const float* logits, size_t stride,
                     std::vector<EntityMention>& entities) const {
  std::vector<int> path;
  for (const TokenRange part : window.parts) {
    const float* rows = logits + (part.first - window.tokens.first) * stride;
    entity_scheme_.BestPath(rows, static_cast<int>(part.size()), stride, path);
    for (const auto& span : entity_scheme_.Spans(path)) {
      entities.push_back({{part.first + static_cast<uint32_t>(span.begin),
                           part.first + static_cast<uint32_t>(span.end)},
                          entity_types_[span.type],
                          Confidence(entity_scheme_, rows, stride, span)});
    }
  }
}

void Heads::Words(const Window& window, const float* all, size_t stride, Annotations& notes) const {
  for (uint32_t t = 0; t < window.tokens.size(); ++t) {
    const float* logits = all + t * stride + upos_at_;
    notes.upos.push_back(upos_[ArgMax(logits, static_cast<int>(upos_.size()))]);
  }
}

void Heads::Parse(const Window& window, const float* all, size_t stride, Annotations& notes) const {
  const int a = config_.arc_dim;
  const int r = config_.rel_dim;
  const int labels = static_cast<int>(relations_.size());
  std::vector<float> dependents, left, keys, scores, rows, products, logits(labels);
  std::vector<int> row_of;  // by token of the part: its row of products where it is a head
  for (const TokenRange part : window.parts) {
    const auto n = static_cast<int>(part.size());
    const float* base = all + (part.first - window.tokens.first) * stride;
    dependents.resize(static_cast<size_t>(n) * a);
    for (int i = 0; i < n; ++i) {
      std::copy_n(base + i * stride + arc_dep_at_, a,
                  dependents.begin() + static_cast<size_t>(i) * a);
    }
    Apply(arc_bilinear_, dependents.data(), n, left);
    // Columns of `keys`: the root, then each token as a head; the bias term is the same for a
    // column.
    const int columns = PadTo16(n + 1);
    keys.assign(static_cast<size_t>(arc_bilinear_.padded) * columns, 0);
    std::vector<float> column_bias(columns, 0);
    for (int j = 0; j <= n; ++j) {
      const float* head = j == 0 ? arc_root_.data() : base + (j - 1) * stride + arc_head_at_;
      for (int k = 0; k < a; ++k) {
        keys[PanelIndex(k, j, arc_bilinear_.padded, columns)] = head[k];
        column_bias[j] += head[k] * arc_bias_[k];
      }
    }
    scores.resize(static_cast<size_t>(n) * columns);
    kernels_.linear(left.data(), n, arc_bilinear_.padded, keys.data(), column_bias.data(), columns,
                    scores.data());
    const std::vector<int> heads = BestTree(scores.data(), n, columns);

    row_of.assign(n, -1);
    rows.clear();
    for (const int head : heads) {
      if (head < 0 || row_of[head] >= 0) continue;
      row_of[head] = static_cast<int>(rows.size()) / (r + 1);
      const float* from = base + head * stride + rel_head_at_;
      rows.insert(rows.end(), from, from + r);
      rows.push_back(1);
    }
    Apply(rel_bilinear_, rows.data(), static_cast<int>(rows.size()) / (r + 1), products);
    for (int i = 0; i < n; ++i) {
      if (heads[i] < 0) {
        notes.head.push_back(Annotations::kNoHead);
        notes.deprel.push_back(DepRel::kRoot);
        continue;
      }
      const float* product =
          products.data() + static_cast<size_t>(row_of[heads[i]]) * rel_bilinear_.padded;
      kernels_.dots(product, labels, r, base + i * stride + rel_dep_at_, logits.data());
      for (int l = 0; l < labels; ++l) logits[l] += product[labels * r + l];
      notes.head.push_back(static_cast<int32_t>(part.first) + heads[i]);
      notes.deprel.push_back(relations_[ArgMax(logits.data(), labels)]);
    }
  }
}

void Heads::Roles(const Window& window, const float* first, const float* all, size_t stride,
                  Annotations& notes) const {
  const auto d = static_cast<size_t>(config_.hidden);
  const auto kinds = static_cast<int>(config_.predicate_labels.size());
  std::vector<uint32_t> predicates;  // tokens of the window
  std::vector<float> states, projected;
  for (uint32_t t = 0; t < window.tokens.size(); ++t) {
    if (ArgMax(all + t * stride + predicate_at_, kinds) == 0) continue;
    predicates.push_back(t);
    states.insert(states.end(), first + t * d, first + (t + 1) * d);
  }
  if (predicates.empty()) return;
  Apply(role_pred_, states.data(), static_cast<int>(predicates.size()), projected);

  const int k = config_.role_dim;
  const int reach = config_.role_distance;
  std::vector<float> z, logits;
  std::vector<int> path;
  auto part = window.parts.begin();
  for (size_t i = 0; i < predicates.size(); ++i) {
    while (!part->Contains(window.tokens.first + predicates[i])) ++part;
    const uint32_t offset = part->first - window.tokens.first;
    const auto n = static_cast<int>(part->size());
    const auto p = static_cast<int>(predicates[i] - offset);
    z.resize(static_cast<size_t>(n) * k);
    for (int t = 0; t < n; ++t) {
      const int distance = std::clamp(t - p, -reach, reach) + reach;
      kernels_.combine(projected.data() + i * role_pred_.padded,
                       all + (offset + t) * stride + role_token_at_,
                       role_offset_.data() + static_cast<size_t>(distance) * k, k,
                       z.data() + static_cast<size_t>(t) * k);
    }
    Apply(role_out_, z.data(), n, logits);
    role_scheme_.BestPath(logits.data(), n, role_out_.padded, path);
    const float* scores = all + predicates[i] * stride + predicate_at_;
    const int kind = ArgMax(scores, kinds);
    Predicate predicate;
    predicate.token = window.tokens.first + predicates[i];
    predicate.noun = config_.predicate_labels[kind] == "noun";
    float total = 0;
    for (int l = 0; l < kinds; ++l) total += std::exp(scores[l] - scores[kind]);
    predicate.confidence = 1 / total;
    for (const auto& span : role_scheme_.Spans(path)) {
      const RoleName& name = role_names_[span.type];
      predicate.arguments.push_back(
          {name.role,
           name.kind,
           {part->first + static_cast<uint32_t>(span.begin),
            part->first + static_cast<uint32_t>(span.end)},
           Confidence(role_scheme_, logits.data(), role_out_.padded, span)});
    }
    notes.predicates.push_back(std::move(predicate));
  }
}

void Heads::Attributions(const Window& window, const float* all, size_t stride,
                         Annotations& notes) const {
  std::vector<int> path;
  attribution_scheme_.BestPath(all + attribution_at_, static_cast<int>(window.tokens.size()),
                               stride, path);
  const auto& names = attribution_scheme_.type_names();
  struct Part {
    TokenRange tokens;
    std::string_view name;
  };
  std::vector<Part> parts;
  for (const auto& span : attribution_scheme_.Spans(path)) {
    parts.push_back({{window.tokens.first + static_cast<uint32_t>(span.begin),
                      window.tokens.first + static_cast<uint32_t>(span.end)},
                     names[span.type]});
  }
  const auto distance = [](TokenRange a, TokenRange b) {
    return a.first >= b.last ? a.first - b.last : b.first >= a.last ? b.first - a.last : 0U;
  };
  // Each content goes to the nearest cue, each cue to the nearest source.
  for (const Part& cue : parts) {
    if (cue.name != "cue") continue;
    Attribution attribution;
    attribution.cue = cue.tokens;
    attribution.confidence = 0.5F;
    uint32_t nearest = 12;
    for (const Part& part : parts) {
      if (part.name == "source" && distance(part.tokens, cue.tokens) < nearest) {
        nearest = distance(part.tokens, cue.tokens);
        attribution.source = part.tokens;
      }
    }
    for (const Part& part : parts) {
      if (part.name != "content") continue;
      const bool closest = std::none_of(parts.begin(), parts.end(), [&](const Part& other) {
        return other.name == "cue" &&
               distance(part.tokens, other.tokens) < distance(part.tokens, cue.tokens);
      });
      if (closest) attribution.content.push_back(part.tokens);
    }
    if (!attribution.content.empty()) notes.attributions.push_back(std::move(attribution));
  }
}

void Heads::AddDocumentVector(std::span<const float> hidden, std::vector<float>& sum) const {
  const int d = config_.hidden;
  const size_t n = hidden.size() / d;
  std::vector<float> mean(d, 0);
  for (size_t i = 0; i < n; ++i) {
    for (int c = 0; c < d; ++c) mean[c] += hidden[i * d + c];
  }
  for (float& m : mean) m /= static_cast<float>(n);
  std::vector<float> vector;
  Apply(document_, mean.data(), 1, vector);
  float square = 0;
  for (const float v : vector) square += v * v;
  const float weight = square > 0 ? static_cast<float>(n) / std::sqrt(square) : 0;
  sum.resize(config_.document_dim, 0);
  for (int o = 0; o < config_.document_dim; ++o) sum[o] += vector[o] * weight;
}

}  // namespace nutgraf::language
