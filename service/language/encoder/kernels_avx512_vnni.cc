#define NUTGRAF_KERNELS kKernelsAvx512Vnni
#define NUTGRAF_KERNELS_NAME "avx512_vnni"
#define NUTGRAF_LANES 16
#include "service/language/encoder/kernels_body.inc"
