// A C target needs one source file; the function lives in the header so that Swift inlines it.
#include "Prefetch.h"
