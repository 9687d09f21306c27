#include "service/server/logging.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"
#include "service/base/absl_compat.h"
#include "service/server/tracing.h"
#include "spdlog/details/thread_pool.h"
#include "spdlog/spdlog.h"

namespace nutgraf::server {
namespace {

using nlohmann::ordered_json;

constexpr size_t kQueueLines = 8192;

double Millis(absl::Duration d) {
  // Whole microseconds: finer figures would only be noise.
  return static_cast<double>(absl::ToInt64Microseconds(d)) / 1000.0;
}

std::string Line(spdlog::level::level_enum level, std::string_view event,
                 const ordered_json& fields) {
  ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%d%ET%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone());
  const auto name = spdlog::level::to_string_view(level);
  line["level"] = std::string_view(name.data(), name.size());
  line["event"] = event;
  line.update(fields);
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

void AddTrace(std::string_view traceparent, ordered_json* fields) {
  if (traceparent.empty()) return;
  (*fields)["traceparent"] = traceparent;
  (*fields)["trace_id"] = TraceId(traceparent);
}

// The hooks of gRPC and protobuf are plain functions, so they find the log as spdlog's default.
void LogLibraryMessage(spdlog::level::level_enum level, std::string_view library,
                       std::string_view message) {
  spdlog::default_logger_raw()->log(
      level, Line(level, "library_message", {{"library", library}, {"message", message}}));
}

void OnGrpcMessage(gpr_log_func_args* args) {
  const auto level = args->severity == GPR_LOG_SEVERITY_ERROR  ? spdlog::level::warn
                     : args->severity == GPR_LOG_SEVERITY_INFO ? spdlog::level::info
                                                               : spdlog::level::debug;
  LogLibraryMessage(level, "grpc", args->message);
}

// What protobuf says of a bad message is told to the caller, who sent it; here it is only noise.
void OnProtobufMessage(google::protobuf::LogLevel /*level*/, const char* /*file*/, int /*line*/,
                       const std::string& message) {
  LogLibraryMessage(spdlog::level::debug, "protobuf", message);
}

}  // namespace

absl::StatusOr<spdlog::level::level_enum> LogLevel(std::string_view name) {
  for (const auto level : {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                           spdlog::level::err, spdlog::level::off}) {
    const auto known = spdlog::level::to_string_view(level);
    if (name == std::string_view(known.data(), known.size())) return level;
  }
  return absl::InvalidArgumentError("must be debug, info, warning, error or off");
}

Log::Log(spdlog::sink_ptr sink, spdlog::level::level_enum level)
    : thread_(std::make_shared<spdlog::details::thread_pool>(kQueueLines, 1)),
      logger_(std::make_shared<spdlog::async_logger>(
          "nutgraf", std::move(sink), thread_, spdlog::async_overflow_policy::overrun_oldest)) {
  logger_->set_level(level);
  logger_->set_pattern("%v");
  logger_->flush_on(spdlog::level::info);
  // A full disk or a closed pipe must not end the service, nor fill another log with complaints.
  logger_->set_error_handler([](const std::string&) {});
}

Log::~Log() {
  if (spdlog::default_logger_raw() == logger_.get()) {
    gpr_set_log_function(nullptr);
    google::protobuf::SetLogHandler(nullptr);
    spdlog::set_default_logger(nullptr);
  }
  logger_->flush();
}

void Log::Event(spdlog::level::level_enum level, std::string_view event,
                const ordered_json& fields) {
  if (!Enabled(level)) return;
  logger_->log(level, Line(level, event, fields));
}

void Log::TakeLibraryMessages() {
  spdlog::set_default_logger(logger_);
  gpr_set_log_function(OnGrpcMessage);
  google::protobuf::SetLogHandler(OnProtobufMessage);
}

void AccessLog::OnArticle(const ArticleRecord& record) {
  if (record.run_time < slow_) return;
  ordered_json fields = {{"method", record.method}, {"request_id", record.request_id}};
  AddTrace(record.traceparent, &fields);
  fields["bytes"] = record.bytes;
  fields["words"] = record.words;
  fields["queue_ms"] = Millis(record.queue_time);
  fields["run_ms"] = Millis(record.run_time);
  auto& stages = fields["stages_ms"] = ordered_json::object();
  for (const auto& stage : record.stages) stages[stage.stage] = Millis(stage.wall);
  log_.Event(spdlog::level::warn, "slow_article", fields);
}

void AccessLog::OnCallFinished(const CallRecord& record) {
  const bool own_failure = record.code == grpc::StatusCode::INTERNAL ||
                           record.code == grpc::StatusCode::UNKNOWN ||
                           record.code == grpc::StatusCode::DATA_LOSS;
  const auto level = own_failure                                  ? spdlog::level::warn
                     : record.items == 0 && record.reason.empty() ? spdlog::level::debug
                                                                  : spdlog::level::info;
  if (!log_.Enabled(level)) return;
  ordered_json fields = {{"method", record.method},
                         {"request_id", record.request_id},
                         {"peer", record.peer},
                         {"status", StatusCodeName(record.code)}};
  if (!record.reason.empty()) fields["reason"] = record.reason;
  if (!record.caller.empty()) fields["caller"] = record.caller;
  AddTrace(record.traceparent, &fields);
  fields["items"] = record.items;
  if (record.failed_items > 0) fields["failed_items"] = record.failed_items;
  fields["request_bytes"] = record.request_bytes;
  fields["response_bytes"] = record.response_bytes;
  fields["queue_ms"] = Millis(record.queue_time);
  fields["run_ms"] = Millis(record.run_time);
  fields["total_ms"] = Millis(record.total_time);
  log_.Event(level, "call", fields);
}

std::string_view StatusCodeName(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return "OK";
    case grpc::StatusCode::CANCELLED:
      return "CANCELLED";
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::NOT_FOUND:
      return "NOT_FOUND";
    case grpc::StatusCode::ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case grpc::StatusCode::PERMISSION_DENIED:
      return "PERMISSION_DENIED";
    case grpc::StatusCode::UNAUTHENTICATED:
      return "UNAUTHENTICATED";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case grpc::StatusCode::FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case grpc::StatusCode::ABORTED:
      return "ABORTED";
    case grpc::StatusCode::OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "UNIMPLEMENTED";
    case grpc::StatusCode::INTERNAL:
      return "INTERNAL";
    case grpc::StatusCode::UNAVAILABLE:
      return "UNAVAILABLE";
    case grpc::StatusCode::DATA_LOSS:
      return "DATA_LOSS";
    default:
      return "UNKNOWN";
  }
}

}  // namespace nutgraf::server
