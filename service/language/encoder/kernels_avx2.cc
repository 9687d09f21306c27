#define NUTGRAF_KERNELS kKernelsAvx2
#define NUTGRAF_KERNELS_NAME "avx2"
#define NUTGRAF_LANES 8
#include "service/language/encoder/kernels_body.inc"
