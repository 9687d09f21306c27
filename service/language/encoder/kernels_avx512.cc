#define NUTGRAF_KERNELS kKernelsAvx512
#define NUTGRAF_KERNELS_NAME "avx512"
#define NUTGRAF_WIDE 1  // 32 vector registers of 64 bytes
#include "service/language/encoder/kernels_body.inc"
