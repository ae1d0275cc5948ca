#include "base/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { CHUNK = 64 * 1024, PEEK = 4096 };

typedef enum Packing { PACKING_NONE, PACKING_GZIP, PACKING_ZSTD } Packing;

struct Stream {
    char *path;
    int fd;
    Packing packing;
    z_stream gzip;
    ZSTD_DStream *zstd;
    bool midway;  /* inside a compressed member: the end of the file here is a truncation */
    bool pending; /* the unpacker filled `plain` and may hold more */
    iconv_t code; /* (iconv_t)-1: the bytes pass as they are */
    const char *encoding;
    bool file_end, plain_end, out_end;
    uint64_t position;         /* bytes of the file read */
    unsigned char file[CHUNK]; /* as on disk */
    size_t file_at, file_n;
    char plain[CHUNK]; /* unpacked */
    size_t plain_at, plain_n;
    char *out; /* UTF-8, grows with the longest line */
    size_t out_at, out_n, out_cap;
    uint64_t taken; /* plain bytes consumed, for messages */
};

static bool failed(const Stream *s, Err *err, const char *what) {
    return err_set(err, "\"%s\": %s", s->path, what);
}

static bool fill_file(Stream *s, Err *err) {
    if (s->file_at < s->file_n || s->file_end) {
        return true;
    }
    ssize_t n;
    do {
        n = read(s->fd, s->file, sizeof s->file);
    } while (n < 0 && errno == EINTR && s->fd != STDIN_FILENO);
    if (n < 0 && errno == EINTR) { /* an interrupt while a person was typing ends the input */
        n = 0;
    }
    if (n < 0) {
        return failed(s, err, strerror(errno));
    }
    s->file_at = 0;
    s->file_n = (size_t)n;
    s->position += (uint64_t)n;
    s->file_end = n == 0;
    return true;
}

static bool unpack_gzip(Stream *s, Err *err) {
    s->gzip.next_in = s->file + s->file_at;
    s->gzip.avail_in = (uInt)(s->file_n - s->file_at);
    s->gzip.next_out = (unsigned char *)s->plain;
    s->gzip.avail_out = sizeof s->plain;
    if (!s->midway && inflateReset(&s->gzip) != Z_OK) {
        return failed(s, err, "no memory to unpack gzip data");
    }
    int rc = inflate(&s->gzip, Z_NO_FLUSH);
    s->file_at = s->file_n - s->gzip.avail_in;
    s->plain_n = sizeof s->plain - s->gzip.avail_out;
    s->midway = rc != Z_STREAM_END;
    s->pending = s->midway && s->gzip.avail_out == 0;
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
        return failed(s, err, "broken gzip data");
    }
    return true;
}

static bool unpack_zstd(Stream *s, Err *err) {
    ZSTD_inBuffer in = {s->file, s->file_n, s->file_at};
    ZSTD_outBuffer out = {s->plain, sizeof s->plain, 0};
    size_t rc = ZSTD_decompressStream(s->zstd, &out, &in);
    if (ZSTD_isError(rc)) {
        return err_set(err, "\"%s\": broken zstd data (%s)", s->path, ZSTD_getErrorName(rc));
    }
    s->file_at = in.pos;
    s->plain_n = out.pos;
    s->midway = rc != 0;
    s->pending = s->midway && out.pos == out.size;
    return true;
}

/* Padding behind the last gzip member is no data. */
static bool is_padding(const Stream *s) {
    return s->packing == PACKING_GZIP && !s->midway && s->file_at < s->file_n && s->file[s->file_at] != 0x1F;
}

static bool fill_plain(Stream *s, Err *err) {
    while (s->plain_at == s->plain_n && !s->plain_end) {
        s->plain_at = s->plain_n = 0;
        if (!s->pending && !fill_file(s, err)) {
            return false;
        }
        if (!s->pending && ((s->file_end && s->file_at == s->file_n) || is_padding(s))) {
            s->plain_end = true;
            return !s->midway ||
                   failed(s, err,
                          s->packing == PACKING_GZIP ? "the gzip data is truncated" : "the zstd data is truncated");
        }
        if (s->packing == PACKING_NONE) {
            s->plain_n = s->file_n - s->file_at;
            memcpy(s->plain, s->file + s->file_at, s->plain_n);
            s->file_at = s->file_n;
        } else if (!(s->packing == PACKING_GZIP ? unpack_gzip(s, err) : unpack_zstd(s, err))) {
            return false;
        }
    }
    return true;
}

