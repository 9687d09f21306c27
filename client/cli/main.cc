// The command-line client `nutgraf`.
//
//   nutgraf analyze FILE|-     one article, for people or as JSON
//   nutgraf batch [FILE|-]     JSON lines in, JSON lines out, in order, resumable
//   nutgraf stream [FILE|-]    JSON lines over one stream, answers as they finish
//   nutgraf capabilities       what the server can do
//   nutgraf health             whether the server serves
//
// Exit codes: 0, 1 (an article could not be analysed), 2 (usage), 64 + gRPC code (a call failed).

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "client/cli/backend.h"
#include "client/cli/batch.h"
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
  std::string request_id;
  bool local = false;
  std::string data_directory;
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

absl::StatusOr<std::unique_ptr<client::Client>> Connect(const Arguments& args) {
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
  return client::Client::Create(options);
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
    return CreateLocalBackend(
        {.data_directory = args.data_directory, .timeout = absl::Seconds(args.timeout)});
  }
  auto connected = Connect(args);
  if (!connected.ok()) return connected.status();
  client = *std::move(connected);
  return CreateRemoteBackend(*client, args.request_id);
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
  auto metadata = (*backend)->Analyze(request);
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
  return RunStream(**client, args.input, Prototype(args),
                   {.request_id = args.request_id, .timeout = {}});
}

int Capabilities(const Arguments& args) {
  auto client = Connect(args);
  if (!client.ok()) return Fail(client.status(), kExitAnalysis);
  auto capabilities = (*client)->GetCapabilities({.request_id = args.request_id, .timeout = {}});
  if (!capabilities.ok()) return FailCall(capabilities.status(), args);
  std::cout << ToJson(*capabilities, JsonStyle::kIndented) << "\n";
  return kExitOk;
}

int Health(const Arguments& args) {
  auto client = Connect(args);
  if (!client.ok()) return Fail(client.status(), kExitAnalysis);
  const absl::Status status =
      (*client)->CheckHealth("", {.request_id = args.request_id, .timeout = {}});
  if (!status.ok()) return FailCall(status, args);
  std::cout << "SERVING\n";
  return kExitOk;
}

void AddServerOptions(CLI::App& verb, Arguments& args) {
  verb.add_option("--server", args.server, "host:port, or a gRPC target such as dns:///host:port")
      ->envname("NUTGRAF_SERVER")
      ->capture_default_str();
  verb.add_flag("--tls", args.tls, "connect over TLS");
  verb.add_option("--tls-ca", args.tls_ca, "certificates to trust, PEM (default: the system's)");
  verb.add_option("--tls-cert", args.tls_cert, "own certificate chain for mutual TLS, PEM");
  verb.add_option("--tls-key", args.tls_key, "own private key for mutual TLS, PEM");
  verb.add_option("--tls-name", args.tls_name, "the name in the server's certificate");
  verb.add_option("--token-file", args.token_file, "file that holds a bearer token");
  verb.add_option("--timeout", args.timeout, "seconds that a call may take, tries included")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--attempts", args.attempts, "how often a refused call is tried")
      ->check(CLI::Range(1, 5))
      ->capture_default_str();
  verb.add_option("--request-id", args.request_id, "found again in the server's log");
}

void AddLocalOptions(CLI::App& verb, Arguments& args) {
  verb.add_flag("--local", args.local, "analyse in this process, without a server");
  verb.add_option("--data-dir", args.data_directory, "compiled tables and weights for --local")
      ->envname("NUTGRAF_DATA_DIR");
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

int Main(int argc, char** argv) {
  CLI::App app("Nutgraf: who did what, when, where, why and how, from a raw news article.",
               "nutgraf");
  app.require_subcommand(1);
  app.set_version_flag("--version", NUTGRAF_VERSION);
  Arguments args;

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

  for (CLI::App* verb : {&analyze, &batch, &stream, &capabilities, &health}) {
    AddServerOptions(*verb, args);
  }
  for (CLI::App* verb : {&analyze, &batch, &stream}) AddRequestOptions(*verb, args);
  for (CLI::App* verb : {&analyze, &batch}) {
    AddLocalOptions(*verb, args);
    verb->add_option("--threads", args.threads, "articles under way at once (default: the cores)")
        ->check(CLI::Range(1, 256));
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // CLI11 reports help and misuse by exceptions
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (analyze.parsed()) return Analyze(args);
  if (batch.parsed()) return Batch(args);
  if (stream.parsed()) return Stream(args);
  if (capabilities.parsed()) return Capabilities(args);
  return Health(args);
}

}  // namespace
}  // namespace nutgraf::cli

int main(int argc, char** argv) { return nutgraf::cli::Main(argc, argv); }
