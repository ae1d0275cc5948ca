#include "syntax/net.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syntax/feature.h"
#include "syntax/kernel.h"

/* ---- the file ---- */

typedef struct Header {
    char magic[8];
    uint32_t version;
    char kind[12];
    uint64_t size, sum;
    uint32_t n;
    char pad[20];
} Header;

static const char MAGIC[8] = "DMNET\0\1\n";
enum { VERSION = 1 };
static const uint8_t kind_bytes[] = {0, 1, 4, 4, 1, 4};

_Static_assert(sizeof(Header) == 64 && sizeof(NetEntry) == 64, "as in the file");

static bool check_entry(const Net *net, const NetEntry *e, Err *err) {
    if (memchr(e->name, 0, sizeof e->name) == NULL || e->kind == 0 || e->kind >= sizeof kind_bytes ||
        e->offset % 64 != 0 || e->offset > net->size || e->bytes > net->size - e->offset ||
        (uint64_t)e->rows * e->cols != e->bytes / kind_bytes[e->kind] || e->bytes % kind_bytes[e->kind] != 0) {
        return err_set(err, "model \"%s\": the directory is damaged", net->subject);
    }
    return true;
}

static bool check(Net *net, const char *kind, Err *err) {
    Header head;
    if (net->size < sizeof head || memcmp(net->at, MAGIC, sizeof MAGIC) != 0) {
        return err_set(err, "model \"%s\": not a model file of demarche", net->subject);
    }
    memcpy(&head, net->at, sizeof head);
    if (head.version != VERSION) {
        return err_set(err, "model \"%s\": format version %u, this program reads version %d", net->subject,
                       head.version, VERSION);
    }
    if (strncmp(head.kind, kind, sizeof head.kind) != 0) {
        return err_set(err, "model \"%s\": a model for \"%.12s\", not for \"%s\"", net->subject, head.kind, kind);
    }
    if (head.size != net->size) {
        return err_set(err, "model \"%s\": %zu bytes, but its header says %llu; the file is cut or has grown",
                       net->subject, net->size, (unsigned long long)head.size);
    }
    if (head.sum != block_checksum(net->at + sizeof head, net->size - sizeof head)) {
        return err_set(err, "model \"%s\": the checksum does not match; the file is damaged", net->subject);
    }
    if (head.n > (net->size - sizeof head) / sizeof(NetEntry)) {
        return err_set(err, "model \"%s\": the directory is damaged", net->subject);
    }
    net->n = head.n;
    net->entries = (const NetEntry *)(net->at + sizeof head);
    for (uint32_t i = 0; i < net->n; i++) {
        if (!check_entry(net, &net->entries[i], err)) {
            return false;
        }
    }
    return true;
}

static bool map(Net *net, const char *path, Err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        err_set(err, "model \"%s\": %s", path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return false;
    }
    if (!S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(Header)) {
        close(fd);
        return err_set(err, "model \"%s\": not a model file of demarche", path);
    }
    void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (at == MAP_FAILED) {
        return err_set(err, "model \"%s\": %s", path, strerror(errno));
    }
    net->at = at;
    net->size = (size_t)st.st_size;
    net->mapped = true;
    return true;
}

bool net_open(Net *net, const char *path, const unsigned char *data, size_t size, const char *kind, Err *err) {
    *net = (Net){.at = data, .size = size};
    snprintf(net->subject, sizeof net->subject, "%s", path != NULL ? path : "embedded");
    if (path != NULL && !map(net, path, err)) {
        return false;
    }
    if (!check(net, kind, err)) {
        net_close(net);
        return false;
    }
    return net_use(net, NET_BEST);
}

void net_close(Net *net) {
    if (net->mapped) {
        munmap((void *)(uintptr_t)net->at, net->size);
    }
    *net = (Net){0};
}

