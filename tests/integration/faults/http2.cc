#include "tests/integration/faults/http2.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace nutgraf::testing {
namespace {

constexpr int kPatienceMs = 10'000;
constexpr size_t kFrameHeader = 9;

uint32_t ReadBigEndian(std::string_view bytes) {
  uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

}  // namespace

std::string BigEndian(uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

std::string Frame(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload) {
  std::string out = BigEndian(static_cast<uint32_t>(payload.size()), 3);
  out += static_cast<char>(type);
  out += static_cast<char>(flags);
  out += BigEndian(stream);
  out += payload;
  return out;
}

std::string SettingsFrame(std::optional<uint32_t> initial_window) {
  constexpr uint32_t kInitialWindowSize = 4;
  return Frame(kSettings, 0, 0,
               initial_window ? BigEndian(kInitialWindowSize, 2) + BigEndian(*initial_window) : "");
}

std::string Header(std::string_view name, std::string_view value) {
  std::string out(1, '\0');
  out += static_cast<char>(name.size());
  out += name;
  out += static_cast<char>(value.size());
  out += value;
  return out;
}

std::string CallHeaders(uint32_t stream, std::string_view path,
                        const std::vector<std::pair<std::string, std::string>>& more,
                        uint8_t flags) {
  std::string block = Header(":method", "POST") + Header(":scheme", "http") +
                      Header(":path", path) + Header(":authority", "localhost") +
                      Header("te", "trailers") + Header("content-type", "application/grpc");
  for (const auto& [name, value] : more) block += Header(name, value);
  return Frame(kHeaders, flags, stream, block);
}

std::string CallMessage(uint32_t stream, std::string_view message, uint8_t flags) {
  std::string framed(1, '\0');  // not compressed
  framed += BigEndian(static_cast<uint32_t>(message.size()));
  framed += message;
  return Frame(kData, flags, stream, framed);
}

Http2::Http2(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket_ >= 0 &&
      connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    close(socket_);
    socket_ = -1;
  }
}

Http2::~Http2() {
  if (socket_ >= 0) close(socket_);
}

Http2::Http2(Http2&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      at_end_(other.at_end_),
      received_(std::move(other.received_)) {}

bool Http2::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd ready{.fd = socket_, .events = POLLOUT, .revents = 0};
    if (poll(&ready, 1, kPatienceMs) <= 0) return false;
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

void Http2::HalfClose() { shutdown(socket_, SHUT_WR); }

void Http2::Reset() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  close(socket_);
  socket_ = -1;
}

bool Http2::Fill() {
  if (at_end_) return false;
  pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
  if (poll(&ready, 1, kPatienceMs) <= 0) return false;
  char buffer[1 << 16];
  const ssize_t got = recv(socket_, buffer, sizeof(buffer), 0);
  if (got <= 0) {
    at_end_ = true;
    return false;
  }
  received_.append(buffer, static_cast<size_t>(got));
  return true;
}

std::optional<Http2::Received> Http2::Next() {
  while (received_.size() < kFrameHeader) {
    if (!Fill()) return std::nullopt;
  }
  const size_t length = ReadBigEndian(std::string_view(received_).substr(0, 3));
  while (received_.size() < kFrameHeader + length) {
    if (!Fill()) return std::nullopt;
  }
  Received frame;
  frame.type = static_cast<uint8_t>(received_[3]);
  frame.flags = static_cast<uint8_t>(received_[4]);
  frame.stream = ReadBigEndian(std::string_view(received_).substr(5, 4)) & 0x7FFFFFFF;
  frame.payload = received_.substr(kFrameHeader, length);
  received_.erase(0, kFrameHeader + length);
  return frame;
}

bool Http2::StreamEnded(uint32_t stream) {
  while (const std::optional<Received> frame = Next()) {
    if (frame->type == kGoaway) continue;
    if (frame->stream != stream) continue;
    if (frame->type == kRstStream) return true;
    if ((frame->type == kHeaders || frame->type == kData) && (frame->flags & kEndStream) != 0) {
      return true;
    }
  }
  return at_end_;
}

bool Http2::Closed() {
  while (Fill()) received_.clear();
  return at_end_;
}

}  // namespace nutgraf::testing
