// Calls with bytes of the test's choosing, for messages that no stub would send and services whose
// stubs are not at hand.

#ifndef NUTGRAF_TESTS_TESTING_RAW_CALL_H_
#define NUTGRAF_TESTS_TESTING_RAW_CALL_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

namespace nutgraf::testing {

struct RawAnswer {
  grpc::Status status;
  std::string bytes;
};

/// `method` is "/package.Service/Method".
RawAnswer RawUnary(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                   const std::string& request, grpc::ClientContext* context = nullptr);

/// Sends all of `requests` on one stream, half-closes, and reads to the end.
struct RawStreamAnswer {
  grpc::Status status;
  std::vector<std::string> messages;
};
RawStreamAnswer RawStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                          const std::vector<std::string>& requests);

/// grpc.health.v1: "SERVING", "NOT_SERVING", or the status's message on error.
std::string Health(const std::shared_ptr<grpc::Channel>& channel, const std::string& service = "");

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_TESTING_RAW_CALL_H_
