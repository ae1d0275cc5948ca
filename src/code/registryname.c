#include "code/registryname.h"

#include <utf8proc.h>

#include "base/utf8.h"

/* Letters that have no accent to lose. */
static int32_t plain(int32_t c) {
    switch (c) {
    case 0xF8: /* ø */ return 'o';
    case 0x142: /* ł */ return 'l';
    case 0x111: /* đ */
    case 0xF0: /* ð */ return 'd';
    case 0x131: /* ı */ return 'i';
    case 0xFE: /* þ */ return 't';
    default: return c;
    }
}

/* The small letter without its accents; 0 for what is no letter and no digit. */
static int32_t fold(int32_t code) {
    if (code < 0x80) {
        if (code >= 'A' && code <= 'Z') {
            return code + 32;
        }
        return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') ? code : 0;
    }
    utf8proc_int32_t parts[8];
    int class = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char(code, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD, &class);
    if (n < 1 || n > 8) {
        return 0;
    }
    return utf8_is_letter(parts[0]) ? plain(parts[0]) : 0;
}

static bool cuts(int32_t code) {
    if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z')) {
        return false;
    }
    return code == '-' || code == '/' || (code >= 0x2010 && code <= 0x2015) || utf8_is_space(code);
}

/* An apostrophe whose "s" ends the word: the possessive is a word of its own, as it is in tokens. */
static bool possessive(Str s, uint32_t at) {
    static const char *const marks[] = {"'", "\u2019"};
    for (int i = 0; i < 2; i++) {
        uint32_t n = (uint32_t)strlen(marks[i]);
        if (at + n < s.n && memcmp(s.at + at, marks[i], n) == 0 && (s.at[at + n] | 32) == 's') {
            int32_t after = ' ';
            if (at + n + 1 < s.n) {
                utf8_decode(s, at + n + 1, &after);
            }
            return !utf8_is_letter(after);
        }
    }
    return false;
}

/* The small letter or digit of a byte that is one of ASCII's; 0 for others. */
static unsigned char plain_byte(unsigned char c) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        return c;
    }
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : 0;
}

bool name_word(Str s, uint32_t *at, NameWord *word, char *folded, size_t room) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    size_t used = 0;
    *word = (NameWord){.all_upper = true};
    uint32_t i = *at;
    while (i < s.n) {
        unsigned char byte = (unsigned char)s.at[i], quick = plain_byte(byte);
        if (quick != 0) { /* most letters, without the detours below */
            bool capital = byte < 'a';
            word->from = word->letters == 0 ? i : word->from;
            word->upper = word->letters == 0 ? capital : word->upper;
            word->all_upper = word->all_upper && capital;
            word->to = ++i;
            word->letters += word->letters < 255;
            hash = (hash ^ quick) * UINT64_C(0x100000001b3);
            if (used + 1 < room) {
                folded[used++] = (char)quick;
            }
            continue;
        }
        int32_t code;
        uint32_t bytes = utf8_decode(s, i, &code);
        int32_t f = cuts(code) ? 0 : fold(code);
        if (f == 0 && word->letters > 0 && (cuts(code) || possessive(s, i))) {
            break;
        }
        if (f != 0) {
            bool upper = code < 0x80 ? code < 'a' : utf8_is_upper(code); /* digits too */
            if (word->letters == 0) {
                word->from = i;
                word->upper = upper;
            }
            word->all_upper = word->all_upper && upper;
            word->to = i + bytes;
            word->letters += word->letters < 255;
            char out[4];
            uint32_t m = utf8_encode(f, out);
            for (uint32_t k = 0; k < m; k++) {
                hash = (hash ^ (unsigned char)out[k]) * UINT64_C(0x100000001b3);
                if (used + 1 < room) {
                    folded[used++] = out[k];
                }
            }
        }
        i += bytes;
    }
    if (room > 0) {
        folded[used] = '\0';
    }
    *at = i;
    word->hash = hash;
    return word->letters > 0;
}

uint64_t name_hash(Str s, uint32_t *n) {
    uint64_t hash = NAME_HASH_START;
    NameWord word;
    *n = 0;
    for (uint32_t at = 0; name_word(s, &at, &word, NULL, 0); ++*n) {
        hash = name_hash_add(hash, &word);
    }
    return hash;
}

Str name_fold(Arena *arena, Str s) {
    StrBuf b;
    buf_init(&b, arena);
    NameWord word;
    char folded[256];
    for (uint32_t at = 0; name_word(s, &at, &word, folded, sizeof folded);) {
        if (b.n > 0) {
            buf_char(&b, ' ');
        }
        buf_str(&b, str_of(folded));
    }
    return buf_take(&b);
}
