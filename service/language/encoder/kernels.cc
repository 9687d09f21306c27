#include "service/language/encoder/kernels.h"

#include <array>

namespace nutgraf::language {

extern const Kernels kKernelsPortable;
#if defined(__x86_64__)
extern const Kernels kKernelsAvx2;
extern const Kernels kKernelsAvx512;
#endif

namespace {

struct Available {
  std::array<const Kernels*, 3> kernels{};
  size_t count = 0;
};

Available Find() {
  Available available;
  const auto add = [&available](const Kernels& kernels) {
    available.kernels[available.count++] = &kernels;
  };
  add(kKernelsPortable);
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    add(kKernelsAvx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
      add(kKernelsAvx512);
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
