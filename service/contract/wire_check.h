// Says why bytes are not a message, in words a caller can act on.
//
// Protobuf's own parser only says "no". This walks the bytes beside the message's descriptor and
// finds the first string that is not UTF-8, or says that the bytes are no such message at all.
// Linear in the bytes, called only after a parse has failed.

#ifndef NUTGRAF_SERVICE_CONTRACT_WIRE_CHECK_H_
#define NUTGRAF_SERVICE_CONTRACT_WIRE_CHECK_H_

#include <string_view>

#include "google/protobuf/descriptor.h"
#include "service/contract/convert.h"

namespace nutgraf::contract {

/// The first fault of `bytes` as a message of `type`: NOT_UTF8 with the field's path and the offset
/// of the bad byte in the field, or MALFORMED with an empty path.
FieldViolation ExplainParseFailure(const google::protobuf::Descriptor& type,
                                   std::string_view bytes);

}  // namespace nutgraf::contract

#endif  // NUTGRAF_SERVICE_CONTRACT_WIRE_CHECK_H_
