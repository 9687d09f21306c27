// W3C Trace Context, as far as a service that calls nobody needs it: a caller's `traceparent` is
// checked, logged with its call and sent back with the answer. What is malformed is left out, never
// an error. https://www.w3.org/TR/trace-context/#traceparent-header

#ifndef NUTGRAF_SERVICE_SERVER_TRACING_H_
#define NUTGRAF_SERVICE_SERVER_TRACING_H_

#include <string_view>

namespace nutgraf::server {

/// "00-<32 hex>-<16 hex>-<2 hex>", ids not all zero; of a later version than 00 also with more
/// behind it, up to 256 bytes.
bool IsTraceparent(std::string_view value);

/// The 32 hex digits. `traceparent` must be one.
std::string_view TraceId(std::string_view traceparent);

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_TRACING_H_
