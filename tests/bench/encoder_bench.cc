// Speed of the encoder on one core, by part and instruction set (of the loops that are ours; oneDNN
// chooses its own, which DNNL_MAX_CPU_ISA=AVX2 lowers).
//
//   encoder_bench           window: the forward pass of a full window, with the rate of its matrix
//                           products as if nothing else took time; products: only these
//
// "MAC/s" counts the multiplications of the four matrices of each layer; products' rate is what the
// kernel in use can do, window's divided by it is how much of it the encoder reaches.

#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "service/language/encoder/heads.h"
#include "service/language/encoder/matrix.h"
#include "service/language/encoder/network.h"
#include "service/language/encoder/weights.h"
#include "service/language/encoder/windows.h"
#include "service/language/encoder/word_pieces.h"

namespace nutgraf::language {
namespace {

const Weights& TheWeights() {
  static const auto* const weights = Weights::Open(NUTGRAF_BINARY_DIR "/data/weights")->release();
  return *weights;
}

/// One window as full as whole sentences make it.
const Window& TheWindow() {
  static const auto* const window = [] {
    static const std::vector<std::string> words = {
        "The",   "ministry", "said",      "on",      "Sunday", "that",  "it",
        "will",  "sign",     "the",       "loan",    "treaty", "after", "three",
        "years", "of",       "talks",     "between", "the",    "two",   "neighbours",
        ",",     "a",        "spokesman", "added",   "."};
    TokenSequence sequence;
    for (int sentence = 0; sentence < 4; ++sentence) {
      const auto first = static_cast<uint32_t>(sequence.forms.size());
      for (const std::string& word : words) {
        sequence.forms.emplace_back(word);
        sequence.space_before.push_back(true);
      }
      sequence.sentences.push_back({first, static_cast<uint32_t>(sequence.forms.size())});
    }
    const WordPieces pieces(TheWeights().vocabulary(), TheWeights().config().unk);
    return new Window(CutWindows(sequence, pieces, TheWeights().config()).front());
  }();
  return *window;
}

double Multiplications(size_t rows) {
  const EncoderConfig& c = TheWeights().config();
  return static_cast<double>(rows) * c.layers *
         (4.0 * c.hidden * c.hidden + 2.0 * c.hidden * c.ffn);
}

void Rates(benchmark::State& state, size_t rows) {
  state.counters["MAC/s"] =
      benchmark::Counter(Multiplications(rows), benchmark::Counter::kIsIterationInvariantRate);
  state.counters["tokens/s"] = benchmark::Counter(static_cast<double>(TheWindow().tokens.size()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

void RunWindow(benchmark::State& state) {
  const Kernels& kernels = *Kernels::All()[state.range(0)];
  state.SetLabel(kernels.name);
  const auto network = *Network::Create(TheWeights(), Arithmetic::kInteger, kernels);
  Network::Workspace workspace = network->MakeWorkspace();
  for (auto _ : state)
    benchmark::DoNotOptimize(network->Run(TheWindow().pieces, TheWindow().first, workspace).data());
  Rates(state, TheWindow().pieces.size());
}

void RunHeads(benchmark::State& state) {
  const Kernels& kernels = *Kernels::All()[state.range(0)];
  state.SetLabel(kernels.name);
  const auto network = *Network::Create(TheWeights(), Arithmetic::kInteger, kernels);
  Network::Workspace workspace = network->MakeWorkspace();
  const std::span<const float> hidden =
      network->Run(TheWindow().pieces, TheWindow().first, workspace);
  const Heads heads(TheWeights(), kernels, network->products());
  Heads::Workspace work = heads.MakeWorkspace();
  for (auto _ : state) {
    Annotations notes;
    heads.Annotate(TheWindow(), hidden, work, notes);
    benchmark::DoNotOptimize(notes.head.data());
  }
  state.counters["tokens/s"] = benchmark::Counter(static_cast<double>(TheWindow().tokens.size()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

void RunProducts(benchmark::State& state) {
  const EncoderConfig& c = TheWeights().config();
  const auto products = *Products::Create(c, Arithmetic::kInteger);
  std::vector<Matrix> matrices;
  for (int layer = 0; layer < c.layers; ++layer) {
    for (const char* name : {"qkv", "out", "up", "down"}) {
      const std::string full = "encoder.layers." + std::to_string(layer) + "." + name;
      matrices.emplace_back(*products, TheWeights().Get(full + ".weight"),
                            TheWeights().Get(full + ".bias"));
    }
  }
  Activations activations(*products, products->BlockRows(c.window), std::max(3 * c.hidden, c.ffn));
  const auto rows = static_cast<int>(TheWindow().pieces.size());
  for (auto _ : state) {
    for (const Matrix& matrix : matrices) matrix.MultiplyQuantized(rows, activations);
    benchmark::DoNotOptimize(activations.sums.data());
  }
  Rates(state, TheWindow().pieces.size());
}

void RunAttention(benchmark::State& state) {
  const Kernels& kernels = *Kernels::All()[state.range(0)];
  state.SetLabel(kernels.name);
  const EncoderConfig& c = TheWeights().config();
  const auto n = static_cast<int>(TheWindow().pieces.size());
  std::vector<float> qkv(static_cast<size_t>(n) * 3 * c.hidden);
  for (size_t i = 0; i < qkv.size(); ++i) qkv[i] = static_cast<float>(i % 17) * 0.1F - 0.8F;
  std::vector<float> scratch(AttentionScratch(n));
  std::vector<float> out(static_cast<size_t>(n) * c.hidden);
  for (auto _ : state) {
    for (int layer = 0; layer < c.layers; ++layer) {
      kernels.attention(qkv.data(), n, c.heads, scratch.data(), out.data());
    }
    benchmark::DoNotOptimize(out.data());
  }
}

void EveryKernel(benchmark::internal::Benchmark* b) {
  for (size_t i = 0; i < Kernels::All().size(); ++i) b->Arg(static_cast<int64_t>(i));
}

BENCHMARK(RunProducts)->Name("products")->Unit(benchmark::kMicrosecond);
BENCHMARK(RunWindow)->Name("window")->Apply(EveryKernel)->Unit(benchmark::kMicrosecond);
BENCHMARK(RunAttention)->Name("attention")->Apply(EveryKernel)->Unit(benchmark::kMicrosecond);
BENCHMARK(RunHeads)->Name("heads")->Apply(EveryKernel)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace nutgraf::language

BENCHMARK_MAIN();
