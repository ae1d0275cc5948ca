/* demarche actors: keeping the registry. */
#include "cli/command.h"

#include <stdlib.h>

#include "base/stream.h"
#include "code/pipeline.h"
#include "code/registryblock.h"
#include "code/registrylint.h"
#include "code/registrytabari.h"
#include "text/reader.h"

const char actors_text[] =
    "\"actors learn INPUT…\" reads reports and proposes entries for the registry: people and bodies that it does not\n"
    "have, with country, role, first and last day and a place to look it up, in the format of data/actors, for a "
    "person\n"
    "to accept.\n\n"
    "\"actors import FILE…\" reads TABARI's and PETRARCH's actor and agent files (.actors, .agents, dates, synonyms,\n"
    "discard codes) and writes them in the format of data/actors, or of data/sectors.txt.\n\n"
    "\"actors export\" writes the registry in PETRARCH's format, with --agents the words for people.\n\n"
    "\"actors check FOLDER\" compiles FOLDER/sectors.txt and FOLDER/actors, names the first broken line, two people in "
    "one\n"
    "office at once, two entries of one name and one person under two spellings; with --gaps the years in which "
    "nobody\n"
    "is known to lead a state.";

const struct poptOption actors_options[] = {
    {"registry", 0, POPT_ARG_STRING, NULL, 'r',
     "a folder with sectors.txt and actors/ instead of the built-in registry", "FOLDER"},
    {"agents", 0, POPT_ARG_NONE, NULL, 'a', "export: the words for people instead of the actors", NULL},
    {"lenient", 0, POPT_ARG_NONE, NULL, 'l', "check: leave out broken lines, and count them", NULL},
    {"gaps", 0, POPT_ARG_NONE, NULL, 'g', "check: also the years in which nobody is known to lead a state", NULL},
    {"least", 0, POPT_ARG_STRING, NULL, 'n', "learn: only those in N reports or more (default 1)", "N"},
    POPT_TABLEEND};

typedef struct Options {
    const char *registry;
    bool agents, lenient, gaps;
    uint32_t least;
} Options;

static bool put(StrBuf *out) {
    fwrite(out->at, 1, out->n, stdout);
    out->n = 0;
    return !ferror(stdout);
}

/* ---- import ---- */

static bool whole(Arena *arena, const char *path, Str *text, Err *err) {
    Stream *stream = stream_open(path, err);
    if (stream == NULL) {
        return false;
    }
    StrBuf b;
    buf_init(&b, arena);
    char piece[8192];
    int64_t n;
    while ((n = stream_read(stream, piece, sizeof piece, err)) > 0) {
        buf_add(&b, piece, (size_t)n);
    }
    stream_close(stream);
    *text = buf_take(&b);
    return n == 0;
}

static int import(poptContext arguments, Arena *arena) {
    const char *path = poptGetArg(arguments);
    if (path == NULL) {
        return usage_error("\"demarche actors import\" needs a file");
    }
    int status = EXIT_DONE;
    for (; path != NULL; path = poptGetArg(arguments)) {
        Err err;
        Str text;
        TabariResult result;
        if (!whole(arena, path, &text, &err) || !tabari_read(arena, str_of(path), text, &result, &err)) {
            say("%s", err.text);
            status = EXIT_SOME_FAILED;
            continue;
        }
        Str notes = result.notes, line;
        while (str_split(&notes, '\n', &line)) {
            if (line.n > 0) {
                say("%.*s", (int)line.n, line.at);
            }
        }
        printf("# %s: %u actors, %u words for people, %u discarded phrases\n", path, result.n_actors, result.n_agents,
               result.n_discards);
        fwrite(result.actors.at, 1, result.actors.n, stdout);
        fwrite(result.sectors.at, 1, result.sectors.n, stdout);
    }
    return status;
}

/* ---- learn ---- */

typedef struct Proposal {
    Str key, name, role, evidence;
    char code[4];
    uint8_t type;
    uint32_t reports, order;
    uint32_t by_sector[SECTOR_COUNT]; /* reports */
    int32_t first, last;
} Proposal;

