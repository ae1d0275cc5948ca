#include "code/version.h"

#include "base/sha256.h"
#include "base/stream.h"

/* What is embedded for every coder, as embed.cmake names it (tests/cli/test_store.sh compares the lists). */
/* clang-format off */
#define EMBEDDED(X)                                                                                                    \
    X(time_rules)                                                                                                      \
    X(verbs) X(sentence_model) X(stance) X(attribution) X(lexicon) X(places_states) X(places_africa)                   \
    X(places_americas) X(places_asia) X(places_europe) X(places_former_soviet) X(places_middle_east) X(places_usa)     \
    X(registry) X(nouns) X(event_model) X(ner_model) X(participant_model)
/* clang-format on */

#define DECLARE(name)                                                                                                  \
    extern const unsigned char name##_data[];                                                                          \
    extern const uint64_t name##_size;
EMBEDDED(DECLARE)

static bool add_file(Sha256 *h, const char *path, Err *err) {
    char bytes[16384];
    int64_t n = 0;
    Stream *s = stream_open(path, err);
    while (s != NULL && (n = stream_read(s, bytes, sizeof bytes, err)) > 0) {
        sha256_add(h, bytes, (size_t)n);
    }
    stream_close(s);
    return s != NULL && n == 0;
}

bool coder_version(const CoderOptions *options, Arena *arena, Str *version, Err *err) {
    SyntaxModel model;
    bool built_in = syntax_model_find(options->model, &model);
    const char *const files[] = {built_in ? NULL : options->model, options->lexicon, options->registry};
    unsigned char digest[SHA256_BYTES];
    char hex[2 * SHA256_BYTES + 1];
    Sha256 h;
    sha256_init(&h);
    if (built_in) {
        sha256_add(&h, model.data, model.size);
    }
#define ADD(name) sha256_add(&h, name##_data, name##_size);
    EMBEDDED(ADD)
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (files[i] != NULL && !add_file(&h, files[i], err)) {
            return false;
        }
    }
    sha256_end(&h, digest);
    sha256_hex(digest, hex);
    *version =
        str_of(arena_printf(arena, "%s (%s, data %.16s)", DEMARCHE_VERSION, built_in ? model.name : "own model", hex));
    return true;
}
