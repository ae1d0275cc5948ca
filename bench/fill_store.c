/* fill_store FILE EVENTS [SEED]: a store of made-up events, for measuring queries.

   Reports of ten sentences, one event each, over twenty years: two hundred states whose frequency falls as in news
   (Zipf), forty thousand people, three hundred places, sixty publishers; one report in thirty is a copy, one event in
   six rests on somebody's word, one in forty is denied.  The same arguments give the same store. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "store/ledger.h"

enum { SENTENCES = 10, STATES = 200, PEOPLE = 40000, PLACES = 300, PUBLISHERS = 60, WORDS = 6000 };

typedef struct World {
    uint64_t seed;
    double zipf[STATES];
    char codes[STATES][4];
    Arena arena;
    Str words[WORDS];
} World;

static uint64_t next(World *w) { /* xorshift64* */
    w->seed ^= w->seed >> 12;
    w->seed ^= w->seed << 25;
    w->seed ^= w->seed >> 27;
    return w->seed * 0x2545F4914F6CDD1Du;
}

static uint32_t below(World *w, uint32_t n) {
    return (uint32_t)((next(w) >> 32) * n >> 32);
}

static Str made_up_word(World *w) {
    static const char *const heads[] = {"ba", "ko", "ri", "tu", "sa", "mo", "le", "dra", "fen", "gol", "hi", "ju"};
    static const char *const tails[] = {"n", "ran", "lo", "mir", "st", "vek", "dor", "la", "t", "sk"};
    StrBuf b;
    buf_init(&b, &w->arena);
    for (uint32_t i = 0, n = 1 + below(w, 3); i <= n; i++) {
        buf_str(&b, str_of(heads[below(w, 12)]));
    }
    buf_str(&b, str_of(tails[below(w, 10)]));
    return buf_take(&b);
}

static void make_world(World *w) {
    static const char *const busy[] = {"USA", "RUS", "CHN", "ISR", "UKR", "IRN", "PSE", "GBR", "FRA", "DEU",
                                       "IND", "PAK", "SYR", "TUR", "JPN", "PRK", "KOR", "IRQ", "EGY", "SAU"};
    double sum = 0;
    for (int i = 0; i < STATES; i++) {
        if (i < 20) {
            snprintf(w->codes[i], 4, "%s", busy[i]);
        } else {
            snprintf(w->codes[i], 4, "%c%c%c", 'A' + i / 26 % 26, 'Q' + i % 10, 'A' + i % 26);
        }
        sum += 1.0 / (i + 1);
        w->zipf[i] = sum;
    }
    for (int i = 0; i < STATES; i++) {
        w->zipf[i] /= sum;
    }
    for (int i = 0; i < WORDS; i++) {
        w->words[i] = made_up_word(w);
    }
}

