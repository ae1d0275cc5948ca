#include "text/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <uchardet/uchardet.h>

#include "base/utf8.h"

enum { SAMPLE = 64 * 1024 };

static bool is_binary_control(unsigned char b) {
    return b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' && b != 0x1A && b != 0x1B;
}

/* Text in UTF-16 is full of zero bytes on one side. */
static const char *utf16_by_zeros(Str s) {
    size_t zeros[2] = {0, 0}, n = s.n < SAMPLE ? s.n : SAMPLE;
    for (size_t i = 0; i < n; i++) {
        zeros[i % 2] += s.at[i] == '\0';
    }
    if (s.n % 2 != 0 || n < 4) {
        return NULL;
    }
    if (zeros[1] * 10 > n * 3 && zeros[0] * 50 < n) {
        return "UTF-16LE";
    }
    return zeros[0] * 10 > n * 3 && zeros[1] * 50 < n ? "UTF-16BE" : NULL;
}

/* Binary data: a zero byte, or more control characters than one byte in fifty. */
static bool refuse_binary(Str s, Err *err) {
    size_t controls = 0, first = 0;
    const char *zero = s.n > 0 ? memchr(s.at, '\0', s.n) : NULL;
    if (zero != NULL) {
        return !err_set(err, "is binary data, not text (byte %zu is zero)", (size_t)(zero - s.at) + 1);
    }
    for (size_t i = 0; i < s.n; i++) {
        if (is_binary_control((unsigned char)s.at[i])) {
            first = controls++ == 0 ? i : first;
        }
    }
    return controls * 50 > s.n &&
           !err_set(err, "is binary data, not text (byte %zu is a control character)", first + 1);
}

/* Whether the bytes are UTF-8 with faults rather than another encoding: most of what is not ASCII is well formed. */
static bool mostly_utf8(Str s, size_t *faults) {
    size_t good = 0, bad = 0;
    int32_t code;
    for (uint32_t at = 0; at < s.n;) {
        if ((unsigned char)s.at[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t n = utf8_decode(s, at, &code);
        *(n > 1 ? &good : &bad) += 1;
        at += n;
    }
    *faults = bad;
    return good > bad;
}

static bool convert(Arena *arena, Str bytes, const char *from, Str *text, Err *err) {
    iconv_t code = iconv_open("UTF-8", from);
    if (code == (iconv_t)-1) {
        return err_set(err, "is in encoding %s, which this system cannot convert", from);
    }
    size_t room = (size_t)bytes.n * 4 + 4, left = bytes.n, free_n = room;
    char *out = malloc(room), *to = out, *in = (char *)(uintptr_t)bytes.at;
    if (out == NULL) {
        iconv_close(code);
        return err_set(err, "no memory to convert it from %s", from);
    }
    size_t rc = iconv(code, &in, &left, &to, &free_n);
    iconv_close(code);
    bool done = rc != (size_t)-1;
    if (done) {
        *text = str_dup(arena, (Str){out, (uint32_t)(room - free_n)});
    } else {
        err_set(err, "is neither UTF-8 nor %s (byte %zu fits neither)", from, (size_t)(bytes.n - left) + 1);
    }
    free(out);
    return done;
}

/* What uchardet takes the bytes for; Windows-1252 where it cannot say, and where fewer than a tenth of the bytes speak
   for a language: English text whose few accents and curly quotes are too little for a guess between the single-byte
   encodings.  Latin-1 is read as Windows-1252, as browsers do (WHATWG Encoding Standard). */
static const char *detect(Str s, char name[64]) {
    static const char *const wide[] = {"BIG5", "EUC-", "GB18030", "SHIFT_JIS", "ISO-2022", "UHC", "HZ-"};
    static const char *const western[] = {"", "ASCII", "ISO-8859-1", "UTF-8"};
    uchardet_t detector = uchardet_new();
    name[0] = '\0';
    if (detector != NULL && uchardet_handle_data(detector, s.at, s.n < SAMPLE * 4 ? s.n : SAMPLE * 4) == 0) {
        uchardet_data_end(detector);
        const char *found = uchardet_get_charset(detector);
        size_t n = strlen(found);
        memcpy(name, found, n < 63 ? n + 1 : 0);
    }
    if (detector != NULL) {
        uchardet_delete(detector);
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (strncmp(name, wide[i], strlen(wide[i])) == 0) {
            return name;
        }
    }
    size_t high = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        high += (unsigned char)s.at[i] >= 0x80;
    }
    bool western_name = false;
    for (size_t i = 0; i < sizeof western / sizeof *western; i++) {
        western_name |= strcmp(name, western[i]) == 0;
    }
    return western_name || high * 10 < s.n ? "WINDOWS-1252" : name;
}

bool encoding_to_utf8(Arena *arena, Str bytes, Str *text, Err *err) {
    uint32_t valid = utf8_valid(bytes);
    const char *wide = utf16_by_zeros(bytes);
    if (wide != NULL) {
        return convert(arena, bytes, wide, text, err);
    }
    if (refuse_binary(bytes, err)) {
        return false;
    }
    if (valid == bytes.n) {
        *text = bytes;
        return true;
    }
    size_t faults;
    if (mostly_utf8(bytes, &faults)) {
        return err_set(err, "is not valid UTF-8: byte %u (0x%02X)%s", valid + 1, (unsigned char)bytes.at[valid],
                       faults > 1 ? " and others" : "");
    }
    char name[64];
    const char *from = detect(bytes, name);
    if (convert(arena, bytes, from, text, err)) {
        return true;
    }
    /* Windows-1252 leaves five bytes undefined; Latin-1 defines all. */
    return strcmp(from, "WINDOWS-1252") == 0 && convert(arena, bytes, "ISO-8859-1", text, err);
}
