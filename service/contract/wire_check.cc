#include "service/contract/wire_check.h"

#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "service/text/utf8.h"

namespace nutgraf::contract {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;

constexpr std::string_view kNotAMessage =
    "the bytes are not a protobuf message of the method's request type";

class Walker {
 public:
  // Nothing when the bytes are fine as far as strings go.
  std::optional<FieldViolation> Walk(const Descriptor& type, std::string_view bytes,
                                     const std::string& path) {
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                              static_cast<int>(bytes.size()));
    // How often each repeated field was met, for its index in the path.
    std::vector<int> seen(static_cast<size_t>(type.field_count()), 0);
    while (const uint32_t tag = in.ReadTag()) {
      const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      const bool delimited =
          WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
      if (!delimited || field == nullptr) {
        if (!WireFormatLite::SkipField(&in, tag)) return Malformed();
        continue;
      }
      uint32_t size = 0;
      if (!in.ReadVarint32(&size)) return Malformed();
      const int begin = in.CurrentPosition();
      if (size > bytes.size() - static_cast<size_t>(begin)) return Malformed();
      const std::string_view value = bytes.substr(static_cast<size_t>(begin), size);
      in.Skip(static_cast<int>(size));

      std::string name = path.empty() ? field->name() : path + "." + field->name();
      if (field->is_repeated()) {
        name += fmt::format("[{}]", seen[static_cast<size_t>(field->index())]++);
      }
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        const size_t bad = text::FirstInvalidUtf8(value);
        if (bad != text::kValidUtf8) {
          return FieldViolation{name, std::string(kReasonNotUtf8),
                                fmt::format("the byte at offset {} is not UTF-8", bad)};
        }
      } else if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
        if (auto fault = Walk(*field->message_type(), value, name)) return fault;
      }
    }
    if (!in.ConsumedEntireMessage()) return Malformed();
    return std::nullopt;
  }

  static FieldViolation Malformed() {
    return {"", std::string(kReasonMalformed), std::string(kNotAMessage)};
  }
};

}  // namespace

FieldViolation ExplainParseFailure(const Descriptor& type, std::string_view bytes) {
  return Walker().Walk(type, bytes, "").value_or(Walker::Malformed());
}

}  // namespace nutgraf::contract