typedef struct Learner {
    const Registry *registry;
    Arena arena; /* of the proposals */
    VEC(Proposal) all;
    uint32_t *slots; /* open addressing by key; NONE: free */
    uint32_t n_slots;
    bool failed;
} Learner;

static void complain(void *context, const char *message) {
    ((Learner *)context)->failed = true;
    say("%s", message);
}

static void rehash(Learner *l) {
    l->n_slots = l->n_slots == 0 ? 1024 : l->n_slots * 2;
    l->slots = arena_alloc(&l->arena, l->n_slots * sizeof *l->slots);
    memset(l->slots, 0xFF, l->n_slots * sizeof *l->slots);
    for (uint32_t i = 0; i < l->all.n; i++) {
        uint32_t k = (uint32_t)str_hash(l->all.at[i].key) & (l->n_slots - 1);
        while (l->slots[k] != NONE) {
            k = (k + 1) & (l->n_slots - 1);
        }
        l->slots[k] = i;
    }
}

static Proposal *proposal_of(Learner *l, Str key) {
    if (l->all.n * 2 >= l->n_slots) {
        rehash(l);
    }
    uint32_t k = (uint32_t)str_hash(key) & (l->n_slots - 1);
    while (l->slots[k] != NONE && !str_eq(l->all.at[l->slots[k]].key, key)) {
        k = (k + 1) & (l->n_slots - 1);
    }
    if (l->slots[k] == NONE) {
        l->slots[k] = vec_push(
            &l->arena, &l->all,
            ((Proposal){.key = str_dup(&l->arena, key), .first = DAY_NONE, .last = DAY_NONE, .order = l->all.n}));
    }
    return &l->all.at[l->slots[k]];
}

/* "Parliament", "Security": a common noun with a capital. */
static bool is_common(const Registry *r, Str name) {
    uint32_t words;
    uint64_t hash = name_hash(name, &words);
    return words == 1 && registry_role(r, hash) != NULL;
}

/* Somebody with a name of two words or more whom the report itself describes. */
static bool worth(const Registry *registry, const Doc *doc, const Entity *e) {
    bool known = e->registry_id.n > 0 || e->code[0] == '\0' || e->sectors[0] == SECTOR_NONE;
    bool type = e->type == ENTITY_person || e->type == ENTITY_organization || e->type == ENTITY_group;
    bool named = false;
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        named = named || doc->mentions.at[doc->refs.at[e->mentions.first + i]].form == MENTION_NAME;
    }
    return !known && type && named && e->basis == BASIS_descriptor && !is_common(registry, e->name) &&
           (e->type != ENTITY_person || memchr(e->name.at, ' ', e->name.n) != NULL);
}

static void learn_from(Learner *l, Doc *doc) {
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        const Entity *e = &doc->entities.at[i];
        if (!worth(l->registry, doc, e)) {
            continue;
        }
        StrBuf key;
        buf_init(&key, doc->scratch);
        buf_str(&key, name_fold(doc->scratch, e->name));
        buf_printf(&key, "|%s|%d", e->code, e->type == ENTITY_person);
        Proposal *p = proposal_of(l, buf_take(&key));
        p->name = e->name.n > p->name.n ? str_dup(&l->arena, e->name) : p->name;
        p->role = e->role.n > p->role.n ? str_dup(&l->arena, e->role) : p->role;
        memcpy(p->code, e->code, 4);
        p->type = e->type;
        p->by_sector[e->sectors[0]]++;
        p->reports++;
        if (doc->day != DAY_NONE) {
            p->first = p->first == DAY_NONE || doc->day < p->first ? doc->day : p->first;
            p->last = p->last == DAY_NONE || doc->day > p->last ? doc->day : p->last;
        }
        if (p->evidence.n == 0) {
            const Mention *m = &doc->mentions.at[doc->refs.at[e->mentions.first]];
            const Sentence *s = &doc->sentences.at[doc->tokens.at[m->head].sentence];
            p->evidence = str_dup(
                &l->arena, str_of(arena_printf(doc->scratch, "%.*s: %.*s", (int)doc->id.n, doc->id.at,
                                               (int)(s->span.end - s->span.start), doc->text.at + s->span.start)));
        }
    }
}

