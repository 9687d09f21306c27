#include "service/language/encoder/kernels.h"

#include <array>
#include <cstdlib>
#include <string_view>

namespace nutgraf::language {

extern const Kernels kKernelsPortable;
#if defined(__x86_64__)
extern const Kernels kKernelsAvx2;
extern const Kernels kKernelsAvx512;
extern const Kernels kKernelsAvx512Vnni;
#endif

namespace {

struct Available {
  std::array<const Kernels*, 4> kernels{};
  size_t count = 0;
};

/// The most that the loops may use: as many as oneDNN's variable of that name leaves to the
/// products, so that one variable shows what an older processor does.
enum class Allowed : uint8_t { kPortable, kAvx2, kAll };

Allowed FromEnvironment() {
  const char* const value = std::getenv("DNNL_MAX_CPU_ISA");  // read once, before any thread writes
  if (value == nullptr) return Allowed::kAll;
  const std::string_view name = value;
  if (name == "SSE41" || name == "AVX") return Allowed::kPortable;
  if (name == "AVX2" || name == "AVX2_VNNI") return Allowed::kAvx2;
  return Allowed::kAll;
}

Available Find() {
  Available available;
  const auto add = [&available](const Kernels& kernels) {
    available.kernels[available.count++] = &kernels;
  };
  add(kKernelsPortable);
#if defined(__x86_64__)
  const Allowed allowed = FromEnvironment();
  __builtin_cpu_init();
  if (allowed >= Allowed::kAvx2 && __builtin_cpu_supports("avx2") &&
      __builtin_cpu_supports("fma")) {
    add(kKernelsAvx2);
    if (allowed == Allowed::kAll && __builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq")) {
      add(kKernelsAvx512);
      if (__builtin_cpu_supports("avx512vnni")) add(kKernelsAvx512Vnni);
    }
  }
#endif
  return available;
}

const Available& Found() {
  static const Available available = Find();
  return available;
}

}  // namespace

const Kernels& Kernels::Best() { return *Found().kernels[Found().count - 1]; }

std::span<const Kernels* const> Kernels::All() {
  return std::span(Found().kernels).first(Found().count);
}

}  // namespace nutgraf::language