const NetEntry *net_entry(const Net *net, const char *name) {
    for (uint32_t i = 0; i < net->n; i++) {
        if (strcmp(net->entries[i].name, name) == 0) {
            return &net->entries[i];
        }
    }
    return NULL;
}

const void *net_tensor(const Net *net, const char *name, NetKind kind, uint32_t rows, uint32_t cols, Err *err) {
    const NetEntry *e = net_entry(net, name);
    if (e == NULL || e->kind != kind || (rows != 0 && e->rows != rows) || (cols != 0 && e->cols != cols)) {
        err_set(err, "model \"%s\": \"%s\" is absent or has another shape than expected", net->subject, name);
        return NULL;
    }
    return net->at + e->offset;
}

bool net_strings(const Net *net, const char *name, Str **strings, uint32_t *n, Err *err) {
    const char *at = net_tensor(net, name, NET_U8, 0, 1, err);
    if (at == NULL) {
        return false;
    }
    size_t bytes = net_entry(net, name)->bytes;
    *n = 0;
    for (size_t i = 0; i < bytes; i++) {
        *n += at[i] == 0;
    }
    *strings = calloc(*n + 1, sizeof **strings);
    if (*strings == NULL || bytes == 0 || at[bytes - 1] != 0) {
        free(*strings);
        *strings = NULL;
        return err_set(err, "model \"%s\": the strings \"%s\" cannot be read", net->subject, name);
    }
    for (uint32_t i = 0; i < *n; i++) {
        (*strings)[i] = str_of(at);
        at += (*strings)[i].n + 1;
    }
    return true;
}

/* ---- the path ---- */

#if defined(__x86_64__)
/* Linux grants the tile registers to a process that asks. */
static bool amx_granted(void) {
    enum { ARCH_REQ_XCOMP_PERM = 0x1023, XFEATURE_XTILEDATA = 18 };
    return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0;
}

/* AMX-TILE and AMX-INT8: CPUID leaf 7, EDX bits 24 and 25 (clang 14 does not know their names). */
static bool amx_present(void) {
    uint32_t a = 7, b, c = 0, d;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (d >> 24 & 3) == 3;
}

static const Kernels *kernels_for(NetPath path) {
    bool avx2 = __builtin_cpu_supports("avx2"),
         vnni = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    switch (path) {
    case NET_AMX: return vnni && amx_present() && amx_granted() ? &kernels_amx : NULL;
    case NET_AVX512: return vnni ? &kernels_avx512 : NULL;
    case NET_AVX2: return avx2 ? &kernels_avx2 : NULL;
    default: return &kernels_portable;
    }
}
#else
static const Kernels *kernels_for(NetPath path) {
    return path == NET_PORTABLE ? &kernels_portable : NULL;
}
#endif

bool net_use(Net *net, NetPath path) {
    const Kernels *k = NULL;
    for (int p = path == NET_BEST ? NET_AMX : (int)path; k == NULL && p >= 0; p--) {
        k = kernels_for((NetPath)p);
        if (path != NET_BEST) {
            break;
        }
    }
    if (k != NULL) {
        net->kernels = k;
    }
    return k != NULL;
}

const char *net_path_name(const Net *net) {
    return net->kernels->name;
}

/* ---- layers ---- */

static const void *part(const Net *net, const char *name, const char *what, NetKind kind, uint32_t rows, uint32_t cols,
                        Err *err) {
    char full[64];
    snprintf(full, sizeof full, "%s.%s", name, what);
    return net_tensor(net, full, kind, rows, cols, err);
}

