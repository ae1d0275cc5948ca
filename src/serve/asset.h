#ifndef SERVE_ASSET_H
#define SERVE_ASSET_H

/* The files of the page (web/dist), which the program carries. */

#include "base/err.h"
#include "base/str.h"

typedef struct Asset {
    const char *path, *type;
    Str body;      /* packed with gzip */
    Str plain;     /* for clients that take no gzip */
    char etag[24]; /* quoted; of the plain bytes */
} Asset;

typedef struct Assets {
    Asset *at;
    int n;
} Assets;

/* Packs them; they live in `arena`. */
bool assets_open(Assets *assets, Arena *arena, Err *err);
/* NULL: there is none. */
const Asset *asset_find(const Assets *assets, Str path);

#endif
