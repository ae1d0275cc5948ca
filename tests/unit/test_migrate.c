/* src/store/migrate: a store of each older version becomes one of this version, and nothing is lost on the way */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/stream.h"
#include "store/ledger.h"
#include "story.h"

static const char NEW[] = BINARY_DIR "/test_migrate.db", OLD[] = BINARY_DIR "/test_migrate_old.db";

static void remove_store(const char *path) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char name[512];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static Store *open_store(const char *path, StoreMode mode) {
    Err err;
    Store *store = store_open(path, mode, &err);
    if (store == NULL) {
        fail_msg("%s", err.text);
    }
    return store;
}

static void fill(Store *store) {
    Err err;
    Ledger *l = ledger_open(store, STR("test"), "test", &err);
    assert_non_null(l);
    for (int i = 0; i < 3; i++) {
        Story s;
        unsigned char hash[SHA256_BYTES];
        char id[8];
        bool added;
        snprintf(id, sizeof id, "r%d", i);
        story_begin(&s, id, "2023-06-12", "Herald", "Officials said that Alian guns shelled Bem at dawn.");
        uint32_t said = story_entity(&s, "Officials", "UKR", SECTOR_GOV);
        uint32_t e = story_event(&s, EVENT_ASSAULT, "shelled", story_entity(&s, "Alian guns", "RUS", SECTOR_MIL),
                                 story_entity(&s, "Bem", "UKR", SECTOR_CVL));
        story_voice(&s, e, 'a', said, "said", "Alian guns shelled Bem");
        report_hash(&s.doc, hash);
        assert_true(ledger_add(l, &s.doc, hash, &added, &err) && added);
        story_end(&s);
    }
    assert_true(ledger_close(l, &err));
}

static void run(sqlite3 *db, const char *sql) {
    char *said = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK) {
        fail_msg("%s: %s", sql, said);
    }
}

/* The first column of all rows, a line each; freed by the caller. */
static char *column(sqlite3 *db, const char *sql) {
    sqlite3_stmt *q;
    sqlite3_str *text = sqlite3_str_new(NULL);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        sqlite3_str_appendf(text, "%s\n", sqlite3_column_text(q, 0));
    }
    sqlite3_finalize(q);
    char *all = sqlite3_str_finish(text);
    assert_non_null(all);
    return all;
}

/* Comments and layout left out: SQLite keeps a definition as it was written. */
static void squeeze(char *text) {
    char *to = text;
    for (const char *p = text; *p != '\0'; p++) {
        if (p[0] == '-' && p[1] == '-') {
            p += strcspn(p, "\n") - 1;
        } else if (*p != ' ' && *p != '\n') {
            *to++ = *p;
        }
    }
    *to = '\0';
}

static char *schema_of(const char *path) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    char *all = column(db, "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema "
                           "ORDER BY type, name");
    sqlite3_close(db);
    squeeze(all);
    return all;
}

/* A file whose schema is that of tests/store/schema-N.sql, with all rows of the store at NEW, and a view of its user.
 */
static void make_old(int version) {
    Arena arena = {0};
    char path[512], *sql = arena_alloc(&arena, 1 << 16);
    Err err;
    snprintf(path, sizeof path, SOURCE_DIR "/tests/store/schema-%d.sql", version);
    Stream *s = stream_open(path, &err);
    assert_non_null(s);
    int64_t n, end = 0;
    while ((n = stream_read(s, sql + end, (size_t)((1 << 16) - 1 - end), &err)) > 0) {
        end += n;
    }
    sql[end] = '\0';
    stream_close(s);
    sqlite3 *db;
    remove_store(OLD);
    assert_int_equal(sqlite3_open(OLD, &db), SQLITE_OK);
    run(db, sql);
    run(db, "ATTACH '" BINARY_DIR "/test_migrate.db' AS new");
    char *copy = column(db, "SELECT 'INSERT INTO ' || name || ' SELECT * FROM new.' || name || ';' FROM sqlite_schema "
                            "WHERE type = 'table' AND name NOT GLOB 'sqlite*' AND name NOT GLOB 'report_fts*'");
    run(db, copy);
    sqlite3_free(copy);
    run(db, "INSERT INTO report_fts (report_fts) VALUES ('rebuild')");
    run(db, "CREATE VIEW mine AS SELECT count(*) AS n FROM v_event");
    snprintf(path, sizeof path, "PRAGMA application_id = %d; PRAGMA user_version = %d", STORE_APPLICATION, version);
    run(db, path);
    sqlite3_close(db);
    arena_release(&arena);
}

static bool add_line(void *data, const char *table, int64_t rows, const char *hex) {
    char *text = data;
    size_t n = strlen(text);
    snprintf(text + n, 4096 - n, "%s %lld %s\n", table, (long long)rows, hex);
    return true;
}

static void digest(Store *store, char text[4096]) {
    Err err;
    text[0] = '\0';
    assert_true(store_digest(store, add_line, text, &err));
}

static void older_stores_are_brought_up_to_date(void **state) {
    (void)state;
    char before[4096], after[4096];
    Err err;
    remove_store(NEW);
    Store *store = open_store(NEW, STORE_CREATE);
    fill(store);
    digest(store, before);
    store_close(store);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(NEW, &db), SQLITE_OK);
    run(db, "CREATE VIEW mine AS SELECT count(*) AS n FROM v_event");
    sqlite3_close(db);
    char *wanted = schema_of(NEW);
    for (int version = 1; version < STORE_VERSION; version++) {
        make_old(version);
        assert_null(store_open(OLD, STORE_READ, &err)); /* told, untouched */
        assert_non_null(strstr(err.text, "an older program wrote it"));
        assert_non_null(strstr(err.text, "`demarche rebuild` brings it up to date"));
        store = open_store(OLD, STORE_WRITE);
        digest(store, after);
        assert_string_equal(before, after);
        if (!store_check(store, &err)) {
            fail_msg("%s", err.text);
        }
        store_close(store);
        char *got = schema_of(OLD);
        assert_string_equal(wanted, got);
        sqlite3_free(got);
        store_close(open_store(OLD, STORE_READ));
    }
    sqlite3_free(wanted);
    remove_store(NEW);
    remove_store(OLD);
}

/* What cannot be migrated stays as it was: here a table of a later version is in the way. */
static void a_failed_migration_never_happened(void **state) {
    (void)state;
    Err err;
    remove_store(NEW);
    store_close(open_store(NEW, STORE_CREATE));
    make_old(1);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(OLD, &db), SQLITE_OK);
    run(db, "CREATE TABLE v_actor (n INTEGER)");
    sqlite3_close(db);
    char *before = schema_of(OLD);
    assert_null(store_open(OLD, STORE_WRITE, &err));
    assert_non_null(strstr(err.text, "to schema version"));
    char *after = schema_of(OLD);
    assert_string_equal(before, after);
    sqlite3_free(before);
    sqlite3_free(after);
    remove_store(NEW);
    remove_store(OLD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(older_stores_are_brought_up_to_date),
        cmocka_unit_test(a_failed_migration_never_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