static uint32_t state(World *w) {
    double u = (double)(next(w) >> 11) / 9007199254740992.0;
    uint32_t lo = 0, hi = STATES - 1;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (w->zipf[mid] < u) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

/* ---- a report ---- */

typedef struct Text {
    World *world;
    Doc *doc;
    StrBuf out;
} Text;

static Span add(Text *t, Str word) {
    Span s = {(uint32_t)t->out.n, (uint32_t)t->out.n + word.n};
    buf_str(&t->out, word);
    buf_char(&t->out, ' ');
    Token token = {.span = s, .lemma = word, .sentence = t->doc->sentences.n, .head = NONE, .upos = UPOS_NOUN};
    vec_push(t->doc->arena, &t->doc->tokens, token);
    return s;
}

static uint32_t party(Text *t) {
    static const uint8_t sectors[] = {SECTOR_GOV, SECTOR_GOV, SECTOR_MIL, SECTOR_REB, SECTOR_CVL, SECTOR_LEG};
    World *w = t->world;
    uint32_t s = state(w), person = below(w, PEOPLE / STATES);
    Str name = str_of(arena_printf(t->doc->arena, "%s%u", w->words[(s * 199 + person) % WORDS].at, s * 200 + person));
    uint32_t index = t->doc->entities.n, token = t->doc->tokens.n;
    Mention m = {.span = add(t, name), .first = token, .end = token + 1, .head = token, .entity = index};
    Entity e = {.type = ENTITY_person,
                .basis = BASIS_registry,
                .name = name,
                .sectors = {sectors[person % 6]},
                .mentions = {t->doc->refs.n, 1}};
    memcpy(e.code, w->codes[s], 4);
    vec_push(t->doc->arena, &t->doc->refs, t->doc->mentions.n);
    vec_push(t->doc->arena, &t->doc->mentions, m);
    vec_push(t->doc->arena, &t->doc->entities, e);
    return index;
}

static void place(Text *t, Event *e) {
    uint32_t n = below(t->world, PLACES);
    Str name = str_of(arena_printf(t->doc->arena, "%s%u", t->world->words[n * 7].at, n));
    Place p = {.span = add(t, name),
               .name = name,
               .geonameid = n + 1,
               .lat = n % 120 - 60.0,
               .lon = n * 1.2 - 180.0,
               .token = NONE,
               .mention = NONE};
    memcpy(p.country, t->world->codes[n % STATES], 4);
    e->place = t->doc->places.n;
    vec_push(t->doc->arena, &t->doc->places, p);
}

static Range voice(Text *t, uint32_t speaker, Stance stance) {
    Doc *doc = t->doc;
    uint32_t index = doc->attributions.n;
    Span cue = add(t, STR("said"));
    Span content = {doc->mentions.at[doc->mentions.n - 1].span.start, cue.end};
    Attribution a = {.kind = ATTRIBUTION_indirect,
                     .stance = (uint8_t)stance,
                     .sentence = doc->sentences.n,
                     .source = doc->mentions.at[doc->refs.at[doc->entities.at[speaker].mentions.first]].span,
                     .source_head = NONE,
                     .entity = speaker,
                     .cue = cue,
                     .cue_head = NONE,
                     .contents = doc_spans(doc, &content, 1),
                     .parent = NONE};
    vec_push(doc->arena, &doc->attributions, a);
    return doc_refs(doc, &index, 1);
}

static void sentence(Text *t, uint32_t nth) {
    World *w = t->world;
    Doc *doc = t->doc;
    uint32_t start = (uint32_t)t->out.n, first = doc->tokens.n, type = below(w, EVENT_COUNT), mode = MODE_NONE;
    uint32_t actor = party(t), recipient = below(w, 5) > 0 ? party(t) : NONE;
    for (uint32_t m = 1 + below(w, MODE_COUNT - 1), i = 0; i < MODE_COUNT && mode == MODE_NONE; i++) {
        m = m + 1 < MODE_COUNT ? m + 1 : 1;
        mode = mode_parse((EventType)type, str_of(mode_names[m])) == (Mode)m ? m : MODE_NONE;
    }
    Event e = {.type = (uint8_t)type,
               .mode = (uint8_t)mode,
               .status = STATUS_reported,
               .date = doc->date,
               .cameo = "190",
               .place = NONE,
               .sentence = nth,
               .trigger_head = doc->tokens.n,
               .dead = -1,
               .injured = -1,
               .arrested = -1,
               .rule = STR("made.up"),
               .confidence = 0.9F,
               .about = NONE};
    e.contexts = (uint64_t)1 << below(w, CONTEXT_COUNT);
    e.trigger = add(t, w->words[type * 40 + below(w, 40)]);
    e.actors = doc_refs(doc, &actor, 1);
    e.recipients = doc_refs(doc, &recipient, recipient != NONE);
    for (uint32_t i = 0, n = 8 + below(w, 12); i < n; i++) {
        add(t, w->words[(uint64_t)below(w, WORDS) * below(w, WORDS) / WORDS]);
    }
    if (below(w, 3) == 0) {
        place(t, &e);
    }
    uint32_t word = below(w, 40);
    if (word < 6) {
        e.asserted_by = voice(t, party(t), STANCE_asserts);
        e.status = STATUS_claimed;
    } else if (word == 6) {
        e.denied_by = voice(t, actor, STANCE_denies);
        e.status = STATUS_denied;
    }
    t->out.at[t->out.n - 1] = '.';
    e.span = (Span){start, (uint32_t)t->out.n};
    buf_char(&t->out, ' ');
    Sentence s = {.span = e.span, .first = first, .end = doc->tokens.n, .root = NONE};
    vec_push(doc->arena, &doc->sentences, s);
    e.id = str_of(arena_printf(doc->arena, "%.*s-%u", (int)doc->id.n, doc->id.at, nth));
    vec_push(doc->arena, &doc->events, e);
}

static void report(World *w, Doc *doc, uint32_t number, uint32_t total) {
    Text t = {.world = w, .doc = doc};
    int32_t day = day_of(2004, 1, 1) + (int32_t)((uint64_t)number * 7300 / total) + (int32_t)below(w, 3);
    int y, m, d;
    day_to(day, &y, &m, &d);
    buf_init(&t.out, doc->arena);
    doc->id = str_of(arena_printf(doc->arena, "made-%u", number));
    doc->date = str_of(arena_printf(doc->arena, "%04d-%02d-%02d", y, m, d));
    doc->day = day;
    doc->source = str_of(arena_printf(doc->arena, "Publisher %u", below(w, PUBLISHERS)));
    doc->title = str_of(arena_printf(doc->arena, "Report %u of %.*s", number, (int)doc->source.n, doc->source.at));
    for (uint32_t i = 0; i < SENTENCES; i++) {
        sentence(&t, i);
    }
    t.out.n--;
    doc->text = buf_take(&t.out);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: fill_store FILE EVENTS [SEED]\n");
        return 2;
    }
    uint32_t reports = (uint32_t)(strtoul(argv[2], NULL, 10) / SENTENCES);
    World *w = calloc(1, sizeof *w);
    Arena arena = {0}, scratch = {0};
    Err err = {0};
    struct timespec from, to;
    w->seed = argc > 3 ? strtoull(argv[3], NULL, 10) * 2 + 1 : 88172645463325252u;
    make_world(w);
    Store *store = store_open(argv[1], STORE_CREATE, &err);
    Ledger *ledger = store != NULL ? ledger_open(store, STR("made up"), "fill_store", &err) : NULL;
    bool ok = ledger != NULL;
    clock_gettime(CLOCK_MONOTONIC, &from);
    uint64_t before = w->seed;
    for (uint32_t i = 0; i < reports && ok; i++) {
        Doc doc;
        bool added;
        unsigned char hash[SHA256_BYTES];
        arena_reset(&arena);
        arena_reset(&scratch);
        doc_init(&doc, &arena, &scratch);
        uint64_t here = w->seed;
        if (i % 30 == 29) { /* the report before once more, elsewhere */
            w->seed = before;
        }
        report(w, &doc, i - (i % 30 == 29), reports);
        if (i % 30 == 29) {
            doc.source = STR("Copying Agency");
            w->seed = here ^ 0x9e3779b97f4a7c15u;
        }
        before = here;
        report_hash(&doc, hash);
        ok = ledger_add(ledger, &doc, hash, &added, &err);
    }
    ok = ok && ledger_commit(ledger, &err);
    if (ledger != NULL) {
        LedgerCounts c = ledger_counts(ledger);
        clock_gettime(CLOCK_MONOTONIC, &to);
        double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
        Err closing;
        ok = ledger_close(ledger, &closing) && ok;
        printf("%llu reports, %llu events, %llu copies in %.1f s: %.0f reports/s\n", (unsigned long long)c.added,
               (unsigned long long)c.events, (unsigned long long)c.copies, seconds, (double)c.added / seconds);
    }
    store_close(store);
    if (!ok) {
        fprintf(stderr, "fill_store: %s\n", err.text);
    }
    arena_release(&arena);
    arena_release(&scratch);
    arena_release(&w->arena);
    free(w);
    return ok ? 0 : 1;
}
