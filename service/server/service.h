// The four methods, each handed to its reactor. All take bytes (see wire.h).

#ifndef NUTGRAF_SERVICE_SERVER_SERVICE_H_
#define NUTGRAF_SERVICE_SERVER_SERVICE_H_

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "nutgraf/v1/article_service.grpc.pb.h"
#include "service/server/call.h"

namespace nutgraf::server {

using RawArticleService = nutgraf::v1::ArticleService::WithRawCallbackMethod_AnalyzeArticle<
    nutgraf::v1::ArticleService::WithRawCallbackMethod_BatchAnalyzeArticles<
        nutgraf::v1::ArticleService::WithRawCallbackMethod_StreamAnalyzeArticles<
            nutgraf::v1::ArticleService::WithRawCallbackMethod_GetCapabilities<
                nutgraf::v1::ArticleService::Service>>>>;

class ArticleService final : public RawArticleService {
 public:
  /// `capabilities` never changes while the server runs, so it is sent as it is.
  ArticleService(Surroundings* surroundings,
                 const nutgraf::v1::GetCapabilitiesResponse& capabilities);

  grpc::ServerUnaryReactor* AnalyzeArticle(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchAnalyzeArticles(grpc::CallbackServerContext* context,
                                                 const grpc::ByteBuffer* request,
                                                 grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StreamAnalyzeArticles(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetCapabilities(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* response) override;

 private:
  Surroundings* const surroundings_;
  grpc::ByteBuffer capabilities_;
};

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_SERVICE_H_
