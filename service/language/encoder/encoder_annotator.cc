#include "service/language/encoder/encoder_annotator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "service/language/encoder/heads.h"
#include "service/language/encoder/network.h"
#include "service/language/encoder/weights.h"
#include "service/language/encoder/windows.h"
#include "service/language/encoder/word_pieces.h"
#include "service/language/lemmatizer.h"
#include "service/language/tagger.h"

namespace nutgraf::language {
namespace {

constexpr size_t kGroup = 16;  // windows of a long document that are read at once

/// Workspaces of a Network or of Heads, used again; as many as were ever in use at once.
template <typename Source>
class WorkspacePool {
 public:
  using Workspace = typename Source::Workspace;
  explicit WorkspacePool(const Source& source) : source_(source) {}

  class Lease {
   public:
    explicit Lease(WorkspacePool& pool) : pool_(pool), workspace_(pool.Take()) {}
    ~Lease() { pool_.Give(std::move(workspace_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Workspace& operator*() { return workspace_; }

   private:
    WorkspacePool& pool_;
    Workspace workspace_;
  };

 private:
  Workspace Take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Workspace workspace = std::move(idle_.back());
        idle_.pop_back();
        return workspace;
      }
    }
    return source_.MakeWorkspace();
  }
  void Give(Workspace workspace) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(workspace));
  }

  const Source& source_;
  std::mutex mutex_;
  std::vector<Workspace> idle_;
};

/// What lemmas are made with; the lemmatizer refers to the tagger, so they stay where they are.
struct Words {
  explicit Words(Tagger t) : tagger(std::move(t)) {}
  std::shared_ptr<const knowledge::Knowledge> knowledge;
  const Tagger tagger;
  std::optional<Lemmatizer> lemmatizer;
};

class EncoderAnnotatorImpl : public EncoderAnnotator {
 public:
  EncoderAnnotatorImpl(std::unique_ptr<const Weights> weights,
                       std::unique_ptr<const Network> network, std::unique_ptr<const Words> words)
      : weights_(std::move(weights)),
        network_(std::move(network)),
        words_(std::move(words)),
        word_pieces_(weights_->vocabulary(), weights_->config().unk),
        heads_(*weights_, network_->kernels(), network_->products()),
        network_pool_(*network_),
        heads_pool_(heads_) {}

  absl::StatusOr<Annotations> Annotate(const text::Document& document,
                                       const Cancellation& cancel) const override {
    Annotations notes;
    notes.model_version = version();
    notes.roles_computed = true;
    notes.attributions_computed = true;
    notes.upos.reserve(document.tokens.size());
    notes.lemma.reserve(document.tokens.size());
    notes.head.reserve(document.tokens.size());
    notes.deprel.reserve(document.tokens.size());

    TokenSequence sequence = SequenceOf(document);
    std::vector<float> sum;  // of hidden states
    HeadsPool::Lease lease(heads_pool_);
    Heads::Workspace& work = *lease;
    EntityLogits names;
    const absl::Status status = Read(CutWindows(sequence, word_pieces_, weights_->config()), cancel,
                                     [&](const Window& window, std::span<const float> hidden) {
                                       heads_.Annotate(window, hidden, work, notes, &names);
                                       heads_.AddHidden(hidden, sum);
                                     });
    if (!status.ok()) return status;
    JoinParts(sequence, notes);
    for (size_t t = 0; t < sequence.forms.size(); ++t) {
      notes.lemma.push_back(words_->lemmatizer->Lemma(sequence.forms[t], notes.upos[t]));
    }

    const TokenSequence title = SequenceOf(document.title);
    const auto body = static_cast<uint32_t>(sequence.forms.size());
    const absl::Status title_status =
        Read(CutWindows(title, word_pieces_, weights_->config()), cancel,
             [&](const Window& window, std::span<const float> hidden) {
               heads_.AnnotateEntities(window, hidden, work, body, names);
               heads_.AddHidden(hidden, sum);
             });
    if (!title_status.ok()) return title_status;
    // Title and text are read together: a name in the one means what it means in the other.
    sequence.forms.insert(sequence.forms.end(), title.forms.begin(), title.forms.end());
    for (EntityMention& name : heads_.ReadEntities(sequence.forms, names)) {
      if (name.tokens.first < body) {
        notes.entities.push_back(name);
      } else {
        name.tokens = {name.tokens.first - body, name.tokens.last - body};
        notes.title_entities.push_back(name);
      }
    }
    notes.document_vector = heads_.DocumentVector(sum);
    return notes;
  }

