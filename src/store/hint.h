#ifndef STORE_HINT_H
#define STORE_HINT_H

/* Why a question has no answer.  For the filters that take names of the store (actor, recipient, party, source, place):
   what the store has that is near to the value's parts which it does not have; empty where nothing is near, or the key
   takes no such names. */

#include "base/near.h"
#include "store/store.h"

bool hint_near(Store *store, Str key, Str value, Arena *arena, Str *names, Err *err);

#endif
