#include "service/server/tracing.h"

#include <algorithm>

namespace nutgraf::server {
namespace {

constexpr std::string_view kShape = "hh-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
constexpr size_t kTraceId = 3, kTraceIdSize = 32;
constexpr size_t kParentId = 36, kParentIdSize = 16;
constexpr size_t kLongest = 256;

bool IsLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool IsZero(std::string_view digits) {
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c == '0'; });
}

}  // namespace

bool IsTraceparent(std::string_view value) {
  if (value.size() < kShape.size() || value.size() > kLongest) return false;
  for (size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'h' ? !IsLowerHex(value[i]) : value[i] != '-') return false;
  }
  const std::string_view version = value.substr(0, 2);
  if (version == "ff") return false;
  if (value.size() > kShape.size() && (version == "00" || value[kShape.size()] != '-')) {
    return false;
  }
  if (!std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c <= '~'; })) {
    return false;
  }
  return !IsZero(TraceId(value)) && !IsZero(value.substr(kParentId, kParentIdSize));
}

std::string_view TraceId(std::string_view traceparent) {
  return traceparent.substr(kTraceId, kTraceIdSize);
}

}  // namespace nutgraf::server
