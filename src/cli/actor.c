/* demarche actor: who is meant by a phrase, on a day. */
#include "cli/command.h"

#include "base/json.h"
#include "base/stream.h"
#include "code/actor.h"
#include "code/pipeline.h"
#include "code/place.h"
#include "text/sentence.h"

enum { PHRASE_MAX = 64 * 1024 };

const char actor_text[] =
    "Says who is meant by each PHRASE, or by each line of standard input, perhaps with a tab and a date (YYYY-MM-DD)\n"
    "behind it; writes one JSON object a line: code, sector, name, role, basis and the id in the registry.  Without a\n"
    "date somebody is what he or she was last known as.  \"President Yanukovych\" was the government of Ukraine in "
    "2013,\n"
    "and is one of its former officials in 2016.";

const struct poptOption actor_options[] = {
    {"registry", 0, POPT_ARG_STRING, NULL, 'r',
     "a folder with sectors.txt and actors/ instead of the built-in registry", "FOLDER"},
    {"lenient", 0, POPT_ARG_NONE, NULL, 'l', "leave out broken lines of that folder", NULL},
    {"date", 0, POPT_ARG_STRING, NULL, 'd', "the day of phrases without one", "DAY"},
    MODEL_OPTION,
    POPT_TABLEEND};

static uint32_t depth(const Doc *doc, uint32_t t) {
    uint32_t n = 0;
    for (; doc->tokens.at[t].head != NONE && n < doc->tokens.n; n++) {
        t = doc->tokens.at[t].head;
    }
    return n;
}

/* The entity of the mention that the others depend on. */
static const Entity *main_entity(const Doc *doc) {
    uint32_t best = NONE, best_depth = 0;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (m->entity == NONE) {
            continue;
        }
        uint32_t d =
            depth(doc, m->head) * 4 + (m->form == MENTION_ADJECTIVE ? 2 : 0) + (m->form == MENTION_PRONOUN ? 4 : 0);
        if (best == NONE || d < best_depth) {
            best = m->entity;
            best_depth = d;
        }
    }
    return best == NONE ? NULL : &doc->entities.at[best];
}

static void write_string(StrBuf *out, const char *key, Str value) {
    buf_printf(out, ",\"%s\":", key);
    if (value.at == NULL) {
        buf_str(out, STR("null"));
    } else {
        json_quote(out, value);
    }
}

static void write_entity(StrBuf *out, Str phrase, const Entity *e) {
    static const Entity nobody;
    bool found = e != NULL;
    e = found ? e : &nobody;
    buf_str(out, STR("{\"phrase\":"));
    json_quote(out, phrase);
    write_string(out, "code", e->code[0] != '\0' ? str_of(e->code) : (Str){0});
    buf_str(out, STR(",\"sector\":["));
    for (int i = 0; i < 4 && e->sectors[i] != SECTOR_NONE; i++) {
        buf_printf(out, "%s\"%s\"", i > 0 ? "," : "", sector_names[e->sectors[i]]);
    }
    buf_char(out, ']');
    write_string(out, "name", e->name);
    write_string(out, "role", e->role);
    write_string(out, "basis", found ? str_of(basis_names[e->basis]) : (Str){0});
    write_string(out, "registry_id", e->registry_id);
    buf_str(out, STR("}\n"));
}

/* A bare name that nobody is known by may be a place's: its country, from the gazetteer. */
static bool bare_place(const Coder *coder, Doc *doc, Entity *e) {
    doc->mentions.n = doc->entities.n = doc->places.n = 0;
    place_find(coder_places(coder), doc);
    for (uint32_t i = 0; i < doc->places.n; i++) {
        const Place *p = &doc->places.at[i];
        if (p->span.end - p->span.start == doc->text.n && p->country[0] != '\0') {
            *e = (Entity){.type = ENTITY_place, .basis = BASIS_gazetteer, .name = p->name};
            memcpy(e->code, p->country, 4);
            return true;
        }
    }
    return false;
}

typedef struct Resolver {
    const Coder *coder;
    const Registry *registry;
    int32_t day; /* of phrases without one */
    Arena arena, scratch;
    int status;
} Resolver;

