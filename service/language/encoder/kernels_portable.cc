#define NUTGRAF_KERNELS kKernelsPortable
#define NUTGRAF_KERNELS_NAME "portable"
#define NUTGRAF_WIDE 0  // 16 vector registers
#include "service/language/encoder/kernels_body.inc"
