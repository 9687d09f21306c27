// The part of PackedWeights that is compiled for AVX2.

#ifndef NUTGRAF_SERVICE_LANGUAGE_ENCODER_PACKED_PRODUCT_AVX2_H_
#define NUTGRAF_SERVICE_LANGUAGE_ENCODER_PACKED_PRODUCT_AVX2_H_

#include "service/language/encoder/packed_product.h"

namespace nutgraf::language {

/// sums [rows, 8 of out] = x [rows, in] times one panel of in / 16 blocks. Needs AVX2.
void MultiplyPanel(const uint8_t* x, int rows, int in, const PackedWeights::Block* blocks,
                   const uint8_t* narrow, const PackedWeights::Panel& panel, int32_t* sums,
                   int out);

}  // namespace nutgraf::language

#endif  // NUTGRAF_SERVICE_LANGUAGE_ENCODER_PACKED_PRODUCT_AVX2_H_