  std::string_view version() const override { return weights_->config().version; }

 private:
  using NetworkPool = WorkspacePool<Network>;
  using HeadsPool = WorkspacePool<Heads>;

  /// Hands the hidden states of each window to `take`, in order. The windows of a long document are
  /// parts that idle workers may run; what a window gives does not depend on where it ran.
  template <typename Take>
  absl::Status Read(const std::vector<Window>& windows, const Cancellation& cancel,
                    const Take& take) const {
    if (windows.size() < kGroup) {
      NetworkPool::Lease workspace(network_pool_);
      for (const Window& window : windows) {
        if (absl::Status status = cancel.Check(); !status.ok()) return status;
        take(window, network_->Run(window.pieces, window.first, *workspace));
      }
      return absl::OkStatus();
    }
    std::array<std::vector<float>, kGroup> hidden;
    for (size_t first = 0; first < windows.size(); first += kGroup) {
      const size_t count = std::min(kGroup, windows.size() - first);
      cancel.ForEach(count, [&](size_t i) {
        if (cancel.ShouldStop()) return;
        NetworkPool::Lease workspace(network_pool_);
        const std::span<const float> states =
            network_->Run(windows[first + i].pieces, windows[first + i].first, *workspace);
        // A copy has room for a whole block of rows too, as Heads asks.
        const size_t tokens = windows[first + i].first.size();
        hidden[i].resize(network_->products().BlockRows(static_cast<int>(tokens)) *
                         (states.size() / tokens));
        std::copy(states.begin(), states.end(), hidden[i].begin());
      });
      for (size_t i = 0; i < count; ++i) {
        if (absl::Status status = cancel.Check(); !status.ok()) return status;
        const Window& window = windows[first + i];
        take(window, std::span(hidden[i]).first(window.first.size() * weights_->config().hidden));
      }
    }
    return absl::OkStatus();
  }

  /// A sentence that was read in parts has a root in each; the later ones hang on the first.
  static void JoinParts(const TokenSequence& sequence, Annotations& notes) {
    for (const text::TokenRange sentence : sequence.sentences) {
      int32_t root = Annotations::kNoHead;
      for (uint32_t t = sentence.first; t < sentence.last; ++t) {
        if (notes.head[t] != Annotations::kNoHead) continue;
        if (root == Annotations::kNoHead) {
          root = static_cast<int32_t>(t);
        } else {
          notes.head[t] = root;
          notes.deprel[t] = DepRel::kParataxis;
        }
      }
    }
  }

  const std::unique_ptr<const Weights> weights_;
  const std::unique_ptr<const Network> network_;
  const std::unique_ptr<const Words> words_;
  const WordPieces word_pieces_;
  const Heads heads_;
  mutable NetworkPool network_pool_;
  mutable HeadsPool heads_pool_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const EncoderAnnotator>> EncoderAnnotator::Create(
    const std::string& folder, std::shared_ptr<const knowledge::Knowledge> knowledge,
    const EncoderOptions& options) {
  auto tagger = Tagger::Create(*knowledge);
  if (!tagger.ok()) return tagger.status();
  auto words = std::make_unique<Words>(*std::move(tagger));
  auto lemmatizer = Lemmatizer::Create(*knowledge, &words->tagger);
  if (!lemmatizer.ok()) return lemmatizer.status();
  words->lemmatizer = *std::move(lemmatizer);
  words->knowledge = std::move(knowledge);
  auto weights = Weights::Open(folder);
  if (!weights.ok()) return weights.status();
  const Kernels& kernels = options.kernels == nullptr ? Kernels::Best() : *options.kernels;
  auto network = Network::Create(**weights, options.arithmetic, kernels);
  if (!network.ok()) return network.status();
  return std::make_unique<const EncoderAnnotatorImpl>(*std::move(weights), *std::move(network),
                                                      std::move(words));
}

}  // namespace nutgraf::language
