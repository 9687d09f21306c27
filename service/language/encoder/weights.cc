#include "service/language/encoder/weights.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

#include "service/base/absl_compat.h"

namespace nutgraf::language {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;

absl::Status Damaged(std::string_view file, std::string_view what) {
  return absl::DataLossError(ToAbsl(fmt::format("weights: {}: {}", file, what)));
}

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code error;  // a folder opens, and throws when it is read
  if (!in || std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError(ToAbsl(fmt::format("weights: cannot read {}", path)));
  }
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::string Sha256(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

/// Reads typed values of one JSON object and remembers the first that is missing or of another
/// type.
class ObjectReader {
 public:
  explicit ObjectReader(const Json& object) : object_(object) {}

  template <typename T>
  void Read(const char* key, T& value) {
    const auto found = object_.find(key);
    if (found == object_.end() || !Holds(*found, value)) {
      if (missing_.empty()) missing_ = key;
      return;
    }
    value = found->template get<T>();
  }
  const std::string& missing() const { return missing_; }

 private:
  static bool Holds(const Json& json, const std::string& /*value*/) { return json.is_string(); }
  static bool Holds(const Json& json, int /*value*/) { return json.is_number_integer(); }
  static bool Holds(const Json& json, float /*value*/) { return json.is_number(); }
  static bool Holds(const Json& json, const std::vector<std::string>& /*value*/) {
    return json.is_array() && !json.empty() &&
           std::all_of(json.begin(), json.end(), [](const Json& j) { return j.is_string(); });
  }

  const Json& object_;
  std::string missing_;
};

const Json& At(const Json& object, const char* key) {
  static const Json* const empty = new Json(Json::object());
  const auto found = object.find(key);
  return found == object.end() || !found->is_object() ? *empty : *found;
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

}  // namespace

std::vector<float> Tensor::ToFloat() const {
  if (!integer()) return {f32.begin(), f32.end()};
  std::vector<float> out(i8.size());
  const size_t stretch = i8.size() / scale.size();
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(i8[i]) * scale[i / stretch];
  return out;
}

Weights::~Weights() {
  if (map_ != nullptr) munmap(map_, map_size_);
}

absl::StatusOr<std::unique_ptr<const Weights>> Weights::Open(const std::string& folder) {
  std::unique_ptr<Weights> weights(new Weights());
  if (absl::Status status = weights->ReadConfig(folder); !status.ok()) return status;
  if (absl::Status status = weights->ReadTensors(folder); !status.ok()) return status;
  if (absl::Status status = weights->CheckShapes(); !status.ok()) return status;
  if (absl::Status status = weights->ReadWords(folder); !status.ok()) return status;
  return std::unique_ptr<const Weights>(std::move(weights));
}

absl::Status Weights::ReadConfig(const std::string& folder) {
  auto text = ReadAll(folder + "/config.json");
  if (!text.ok()) return text.status();
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Damaged("config.json", "not a JSON object");
  int format = 0;
  ObjectReader top(json);
  top.Read("format", format);
  if (format != kFormat) return Damaged("config.json", "of another format");
  top.Read("version", config_.version);

  ObjectReader encoder(At(json, "encoder"));
  encoder.Read("layers", config_.layers);
  encoder.Read("hidden", config_.hidden);
  encoder.Read("heads", config_.heads);
  encoder.Read("ffn", config_.ffn);
  encoder.Read("vocab", config_.vocab);
  encoder.Read("window", config_.window);
  encoder.Read("unk", config_.unk);
  encoder.Read("cls", config_.cls);
  encoder.Read("sep", config_.sep);
  encoder.Read("layer_norm_eps", config_.norm_epsilon);

  const Json& heads = At(json, "heads");
  ObjectReader entity(At(heads, "entity"));
  entity.Read("labels", config_.entity_labels);
  ObjectReader upos(At(heads, "upos"));
  upos.Read("labels", config_.upos_labels);
  ObjectReader lemma(At(heads, "lemma"));
  lemma.Read("scripts", config_.lemma_scripts);
  ObjectReader dependency(At(heads, "dependency"));
  dependency.Read("labels", config_.relation_labels);
  dependency.Read("arc_dim", config_.arc_dim);
  dependency.Read("rel_dim", config_.rel_dim);
  ObjectReader predicate(At(heads, "predicate"));
  predicate.Read("labels", config_.predicate_labels);
  ObjectReader role(At(heads, "role"));
  role.Read("labels", config_.role_labels);
  role.Read("dim", config_.role_dim);
  role.Read("distance", config_.role_distance);
  ObjectReader attribution(At(heads, "attribution"));
  attribution.Read("labels", config_.attribution_labels);
  ObjectReader document(At(heads, "document"));
  document.Read("dim", config_.document_dim);
  for (const ObjectReader* reader : {&top, &encoder, &entity, &upos, &lemma, &dependency,
                                     &predicate, &role, &attribution, &document}) {
    if (!reader->missing().empty()) return Damaged("config.json", reader->missing());
  }
  const auto within = [](int value, int low, int high) { return value >= low && value <= high; };
  if (!within(config_.layers, 1, 48) || !within(config_.hidden, 32, 2048) ||
      !within(config_.heads, 1, 64) || config_.hidden % config_.heads != 0 ||
      config_.hidden / config_.heads != 32 || config_.hidden % 16 != 0 ||
      !within(config_.ffn, 32, 8192) || config_.ffn % 16 != 0 ||
      !within(config_.vocab, 4, 1 << 20) || !within(config_.window, 8, 512) ||
      !within(config_.arc_dim, 1, 1024) || !within(config_.rel_dim, 1, 1024) ||
      !within(config_.role_dim, 1, 1024) || config_.arc_dim % 16 != 0 ||
      config_.rel_dim % 16 != 0 || config_.role_dim % 16 != 0 || config_.document_dim % 16 != 0 ||
      !within(config_.role_distance, 0, 64) || !within(config_.unk, 0, config_.vocab - 1) ||
      !within(config_.cls, 0, config_.vocab - 1) || !within(config_.sep, 0, config_.vocab - 1)) {
    return Damaged("config.json", "a size is out of range");
  }
  for (const auto& [file, digest] : At(json, "sha256").items()) {
    if (digest.is_string()) sha256_[file] = digest.get<std::string>();
  }
  return absl::OkStatus();
}

absl::Status Weights::ReadTensors(const std::string& folder) {
  constexpr char kFile[] = "model.safetensors";
  const std::string path = folder + "/" + kFile;
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::NotFoundError(ToAbsl(fmt::format("weights: cannot read {}", path)));
  struct stat info {};
  const bool readable = fstat(fd, &info) == 0 && info.st_size > 8;
  if (readable) {
    map_size_ = static_cast<size_t>(info.st_size);
    map_ = mmap(nullptr, map_size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (map_ == MAP_FAILED) map_ = nullptr;
  }
  close(fd);
  if (map_ == nullptr) return Damaged(kFile, "empty or not to be mapped");
  const std::string_view bytes(static_cast<const char*>(map_), map_size_);
  if (Sha256(bytes) != sha256_[kFile]) return Damaged(kFile, "does not match its SHA-256");

  // safetensors: a 64-bit little-endian length, a JSON header, the data.
  uint64_t header_size = 0;
  std::memcpy(&header_size, bytes.data(), sizeof(header_size));
  if (header_size > bytes.size() - 8) return Damaged(kFile, "truncated header");
  const Json header = Json::parse(bytes.substr(8, header_size), nullptr, false);
  if (!header.is_object()) return Damaged(kFile, "the header is not JSON");
  const std::string_view data = bytes.substr(8 + header_size);
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") continue;
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") ||
        !entry.contains("data_offsets") || !entry["shape"].is_array() ||
        !entry["data_offsets"].is_array() || entry["data_offsets"].size() != 2) {
      return Damaged(kFile, "malformed tensor");
    }
    Tensor tensor;
    size_t count = 1;
    for (const Json& extent : entry["shape"]) {
      if (!extent.is_number_unsigned() || extent.get<size_t>() > (1U << 30)) {
        return Damaged(kFile, name);
      }
      tensor.shape.push_back(extent.get<size_t>());
      count *= tensor.shape.back();
      if (count > (1ULL << 31)) return Damaged(kFile, name);
    }
    const Json& offsets = entry["data_offsets"];
    if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
      return Damaged(kFile, name);
    }
    const size_t begin = offsets[0].get<size_t>();
    const size_t end = offsets[1].get<size_t>();
    const bool floats = entry["dtype"] == "F32";
    if (!floats && entry["dtype"] != "I8") return Damaged(kFile, name + ": unknown type");
    const size_t width = floats ? sizeof(float) : 1;
    if (begin > end || end > data.size() || end - begin != count * width) {
      return Damaged(kFile, name + ": out of bounds");
    }
    if (floats) {
      if (reinterpret_cast<uintptr_t>(data.data() + begin) % alignof(float) != 0) {
        return Damaged(kFile, name + ": not aligned");
      }
      tensor.f32 = {reinterpret_cast<const float*>(data.data() + begin), count};
    } else {
      tensor.i8 = {reinterpret_cast<const int8_t*>(data.data() + begin), count};
    }
    tensors_[name] = std::move(tensor);
  }
  for (auto& [name, tensor] : tensors_) {
    if (!tensor.integer()) continue;
    const std::string_view stem = std::string_view(name).substr(0, name.rfind('.'));
    const auto scale = tensors_.find(fmt::format("{}.scale", stem));
    if (scale == tensors_.end() || scale->second.f32.empty() ||
        tensor.i8.size() % scale->second.f32.size() != 0) {
      return Damaged(kFile, name + ": no scale");
    }
    tensor.scale = scale->second.f32;
  }
  return absl::OkStatus();
}

