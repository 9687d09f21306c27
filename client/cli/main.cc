// The command-line client `nutgraf`.
//
//   nutgraf analyze FILE|-     one article, for people or as JSON
//   nutgraf batch [FILE|-]     JSON lines in, JSON lines out, in order, resumable
//   nutgraf stream [FILE|-]    JSON lines over one stream, answers as they finish
//   nutgraf capabilities       what the server can do
//   nutgraf health             whether the server serves
//   nutgraf bench [FILE]       a load test of the server
//
// Exit codes: 0, 1 (an article could not be analysed), 2 (usage), 64 + gRPC code (a call failed).

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "client/cli/backend.h"
#include "client/cli/batch.h"
#include "client/cli/bench.h"
#include "client/cli/exit_code.h"
#include "client/cli/input.h"
#include "client/cli/json.h"
#include "client/cli/render.h"
#include "client/cli/stream.h"
#include "client/client.h"
#include "service/base/absl_compat.h"

namespace nutgraf::cli {
namespace {

const std::map<std::string, v1::OffsetEncoding>& Encodings() {
  static const auto* const encodings =
      new std::map<std::string, v1::OffsetEncoding>{{"utf8", v1::OFFSET_ENCODING_UTF8},
                                                    {"utf16", v1::OFFSET_ENCODING_UTF16},
                                                    {"utf32", v1::OFFSET_ENCODING_UTF32}};
  return *encodings;
}

const std::map<std::string, v1::Feature>& Features() {
  static const auto* const features = new std::map<std::string, v1::Feature>{
      {"facts", v1::FEATURE_HEADLINE_FACTS}, {"participants", v1::FEATURE_PARTICIPANTS},
      {"places", v1::FEATURE_PLACES},        {"dates", v1::FEATURE_DATES},
      {"quotes", v1::FEATURE_QUOTES},        {"topics", v1::FEATURE_TOPICS},
      {"keyphrases", v1::FEATURE_KEYPHRASES}};
  return *features;
}

/// Everything that the verbs take; each verb offers the options that it reads.
struct Arguments {
  // where
  std::string server = "127.0.0.1:50051";
  bool tls = false;
  std::string tls_ca, tls_cert, tls_key, tls_name, token_file;
  double timeout = 60;
  int attempts = 5;
  std::string request_id, traceparent;
  bool local = false;
  std::string data_directory, taxonomy_file;
  int threads = 0;
  // what
  std::string input = "-";
  std::string output = "-";
  bool restart = false;
  bool json = false;
  std::string id, title, date, time_zone, language;
  std::vector<v1::Feature> features;
  v1::OffsetEncoding offsets = v1::OFFSET_ENCODING_UTF8;
  float min_confidence = 0;
  // how much
  std::vector<double> rates, loads;
  int in_flight = 32;
  bool poisson = false;
  double duration = 10;
  double warmup = 3;
  double deadline = 2;
  double health_interval = 0.1;
  int connections = 4;
  std::string mix;
  uint64_t seed = 1;
};

int Fail(const absl::Status& status, int code) {
  fmt::print(stderr, "nutgraf: {}\n", ToStd(status.message()));
  return code;
}

/// A failed call to the server that the arguments name.
int FailCall(const absl::Status& status, const Arguments& args) {
  Fail(status, 0);
  if (absl::IsUnavailable(status)) {
    fmt::print(stderr,
               "nutgraf: the server asked was {}; start nutgraf-server, name another with --server "
               "or NUTGRAF_SERVER, or analyse without one by --local\n",
               args.server);
  }
  return RpcExitCode(status);
}

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  return path.empty() ? std::string() : ReadBytes(path);
}

absl::StatusOr<client::ClientOptions> ServerOptions(const Arguments& args) {
  client::ClientOptions options;
  options.target = args.server;
  options.timeout = absl::Seconds(args.timeout);
  options.max_attempts = args.attempts;
  if (args.tls) {
    auto ca = ReadPem(args.tls_ca);
    if (!ca.ok()) return ca.status();
    auto cert = ReadPem(args.tls_cert);
    if (!cert.ok()) return cert.status();
    auto key = ReadPem(args.tls_key);
    if (!key.ok()) return key.status();
    options.tls = {.root_certificates = *ca,
                   .private_key = *key,
                   .certificate_chain = *cert,
                   .server_name = args.tls_name};
  }
  auto token = ReadPem(args.token_file);
  if (!token.ok()) return token.status();
  while (!token->empty() && (token->back() == '\n' || token->back() == '\r')) token->pop_back();
  options.bearer_token = *token;
  return options;
}

absl::StatusOr<std::unique_ptr<client::Client>> Connect(const Arguments& args) {
  auto options = ServerOptions(args);
  if (!options.ok()) return options.status();
  return client::Client::Create(*options);
}

client::CallOptions OfCall(const Arguments& args) {
  return {.request_id = args.request_id, .traceparent = args.traceparent};
}

v1::AnalyzeArticleRequest Prototype(const Arguments& args) {
  v1::AnalyzeArticleRequest request;
  for (const v1::Feature feature : args.features) request.add_features(feature);
  request.set_offset_encoding(args.offsets);
  request.set_min_confidence(args.min_confidence);
  return request;
}

/// The backend that the arguments ask for; `client` keeps the connection when there is one.
absl::StatusOr<std::unique_ptr<Backend>> MakeBackend(const Arguments& args,
                                                     std::unique_ptr<client::Client>& client) {
  if (args.local) {
    return CreateLocalBackend({.data_directory = args.data_directory,
                               .taxonomy_file = args.taxonomy_file,
                               .timeout = absl::Seconds(args.timeout)});
  }
  auto connected = Connect(args);
  if (!connected.ok()) return connected.status();
  client = *std::move(connected);
  return CreateRemoteBackend(*client, OfCall(args));
}

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    return std::min<int>(size.ws_col, 120);
  }
  return 100;
}