/* What most reports say. */
static Sector sector_of(const Proposal *p) {
    uint32_t best = 0;
    for (uint32_t s = 1; s < SECTOR_COUNT; s++) {
        best = p->by_sector[s] > p->by_sector[best] ? s : best;
    }
    return (Sector)best;
}

/* A civilian of one report makes no news of his own. */
static bool is_bystander(const Proposal *p) {
    return p->type == ENTITY_person && p->reports == 1 && sector_of(p) == SECTOR_CVL;
}

static int by_code(const void *left, const void *right) {
    const Proposal *a = left, *b = right;
    int c = strcmp(a->code, b->code);
    c = c != 0 ? c : (int)a->type - (int)b->type;
    return c != 0 ? c
           : (int)(b->reports > a->reports) - (int)(b->reports < a->reports) != 0
               ? (b->reports > a->reports ? 1 : -1)
               : (a->order > b->order) - (a->order < b->order);
}

static void put_day(StrBuf *out, int32_t day) {
    int y, m, d;
    day_to(day, &y, &m, &d);
    buf_printf(out, "%04d-%02d-%02d", y, m, d);
}

static void write_proposals(Learner *l, uint32_t least) {
    StrBuf out;
    buf_init(&out, &l->arena);
    if (l->all.n > 0) {
        qsort(l->all.at, l->all.n, sizeof *l->all.at, by_code);
    }
    const char *code = "";
    int type = -1;
    for (uint32_t i = 0; i < l->all.n; i++) {
        const Proposal *p = &l->all.at[i];
        if (p->reports < least || is_bystander(p)) {
            continue;
        }
        if (type != p->type) {
            buf_printf(&out, "@kind %s\n", entity_type_names[p->type]);
            code = "";
            type = p->type;
        }
        if (strcmp(code, p->code) != 0) {
            buf_printf(&out, "[%s]\n", p->code);
            code = p->code;
        }
        buf_printf(&out, "# %u report%s", p->reports, p->reports == 1 ? "" : "s");
        if (p->first != DAY_NONE) {
            buf_str(&out, STR(", "));
            put_day(&out, p->first);
            buf_str(&out, STR(" to "));
            put_day(&out, p->last);
        }
        buf_str(&out, STR("; "));
        for (uint32_t k = 0; k < p->evidence.n; k++) {
            buf_char(&out, p->evidence.at[k] == '\n' ? ' ' : p->evidence.at[k]);
        }
        buf_printf(&out, "\n%.*s | %s", (int)p->name.n, p->name.at, sector_names[sector_of(p)]);
        if (p->type == ENTITY_person && p->role.n > 0) {
            buf_char(&out, ' ');
            Str role = str_lower(&l->arena, p->role);
            for (uint32_t k = 0; k < role.n; k++) {
                buf_char(&out, role.at[k] == '\n' || role.at[k] == ';' || role.at[k] == '|' ? ' ' : role.at[k]);
            }
        }
        if (p->type == ENTITY_person && p->first != DAY_NONE) {
            buf_char(&out, ' ');
            put_day(&out, p->first);
            buf_str(&out, STR(".."));
        }
        buf_char(&out, '\n');
    }
    put(&out);
}

