// HTTP/2 by hand, for what no client library would send: a socket, and frames as bytes.
//
//   Http2 caller(port);
//   caller.Send(kPreface + SettingsFrame() + CallHeaders(1) + CallMessage(1, bytes));
//   caller.StreamEnded(1);             // waits for the answer's end
//   caller.Reset();                    // gone, without a goodbye
//
// Waits are bounded by ten seconds, and a wait that ends without what it waited for is false.

#ifndef NUTGRAF_TESTS_INTEGRATION_FAULTS_HTTP2_H_
#define NUTGRAF_TESTS_INTEGRATION_FAULTS_HTTP2_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nutgraf::testing {

inline const std::string kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
inline constexpr char kUnaryPath[] = "/nutgraf.v1.ArticleService/AnalyzeArticle";
inline constexpr char kStreamPath[] = "/nutgraf.v1.ArticleService/StreamAnalyzeArticles";

enum FrameType : uint8_t {
  kData = 0,
  kHeaders = 1,
  kPriority = 2,
  kRstStream = 3,
  kSettings = 4,
  kPushPromise = 5,
  kPing = 6,
  kGoaway = 7,
  kWindowUpdate = 8,
  kContinuation = 9,
};
inline constexpr uint8_t kEndStream = 1;   // of DATA and HEADERS
inline constexpr uint8_t kAck = 1;         // of SETTINGS and PING
inline constexpr uint8_t kEndHeaders = 4;  // of HEADERS and CONTINUATION

std::string BigEndian(uint32_t value, int bytes = 4);

/// One frame, whose length says what the payload has.
std::string Frame(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload);

/// SETTINGS; `initial_window` is how much of each answer the server may send unasked.
std::string SettingsFrame(std::optional<uint32_t> initial_window = {});

/// A header as HPACK's literal without indexing; name and value under 127 bytes.
std::string Header(std::string_view name, std::string_view value);

/// The headers of a gRPC call, all in one frame, with `more` behind them.
std::string CallHeaders(uint32_t stream, std::string_view path = kUnaryPath,
                        const std::vector<std::pair<std::string, std::string>>& more = {},
                        uint8_t flags = kEndHeaders);

/// A message in gRPC's framing, in one frame of DATA.
std::string CallMessage(uint32_t stream, std::string_view message, uint8_t flags = kEndStream);

class Http2 {
 public:
  /// Connects to 127.0.0.1.
  explicit Http2(int port);
  ~Http2();
  Http2(Http2&& other) noexcept;
  Http2& operator=(Http2&&) = delete;
  Http2(const Http2&) = delete;

  bool connected() const { return socket_ >= 0; }
  /// False when the peer has closed, or takes nothing for ten seconds.
  bool Send(std::string_view bytes);
  /// No more bytes will come from here.
  void HalfClose();
  /// Gone at once; what was sent and not read is thrown away.
  void Reset();

  struct Received {
    uint8_t type = 0;
    uint8_t flags = 0;
    uint32_t stream = 0;
    std::string payload;
  };
  /// The next frame of the server; nothing when there is none in time, or it has closed.
  std::optional<Received> Next();
  /// Reads until one stream has ended (its last frame, or a reset), or the connection has.
  bool StreamEnded(uint32_t stream);
  /// Reads until the server closes the connection.
  bool Closed();

 private:
  bool Fill();  // reads what there is; false at the end or after ten seconds

  int socket_ = -1;
  bool at_end_ = false;
  std::string received_;
};

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_INTEGRATION_FAULTS_HTTP2_H_
