/* src/store: which tellings are one act, and what its status is; which reports are copies */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/board.h"
#include "store/db.h"
#include "store/ledger.h"
#include "story.h"

static const char PATH[] = BINARY_DIR "/test_acts.db";

static void remove_store(void) {
    unlink(PATH);
    unlink(BINARY_DIR "/test_acts.db-wal");
    unlink(BINARY_DIR "/test_acts.db-shm");
}

typedef struct Room {
    Store *store;
    Ledger *ledger;
} Room;

static Room enter(void) {
    Err err;
    Room room;
    remove_store();
    room.store = store_open(PATH, STORE_CREATE, &err);
    assert_non_null(room.store);
    room.ledger = ledger_open(room.store, STR("test"), "test", &err);
    assert_non_null(room.ledger);
    return room;
}

static void leave(Room *room) {
    Err err;
    assert_true(ledger_close(room->ledger, &err));
    if (!store_check(room->store, &err)) {
        fail_msg("%s", err.text);
    }
    store_close(room->store);
    remove_store();
}

static void add(Room *room, Story *s) {
    unsigned char hash[SHA256_BYTES];
    bool added;
    Err err;
    report_hash(&s->doc, hash);
    if (!ledger_add(room->ledger, &s->doc, hash, &added, &err)) {
        fail_msg("%s", err.text);
    }
    assert_true(added);
    story_end(s);
}

static ActView act(Room *room, int64_t id, Arena *arena) {
    ActView view;
    bool found;
    Err err;
    assert_true(board_act(room->store, id, 0, arena, &view, &found, &err));
    if (!found) {
        view.n_tellings = 0;
    }
    return view;
}

/* "WHO shelled WHOM": a telling on its own word, a claim, a denial, a plan. */
typedef struct Telling {
    const char *id, *date, *who, *code, *whom, *target;
    char how; /* p plain, a asserted, d denied, n negated, f future, h hypothetical */
} Telling;

static void tell(Room *room, Telling t) {
    static const struct {
        char how;
        Status status;
    } plain[] = {{'p', STATUS_reported}, {'n', STATUS_negated}, {'f', STATUS_planned}, {'h', STATUS_hypothetical}};
    Story s;
    char text[256];
    snprintf(text, sizeof text, "Ministers said that %s shelled %s near the old bridge at night. Report %s ends here.",
             t.who, t.whom, t.id);
    story_begin(&s, t.id, t.date, t.id, text);
    uint32_t who = story_entity(&s, t.who, t.code, SECTOR_MIL), whom = story_entity(&s, t.whom, t.target, SECTOR_CVL);
    uint32_t ministers = story_entity(&s, "Ministers", "", SECTOR_GOV);
    uint32_t e = story_event(&s, EVENT_ASSAULT, "shelled", who, whom);
    if (t.how == 'a' || t.how == 'd') {
        story_voice(&s, e, t.how, ministers, "said", "shelled");
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (plain[i].how == t.how) {
            s.doc.events.at[e].status = (uint8_t)plain[i].status;
        }
    }
    add(room, &s);
}

/* The statuses that an act goes through, in one letter each. */
static void history_is(const char *hows, const char *statuses) {
    Room room = enter();
    Arena arena = {0};
    char ids[16][24];
    for (size_t i = 0; hows[i] != '\0'; i++) {
        snprintf(ids[i], sizeof ids[i], "r%zu", i);
        tell(&room, (Telling){ids[i], "2023-06-12", "Alian guns", "RUS", "Porto", "UKR", hows[i]});
    }
    ActView view = act(&room, 1, &arena);
    assert_int_equal(view.n_tellings, strlen(hows));
    assert_int_equal(view.n_history, strlen(statuses));
    for (size_t i = 0; statuses[i] != '\0'; i++) {
        static const char letters[STATUS_COUNT] = {
            [STATUS_reported] = 'r', [STATUS_claimed] = 'c', [STATUS_disputed] = 'x',
            [STATUS_denied] = 'd',   [STATUS_negated] = 'n', [STATUS_planned] = 'f'};
        assert_int_equal(letters[view.history[i].status], statuses[i]);
    }
    arena_release(&arena);
    leave(&room);
}

static void status_follows_the_reports(void **state) {
    (void)state;
    history_is("p", "r");
    history_is("aap", "cr");
    history_is("ad", "cx");
    history_is("da", "dx");
    history_is("dd", "d");
    history_is("pd", "rx");
    history_is("n", "n");
    history_is("nd", "nd");
    history_is("an", "cx");
    history_is("ff", "f");
}

