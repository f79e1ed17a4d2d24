// Classifies 64 bytes at a time. SSE2 and NEON with a scalar fallback that gives the same masks.
#ifndef FUGA_BYTE_SCAN_H
#define FUGA_BYTE_SCAN_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Bit i of each mask speaks of byte i.
typedef struct {
  /// The delimiter.
  uint64_t delimiters;
  /// LF, CR, a quote, NUL, or a byte above 0x7f.
  uint64_t stops;
} FugaByteMasks;

/// The plain C version: what the others must equal, and what other processors run.
static inline FugaByteMasks fuga_scan_block_scalar(const uint8_t *block, uint8_t delimiter) {
  FugaByteMasks masks = {0, 0};
  for (int i = 0; i < 64; i++) {
    uint8_t byte = block[i];
    uint64_t bit = (uint64_t)1 << i;
    if (byte == delimiter) masks.delimiters |= bit;
    if (byte == '\n' || byte == '\r' || byte == '"' || byte == 0 || byte >= 0x80) masks.stops |= bit;
  }
  return masks;
}

#if defined(__SSE2__)

static inline FugaByteMasks fuga_scan_block(const uint8_t *block, uint8_t delimiter) {
  const __m128i wanted = _mm_set1_epi8((char)delimiter);
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i carriage_return = _mm_set1_epi8('\r');
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i zero = _mm_setzero_si128();
  FugaByteMasks masks = {0, 0};
  for (int part = 0; part < 4; part++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(block + 16 * part));
    __m128i delimiters = _mm_cmpeq_epi8(bytes, wanted);
    __m128i line_ends =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, line_feed), _mm_cmpeq_epi8(bytes, carriage_return));
    __m128i special = _mm_or_si128(
        bytes, _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, zero)));
    __m128i stops = _mm_or_si128(line_ends, special);
    masks.delimiters |= (uint64_t)(uint16_t)_mm_movemask_epi8(delimiters) << (16 * part);
    masks.stops |= (uint64_t)(uint16_t)_mm_movemask_epi8(stops) << (16 * part);
  }
  return masks;
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

static inline uint64_t fuga_movemask(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t ab = vpaddq_u8(vandq_u8(a, bits), vandq_u8(b, bits));
  uint8x16_t cd = vpaddq_u8(vandq_u8(c, bits), vandq_u8(d, bits));
  uint8x16_t all = vpaddq_u8(ab, cd);
  all = vpaddq_u8(all, all);
  return vgetq_lane_u64(vreinterpretq_u64_u8(all), 0);
}

static inline FugaByteMasks fuga_scan_block(const uint8_t *block, uint8_t delimiter) {
  uint8x16_t delimiters[4], stops[4];
  for (int part = 0; part < 4; part++) {
    uint8x16_t bytes = vld1q_u8(block + 16 * part);
    uint8x16_t line_ends =
        vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('\n')), vceqq_u8(bytes, vdupq_n_u8('\r')));
    uint8x16_t special = vorrq_u8(
        vcgeq_u8(bytes, vdupq_n_u8(0x80)),
        vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vceqq_u8(bytes, vdupq_n_u8(0))));
    delimiters[part] = vceqq_u8(bytes, vdupq_n_u8(delimiter));
    stops[part] = vorrq_u8(line_ends, special);
  }
  FugaByteMasks masks = {
      fuga_movemask(delimiters[0], delimiters[1], delimiters[2], delimiters[3]),
      fuga_movemask(stops[0], stops[1], stops[2], stops[3])};
  return masks;
}

#else

static inline FugaByteMasks fuga_scan_block(const uint8_t *block, uint8_t delimiter) {
  return fuga_scan_block_scalar(block, delimiter);
}

#endif
#endif
