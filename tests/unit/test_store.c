/* src/store: what goes in comes out; the same report twice changes nothing; copies, acts, claims, queries */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/sha256.h"
#include "doc/row.h"
#include "store/board.h"
#include "store/copies.h"
#include "store/ledger.h"
#include "store/query.h"
#include "store/rebuild.h"
#include "store/record.h"
#include "story.h"

static const char PATH[] = BINARY_DIR "/test_store.db";

static void remove_store(void) {
    unlink(PATH);
    unlink(BINARY_DIR "/test_store.db-wal");
    unlink(BINARY_DIR "/test_store.db-shm");
}

static Store *open_store(StoreMode mode) {
    Err err;
    Store *store = store_open(PATH, mode, &err);
    if (store == NULL) {
        fail_msg("%s", err.text);
    }
    return store;
}

static Ledger *open_ledger(Store *store) {
    Err err;
    Ledger *l = ledger_open(store, STR("test 1"), "test", &err);
    assert_non_null(l);
    return l;
}

static bool add(Ledger *l, Story *s) {
    unsigned char hash[SHA256_BYTES];
    bool added;
    Err err;
    char what[256];
    (void)what;
    report_hash(&s->doc, hash);
    if (!ledger_add(l, &s->doc, hash, &added, &err)) {
        fail_msg("%s", err.text);
    }
    story_end(s);
    return added;
}

static void close_ledger(Ledger *l) {
    Err err;
    if (!ledger_close(l, &err)) {
        fail_msg("%s", err.text);
    }
}

/* Three tellings of one shelling: a claim, a copy of it, a denial. */
static void claim(Story *s, const char *id, const char *source) {
    story_begin(s, id, "2023-06-12", source,
                "Officials in Bem said on Monday that Alian troops shelled the market of Porto Süd at dawn and killed "
                "nine people. The market was full of people when the shells fell, the officials said. Rescue workers "
                "searched the ruins for survivors until the evening. The border has been closed since then.");
    uint32_t bem = story_entity(s, "Officials in Bem", "UKR", SECTOR_GOV);
    uint32_t alia = story_entity(s, "Alian troops", "RUS", SECTOR_MIL);
    uint32_t people = story_entity(s, "nine people", "UKR", SECTOR_CVL);
    uint32_t e = story_event(s, EVENT_ASSAULT, "shelled", alia, people);
    s->doc.events.at[e].mode = MODE_ASSAULT_heavy_weapons;
    s->doc.events.at[e].dead = 9;
    s->doc.events.at[e].contexts = (uint64_t)1 << CONTEXT_military;
    story_voice(s, e, 'a', bem, "said", "Alian troops shelled the market of Porto Süd at dawn");
}

static void denial(Story *s, const char *id) {
    story_begin(s, id, "2023-06-13", "Tribune",
                "Alia denied that Alian troops shelled the market of Porto Süd. It spoke of a provocation.");
    uint32_t alia = story_entity(s, "Alia", "RUS", SECTOR_GOV);
    uint32_t troops = story_entity(s, "Alian troops", "RUS", SECTOR_MIL);
    uint32_t e = story_event(s, EVENT_ASSAULT, "shelled", troops, NONE);
    story_voice(s, e, 'd', alia, "denied", "Alian troops shelled the market of Porto Süd");
    uint32_t no = story_event(s, EVENT_REJECT, "denied", alia, NONE);
    s->doc.events.at[no].about = e;
}

static void talks(Story *s) {
    story_begin(s, "talks", "2024-01-05", "Herald",
                "Envoys of Alia and Bem met in Zug. They spoke about grain, prisoners and the border.");
    uint32_t alia = story_entity(s, "Alia", "RUS", SECTOR_GOV);
    uint32_t bem = story_entity(s, "Bem", "UKR", SECTOR_GOV);
    uint32_t e = story_event(s, EVENT_CONSULT, "met", alia, NONE);
    uint32_t both[] = {alia, bem};
    s->doc.events.at[e].actors = doc_refs(&s->doc, both, 2);
    Span zug = story_find(&s->doc, "Zug");
    Place p = {.span = zug,
               .name = STR("Zug"),
               .geonameid = 2657908,
               .lat = 47.17,
               .lon = 8.52,
               .country = "CHE",
               .token = NONE,
               .mention = NONE};
    vec_push(&s->arena, &s->doc.places, p);
    s->doc.events.at[e].place = 0;
}