bool net_linear_open(const Net *net, const char *name, uint32_t nin, Linear *lin, Err *err) {
    const float *quant = part(net, name, "quant", NET_F32, 4, 1, err);
    if (quant == NULL) {
        return false;
    }
    if (!(quant[0] > 0 && quant[0] < 1e9f) || quant[2] != (float)nin || nin > NET_MAX_IN ||
        !(quant[1] >= 1 && quant[1] < 65536)) {
        return err_set(err, "model \"%s\": layer \"%s\" does not fit the net", net->subject, name);
    }
    lin->quant = quant[0];
    lin->nin = nin;
    lin->nout = (uint32_t)quant[1];
    lin->nin64 = (nin + 63) / 64 * 64;
    lin->nout16 = (lin->nout + 15) / 16 * 16;
    lin->w = part(net, name, "w", NET_I8, lin->nout16, lin->nin64, err);
    lin->scale = part(net, name, "scale", NET_F32, lin->nout16, 1, err);
    lin->bias = part(net, name, "bias", NET_F32, lin->nout16, 1, err);
    lin->fix = part(net, name, "fix", NET_I32, lin->nout16, 1, err);
    return lin->w != NULL && lin->scale != NULL && lin->bias != NULL && lin->fix != NULL;
}

static bool open_tables(const Net *net, Encoder *enc, Err *err) {
    const NetEntry *word = net_entry(net, "word.rows"), *sub = net_entry(net, "sub.rows"),
                   *hash = net_entry(net, "word.hash");
    if (word == NULL || sub == NULL || hash == NULL || word->cols != sub->cols || word->cols % 32 != 0 ||
        word->cols == 0 || word->rows < 2 || sub->rows < 8 || hash->rows == 0 || (hash->rows & (hash->rows - 1)) != 0) {
        return err_set(err, "model \"%s\": the word tables are absent or do not fit each other", net->subject);
    }
    enc->H = word->cols;
    enc->nword = word->rows;
    enc->nsub = sub->rows;
    enc->slots = hash->rows;
    enc->word = net_tensor(net, "word.rows", NET_I8, 0, 0, err);
    enc->sub = net_tensor(net, "sub.rows", NET_I8, 0, 0, err);
    enc->word_hash = net_tensor(net, "word.hash", NET_U32, 0, 1, err);
    enc->word_id = net_tensor(net, "word.id", NET_U32, hash->rows, 1, err);
    const float *ws = net_tensor(net, "word.rows.step", NET_F32, 1, 1, err),
                *ss = net_tensor(net, "sub.rows.step", NET_F32, 1, 1, err);
    if (enc->word == NULL || enc->sub == NULL || enc->word_hash == NULL || enc->word_id == NULL || ws == NULL ||
        ss == NULL) {
        return false;
    }
    enc->word_step = *ws;
    enc->sub_step = *ss;
    bool free_slot = false;
    for (uint32_t i = 0; i < enc->slots; i++) {
        free_slot |= enc->word_hash[i] == 0;
        if (enc->word_id[i] >= enc->nword) {
            return err_set(err, "model \"%s\": a word has no row", net->subject);
        }
    }
    return free_slot || err_set(err, "model \"%s\": the word table has no free slot", net->subject);
}

bool net_sru_open(const Net *net, const char *name, uint32_t H, Sru *s, Err *err) {
    s->H = H;
    if (H % 32 != 0) {
        return err_set(err, "model \"%s\": layer \"%s\" does not fit the net", net->subject, name);
    }
    s->v = part(net, name, "v", NET_F32, 4, H, err);
    if (s->v == NULL || !net_linear_open(net, name, 2 * H, &s->lin, err)) {
        return false;
    }
    return s->lin.nout == 6 * H || err_set(err, "model \"%s\": layer \"%s\" does not fit the net", net->subject, name);
}

bool net_encoder_open(const Net *net, Encoder *enc, Err *err) {
    *enc = (Encoder){0};
    if (!open_tables(net, enc, err)) {
        return false;
    }
    for (;; enc->nlayer++) {
        char name[16];
        snprintf(name, sizeof name, "sru%u.w", enc->nlayer);
        if (net_entry(net, name) == NULL) {
            break;
        }
        if (enc->nlayer == NET_MAX_LAYERS) {
            return err_set(err, "model \"%s\": more than %d layers", net->subject, NET_MAX_LAYERS);
        }
        name[strlen(name) - 2] = 0;
        if (!net_sru_open(net, name, enc->H, &enc->layer[enc->nlayer], err)) {
            return false;
        }
    }
    return enc->nlayer > 0 || err_set(err, "model \"%s\": it has no layer", net->subject);
}

