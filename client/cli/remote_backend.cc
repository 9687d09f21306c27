#include <utility>

#include "client/cli/backend.h"

namespace nutgraf::cli {
namespace {

class RemoteBackend : public Backend {
 public:
  RemoteBackend(client::Client& client, std::string request_id)
      : client_(client), request_id_(std::move(request_id)) {}

  absl::StatusOr<v1::ArticleMetadata> Analyze(const v1::AnalyzeArticleRequest& request) override {
    auto response = client_.Analyze(request, {.request_id = request_id_, .timeout = {}});
    if (!response.ok()) return response.status();
    return std::move(*response->mutable_metadata());
  }

  bool IsArticleFault(absl::StatusCode code) const override {
    return code == absl::StatusCode::kInvalidArgument || code == absl::StatusCode::kInternal;
  }

 private:
  client::Client& client_;
  const std::string request_id_;
};

}  // namespace

std::unique_ptr<Backend> CreateRemoteBackend(client::Client& client,
                                             const std::string& request_id) {
  return std::make_unique<RemoteBackend>(client, request_id);
}

}  // namespace nutgraf::cli
