#include "store/copies.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "store/db.h"

enum {
    PER_HASH = 12,      /* reports looked up for one fingerprint: a boilerplate run has thousands */
    MAX_HASHES = 64,    /* fingerprints looked up for one text */
    MAX_CANDIDATES = 6, /* compared in full */
    MAX_TEXT = 1 << 20, /* bytes looked at: the beginning tells */
};

/* Hashes spread evenly: their first bits put each next to its place, and few have to move from there. */
static uint64_t *sorted(const uint64_t *at, uint32_t n, Arena *arena) {
    int bits = 1;
    while (n >> bits > 2) {
        bits++;
    }
    uint32_t *next = arena_array(arena, uint32_t, ((size_t)1 << bits) + 1);
    uint64_t *out = arena_alloc(arena, (n + 1) * sizeof *out);
    for (uint32_t i = 0; i < n; i++) {
        next[(at[i] >> (64 - bits)) + 1]++;
    }
    for (uint32_t b = 0; b < 1u << bits; b++) {
        next[b + 1] += next[b];
    }
    for (uint32_t i = 0; i < n; i++) {
        out[next[at[i] >> (64 - bits)]++] = at[i];
    }
    for (uint32_t i = 1; i < n; i++) {
        uint64_t value = out[i];
        uint32_t k = i;
        for (; k > 0 && out[k - 1] > value; k--) {
            out[k] = out[k - 1];
        }
        out[k] = value;
    }
    return out;
}

static uint32_t unique(uint64_t *at, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept == 0 || at[kept - 1] != at[i]) {
            at[kept++] = at[i];
        }
    }
    return kept;
}

static bool is_word(utf8proc_int32_t c) {
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL: return true;
    default: return false;
    }
}

/* Hash of the next word, 0 at the end. */
static uint64_t next_word(const char **at, const char *end) {
    uint64_t h = 0;
    while (*at < end) {
        utf8proc_int32_t c = (unsigned char)**at;
        utf8proc_ssize_t used = 1;
        bool word;
        if (c < 0x80) {
            c = c >= 'A' && c <= 'Z' ? c + 32 : c;
            word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        } else {
            used = utf8proc_iterate((const utf8proc_uint8_t *)*at, end - *at, &c);
            used = used > 0 ? used : 1;
            word = is_word(c);
            c = word ? utf8proc_tolower(c) : c;
        }
        if (!word && h != 0) {
            return h;
        }
        *at += used;
        if (word) {
            h = (h == 0 ? 0xcbf29ce484222325u : h) ^ (uint64_t)c;
            h *= 0x100000001b3u;
        }
    }
    return h;
}

Shingles shingles_of(Str text, Arena *arena) {
    const char *at = text.at, *end = text.at + (text.n < MAX_TEXT ? text.n : MAX_TEXT);
    uint64_t *hashes = arena_alloc(arena, ((size_t)(end - at) / 2 + 1) * sizeof *hashes);
    uint64_t run[COPY_RUN] = {0};
    uint32_t words = 0, n = 0;
    for (uint64_t word; (word = next_word(&at, end)) != 0;) {
        run[words++ % COPY_RUN] = word;
        if (words >= COPY_RUN) {
            uint64_t h = 0;
            for (uint32_t k = 0; k < COPY_RUN; k++) {
                h = hash_mix(h, run[(words + k) % COPY_RUN]);
            }
            hashes[n++] = h;
        }
    }
    hashes = sorted(hashes, n, arena);
    return (Shingles){hashes, unique(hashes, n)};
}

double shingles_share(const Shingles *a, const Shingles *b) {
    uint32_t i = 0, k = 0, both = 0, smaller = a->n < b->n ? a->n : b->n;
    while (i < a->n && k < b->n) {
        if (a->at[i] == b->at[k]) {
            both++;
            i++;
            k++;
        } else if (a->at[i] < b->at[k]) {
            i++;
        } else {
            k++;
        }
    }
    return smaller > 0 ? (double)both / smaller : 0;
}

