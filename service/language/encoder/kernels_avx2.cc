#define NUTGRAF_KERNELS kKernelsAvx2
#define NUTGRAF_KERNELS_NAME "avx2"
#define NUTGRAF_WIDE 0  // 16 vector registers
#include "service/language/encoder/kernels_body.inc"
