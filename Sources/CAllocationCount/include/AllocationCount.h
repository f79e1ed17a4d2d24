// Counts heap allocations of the whole process, on glibc; elsewhere the count stays 0.
#ifndef FUGA_ALLOCATION_COUNT_H
#define FUGA_ALLOCATION_COUNT_H

/// Calls of malloc, calloc, realloc and their aligned relatives so far.
long fuga_allocation_count(void);

#endif
