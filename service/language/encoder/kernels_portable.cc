#define NUTGRAF_KERNELS kKernelsPortable
#define NUTGRAF_KERNELS_NAME "portable"
#define NUTGRAF_LANES 4
#include "service/language/encoder/kernels_body.inc"
