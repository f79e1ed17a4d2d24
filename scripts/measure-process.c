// Counts heap allocations and takes the peak memory of any program: preload it, and both are written to the file that
// FUGA_MEASURES names when the program ends, as "allocations kilobytes". Used by scripts/check-budgets only.
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static atomic_long allocations;
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  return __libc_realloc(old, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  *result = __libc_memalign(alignment, size);
  return *result == NULL ? 12 : 0;
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("FUGA_MEASURES");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  fprintf(file, "%ld %ld\n", atomic_load(&allocations), usage.ru_maxrss);
  fclose(file);
}