int Analyze(const Arguments& args) {
  auto text = ReadText(args.input);
  if (!text.ok()) return Fail(text.status(), kExitAnalysis);
  if (!text->decoded_from.empty()) {
    fmt::print(stderr, "nutgraf: the input is not UTF-8; read as {}\n", text->decoded_from);
  }
  v1::AnalyzeArticleRequest request = Prototype(args);
  v1::Article& article = *request.mutable_article();
  article.set_article_id(args.id);
  article.set_title(args.title);
  article.set_text(std::move(text->utf8));
  article.set_time_zone(args.time_zone);
  article.set_language_code(args.language);
  if (!args.date.empty()) {
    if (absl::Status status = SetPublishTime(args.date, article); !status.ok()) {
      return Fail(status, kExitUsage);
    }
  }
  std::unique_ptr<client::Client> client;
  auto backend = MakeBackend(args, client);
  if (!backend.ok()) return Fail(backend.status(), kExitAnalysis);
  auto metadata = (*backend)->Analyze(request, 0);
  if (!metadata.ok()) {
    return args.local ? Fail(metadata.status(), kExitAnalysis) : FailCall(metadata.status(), args);
  }
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  std::cout << (args.json
                    ? ToJson(*metadata, terminal ? JsonStyle::kIndented : JsonStyle::kLine) + "\n"
                    : Render(*metadata, {.color = terminal, .width = TerminalWidth()}));
  return std::cout.flush() ? kExitOk : kExitAnalysis;
}

int Batch(const Arguments& args) {
  std::unique_ptr<client::Client> client;
  auto backend = MakeBackend(args, client);
  if (!backend.ok()) return Fail(backend.status(), kExitAnalysis);
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  return RunBatch(**backend, {.input = args.input,
                              .output = args.output,
                              .restart = args.restart,
                              .concurrency = args.threads > 0 ? args.threads : cores,
                              .prototype = Prototype(args)});
}

int Stream(const Arguments& args) {
  auto client = Connect(args);
  if (!client.ok()) return Fail(client.status(), kExitAnalysis);
  return RunStream(**client, args.input, Prototype(args), OfCall(args));
}

int Capabilities(const Arguments& args) {
  auto client = Connect(args);
  if (!client.ok()) return Fail(client.status(), kExitAnalysis);
  auto capabilities = (*client)->GetCapabilities(OfCall(args));
  if (!capabilities.ok()) return FailCall(capabilities.status(), args);
  std::cout << ToJson(*capabilities, JsonStyle::kIndented) << "\n";
  return kExitOk;
}

