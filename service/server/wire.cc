#include "service/server/wire.h"

#include <string>
#include <vector>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "grpc/slice.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "service/contract/wire_check.h"

namespace nutgraf::server {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

// A slice of `size` bytes that `write` fills from its argument on.
template <typename Write>
grpc::Slice MakeSlice(size_t size, const Write& write) {
  grpc_slice slice = grpc_slice_malloc(size);
  write(GRPC_SLICE_START_PTR(slice));
  return {slice, grpc::Slice::STEAL_REF};
}

std::string Flatten(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  std::string out;
  if (!bytes.Dump(&slices).ok()) return out;
  out.reserve(bytes.Length());
  for (const grpc::Slice& slice : slices) {
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return out;
}

}  // namespace

std::optional<Failure> Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  // The reader takes no const buffer, though it only reads.
  grpc::ProtoBufferReader reader(const_cast<grpc::ByteBuffer*>(&bytes));
  if (reader.status().ok() && message->ParseFromZeroCopyStream(&reader)) return std::nullopt;
  return InvalidRequest({contract::ExplainParseFailure(*message->GetDescriptor(), Flatten(bytes))});
}

grpc::Slice Serialize(const google::protobuf::Message& message) {
  return MakeSlice(message.ByteSizeLong(),
                   [&](uint8_t* to) { message.SerializeWithCachedSizesToArray(to); });
}

grpc::Slice SerializeElement(int field_number, const google::protobuf::Message& message) {
  const size_t size = message.ByteSizeLong();
  const uint32_t tag =
      WireFormatLite::MakeTag(field_number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  const size_t prefix = CodedOutputStream::VarintSize32(tag) +
                        CodedOutputStream::VarintSize32(static_cast<uint32_t>(size));
  return MakeSlice(prefix + size, [&](uint8_t* to) {
    to = CodedOutputStream::WriteVarint32ToArray(tag, to);
    to = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(size), to);
    message.SerializeWithCachedSizesToArray(to);
  });
}

}  // namespace nutgraf::server
