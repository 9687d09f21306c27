#include "service/language/encoder/heads.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace nutgraf::language {
namespace {

using text::TokenRange;

constexpr int kRelationRows = 32;  // heads of a product, whose outputs are many

int ArgMax(const float* values, int n) {
  return static_cast<int>(std::max_element(values, values + n) - values);
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

/// The heads that project every token, one above the other, in docs/model.md's order.
Matrix Projections(const Weights& weights, const Products& products) {
  std::vector<float> rows;
  std::vector<float> bias;
  for (const char* name : {"arc_dep", "arc_head", "rel_dep", "rel_head", "role_token"}) {
    const std::vector<float> part = weights.Get(std::string(name) + ".weight").ToFloat();
    const std::span<const float> shift = weights.Get(std::string(name) + ".bias").f32;
    rows.insert(rows.end(), part.begin(), part.end());
    bias.insert(bias.end(), shift.begin(), shift.end());
  }
  return {products, rows, bias};
}

/// A head [R + 1] to [labels, R], which a dependent meets, then to [labels], which its constant 1
/// meets: one product, and one for all dependents of a head. Padded with zeros.
Matrix Relation(const Weights& weights, const Products& products) {
  const EncoderConfig& config = weights.config();
  const int labels = static_cast<int>(config.relation_labels.size());
  const int r = config.rel_dim;
  const int in = config.relation_inputs();
  std::vector<float> rows(static_cast<size_t>(config.relation_outputs()) * in);
  const std::vector<float> values = weights.Get("rel_bilinear.weight").ToFloat();
  for (int l = 0; l < labels; ++l) {
    for (int a = 0; a <= r; ++a) {
      const float* from = values.data() + (static_cast<size_t>(l) * (r + 1) + a) * (r + 1);
      const int to = a < r ? l * r + a : labels * r + l;
      std::copy_n(from, r + 1, rows.begin() + static_cast<size_t>(to) * in);
    }
  }
  return {products, rows, std::vector<float>(config.relation_outputs())};
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

Heads::Workspace::Workspace(const EncoderConfig& config, const Products& products)
    : activations(products, products.BlockRows(config.window), config.projected(),
                  static_cast<size_t>(kRelationRows) * config.relation_outputs()),
      projected(static_cast<size_t>(products.BlockRows(config.window)) * config.projected()),
      rows(static_cast<size_t>(kRelationRows) * config.relation_inputs()),
      relations(static_cast<size_t>(kRelationRows) * config.relation_outputs()) {}

Heads::Heads(const Weights& weights, const Kernels& kernels, const Products& products)
    : config_(weights.config()),
      kernels_(kernels),
      products_(products),
      projected_(Projections(weights, products)),
      arc_head_at_(config_.arc_dim),
      rel_dep_at_(2 * config_.arc_dim),
      rel_head_at_(rel_dep_at_ + config_.rel_dim),
      role_token_at_(rel_head_at_ + config_.rel_dim),
      relation_(Relation(weights, products)),
      entity_scheme_(config_.entity_labels),
      role_scheme_(config_.role_labels),
      attribution_scheme_(config_.attribution_labels),
      name_reader_(entity_scheme_) {
  const auto add = [this, &weights](const char* name) {
    const int at = labels_.padded;
    Append(Load(weights, name), labels_);
    return at;
  };
  entity_at_ = add("entity");
  upos_at_ = add("upos");
  attribution_at_ = add("attribution");
  predicate_at_ = add("predicate");
  entity_ = Load(weights, "entity");
  role_pred_ = Load(weights, "role_pred");
  role_out_ = Load(weights, "role_out");

  // dᵀ B + bias, which a head then meets: B is [in, out] already.
  arc_bilinear_ = Linear(config_.arc_dim, config_.arc_dim);
  const std::vector<float> bilinear = weights.Get("arc_bilinear").ToFloat();
  const std::vector<float> arc_bias = weights.Get("arc_bias").ToFloat();
  for (int b = 0; b < config_.arc_dim; ++b) {
    for (int a = 0; a < config_.arc_dim; ++a) {
      arc_bilinear_.At(a, b) = bilinear[static_cast<size_t>(a) * config_.arc_dim + b];
    }
    arc_bilinear_.bias[b] = arc_bias[b];
  }
  arc_root_ = weights.Get("arc_root").ToFloat();
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

void Heads::Project(const Matrix& matrix, const float* x, int rows, int in, int out,
                    Activations& activations, float* y) const {
  if (products_.arithmetic() == Arithmetic::kFloat) {
    matrix.Multiply(x, rows, activations, y);
    return;
  }
  kernels_.quantize_rows(x, rows, in, activations.quantized.data(), activations.row_scale.data());
  matrix.MultiplyQuantized(rows, activations);
  kernels_.dequantize(activations.sums.data(), activations.row_scale.data(), matrix.affine(), rows,
                      out, y);
}

void Heads::Annotate(const Window& window, std::span<const float> hidden, Workspace& w,
                     Annotations& notes, EntityLogits* names) const {
  const int n = static_cast<int>(window.tokens.size());
  Apply(labels_, hidden.data(), n, w.labels);
  if (names == nullptr) {
    Entities(window, w, notes.entities);
  } else {
    AppendLogits(window, w.labels.data() + entity_at_, labels_.padded, window.tokens.first, *names);
  }
  Words(window, w, notes);
  Project(projected_, hidden.data(), n, config_.hidden, config_.projected(), w.activations,
          w.projected.data());
  kernels_.relu(w.projected.data(), n, role_token_at_, config_.projected());
  Parse(window, w, notes);
  Roles(window, hidden, w, notes);
  Attributions(window, w, notes);
}

void Heads::AnnotateEntities(const Window& window, std::span<const float> hidden, Workspace& w,
                             uint32_t base, EntityLogits& names) const {
  Apply(entity_, hidden.data(), static_cast<int>(window.tokens.size()), w.labels);
  AppendLogits(window, w.labels.data(), entity_.padded, base + window.tokens.first, names);
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

void Heads::Entities(const Window& window, Workspace& w,
                     std::vector<EntityMention>& entities) const {
  const size_t stride = labels_.padded;
  for (const TokenRange part : window.parts) {
    const float* rows = w.labels.data() + (part.first - window.tokens.first) * stride + entity_at_;
    entity_scheme_.BestPath(rows, static_cast<int>(part.size()), stride, w.path);
    for (const auto& span : entity_scheme_.Spans(w.path)) {
      entities.push_back({{part.first + static_cast<uint32_t>(span.begin),
                           part.first + static_cast<uint32_t>(span.end)},
                          entity_types_[span.type],
                          Confidence(entity_scheme_, rows, stride, span)});
    }
  }
}

void Heads::Words(const Window& window, const Workspace& w, Annotations& notes) const {
  for (uint32_t t = 0; t < window.tokens.size(); ++t) {
    const float* logits = w.labels.data() + static_cast<size_t>(t) * labels_.padded + upos_at_;
    notes.upos.push_back(upos_[ArgMax(logits, static_cast<int>(upos_.size()))]);
  }
}

void Heads::Parse(const Window& window, Workspace& w, Annotations& notes) const {
  const int a = config_.arc_dim;
  const size_t stride = config_.projected();
  for (const TokenRange part : window.parts) {
    const auto n = static_cast<int>(part.size());
    const float* base = w.projected.data() + (part.first - window.tokens.first) * stride;
    // Columns of `keys`: the root, then each token as a head.
    const int columns = PadTo16(n + 1);
    w.keys.assign(static_cast<size_t>(a) * columns, 0);
    for (int j = 0; j <= n; ++j) {
      const float* head = j == 0 ? arc_root_.data() : base + (j - 1) * stride + arc_head_at_;
      float* to = w.keys.data() + PanelIndex(0, j, a, columns);
      const size_t step = PanelIndex(1, j, a, columns) - PanelIndex(0, j, a, columns);
      for (int k = 0; k < a; ++k) to[k * step] = head[k];
    }
    w.rows.resize(std::max(w.rows.size(), static_cast<size_t>(n) * a));
    for (int i = 0; i < n; ++i) std::copy_n(base + i * stride, a, w.rows.begin() + i * a);
    Apply(arc_bilinear_, w.rows.data(), n, w.left);
    w.scores.resize(static_cast<size_t>(n) * columns);
    w.logits.assign(columns, 0);
    kernels_.linear(w.left.data(), n, a, w.keys.data(), w.logits.data(), columns, w.scores.data());
    Relations(part, base, BestTree(w.scores.data(), n, columns), w, notes);
  }
}

void Heads::Relations(TokenRange part, const float* projected, std::span<const int> heads,
                      Workspace& w, Annotations& notes) const {
  const int r = config_.rel_dim;
  const int in = config_.relation_inputs();
  const int out = config_.relation_outputs();
  const int labels = static_cast<int>(relations_.size());
  const size_t stride = config_.projected();
  const size_t at = notes.head.size();
  notes.head.resize(at + part.size(), Annotations::kNoHead);
  notes.deprel.resize(at + part.size(), DepRel::kRoot);
  w.row_of.assign(part.size(), -1);
  w.logits.resize(labels);
  int rows = 0;
  // The relations of those whose heads are in the rows.
  const auto read = [&] {
    Project(relation_, w.rows.data(), rows, in, out, w.activations, w.relations.data());
    for (size_t i = 0; i < part.size(); ++i) {
      if (heads[i] < 0 || w.row_of[heads[i]] < 0) continue;
      const float* product = w.relations.data() + static_cast<size_t>(w.row_of[heads[i]]) * out;
      kernels_.dots(product, labels, r, projected + i * stride + rel_dep_at_, w.logits.data());
      for (int l = 0; l < labels; ++l) w.logits[l] += product[labels * r + l];
      notes.head[at + i] = static_cast<int32_t>(part.first) + heads[i];
      notes.deprel[at + i] = relations_[ArgMax(w.logits.data(), labels)];
    }
    w.row_of.assign(part.size(), -1);
    rows = 0;
  };
  for (size_t i = 0; i < part.size(); ++i) {
    const int head = heads[i];
    if (head < 0 || w.row_of[head] >= 0 || notes.head[at + i] != Annotations::kNoHead) continue;
    float* row = w.rows.data() + static_cast<size_t>(rows) * in;
    std::copy_n(projected + head * stride + rel_head_at_, r, row);
    row[r] = 1;
    std::fill(row + r + 1, row + in, 0.0F);
    w.row_of[head] = rows++;
    if (rows == kRelationRows) read();
  }
  if (rows > 0) read();
}

void Heads::Roles(const Window& window, std::span<const float> hidden, Workspace& w,
                  Annotations& notes) const {
  const float* all = w.labels.data();
  const size_t stride = labels_.padded;
  const auto d = static_cast<size_t>(config_.hidden);
  const auto kinds = static_cast<int>(config_.predicate_labels.size());
  std::vector<uint32_t> predicates;  // tokens of the window
  std::vector<float> states, projected;
  for (uint32_t t = 0; t < window.tokens.size(); ++t) {
    if (ArgMax(all + t * stride + predicate_at_, kinds) == 0) continue;
    predicates.push_back(t);
    states.insert(states.end(), hidden.begin() + t * d, hidden.begin() + (t + 1) * d);
  }
  if (predicates.empty()) return;
  Apply(role_pred_, states.data(), static_cast<int>(predicates.size()), projected);

  const int k = config_.role_dim;
  const int reach = config_.role_distance;
  std::vector<float> z;
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
                       w.projected.data() + static_cast<size_t>(offset + t) * config_.projected() +
                           role_token_at_,
                       role_offset_.data() + static_cast<size_t>(distance) * k, k,
                       z.data() + static_cast<size_t>(t) * k);
    }
    Apply(role_out_, z.data(), n, w.logits);
    role_scheme_.BestPath(w.logits.data(), n, role_out_.padded, w.path);
    const float* scores = all + predicates[i] * stride + predicate_at_;
    const int kind = ArgMax(scores, kinds);
    Predicate predicate;
    predicate.token = window.tokens.first + predicates[i];
    predicate.noun = config_.predicate_labels[kind] == "noun";
    float total = 0;
    for (int l = 0; l < kinds; ++l) total += std::exp(scores[l] - scores[kind]);
    predicate.confidence = 1 / total;
    for (const auto& span : role_scheme_.Spans(w.path)) {
      const RoleName& name = role_names_[span.type];
      predicate.arguments.push_back(
          {name.role,
           name.kind,
           {part->first + static_cast<uint32_t>(span.begin),
            part->first + static_cast<uint32_t>(span.end)},
           Confidence(role_scheme_, w.logits.data(), role_out_.padded, span)});
    }
    notes.predicates.push_back(std::move(predicate));
  }
}

void Heads::Attributions(const Window& window, Workspace& w, Annotations& notes) const {
  attribution_scheme_.BestPath(w.labels.data() + attribution_at_,
                               static_cast<int>(window.tokens.size()), labels_.padded, w.path);
  const auto& names = attribution_scheme_.type_names();
  struct Part {
    TokenRange tokens;
    std::string_view name;
  };
  std::vector<Part> parts;
  for (const auto& span : attribution_scheme_.Spans(w.path)) {
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

void Heads::AddHidden(std::span<const float> hidden, std::vector<float>& sum) const {
  const int d = config_.hidden;
  sum.resize(d, 0);
  kernels_.add_rows(hidden.data(), static_cast<int>(hidden.size()) / d, d, sum.data());
}

std::vector<float> Heads::DocumentVector(std::span<const float> sum) const {
  std::vector<float> vector;
  if (sum.empty()) return vector;
  Apply(document_, sum.data(), 1, vector);
  vector.resize(config_.document_dim);
  double square = 0;  // the number of pieces falls out
  for (const float v : vector) square += static_cast<double>(v) * v;
  if (square > 0) {
    for (float& v : vector) v /= static_cast<float>(std::sqrt(square));
  }
  return vector;
}

}  // namespace nutgraf::language
