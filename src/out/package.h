#ifndef OUT_PACKAGE_H
#define OUT_PACKAGE_H

/* A data set out of a store: files, and a datapackage.json by the Frictionless Data Package standard (v1) with a schema
   for each table, whose field descriptions are the codebook.  Nothing in it depends on the hour or the machine: the
   same store and the same order make the same bytes. */

#include "store/filter.h"

#define PACKAGE_LIST(X)    X(events) X(plover) X(cameo) X(dyads) X(claims) X(voices) X(reports)
#define PACKAGE_ENUM(name) PACKAGE_##name,
typedef enum PackagePart { PACKAGE_LIST(PACKAGE_ENUM) PACKAGE_PARTS } PackagePart;
#undef PACKAGE_ENUM
extern const char *const package_parts[PACKAGE_PARTS];

typedef struct PackageOrder {
    const char *folder, *name;
    uint32_t parts; /* bits of PackagePart */
    Filter filter;
    const Str *filters; /* as they were given ("actor=RUS"), for the record */
    uint32_t n_filters;
} PackageOrder;

/* Files are written under other names first and take their place when all are whole. */
bool package_write(Store *store, const PackageOrder *order, Err *err);

typedef struct PackageField {
    const char *name, *type, *what;
} PackageField;
/* The codebook: the columns of a part in order, ended by a NULL name; NULL for plover, which has keys of its own. */
const PackageField *package_fields(PackagePart part);

#endif
