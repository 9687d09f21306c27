#define NUTGRAF_KERNELS kKernelsAvx2
#define NUTGRAF_KERNELS_NAME "avx2"
#define NUTGRAF_COLUMNS 1
#include "service/language/encoder/kernels_body.inc"
