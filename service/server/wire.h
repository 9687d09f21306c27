// Messages to and from gRPC's byte buffers.
//
// The service takes bytes rather than messages, so that bytes that are no message are answered with
// INVALID_ARGUMENT and the field at fault (gRPC itself would say INTERNAL), and so that messages
// live on arenas. Answers are serialised once, straight into the slice that gRPC sends.

#ifndef NUTGRAF_SERVICE_SERVER_WIRE_H_
#define NUTGRAF_SERVICE_SERVER_WIRE_H_

#include <cstdint>
#include <optional>

#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "service/server/errors.h"

namespace nutgraf::server {

/// Nothing when `message` was read whole.
std::optional<Failure> Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

grpc::Slice Serialize(const google::protobuf::Message& message);

/// As an element of the repeated message field `field_number` (1 to 15): tag, length, message.
/// Slices made so, one after the other, are a message with that field.
grpc::Slice SerializeElement(int field_number, const google::protobuf::Message& message);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_WIRE_H_