/* ---- running ---- */

uint32_t net_round(const Net *net, uint32_t T) {
    return (T + net->kernels->rows - 1) / net->kernels->rows * net->kernels->rows;
}

void net_quantize(const Net *net, const Linear *lin, NetRelu relu, uint32_t T, const float *x, uint32_t stride,
                  uint8_t *q) {
    float low = relu == NET_RELU ? 0.0f : -127.0f;
    if (lin->nin == stride && lin->nin == lin->nin64) {
        net->kernels->quantize(x, T * lin->nin, lin->quant, low, q);
        return;
    }
    for (uint32_t t = 0; t < T; t++) {
        memset(q + (size_t)t * lin->nin64, 128, lin->nin64);
        net->kernels->quantize(x + (size_t)t * stride, lin->nin, lin->quant, low, q + (size_t)t * lin->nin64);
    }
}

Linear net_part(const Linear *lin, uint32_t from, uint32_t n) {
    Linear part = *lin;
    part.w += (size_t)from * lin->nin64;
    part.scale += from;
    part.bias += from;
    part.fix += from;
    part.nout = n;
    part.nout16 = (n + 15) / 16 * 16;
    return part;
}

float *net_product(const Net *net, const Linear *lin, Arena *scratch, uint32_t T, const uint8_t *q) {
    float *y = arena_alloc(scratch, (size_t)net_rows(T) * lin->nout16 * sizeof *y);
    net->kernels->product(lin, net_round(net, T), q, y, lin->nout16, 16);
    return y;
}

float *net_linear(const Net *net, const Linear *lin, NetRelu relu, Arena *scratch, uint32_t T, const float *x,
                  uint32_t stride) {
    uint8_t *q = arena_alloc(scratch, (size_t)net_rows(T) * lin->nin64);
    net_quantize(net, lin, relu, T, x, stride, q);
    return net_product(net, lin, scratch, T, q);
}

uint32_t net_argmax(const Net *net, const float *x, uint32_t n) {
    return net->kernels->argmax(x, n);
}

void net_bag(const Net *net, const int8_t *table, uint32_t width, float step, uint32_t n, const uint32_t *off,
             const uint32_t *rows, float *y) {
    net->kernels->bag(table, width, step, n, off, rows, y);
}

uint32_t net_group(const uint32_t *off, uint32_t nsent, uint32_t from) {
    uint32_t to = from + 1;
    while (to < nsent && off[to + 1] - off[from] <= NET_GROUP) {
        to++;
    }
    return to;
}

/* Columns of a direction that are made together: few enough that their gates stay in the cache until they are run. */
static uint32_t columns(uint32_t H) {
    return H % 96 == 0 ? 96 : H % 64 == 0 ? 64 : 32;
}

/* Room for the gates of `columns` columns and T words. */
static float *gates(const Sru *s, Arena *scratch, uint32_t T) {
    return arena_alloc(scratch, (size_t)net_rows(T) * 3 * columns(s->H) * sizeof(float));
}

/* Sentences of a group through a layer, some columns at a time.  x, and x rounded, q → h, and h × quant rounded, hq, if
   that is not NULL. */
