// A C target needs one source file; everything lives in the header so that Swift inlines it.
#include "ByteScan.h"