static void different_acts_stay_apart(void **state) {
    (void)state;
    static const Telling others[] = {
        {"time", "2023-06-20", "Alian guns", "RUS", "Porto", "UKR", 'p'},  /* a week later */
        {"actor", "2023-06-12", "Bemian guns", "UKR", "Riva", "RUS", 'p'}, /* the other side */
        {"plan", "2023-06-12", "Alian guns", "RUS", "Porto", "UKR", 'f'},  /* not yet */
        {"fear", "2023-06-12", "Alian guns", "RUS", "Porto", "UKR", 'h'},  /* perhaps */
    };
    Room room = enter();
    Arena arena = {0};
    tell(&room, (Telling){"first", "2023-06-12", "Alian guns", "RUS", "Porto", "UKR", 'p'});
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        tell(&room, others[i]);
    }
    tell(&room, (Telling){"again", "2023-06-13", "Alian guns", "RUS", "Porto", "UKR", 'p'});
    assert_int_equal(act(&room, 1, &arena).n_tellings, 2);
    for (int64_t i = 2; i <= 5; i++) {
        assert_int_equal(act(&room, i, &arena).n_tellings, 1);
    }
    assert_int_equal(act(&room, 6, &arena).n_tellings, 0);
    arena_release(&arena);
    leave(&room);
}

/* Who the gunman was, and that it was in Porto, stands in other sentences: the names of the reports join them. */
static void names_of_the_reports_join(void **state) {
    (void)state;
    static const struct {
        const char *id, *text, *who;
        bool same;
    } cases[] = {
        {"a", "A gunman wounded two guards. Police named Orin Valdes. It was near Castle Hill.", "A gunman", true},
        {"b", "The attacker wounded guards. His name is Orin Valdes. Castle Hill is closed.", "The attacker", true},
        {"c", "An intruder wounded a guard. Police seek Tilda Marsh. The Old Mint is closed.", "An intruder", false}};
    Room room = enter();
    Arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Story s;
        story_begin(&s, cases[i].id, "2023-06-12", cases[i].id, cases[i].text);
        uint32_t who = story_entity(&s, cases[i].who, "", SECTOR_CVL);
        s.doc.entities.at[who].type = ENTITY_unnamed;
        story_entity(&s, cases[i].same ? "Orin Valdes" : "Tilda Marsh", "", SECTOR_CVL);
        story_entity(&s, cases[i].same ? "Castle Hill" : "Old Mint", "", SECTOR_NONE);
        story_event(&s, EVENT_ASSAULT, "wounded", who, NONE);
        add(&room, &s);
    }
    assert_int_equal(act(&room, 1, &arena).n_tellings, 2);
    assert_int_equal(act(&room, 2, &arena).n_tellings, 1);
    arena_release(&arena);
    leave(&room);
}

/* One report that tells two shellings of its own does not corroborate itself; nor does one that tells the same again
   further down, which is one act, unless it is of another day, or did not happen there. */
static void a_report_corroborates_others_not_itself(void **state) {
    (void)state;
    static const struct {
        const char *text, *trigger, *date;
        Status status;
        bool same;
    } seconds[] = {
        {"Alian guns shelled Porto at dawn. Alian guns bombarded Porto at dusk.", "bombarded", "2023-06-12",
         STATUS_reported, false},
        {"Alian guns shelled Porto at dawn. Alian guns rained on Porto as they shelled it.", "shelled it", "2023-06-12",
         STATUS_reported, true},
        {"Alian guns shelled Porto at dawn. Alian guns had shelled Porto before.", "shelled Porto before", "2023-06-11",
         STATUS_reported, false},
        {"Alian guns shelled Porto at dawn. Alian guns never shelled Porto itself.", "shelled Porto itself",
         "2023-06-12", STATUS_negated, false},
    };
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        Room room = enter();
        Arena arena = {0};
        Story s;
        story_begin(&s, "r", "2023-06-12", "Herald", seconds[i].text);
        uint32_t guns = story_entity(&s, "Alian guns", "RUS", SECTOR_MIL),
                 porto = story_entity(&s, "Porto", "UKR", SECTOR_CVL);
        story_event(&s, EVENT_ASSAULT, "shelled", guns, porto);
        uint32_t second = story_event(&s, EVENT_ASSAULT, seconds[i].trigger, guns, porto);
        s.doc.events.at[second].date = str_of(seconds[i].date);
        s.doc.events.at[second].status = (uint8_t)seconds[i].status;
        add(&room, &s);
        ActView view = act(&room, 1, &arena);
        assert_int_equal(view.n_tellings, seconds[i].same ? 2 : 1);
        assert_int_equal(view.reports, 1);
        assert_int_equal(view.publishers, 1);
        assert_int_equal(act(&room, 2, &arena).n_tellings, seconds[i].same ? 0 : 1);
        arena_release(&arena);
        leave(&room);
    }
}

