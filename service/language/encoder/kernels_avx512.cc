#define NUTGRAF_KERNELS kKernelsAvx512
#define NUTGRAF_KERNELS_NAME "avx512"
#define NUTGRAF_LANES 16
#include "service/language/encoder/kernels_body.inc"
