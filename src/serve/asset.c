#include "serve/asset.h"

#include <stdio.h>
#include <zlib.h>

/*  path, name of the embedded bytes, media type */
#define ASSETS(X)                                                                                                      \
    X("/", page_html, "text/html; charset=utf-8")                                                                      \
    X("/app.js", page_js, "text/javascript; charset=utf-8")                                                            \
    X("/app.css", page_css, "text/css; charset=utf-8")                                                                 \
    X("/world.json", page_world, "application/json")                                                                   \
    X("/icon.svg", page_icon, "image/svg+xml")

#define ASSET_DECLARE(path, name, type)                                                                                \
    extern const unsigned char name##_data[];                                                                          \
    extern const uint64_t name##_size;
ASSETS(ASSET_DECLARE)

#define ASSET_ONE(path, name, type) +1
enum { ASSET_COUNT = 0 ASSETS(ASSET_ONE) };

static bool pack(Str plain, Arena *arena, Str *packed) {
    z_stream z = {0};
    uLong cap = compressBound(plain.n) + 64;
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        return false;
    }
    z.next_in = (Bytef *)(uintptr_t)plain.at;
    z.avail_in = plain.n;
    z.next_out = arena_alloc(arena, cap);
    z.avail_out = (uInt)cap;
    *packed = (Str){(const char *)z.next_out, 0};
    bool ok = deflate(&z, Z_FINISH) == Z_STREAM_END;
    packed->n = (uint32_t)z.total_out;
    deflateEnd(&z);
    return ok;
}

bool assets_open(Assets *assets, Arena *arena, Err *err) {
    *assets = (Assets){arena_array(arena, Asset, ASSET_COUNT), 0};
#define ASSET_FILL(address, name, media)                                                                               \
    assets->at[assets->n++] =                                                                                          \
        (Asset){.path = address, .type = media, .plain = {(const char *)name##_data, (uint32_t)name##_size}};
    ASSETS(ASSET_FILL)
    for (int i = 0; i < assets->n; i++) {
        Asset *a = &assets->at[i];
        snprintf(a->etag, sizeof a->etag, "\"%016llx\"", (unsigned long long)str_hash(a->plain));
        if (!pack(a->plain, arena, &a->body)) {
            return err_set(err, "the file \"%s\" of the page cannot be packed", a->path);
        }
    }
    return true;
}

const Asset *asset_find(const Assets *assets, Str path) {
    for (int i = 0; assets != NULL && i < assets->n; i++) {
        if (str_is(path, assets->at[i].path)) {
            return &assets->at[i];
        }
    }
    return NULL;
}