static bool resolve_line(Resolver *r, Str line, Err *err) {
    const Coder *coder = r->coder;
    Doc doc;
    doc_init(&doc, &r->arena, &r->scratch);
    Str phrase = {0}, rest = line;
    str_split(&rest, '\t', &phrase);
    rest = str_trim(rest);
    doc.day = rest.n > 0 ? date_parse(rest) : r->day;
    doc.text = str_dup(&r->arena, str_trim(phrase));
    StrBuf out;
    buf_init(&out, &r->arena);
    if (doc.text.n > 0) {
        if (!text_split(&doc, err) || !syntax_parse(coder_syntax(coder), &doc, err)) {
            return false;
        }
        actor_find(r->registry, coder_ner(coder), &doc, true);
        place_find(coder_places(coder), &doc);
        actor_locate(&doc);
    }
    const Entity *e = main_entity(&doc);
    Entity place;
    bool unknown = e == NULL || (e->code[0] == '\0' && e->sectors[0] == SECTOR_NONE && e->registry_id.n == 0);
    if (doc.text.n > 0 && unknown && bare_place(coder, &doc, &place)) {
        e = &place;
    }
    write_entity(&out, phrase, e);
    fwrite(out.at, 1, out.n, stdout);
    return true;
}

static void complain(Resolver *r, const Err *err) {
    say("%s", err->text);
    r->status = EXIT_SOME_FAILED;
}

static void resolve(Resolver *r, Str line) {
    Err err;
    if (!resolve_line(r, line, &err)) {
        complain(r, &err);
    }
    arena_reset(&r->arena);
    arena_reset(&r->scratch);
}

static void resolve_input(Resolver *r) {
    Err err;
    Stream *in = stream_open("-", &err);
    if (in == NULL) {
        complain(r, &err);
        return;
    }
    for (StreamLine got = STREAM_LINE; (got == STREAM_LINE || got == STREAM_TOO_LONG) && !ferror(stdout);) {
        Str line;
        got = stream_line(in, PHRASE_MAX, &line, &err);
        if (got == STREAM_LINE) {
            resolve(r, line);
        } else if (got != STREAM_END) {
            if (got == STREAM_TOO_LONG) {
                err_set(&err, "a phrase has more than %d bytes", PHRASE_MAX);
            }
            complain(r, &err);
        }
    }
    stream_close(in);
}

/* The phrases of the command line, or else those of standard input. */
static int resolve_all(Resolver *r, poptContext arguments) {
    arena_init(&r->arena);
    arena_init(&r->scratch);
    if (poptPeekArg(arguments) == NULL) {
        resolve_input(r);
    }
    for (const char *phrase; (phrase = poptGetArg(arguments)) != NULL;) {
        resolve(r, str_of(phrase));
    }
    arena_release(&r->arena);
    arena_release(&r->scratch);
    return r->status;
}

int actor_run(poptContext arguments) {
    Arena arena;
    arena_init(&arena);
    CoderOptions options = {0};
    const char *folder = NULL, *date = NULL, *value;
    bool lenient = false;
    int option;
    while ((option = next_option(arguments, &arena, &value)) > 0) {
        folder = option == 'r' ? value : folder;
        lenient = lenient || option == 'l';
        date = option == 'd' ? value : date;
        options.model = option == 'm' ? value : options.model;
    }
    int status = EXIT_USAGE;
    int32_t day = date != NULL ? date_parse(str_of(date)) : DAY_NONE;
    if (option == 0 && date != NULL && day == DAY_NONE) {
        status = usage_error("--date: not a day like 2016-05-01: \"%s\"", date);
    } else if (option == 0) {
        Err err;
        Coder *coder = coder_open(&options, &err);
        Registry *registry = coder == NULL    ? NULL
                             : folder != NULL ? registry_load(&arena, folder, lenient, &err)
                                              : registry_embedded(&arena, &err);
        if (registry == NULL) {
            say("%s", err.text);
            status = coder == NULL ? EXIT_SOME_FAILED : EXIT_USAGE;
        } else {
            status = resolve_all(&(Resolver){.coder = coder, .registry = registry, .day = day, .status = EXIT_DONE},
                                 arguments);
        }
        coder_close(coder);
    }
    arena_release(&arena);
    return status;
}