static void room(Stream *s, size_t more) {
    if (s->out_at > 0 && s->out_at == s->out_n) {
        s->out_at = s->out_n = 0;
    }
    if (s->out_at > 0 && s->out_n + more > s->out_cap) {
        memmove(s->out, s->out + s->out_at, s->out_n - s->out_at);
        s->out_n -= s->out_at;
        s->out_at = 0;
    }
    if (s->out_n + more > s->out_cap) {
        size_t cap = s->out_cap * 2 > s->out_n + more ? s->out_cap * 2 : s->out_n + more;
        char *p = realloc(s->out, cap);
        if (p == NULL) {
            abort();
        }
        s->out = p;
        s->out_cap = cap;
    }
}

/* Adds to `out`; at the end of the input sets out_end. */
static bool fill_out(Stream *s, Err *err) {
    if (!fill_plain(s, err)) {
        return false;
    }
    if (s->plain_at == s->plain_n) {
        s->out_end = true;
        return true;
    }
    if (s->code == (iconv_t)-1) {
        size_t n = s->plain_n - s->plain_at;
        room(s, n);
        memcpy(s->out + s->out_n, s->plain + s->plain_at, n);
        s->out_n += n;
        s->plain_at = s->plain_n;
        return true;
    }
    room(s, 2 * CHUNK);
    char *in = s->plain + s->plain_at, *to = s->out + s->out_n;
    size_t left = s->plain_n - s->plain_at, free_n = s->out_cap - s->out_n, before = left;
    size_t rc = iconv(s->code, &in, &left, &to, &free_n);
    int why = rc == (size_t)-1 ? errno : 0;
    s->taken += before - left;
    s->out_n = s->out_cap - free_n;
    s->plain_at = s->plain_n - left;
    if (why == EILSEQ) {
        return err_set(err, "\"%s\": byte %llu is not valid %s", s->path, (unsigned long long)s->taken + 1,
                       s->encoding);
    }
    if (why == EINVAL) { /* a code unit cut in two: bring in its rest */
        char cut[8];
        memcpy(cut, in, left);
        s->plain_at = s->plain_n;
        if (!fill_plain(s, err)) {
            return false;
        }
        if (s->plain_at == s->plain_n || s->plain_n - s->plain_at + left > sizeof s->plain) {
            return err_set(err, "\"%s\": ends in the middle of a %s character", s->path, s->encoding);
        }
        memmove(s->plain + left, s->plain + s->plain_at, s->plain_n - s->plain_at);
        memcpy(s->plain, cut, left);
        s->plain_n = s->plain_n - s->plain_at + left;
        s->plain_at = 0;
    }
    return true;
}

static bool start_packing(Stream *s, Err *err) {
    while (s->file_n < 4 && !s->file_end) { /* a pipe may give less than four bytes at first */
        ssize_t n = read(s->fd, s->file + s->file_n, sizeof s->file - s->file_n);
        if (n < 0 && errno == EINTR && s->fd != STDIN_FILENO) {
            continue;
        }
        if (n < 0 && errno != EINTR) {
            return failed(s, err, strerror(errno));
        }
        s->file_end = n <= 0;
        s->file_n += n > 0 ? (size_t)n : 0;
    }
    if (s->file_n >= 2 && s->file[0] == 0x1F && s->file[1] == 0x8B) {
        s->packing = PACKING_GZIP;
        if (inflateInit2(&s->gzip, 15 + 16) != Z_OK) {
            s->packing = PACKING_NONE;
            return failed(s, err, "no memory to unpack gzip data");
        }
        s->midway = true;
    } else if (s->file_n >= 4 && memcmp(s->file, "\x28\xB5\x2F\xFD", 4) == 0) {
        s->packing = PACKING_ZSTD;
        s->zstd = ZSTD_createDStream();
        if (s->zstd == NULL) {
            return failed(s, err, "no memory to unpack zstd data");
        }
        s->midway = true;
    }
    return true;
}