/* ---- copies ---- */

static const char NEWS[] =
    "Envoys of four states met in Zug on Monday to speak about the grain that lies in the closed harbours of the "
    "south. "
    "Nobody expected a result on the first day, a delegate told reporters outside the hotel by the lake. The talks go "
    "on "
    "until Friday and may move to another town if the guests wish so. Farmers wait for an answer since the harvest "
    "began. "
    "Prices for wheat rose by a tenth within three weeks, traders in the city said. Two ships left the port last week "
    "after inspectors had looked through their holds, and a third one is to follow on Thursday morning.";

static int64_t original_of(Room *room, const char *id, const char *text) {
    Story s;
    int64_t original;
    story_begin(&s, id, "2023-06-12", id, text);
    add(room, &s);
    assert_true(db_int(room->store, &original, 0, "SELECT original FROM coding ORDER BY report DESC LIMIT 1", ""));
    return original;
}

static void copies_are_known(void **state) {
    (void)state;
    char text[2048];
    Room room = enter();
    assert_int_equal(original_of(&room, "first", NEWS), 0);
    assert_int_equal(original_of(&room, "same", NEWS), 1);
    snprintf(text, sizeof text, "Grain talks open in Zug. %s Editing by our desk.", NEWS);
    assert_int_equal(original_of(&room, "headline", text), 1);
    snprintf(text, sizeof text, "%.*s", (int)(sizeof NEWS / 2), NEWS);
    assert_int_equal(original_of(&room, "cut", text), 1);
    snprintf(text, sizeof text, "%s", NEWS);
    memcpy(strstr(text, "Monday"), "Sunday", 6);
    memcpy(strstr(text, "tenth"), "fifth", 5);
    memcpy(strstr(text, "Thursday"), "Saturday", 8);
    assert_int_equal(original_of(&room, "corrected", text), 1);
    assert_int_equal(
        original_of(&room, "other",
                    "Envoys of four states met in Zug on Monday. They spoke about prisoners, the border and "
                    "the mines along the river, but nobody mentioned grain, and a statement was put off "
                    "until the ministers arrive later in the week from their capitals."),
        0);
    assert_int_equal(original_of(&room, "short", "Envoys of four states met in Zug."), 0); /* too short to tell */
    leave(&room);
}

/* A round-up that quotes a whole short report has news of its own. */
static void a_longer_report_is_no_copy(void **state) {
    (void)state;
    char text[4096];
    Room room = enter();
    assert_int_equal(
        original_of(&room, "brief",
                    "Two ships left the port last week after inspectors had looked through their holds, and "
                    "a third one is to follow on Thursday morning."),
        0);
    snprintf(text, sizeof text, "%s", NEWS);
    assert_int_equal(original_of(&room, "round-up", text), 0);
    leave(&room);
}

static void a_locked_store_says_so(void **state) {
    (void)state;
    Room room = enter();
    Err err;
    Store *other = store_open(PATH, STORE_WRITE, &err);
    assert_non_null(other);
    sqlite3_busy_timeout(other->db, 20);
    Story s;
    story_begin(&s, "r", NULL, NULL, "Nothing happened.");
    add(&room, &s); /* leaves its batch open */
    assert_null(ledger_open(other, STR("test"), "test", &err));
    assert_non_null(strstr(err.text, "another process is writing to it"));
    store_close(other);
    leave(&room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_follows_the_reports), cmocka_unit_test(different_acts_stay_apart),
        cmocka_unit_test(names_of_the_reports_join),  cmocka_unit_test(a_report_corroborates_others_not_itself),
        cmocka_unit_test(copies_are_known),           cmocka_unit_test(a_longer_report_is_no_copy),
        cmocka_unit_test(a_locked_store_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