static int fill(void **state) {
    Story s;
    remove_store();
    Store *store = open_store(STORE_CREATE);
    Ledger *l = open_ledger(store);
    claim(&s, "claim", "Herald");
    assert_true(add(l, &s));
    claim(&s, "copy", "Morning Post");
    assert_true(add(l, &s));
    denial(&s, "denial");
    assert_true(add(l, &s));
    talks(&s);
    assert_true(add(l, &s));
    close_ledger(l);
    *state = store;
    return 0;
}

static int drop(void **state) {
    store_close(*state);
    remove_store();
    return 0;
}

static int64_t number(const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(PATH, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

static void twice_is_once(void **state) {
    Story s;
    Ledger *l = open_ledger(*state);
    claim(&s, "claim", "Herald");
    assert_false(add(l, &s));
    assert_int_equal(ledger_counts(l).known, 1);
    close_ledger(l);
    assert_int_equal(number("SELECT count(*) FROM report"), 4);
    assert_int_equal(number("SELECT count(*) FROM event"), 5);
}

/* Two outlets number their reports alike: the events keep ids of their own. */
static void ids_are_of_one_event(void **state) {
    Story s;
    Err err;
    Ledger *l = open_ledger(*state);
    claim(&s, "claim", "Gazette");
    assert_true(add(l, &s));
    close_ledger(l);
    assert_int_equal(number("SELECT count(DISTINCT eid) FROM event"), 6);
    assert_int_equal(number("SELECT eid = 'claim-0-5.1' FROM event WHERE report = 5"), 1);
    assert_true(store_check(*state, &err));
}

static void store_is_sound(void **state) {
    Err err;
    if (!store_check(*state, &err)) {
        fail_msg("%s", err.text);
    }
    StoreSize size;
    assert_true(store_size(*state, &size, &err));
    assert_int_equal(size.reports, 4);
    assert_int_equal(size.copies, 1);
    assert_int_equal(size.events, 5);
    assert_int_equal(size.day_min, day_of(2023, 6, 12));
    assert_int_equal(size.day_max, day_of(2024, 1, 5));
    assert_string_equal(size.coder, "test 1");
}

static void views_answer(void **state) {
    (void)state;
    assert_int_equal(number("SELECT count(*) FROM v_event"), 5);
    assert_int_equal(number("SELECT quote LIKE 'Officials in Bem%nine people.' FROM v_event WHERE id = 1"), 1);
    assert_int_equal(number("SELECT count(*) FROM v_event WHERE trigger = 'shelled'"), 3);
    assert_int_equal(number("SELECT count(*) FROM v_dyad WHERE source = 'RUS' AND target = 'UKR'"), 2);
    assert_int_equal(number("SELECT count(*) FROM v_dyad WHERE source = 'UKR' AND target = 'RUS'"), 1); /* they met */
    assert_int_equal(number("SELECT events FROM v_dyad_month WHERE month = '2023-06'"), 1);
    assert_int_equal(number("SELECT count(*) FROM v_dyad_month"), 3);
    assert_int_equal(number("SELECT count(*) FROM v_act"), number("SELECT count(*) FROM act"));
    assert_int_equal(number("SELECT reports FROM v_act WHERE status = 'disputed' AND actors = 'Alian troops'"), 2);
    assert_int_equal(number("SELECT events FROM v_report WHERE doc = 'denial' AND NOT copy"), 2);
    assert_int_equal(number("SELECT count(*) FROM v_attribution WHERE source = 'Officials in Bem' AND cue = 'said'"),
                     2);
    assert_int_equal(number("SELECT count(*) FROM v_party WHERE code = 'UKR' AND role = 'recipient'"), 2);
    assert_int_equal(number("SELECT acts FROM v_actor WHERE name = 'Alian troops'"), 3);
    assert_int_equal(number("SELECT denied_by = 'Alia' AND asserted_by = 'Officials in Bem' FROM v_claim"), 1);
    assert_int_equal(number("SELECT count(*) FROM v_voice WHERE stance = 'denies' AND speaker = 'Alia' AND words = "
                            "'Alian troops shelled the market of Porto Süd'"),
                     1);
    assert_int_equal(number("SELECT count(*) FROM v_claim WHERE status = 'disputed'"), 1);
    assert_int_equal(number("SELECT count(*) FROM v_claim_history"), 4);
    assert_int_equal(number("SELECT report = 2 AND original = 1 AND similarity = 1 FROM v_copy"), 1);
    assert_int_equal(number("SELECT copies FROM v_publisher WHERE name = 'Morning Post'"), 1);
}

/* ---- queries ---- */

typedef struct Heard {
    int64_t ids[64];
    uint32_t n;
    StoredEvent last;
} Heard;

static bool hear(void *data, const StoredEvent *event) {
    Heard *h = data;
    h->ids[h->n++] = event->id;
    return true;
}

/* Events that match "key=value" pairs, newest first. */
static Heard ask(Store *store, const char *const *pairs) {
    Heard h = {0};
    Filter f;
    PageEnd end;
    Err err;
    filter_init(&f);
    for (; pairs[0] != NULL; pairs += 2) {
        if (!filter_set(&f, str_of(pairs[0]), str_of(pairs[1]), &err)) {
            fail_msg("%s", err.text);
        }
    }
    if (!query_events(store, &f, &(Page){.limit = 64}, hear, &h, &end, &err)) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(end.total, h.n);
    return h;
}
#define ASK(store, ...) ask(store, (const char *const[]){__VA_ARGS__, NULL})

static void filters_pick(void **state) {
    Store *store = *state;
    Heard h = ASK(store, "from", "2023");
    assert_int_equal(h.n, 4); /* the copy's event is left out */
    assert_int_equal(h.ids[0], 5);
    assert_int_equal(h.ids[3], 1);
    assert_int_equal(ASK(store, "copies", "yes").n, 5);
    assert_int_equal(ASK(store, "to", "2023").n, 3);
    assert_int_equal(ASK(store, "from", "2023-06-13", "to", "2023-06").n, 2);
    assert_int_equal(ASK(store, "actor", "RUS").n, 4);
    assert_int_equal(ASK(store, "actor", "RUS/MIL").n, 2);
    assert_int_equal(ASK(store, "actor", "MIL").n, 2);
    assert_int_equal(ASK(store, "actor", "alian TROOPS").n, 2);
    assert_int_equal(ASK(store, "recipient", "UKR").n, 2);
    assert_int_equal(ASK(store, "party", "UKR,FRA").n, 2);
    assert_int_equal(ASK(store, "actor", "RUS", "recipient", "UKR", "type", "consult").n, 1);
    assert_int_equal(ASK(store, "actor", "UKR", "recipient", "RUS").n, 1); /* they met: each acts on the other */
    assert_int_equal(ASK(store, "mode", "heavy-weapons").n, 1);
    assert_int_equal(ASK(store, "mode", "ASSAULT/drone").n, 0);
    assert_int_equal(ASK(store, "quad", "1,3").n, 2);
    assert_int_equal(ASK(store, "status", "denied").n, 1);
    assert_int_equal(ASK(store, "status", "happened").n, 3);
    assert_int_equal(ASK(store, "status", "denied, happened").n, 4);
    assert_int_equal(ASK(store, "context", "military,election").n, 1);
    assert_int_equal(ASK(store, "source", "herald").n, 2);
    assert_int_equal(ASK(store, "place", "CHE").n, 1);
    assert_int_equal(ASK(store, "place", "zug").n, 1);
    assert_int_equal(ASK(store, "place", "50%_").n, 0);
    assert_int_equal(ASK(store, "text", "grain").n, 1);
    assert_int_equal(ASK(store, "text", "\"porto sud\" provoc*").n, 2);
    assert_int_equal(ASK(store, "text", "grain OR provocation").n, 3);
    assert_int_equal(ASK(store, "text", "porto NOT provocation").n, 1);
    assert_int_equal(ASK(store, "text", "\" AND ( NEAR * -").n, 0);
    assert_int_equal(ASK(store, "confidence", "0.95").n, 0);
    assert_int_equal(ASK(store, "type", "ASSAULT", "once", "act").n, 1);
    assert_int_equal(ASK(store, "type", "ASSAULT", "once", "day", "copies", "yes").n, 2);
}

/* The classic filter: the same day, type, mode and parties once; nameless ones are told apart by who they are, and what
   has no date is of no day. */
static void once_a_day(void **state) {
    static const struct {
        const char *date, *who, *code;
    } cases[] = {{"2023-06-12", "Alian guns", "RUS"}, {"2023-06-12", "Alian jets", "RUS"},
                 {"2023-06-13", "Alian guns", "RUS"}, {"2023-06-12", "masked men", ""},
                 {"2023-06-12", "masked women", ""},  {"2023-06-12", "masked men", ""},
                 {NULL, "Alian guns", "RUS"},         {NULL, "Alian jets", "RUS"}};
    Store *store;
    remove_store();
    store = open_store(STORE_CREATE);
    Ledger *l = open_ledger(store);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Story s;
        char id[8], text[128];
        snprintf(id, sizeof id, "d%zu", i);
        snprintf(text, sizeof text, "%s shelled the %zuth market of Porto.", cases[i].who, i);
        story_begin(&s, id, cases[i].date, "Herald", text);
        story_event(&s, EVENT_ASSAULT, "shelled", story_entity(&s, cases[i].who, cases[i].code, SECTOR_MIL), NONE);
        assert_true(add(l, &s));
    }
    close_ledger(l);
    Heard h = ASK(store, "once", "day", "copies", "yes");
    assert_int_equal(h.n, 6);
    *state = store;
}

static void wrong_filters_are_named(void **state) {
    (void)state;
    static const struct {
        const char *key, *value, *says;
    } cases[] = {
        {"colour", "red", "there is no filter \"colour\""},
        {"type", "WAR", "there is no type \"WAR\"; known: AGREE, CONSULT"},
        {"type", "asault,AID", "there is no type \"asault\"; nearest: ASSAULT"},
        {"mode", "dron", "there is no mode \"dron\"; nearest: drone"},
        {"mode", "AID/drone", "AID has no modes"},
        {"mode", "SANCTION/drone", "there is no mode \"drone\"; known: convict, expel"},
        {"mode", "SANKTION/expel", "there is no type \"SANKTION\"; nearest: SANCTION"},
        {"context", "militry", "there is no context \"militry\"; nearest: military"},
        {"quad", "5", "there is no quad \"5\""},
        {"from", "June", "\"June\" is no date"},
        {"to", "2023-02-30", "\"2023-02-30\" is no date"},
        {"confidence", "2", "confidence is a number from 0 to 1"},
        {"status", "", "the filter \"status\" is given without a value"},
        {"once", "week", "there is no choice for once \"week\"; known: no, act, day"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Filter f;
        Err err;
        filter_init(&f);
        assert_false(filter_set(&f, str_of(cases[i].key), str_of(cases[i].value), &err));
        assert_memory_equal(err.text, cases[i].says, strlen(cases[i].says));
    }
}

static void pages_join(void **state) {
    for (int order = ORDER_NEWEST; order <= ORDER_ARRIVAL; order++) {
        Filter f;
        Err err;
        Heard h = {0};
        Page page = {.order = (Order)order, .limit = 2};
        PageEnd end;
        filter_init(&f);
        f.copies = true;
        do {
            char text[32];
            assert_true(query_events(*state, &f, &page, hear, &h, &end, &err));
            assert_int_equal(end.total, 5);
            cursor_write(end.last, text);
            assert_true(cursor_read(str_of(text), &page.after));
        } while (end.more);
        assert_int_equal(h.n, 5);
        int64_t sum = 0;
        for (uint32_t i = 0; i < h.n; i++) {
            sum += (int64_t)1 << h.ids[i];
        }
        assert_int_equal(sum, 62); /* each once */
    }
    Cursor c;
    assert_false(cursor_read(STR("x.1"), &c));
    assert_false(cursor_read(STR("12"), &c));
    assert_false(cursor_read(STR("1.99999999999"), &c));
}

static void cancelled_is_said(void **state) {
    Filter f;
    Err err;
    Tally t;
    Arena arena = {0};
    Heard h = {0};
    PageEnd end;
    filter_init(&f);
    store_cancel(*state);
    assert_false(query_events(*state, &f, &(Page){.limit = 2}, hear, &h, &end, &err));
    assert_non_null(strstr(err.text, "cancelled"));
    store_resume(*state);
    assert_true(query_tally(*state, &f, (Dimension[]){DIMENSION_year}, 1, TALLY_BY_KEY, 0, &arena, &t, &err));
    arena_release(&arena);
}

static void tallies_count(void **state) {
    Filter f;
    Err err;
    Tally t;
    Arena arena = {0};
    filter_init(&f);
    Dimension month[] = {DIMENSION_month, DIMENSION_quad};
    assert_true(query_tally(*state, &f, month, 2, TALLY_BY_KEY, 0, &arena, &t, &err));
    assert_int_equal(t.events, 4);
    assert_int_equal(t.n, 3);
    assert_memory_equal(t.rows[0].key[0].at, "2023-06", 7);
    assert_memory_equal(t.rows[0].key[1].at, "3", 1);
    assert_int_equal(t.rows[1].events, 2);
    assert_true(t.rows[2].score == 2.5);
    Dimension dyad[] = {DIMENSION_actor, DIMENSION_recipient};
    assert_true(query_tally(*state, &f, dyad, 2, TALLY_BY_COUNT, 0, &arena, &t, &err));
    assert_int_equal(t.events, 4);
    assert_int_equal(t.n, 3); /* RUS→UKR 2, RUS→nobody 2, UKR→RUS 1 */
    assert_int_equal(t.rows[0].events, 2);
    assert_int_equal(t.rows[2].events, 1);
    Dimension named[] = {DIMENSION_actor_party, DIMENSION_recipient_name, DIMENSION_place};
    assert_true(query_tally(*state, &f, named, 3, TALLY_BY_COUNT, 1, &arena, &t, &err));
    assert_int_equal(t.n, 1);
    assert_int_equal(t.total_rows, 5);
    arena_release(&arena);
}

/* What a query fills is what the document would have filled. */
static void rows_come_back(void **state) {
    Story s;
    Arena arena = {0};
    StoredEvent got;
    EventRow want;
    bool found;
    Err err;
    claim(&s, "claim", "Herald");
    PointMap map = point_map(&arena, s.doc.text);
    row_of_event(&s.doc, &map, 0, &arena, &want);
    assert_true(query_event(*state, STR("claim-0"), &arena, &got, &found, &err));
    assert_true(found);
    assert_true(str_eq(got.row.trigger, want.trigger) && str_eq(got.row.span, want.span));
    assert_true(str_eq(got.row.sentence, want.sentence) && str_eq(got.row.source, want.source));
    assert_int_equal(got.row.span_at[1], want.span_at[1]);
    assert_int_equal(got.row.mode, want.mode);
    assert_int_equal(got.row.contexts, want.contexts);
    assert_int_equal(got.row.actors.n, 1);
    assert_true(str_eq(got.row.actors.at[0].name, want.actors.at[0].name));
    assert_string_equal(got.row.actors.at[0].code, "RUS");
    assert_int_equal(got.row.actors.at[0].sectors[0], SECTOR_MIL);
    assert_int_equal(got.row.asserted_by.n, 1);
    assert_true(str_eq(got.row.asserted_by.at[0].content, want.asserted_by.at[0].content));
    assert_true(str_eq(got.row.asserted_by.at[0].cue, STR("said")));
    assert_int_equal(got.row.dead, 9);
    assert_int_equal(got.row.injured, -1);
    assert_int_equal(got.act_status, STATUS_disputed);
    assert_int_equal(got.act_reports, 2); /* the copy corroborates nothing */
    assert_int_equal(got.act_publishers, 2);
    assert_true(query_event(*state, STR("nothing"), &arena, &got, &found, &err));
    assert_false(found);
    story_end(&s);
    arena_release(&arena);
}

static void reports_come_back(void **state) {
    Story s;
    Arena arena = {0}, scratch = {0};
    Doc doc;
    bool found;
    Err err;
    int64_t report, *ids;
    char what[256];
    denial(&s, "denial");
    doc_init(&doc, &arena, &scratch);
    assert_true(record_find(*state, STR("denial"), &report, &err));
    assert_int_equal(report, 3);
    assert_true(record_read_coded(*state, report, &doc, &ids, &found, &err) && found);
    assert_true(str_eq(doc.text, s.doc.text) && str_eq(doc.id, s.doc.id));
    assert_int_equal(doc.sentences.n, s.doc.sentences.n);
    assert_int_equal(doc.entities.n, 2);
    assert_int_equal(doc.events.n, 2);
    assert_int_equal(ids[1], 4);
    assert_int_equal(doc.events.at[1].about, 0);
    for (uint32_t i = 0; i < 2; i++) {
        assert_true(span_eq(doc.events.at[i].trigger, s.doc.events.at[i].trigger));
        assert_true(span_eq(doc.events.at[i].span, s.doc.events.at[i].span));
    }
    const Attribution *a = &doc.attributions.at[doc.refs.at[doc.events.at[0].denied_by.first]];
    assert_true(span_eq(doc.spans.at[a->contents.first], s.doc.spans.at[s.doc.attributions.at[0].contents.first]));
    (void)what;
    story_end(&s);
    arena_release(&arena);
    arena_release(&scratch);
}

/* ---- the claims board ---- */

static bool hear_claim(void *data, const Claim *claim_) {
    Claim *into = data;
    into->reports++;
    if (into->act == 0) {
        int64_t n = into->reports;
        *into = *claim_;
        into->reports = n;
    }
    return true;
}

static void claims_stand_on_the_board(void **state) {
    Filter f;
    Err err;
    Claim heard = {0};
    ClaimPageEnd end;
    filter_init(&f);
    assert_true(board_claims(*state, &f, &(ClaimPage){.limit = 10}, hear_claim, &heard, &end, &err));
    assert_int_equal(heard.reports, 1);
    assert_int_equal(heard.status, STATUS_disputed);
    assert_int_equal(heard.asserts, 2); /* the copy's telling is shown, but not counted as a report */
    assert_int_equal(heard.denies, 1);
    assert_int_equal(heard.changes, 2);
    assert_int_equal(heard.n_said, 0);
    heard = (Claim){0};
    assert_true(board_claims(*state, &f, &(ClaimPage){.voices = 1}, hear_claim, &heard, &end, &err));
    assert_int_equal(heard.n_said, 2); /* one of each stance: a denial is not lost in a crowd */
    heard = (Claim){0};
    assert_true(
        board_claims(*state, &f, &(ClaimPage){.statuses = 1U << STATUS_claimed}, hear_claim, &heard, &end, &err));
    assert_int_equal(heard.reports, 0);

    Arena arena = {0};
    ActView view;
    bool found;
    assert_true(board_act(*state, 1, 0, &arena, &view, &found, &err) && found);
    assert_int_equal(view.n_tellings, 3);
    assert_int_equal(view.n_voices, 3);
    assert_true(str_is(view.voices[2].stance, "denies"));
    assert_true(str_is(view.voices[2].voice.who.name, "Alia"));
    assert_true(str_is(view.voices[2].words, "Alian troops shelled the market of Porto Süd"));
    assert_int_equal(view.n_history, 2);
    assert_int_equal(view.history[0].status, STATUS_claimed);
    assert_int_equal(view.history[1].status, STATUS_disputed);
    assert_true(str_is(view.history[1].doc, "denial"));
    arena_release(&arena);
}

/* ---- rebuild ---- */

static bool hear_change(void *data, const Change *change) {
    char *log = data;
    size_t n = strlen(log);
    snprintf(log + n, 512 - n, "%d %.*s %.*s;", change->kind, (int)change->doc.n, change->doc.at, (int)change->quote.n,
             change->quote.at);
    return true;
}

/* A "better coder" finds the denial's event reported and leaves the REJECT out. */
static void rebuild_shows_what_changed(void **state) {
    Store *store = *state;
    Err err;
    Ledger *l = ledger_open(store, STR("test 2"), "rebuild", &err);
    assert_non_null(l);
    assert_true(ledger_begin(l, &err) && rebuild_strip(store, &err) && ledger_restart(l, &err));
    for (int i = 0; i < 4; i++) {
        Story s;
        i == 0   ? claim(&s, "claim", "Herald")
        : i == 1 ? claim(&s, "copy", "Morning Post")
        : i == 2 ? denial(&s, "denial")
                 : talks(&s);
        if (i == 2) {
            s.doc.events.n = 1;
            s.doc.events.at[0].status = STATUS_disputed;
        }
        assert_true(ledger_derive(l, i + 1, &s.doc, &err));
        story_end(&s);
    }
    ChangeCounts counts;
    char log[512] = "";
    assert_true(rebuild_changes(store, &counts, hear_change, log, &err));
    assert_int_equal(counts.before, 5);
    assert_int_equal(counts.after, 4);
    assert_int_equal(counts.gone, 1);
    assert_int_equal(counts.added, 0);
    assert_int_equal(counts.status, 1);
    assert_int_equal(counts.reports, 1);
    assert_string_equal(log, "0 denial denied;2 denial shelled;");
    close_ledger(l);
    if (!store_check(store, &err)) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(number("SELECT count(*) FROM event"), 4);
    assert_int_equal(number("SELECT count(DISTINCT coder) FROM coding"), 1);
    assert_int_equal(number("SELECT count(*) FROM run"), 2);
}

/* ---- parts ---- */

static void sha256_is_right(void **state) {
    (void)state;
    static const struct {
        const char *text, *hex;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sha256 h;
        unsigned char digest[SHA256_BYTES];
        char hex[2 * SHA256_BYTES + 1];
        sha256_init(&h);
        for (const char *p = cases[i].text; *p != '\0'; p++) {
            sha256_add(&h, p, 1);
        }
        sha256_end(&h, digest);
        sha256_hex(digest, hex);
        assert_string_equal(hex, cases[i].hex);
    }
}

static void shares_are_of_the_shorter(void **state) {
    (void)state;
    Arena arena = {0};
    Shingles whole = shingles_of(STR("one two three four five six seven eight nine ten"), &arena);
    Shingles cut = shingles_of(STR("ONE, two; three - four (five) six"), &arena);
    Shingles other = shingles_of(STR("eleven twelve thirteen fourteen"), &arena);
    Shingles none = shingles_of(STR("one two three"), &arena);
    assert_int_equal(whole.n, 7);
    assert_int_equal(cut.n, 3);
    assert_int_equal(none.n, 0);
    assert_true(shingles_share(&whole, &cut) == 1);
    assert_true(shingles_share(&whole, &other) == 0);
    assert_true(shingles_share(&whole, &none) == 0);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_right),
        cmocka_unit_test(shares_are_of_the_shorter),
        cmocka_unit_test(wrong_filters_are_named),
        cmocka_unit_test_teardown(once_a_day, drop),
        cmocka_unit_test_setup_teardown(store_is_sound, fill, drop),
        cmocka_unit_test_setup_teardown(twice_is_once, fill, drop),
        cmocka_unit_test_setup_teardown(ids_are_of_one_event, fill, drop),
        cmocka_unit_test_setup_teardown(views_answer, fill, drop),
        cmocka_unit_test_setup_teardown(filters_pick, fill, drop),
        cmocka_unit_test_setup_teardown(pages_join, fill, drop),
        cmocka_unit_test_setup_teardown(cancelled_is_said, fill, drop),
        cmocka_unit_test_setup_teardown(tallies_count, fill, drop),
        cmocka_unit_test_setup_teardown(rows_come_back, fill, drop),
        cmocka_unit_test_setup_teardown(reports_come_back, fill, drop),
        cmocka_unit_test_setup_teardown(claims_stand_on_the_board, fill, drop),
        cmocka_unit_test_setup_teardown(rebuild_shows_what_changed, fill, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