static bool start_encoding(Stream *s, Err *err) {
    static const struct {
        const char *mark, *name;
        size_t n;
    } marks[] = {
        {"\xEF\xBB\xBF", "", 3},     {"\xFF\xFE\0\0", "UTF-32LE", 4}, {"\0\0\xFE\xFF", "UTF-32BE", 4},
        {"\xFF\xFE", "UTF-16LE", 2}, {"\xFE\xFF", "UTF-16BE", 2},
    };
    if (!fill_plain(s, err)) {
        return false;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (s->plain_n >= marks[i].n && memcmp(s->plain, marks[i].mark, marks[i].n) == 0) {
            s->plain_at = s->taken = marks[i].n;
            if (marks[i].name[0] != '\0') {
                s->encoding = marks[i].name;
                s->code = iconv_open("UTF-8", marks[i].name);
                return s->code != (iconv_t)-1 || failed(s, err, "this system cannot convert UTF-16");
            }
            break;
        }
    }
    return true;
}

Stream *stream_open(const char *path, Err *err) {
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        err_set(err, "\"%s\": %s", path, strerror(errno));
        return NULL;
    }
    Stream *s = calloc(1, sizeof *s);
    char *name = strdup(standard ? "standard input" : path);
    if (s == NULL || name == NULL) {
        abort();
    }
    s->path = name;
    s->fd = fd;
    s->code = (iconv_t)-1;
    if (!start_packing(s, err) || !start_encoding(s, err)) {
        stream_close(s);
        return NULL;
    }
    return s;
}

uint64_t stream_position(const Stream *s) {
    return s->position;
}

void stream_close(Stream *s) {
    if (s == NULL) {
        return;
    }
    if (s->packing == PACKING_GZIP) {
        inflateEnd(&s->gzip);
    }
    ZSTD_freeDStream(s->zstd);
    if (s->code != (iconv_t)-1) {
        iconv_close(s->code);
    }
    if (s->fd != STDIN_FILENO) {
        close(s->fd);
    }
    free(s->out);
    free(s->path);
    free(s);
}

int64_t stream_read(Stream *s, void *bytes, size_t n, Err *err) {
    size_t got = 0;
    while (got < n) {
        if (s->out_at == s->out_n) {
            if (s->out_end) {
                break;
            }
            if (!fill_out(s, err)) {
                return -1;
            }
            continue;
        }
        size_t take = s->out_n - s->out_at < n - got ? s->out_n - s->out_at : n - got;
        memcpy((char *)bytes + got, s->out + s->out_at, take);
        s->out_at += take;
        got += take;
    }
    return (int64_t)got;
}

bool stream_peek(Stream *s, Str *bytes, Err *err) {
    while (s->out_n - s->out_at < PEEK && !s->out_end) {
        if (!fill_out(s, err)) {
            return false;
        }
    }
    size_t n = s->out_n - s->out_at;
    *bytes = (Str){s->out != NULL ? s->out + s->out_at : "", (uint32_t)(n < PEEK ? n : PEEK)};
    return true;
}

StreamLine stream_line(Stream *s, size_t max, Str *line, Err *err) {
    size_t seen = 0; /* of the line, without a line feed */
    bool too_long = false;
    for (;;) {
        char *start = s->out + s->out_at;
        size_t n = s->out_n - s->out_at;
        char *feed = n > seen ? memchr(start + seen, '\n', n - seen) : NULL;
        if (feed != NULL || s->out_end) {
            size_t length = feed != NULL ? (size_t)(feed - start) : n;
            s->out_at += length + (feed != NULL);
            if (feed == NULL && length == 0 && !too_long) {
                return STREAM_END;
            }
            if (too_long || length > max) {
                return STREAM_TOO_LONG;
            }
            if (length > 0 && start[length - 1] == '\r') {
                length--;
            }
            *line = (Str){start, (uint32_t)length};
            return STREAM_LINE;
        }
        seen = n;
        if (seen > max) {
            too_long = true;
            s->out_at = s->out_n;
            seen = 0;
        }
        if (!fill_out(s, err)) {
            return STREAM_FAILED;
        }
    }
}