static int learn(poptContext arguments, const Options *options) {
    CoderOptions coder_options = {.registry = options->registry};
    Err err;
    Coder *coder = coder_open(&coder_options, &err);
    if (coder == NULL) {
        say("%s", err.text);
        return EXIT_USAGE;
    }
    Learner l = {.registry = coder_registry(coder)};
    arena_init(&l.arena);
    VEC(const char *) inputs = {0};
    for (const char *path; (path = poptGetArg(arguments)) != NULL;) {
        vec_push(&l.arena, &inputs, path);
    }
    if (inputs.n == 0) {
        vec_push(&l.arena, &inputs, "-");
    }
    Source *source = source_open(inputs.at, inputs.n, complain, &l, NULL);
    Arena record_arena, arena, scratch;
    arena_init(&record_arena);
    arena_init(&arena);
    arena_init(&scratch);
    Record record;
    while (source_next(source, &record_arena, &record)) {
        Doc doc;
        doc_init(&doc, &arena, &scratch);
        if (report_read(&record, &doc, &err) && coder_run(coder, &doc, STAGE_ACTORS, &err)) {
            learn_from(&l, &doc);
        } else {
            complain(&l, err.text);
        }
        arena_reset(&record_arena);
        arena_reset(&arena);
        arena_reset(&scratch);
    }
    write_proposals(&l, options->least);
    source_close(source);
    arena_release(&record_arena);
    arena_release(&arena);
    arena_release(&scratch);
    arena_release(&l.arena);
    coder_close(coder);
    return l.failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* ---- export, check ---- */

static int export(const Options *options, Arena *arena) {
    Err err;
    Registry *registry = options->registry != NULL ? registry_load(arena, options->registry, options->lenient, &err)
                                                   : registry_embedded(arena, &err);
    if (registry == NULL) {
        say("%s", err.text);
        return EXIT_USAGE;
    }
    StrBuf out;
    buf_init(&out, arena);
    if (options->agents) {
        tabari_write_agents(registry, &out);
    } else {
        tabari_write_actors(registry, &out);
    }
    put(&out);
    return EXIT_DONE;
}

enum { GAPS_FIRST = 1990, GAPS_LAST = 2025 };

static int check(poptContext arguments, const Options *options, Arena *arena) {
    const char *folder = poptGetArg(arguments);
    if (folder == NULL) {
        return usage_error("\"demarche actors check\" needs a folder");
    }
    RegistryText sectors, *files;
    uint32_t n, skipped;
    Str block;
    Err err = {{0}};
    if (!registry_texts(arena, folder, &sectors, &files, &n, &err) ||
        !registry_build(arena, sectors, files, n, options->lenient, &block, &skipped, &err)) {
        say("%s", err.text);
        return EXIT_SOME_FAILED;
    }
    Registry *registry = registry_open(arena, (const unsigned char *)block.at, block.n, &err);
    if (registry == NULL) {
        say("%s", err.text);
        return EXIT_SOME_FAILED;
    }
    if (skipped > 0) {
        say("%s (and %u more broken line%s left out)", err.text, skipped - 1, skipped == 2 ? "" : "s");
    }
    StrBuf out;
    buf_init(&out, arena);
    uint32_t lints = registry_lint(registry, arena, &out), without = 0;
    if (options->gaps) {
        without = registry_gaps(registry, arena, GAPS_FIRST, GAPS_LAST, &out);
    }
    put(&out);
    printf("%u entries in %u files, %u lines left out, %u contradictions\n", registry_count(registry), n + 1, skipped,
           lints);
    if (options->gaps) {
        printf("%u states without a known leader in some year of %d to %d\n", without, GAPS_FIRST, GAPS_LAST);
    }
    return skipped > 0 || lints > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int dispatch(poptContext arguments, const Options *options, Arena *arena) {
    const char *what = poptGetArg(arguments);
    Str name = str_of(what != NULL ? what : "");
    if (str_is(name, "learn")) {
        return learn(arguments, options);
    }
    if (str_is(name, "import")) {
        return import(arguments, arena);
    }
    if (str_is(name, "export")) {
        return export(options, arena);
    }
    if (str_is(name, "check")) {
        return check(arguments, options, arena);
    }
    return usage_error(what == NULL ? "\"demarche actors\" needs learn, import, export or check"
                                    : "\"demarche actors\" has no \"%s\": learn, import, export or check",
                       what);
}

int actors_run(poptContext arguments) {
    Arena arena;
    arena_init(&arena);
    Options options = {.least = 1};
    const char *value;
    int option;
    while ((option = next_option(arguments, &arena, &value)) > 0) {
        options.registry = option == 'r' ? value : options.registry;
        options.agents = options.agents || option == 'a';
        options.lenient = options.lenient || option == 'l';
        options.gaps = options.gaps || option == 'g';
        options.least = option == 'n' ? (uint32_t)strtoul(value, NULL, 10) : options.least;
    }
    int status = option < 0 ? EXIT_USAGE : dispatch(arguments, &options, &arena);
    arena_release(&arena);
    return status;
}
