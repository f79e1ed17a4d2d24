// Asks for memory before it is needed.
#ifndef FUGA_PREFETCH_H
#define FUGA_PREFETCH_H

/// Asks for the cache line at an address, which need not be readable, without waiting for it.
static inline void fuga_prefetch(const void *address) {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(address);
#else
  (void)address;
#endif
}

#endif