absl::Status Weights::CheckShapes() const {
  const auto size = [](int n) { return static_cast<size_t>(n); };
  const auto labels = [](const std::vector<std::string>& l) { return l.size(); };
  const size_t d = size(config_.hidden);
  const size_t f = size(config_.ffn);
  std::vector<std::pair<std::string, std::vector<size_t>>> wanted = {
      {"encoder.word.weight", {size(config_.vocab), d}},
      {"encoder.position.weight", {size(config_.window), d}},
      {"encoder.case.weight", {5, d}},
      {"encoder.space.weight", {3, d}},
      {"encoder.start.weight", {2, d}},
      {"encoder.norm.weight", {d}},
      {"encoder.norm.bias", {d}},
      {"arc_bilinear", {size(config_.arc_dim), size(config_.arc_dim)}},
      {"arc_bias", {size(config_.arc_dim)}},
      {"arc_root", {size(config_.arc_dim)}},
      {"rel_bilinear.weight",
       {labels(config_.relation_labels), size(config_.rel_dim + 1), size(config_.rel_dim + 1)}},
      {"rel_root", {size(config_.rel_dim)}},
      {"role_offset.weight", {size(2 * config_.role_distance + 1), size(config_.role_dim)}},
      {"doc.weight", {size(config_.document_dim), d}},
  };
  const auto linear = [&wanted](const std::string& name, size_t out, size_t in) {
    wanted.push_back({name + ".weight", {out, in}});
    wanted.push_back({name + ".bias", {out}});
  };
  linear("entity", labels(config_.entity_labels), d);
  linear("upos", labels(config_.upos_labels), d);
  linear("lemma", labels(config_.lemma_scripts), d);
  linear("attribution", labels(config_.attribution_labels), d);
  linear("predicate", labels(config_.predicate_labels), d);
  linear("arc_dep", size(config_.arc_dim), d);
  linear("arc_head", size(config_.arc_dim), d);
  linear("rel_dep", size(config_.rel_dim), d);
  linear("rel_head", size(config_.rel_dim), d);
  linear("role_pred", size(2 * config_.role_dim), d);
  linear("role_token", size(2 * config_.role_dim), d);
  linear("role_out", labels(config_.role_labels), size(config_.role_dim));
  for (int i = 0; i < config_.layers; ++i) {
    const std::string layer = fmt::format("encoder.layers.{}.", i);
    linear(layer + "qkv", 3 * d, d);
    linear(layer + "out", d, d);
    linear(layer + "up", f, d);
    linear(layer + "down", d, f);
    for (const char* norm : {"norm1", "norm2"}) {
      wanted.push_back({layer + norm + ".weight", {d}});
      wanted.push_back({layer + norm + ".bias", {d}});
    }
  }
  for (const auto& [name, shape] : wanted) {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) return Damaged("model.safetensors", name + " is missing");
    if (found->second.shape != shape) {
      return Damaged("model.safetensors", name + " has another shape than config.json says");
    }
  }
  return absl::OkStatus();
}

absl::Status Weights::ReadWords(const std::string& folder) {
  for (const char* file : {"vocab.txt", "lemmas.tsv"}) {
    auto text = ReadAll(fmt::format("{}/{}", folder, file));
    if (!text.ok()) return text.status();
    if (Sha256(*text) != sha256_[file]) return Damaged(file, "does not match its SHA-256");
    std::vector<std::string> lines = Lines(*text);
    if (file == std::string_view("vocab.txt")) {
      if (lines.size() != static_cast<size_t>(config_.vocab)) {
        return Damaged(file, "has another number of pieces than config.json says");
      }
      vocabulary_ = std::move(lines);
      continue;
    }
    for (const std::string& line : lines) {
      const size_t first = line.find('\t');
      const size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
      if (second == std::string::npos) return Damaged(file, "a line without three cells");
      lemmas_.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                         line.substr(second + 1)});
    }
  }
  return absl::OkStatus();
}

}  // namespace nutgraf::language
