#include <string>
#include <utility>

#include "client/cli/backend.h"

namespace nutgraf::cli {
namespace {

class RemoteBackend : public Backend {
 public:
  RemoteBackend(client::Client& client, client::CallOptions call)
      : client_(client), call_(std::move(call)) {}

  absl::StatusOr<v1::ArticleMetadata> Analyze(const v1::AnalyzeArticleRequest& request,
                                              size_t line) override {
    client::CallOptions call = call_;
    if (line > 0 && !call.request_id.empty()) call.request_id += "-" + std::to_string(line);
    auto response = client_.Analyze(request, call);
    if (!response.ok()) return response.status();
    return std::move(*response->mutable_metadata());
  }

  bool IsArticleFault(absl::StatusCode code) const override {
    return code == absl::StatusCode::kInvalidArgument || code == absl::StatusCode::kInternal;
  }

 private:
  client::Client& client_;
  const client::CallOptions call_;
};

}  // namespace

std::unique_ptr<Backend> CreateRemoteBackend(client::Client& client,
                                             const client::CallOptions& call) {
  return std::make_unique<RemoteBackend>(client, call);
}

}  // namespace nutgraf::cli