int Health(const Arguments& args) {
  auto client = Connect(args);
  if (!client.ok()) return Fail(client.status(), kExitAnalysis);
  const absl::Status status = (*client)->CheckHealth("", OfCall(args));
  if (!status.ok()) return FailCall(status, args);
  std::cout << "SERVING\n";
  return kExitOk;
}

int Bench(const Arguments& args) {
  auto server = ServerOptions(args);
  if (!server.ok()) return Fail(server.status(), kExitAnalysis);
  BenchOptions options;
  options.server = *server;
  options.rates = args.rates;
  options.loads = args.loads;
  options.load = {.in_flight = args.in_flight,
                  .poisson = args.poisson,
                  .warmup = absl::Seconds(args.warmup),
                  .duration = absl::Seconds(args.duration),
                  .timeout = absl::Seconds(args.deadline),
                  .health_interval = absl::Seconds(args.health_interval),
                  .bearer_token = server->bearer_token,
                  .seed = args.seed};
  options.connections = args.connections;
  options.articles = args.input == "-" ? "" : args.input;
  options.mix = args.mix;
  options.json = args.json;
  options.prototype = Prototype(args);
  return RunBench(options);
}

void AddServerOptions(CLI::App& verb, Arguments& args) {
  verb.add_option("--server", args.server,
                  "host:port, or a gRPC target such as dns:///host:port; or NUTGRAF_SERVER")
      ->capture_default_str();
  verb.add_flag("--tls", args.tls, "connect over TLS");
  verb.add_option("--tls-ca", args.tls_ca, "certificates to trust, PEM (default: the system's)");
  verb.add_option("--tls-cert", args.tls_cert, "own certificate chain for mutual TLS, PEM");
  verb.add_option("--tls-key", args.tls_key, "own private key for mutual TLS, PEM");
  verb.add_option("--tls-name", args.tls_name, "the name in the server's certificate");
  verb.add_option("--token-file", args.token_file, "file that holds a bearer token; needs --tls");
}

void AddCallOptions(CLI::App& verb, Arguments& args) {
  verb.add_option("--timeout", args.timeout, "seconds that a call may take, tries included")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--attempts", args.attempts, "how often a refused call is tried")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  verb.add_option("--request-id", args.request_id,
                  "found again in the server's log; batch adds the line's number");
  verb.add_option("--traceparent", args.traceparent,
                  "W3C trace context, passed on; or TRACEPARENT");
}

