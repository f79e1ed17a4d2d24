#include "AllocationCount.h"

#include <stddef.h>

#if defined(__GLIBC__) || defined(__linux__)
#include <errno.h>
#include <features.h>
#endif

static long count;

long fuga_allocation_count(void) { return __atomic_load_n(&count, __ATOMIC_RELAXED); }

#if defined(__GLIBC__)

// glibc's own names for what these functions replace (its manual, "Replacing malloc").
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void note(void) { __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED); }

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  note();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  note();
  *result = __libc_memalign(alignment, size);
  return *result == NULL ? ENOMEM : 0;
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

#endif