/* One run in 4, 8, 16 …, so that a text has some 8 to 16 fingerprints: each is a page of the index to read and write.
 */
static uint64_t sample_mask(uint32_t runs) {
    uint64_t mask = 3;
    while (runs / (mask + 1) >= 16) {
        mask = mask * 2 + 1;
    }
    return mask;
}

/* ---- candidates ---- */

typedef struct Candidate {
    int64_t report;
    uint32_t hits;
} Candidate;

static int by_hits(const void *a, const void *b) {
    const Candidate *x = a, *y = b;
    if (x->hits != y->hits) {
        return x->hits > y->hits ? -1 : 1;
    }
    return (x->report > y->report) - (x->report < y->report);
}

static int by_report(const void *a, const void *b) {
    const Candidate *x = a, *y = b;
    return (x->report > y->report) - (x->report < y->report);
}

/* The reports that share fingerprints, the likeliest first. */
static bool candidates(Store *store, const Shingles *text, Arena *scratch, Candidate **list, uint32_t *count) {
    uint64_t mask = sample_mask(text->n);
    Candidate *all = arena_alloc(scratch, sizeof *all * PER_HASH * MAX_HASHES);
    uint32_t n = 0, looked = 0;
    for (uint32_t i = 0; i < text->n && looked < MAX_HASHES; i++) {
        if ((text->at[i] & mask) != 0) {
            continue;
        }
        looked++;
        sqlite3_stmt *q =
            db_ask(store, "SELECT report FROM fingerprint WHERE hash = ?1 LIMIT 12", "i", (int64_t)text->at[i]);
        int code = SQLITE_ERROR;
        while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
            all[n++] = (Candidate){sqlite3_column_int64(q, 0), 1};
        }
        if (code != SQLITE_DONE) {
            return false;
        }
    }
    qsort(all, n, sizeof *all, by_report);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept > 0 && all[kept - 1].report == all[i].report) {
            all[kept - 1].hits++;
        } else {
            all[kept++] = all[i];
        }
    }
    qsort(all, kept, sizeof *all, by_hits);
    *list = all;
    *count = kept < MAX_CANDIDATES ? kept : MAX_CANDIDATES;
    return true;
}

bool copies_find(Store *store, const Shingles *text, Arena *scratch, int64_t *original, double *share) {
    Candidate *list;
    uint32_t n;
    *original = 0;
    *share = 0;
    if (text->n < COPY_MIN) {
        return true;
    }
    if (!candidates(store, text, scratch, &list, &n)) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        sqlite3_stmt *q = db_ask(store,
                                 "SELECT r.text, ifnull(c.original, r.id) FROM report r "
                                 "JOIN coding c ON c.report = r.id WHERE r.id = ?1",
                                 "i", list[i].report);
        int code = q != NULL ? db_step(q) : SQLITE_ERROR;
        if (code != SQLITE_ROW) {
            return code == SQLITE_DONE;
        }
        Shingles other = shingles_of(db_str(q, 0), scratch);
        bool news = text->n > other.n * COPY_LONGER;
        double s = other.n >= COPY_MIN && !news ? shingles_share(text, &other) : 0;
        if (s >= COPY_SHARE && s > *share) {
            *share = s;
            *original = sqlite3_column_int64(q, 1);
        }
        sqlite3_reset(q);
        if (*share >= COPY_SURE) {
            break;
        }
    }
    return true;
}

bool copies_add(Store *store, int64_t report, const Shingles *text) {
    uint64_t mask = sample_mask(text->n);
    for (uint32_t i = 0; i < text->n; i++) {
        if ((text->at[i] & mask) == 0 &&
            !db_run(store, "INSERT OR IGNORE INTO fingerprint (hash, report) VALUES (?1, ?2)", "ii",
                    (int64_t)text->at[i], report)) {
            return false;
        }
    }
    return true;
}