static void run_layer(const Net *net, const Sru *s, const uint32_t *off, uint32_t nsent, const float *x,
                      const uint8_t *q, float *u, float *h, float quant, uint8_t *hq) {
    uint32_t H = s->H, n = columns(H), rows = net_round(net, off[nsent] - off[0]);
    size_t block = (size_t)16 * rows;
    for (uint32_t k = 0; k < 2 * H; k += n) {
        uint32_t back = k / H;
        for (uint32_t gate = 0; gate < 3; gate++) {
            Linear lin = net_part(&s->lin, (3 * back + gate) * H + k % H, n);
            net->kernels->product(&lin, rows, q, u + gate * n / 16 * block, 16, block);
        }
        Scan scan = {.block = block, .gate = n / 16 * block, .v = s->v + back * 2 * H + k % H, .H = H, .back = back};
        scan.quant = quant;
        for (uint32_t i = 0; i < nsent; i++) {
            size_t first = off[i] - off[0], at = first * 2 * H + k;
            scan.u = u + first * 16;
            scan.x = x + at;
            scan.h = h + at;
            scan.q = hq != NULL ? hq + at : NULL;
            net->kernels->scan(&scan, off[i + 1] - off[i], n);
        }
    }
}

/* The largest group's words. */
static uint32_t largest_group(const uint32_t *off, uint32_t nsent) {
    uint32_t most = 0;
    for (uint32_t from = 0, to; from < nsent; from = to) {
        to = net_group(off, nsent, from);
        most = off[to] - off[from] > most ? off[to] - off[from] : most;
    }
    return most;
}

float *net_sru(const Net *net, const Sru *sru, Arena *scratch, const float *x, const uint32_t *off, uint32_t n) {
    uint32_t wide = 2 * sru->H, most = largest_group(off, n);
    float *h = arena_alloc(scratch, (size_t)net_rows(off[n]) * wide * sizeof *h), *u = gates(sru, scratch, most);
    uint8_t *q = arena_alloc(scratch, (size_t)net_rows(most) * sru->lin.nin64);
    for (uint32_t from = 0, to; from < n; from = to) {
        to = net_group(off, n, from);
        size_t at = (size_t)off[from] * wide;
        net_quantize(net, &sru->lin, NET_PLAIN, off[to] - off[from], x + at, wide, q);
        run_layer(net, sru, off + from, to - from, x + at, q, u, h + at, 0, NULL);
    }
    return h;
}

/* A group's words through all layers; the last one writes its states, rounded for `reader`, to `top`. */
static void encode_group(const Net *net, const Encoder *enc, Arena *work, const FeatureWord *words, const uint32_t *off,
                         uint32_t nsent, const Linear *reader, uint8_t *top) {
    uint32_t T = off[nsent] - off[0];
    size_t cells = (size_t)net_rows(T) * 2 * enc->H;
    float *x = arena_alloc(work, cells * sizeof *x), *h = arena_alloc(work, cells * sizeof *h);
    float *u = gates(&enc->layer[0], work, T);
    uint8_t *q = arena_alloc(work, cells), *next = arena_alloc(work, cells);
    feature_embed(net, enc, words, T, enc->layer[0].lin.quant, x, q);
    for (uint32_t i = 0; i < enc->nlayer; i++) {
        bool last = i + 1 == enc->nlayer;
        float quant = last ? reader->quant : enc->layer[i + 1].lin.quant;
        run_layer(net, &enc->layer[i], off, nsent, x, q, u, h, quant, last ? top : next);
        float *swap = x;
        x = h;
        h = swap;
        uint8_t *read = q;
        q = next;
        next = read;
    }
}

uint8_t *net_encode(const Net *net, const Encoder *enc, Arena *scratch, const NetWord *words, const uint32_t *off,
                    uint32_t nsent, const Linear *reader) {
    uint32_t T = off[nsent];
    uint8_t *top = arena_alloc(scratch, (size_t)net_rows(T + 32) * 2 * enc->H);
    const FeatureWord *known = feature_look(net, enc, scratch, words, T);
    Arena work = {0};
    for (uint32_t from = 0, to; from < nsent; from = to) {
        to = net_group(off, nsent, from);
        encode_group(net, enc, &work, known + off[from], off + from, to - from, reader,
                     top + (size_t)off[from] * 2 * enc->H);
        arena_reset(&work);
    }
    arena_release(&work);
    return top;
}