void AddBenchOptions(CLI::App& verb, Arguments& args) {
  verb.add_option("file", args.input,
                  "JSON lines of articles to send, as for batch (default: four built-in ones)");
  auto* rate = verb.add_option("--rate", args.rates, "calls a second; several: a test each");
  rate->delimiter(',')->check(CLI::PositiveNumber);
  verb.add_option("--load", args.loads,
                  "parts of the capacity, which is measured first; several: a test each")
      ->delimiter(',')
      ->check(CLI::PositiveNumber)
      ->excludes(rate);
  verb.add_option("--in-flight", args.in_flight,
                  "calls kept under way to find the capacity, or alone")
      ->check(CLI::Range(1, 10'000))
      ->excludes(rate)
      ->capture_default_str();
  verb.add_flag("--poisson", args.poisson, "calls come at random, at that rate on average");
  verb.add_option("--words", args.mix,
                  "sizes to send, WORDS[:WEIGHT],..., put together from the articles");
  verb.add_option("--duration", args.duration, "seconds of each test")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--warmup", args.warmup, "seconds of load before it, not counted")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb.add_option("--deadline", args.deadline, "seconds that a call may take from when it is due")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--connections", args.connections, "connections that the calls take in turn")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  verb.add_option("--health-interval", args.health_interval,
                  "seconds between health checks beside the load; 0: none")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb.add_option("--seed", args.seed, "of the mix and of --poisson")->capture_default_str();
  verb.add_flag("--json", args.json, "everything that was measured, as JSON");
}

void AddLocalOptions(CLI::App& verb, Arguments& args) {
  verb.add_flag("--local", args.local, "analyse in this process, without a server");
  verb.add_option("--data-dir", args.data_directory,
                  "compiled tables and weights for --local; or NUTGRAF_DATA_DIR");
  verb.add_option("--taxonomy-file", args.taxonomy_file,
                  "the newsroom's own topics for --local, as the server's --taxonomy_file");
}

void AddRequestOptions(CLI::App& verb, Arguments& args) {
  verb.add_option("--feature", args.features, "what to find (default: everything); repeatable")
      ->transform(CLI::CheckedTransformer(Features(), CLI::ignore_case))
      ->option_text("facts|participants|places|dates|quotes|topics|keyphrases ...");
  verb.add_option("--offsets", args.offsets, "what offsets count (default: utf8)")
      ->transform(CLI::CheckedTransformer(Encodings(), CLI::ignore_case))
      ->option_text("utf8|utf16|utf32");
  verb.add_option("--min-confidence", args.min_confidence, "leave out results below; 0 to 1")
      ->check(CLI::Range(0.0, 1.0));
}

/// Defaults from the environment. Not by CLI11, which lets the environment of every verb's option
/// win over the command line of the verb that was given.
void ReadEnvironment(Arguments& args) {
  const auto read = [](const char* name, std::string& value) {
    if (const char* set = std::getenv(name); set != nullptr) value = set;
  };
  read("NUTGRAF_SERVER", args.server);
  read("NUTGRAF_DATA_DIR", args.data_directory);
  read("TRACEPARENT", args.traceparent);
}

int Main(int argc, char** argv) {
  CLI::App app("Nutgraf: who did what, when, where, why and how, from a raw news article.",
               "nutgraf");
  app.require_subcommand(1);
  app.set_version_flag("--version", NUTGRAF_VERSION);
  Arguments args;
  ReadEnvironment(args);

  CLI::App& analyze = *app.add_subcommand("analyze", "analyse one article");
  analyze.add_option("file", args.input, "text file, - for standard input")->required();
  analyze.add_flag("--json", args.json, "print protobuf's JSON form of ArticleMetadata");
  analyze.add_option("--id", args.id, "the article's id, echoed");
  analyze.add_option("--title", args.title, "the headline, where the text does not hold it");
  analyze.add_option("--date", args.date, "publication: YYYY-MM-DD or RFC 3339");
  analyze.add_option("--time-zone", args.time_zone, "IANA name (default: UTC)");
  analyze.add_option("--language", args.language, "BCP 47 (default: recognised)");
  CLI::App& batch = *app.add_subcommand("batch", "analyse articles from JSON lines");
  batch.add_option("file", args.input, "JSON lines: Article, or keys id, title, text, date");
  batch.add_option("-o,--output", args.output,
                   "file to write, or to go on with; - for standard output");
  batch.add_flag("--restart", args.restart, "overwrite the output file");
  CLI::App& stream =
      *app.add_subcommand("stream", "analyse articles from JSON lines over a stream");
  stream.add_option("file", args.input, "JSON lines as for batch");
  CLI::App& capabilities = *app.add_subcommand("capabilities", "what the server can do");
  CLI::App& health = *app.add_subcommand("health", "whether the server serves");
  CLI::App& bench = *app.add_subcommand("bench", "put the server under load and measure it");
  AddBenchOptions(bench, args);

  for (CLI::App* verb : {&analyze, &batch, &stream, &capabilities, &health}) {
    AddServerOptions(*verb, args);
    AddCallOptions(*verb, args);
  }
  AddServerOptions(bench, args);
  for (CLI::App* verb : {&analyze, &batch, &stream, &bench}) AddRequestOptions(*verb, args);
  for (CLI::App* verb : {&analyze, &batch}) AddLocalOptions(*verb, args);
  batch.add_option("--threads", args.threads, "articles under way at once (default: the cores)")
      ->check(CLI::Range(1, 256));

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // CLI11 reports help and misuse by exceptions
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (analyze.parsed()) return Analyze(args);
  if (batch.parsed()) return Batch(args);
  if (stream.parsed()) return Stream(args);
  if (capabilities.parsed()) return Capabilities(args);
  if (bench.parsed()) return Bench(args);
  return Health(args);
}

}  // namespace
}  // namespace nutgraf::cli

int main(int argc, char** argv) { return nutgraf::cli::Main(argc, argv); }
