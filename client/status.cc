#include "client/status.h"

#include <fmt/format.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "service/base/absl_compat.h"

namespace nutgraf::client {
namespace {

std::string WithViolations(const std::string& message, const google::rpc::Status& details) {
  std::string violations;
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      violations += fmt::format("{}{}: {}", violations.empty() ? "" : "; ", violation.field(),
                                violation.description());
    }
  }
  return violations.empty() ? message : fmt::format("{} ({})", message, violations);
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status details;
  std::string message = status.error_message();
  if (details.ParseFromString(status.error_details())) message = WithViolations(message, details);
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), ToAbsl(message));
}

absl::Status FromRpc(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.code()),
                      ToAbsl(WithViolations(status.message(), status)));
}

std::string Reason(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return {};
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info) && info.domain() == "nutgraf") return info.reason();
  }
  return {};
}

}  // namespace nutgraf::client
