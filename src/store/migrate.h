#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

/* Private to src/store: makes the schema of an empty file, or takes that of an older version to STORE_VERSION, in one
   transaction: a store is of the one version or the other, whatever happens. */

#include "store/db.h"

bool migrate(Store *store, Err *err);

#endif
