#include "out/package.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "base/sha256.h"
#include "out/stored.h"
#include "store/ledger.h"
#include "store/record.h"

enum { LARGE = 256 * 1024 };

static const struct {
    const char *file, *format, *mediatype, *what;
    bool header;
    const char *key; /* primary key, in JSON; NULL: none, or no table */
} parts[PACKAGE_PARTS] = {
    [PACKAGE_events] = {"events.csv", "csv", "text/csv", "One event a row, with its evidence", true, "\"id\""},
    [PACKAGE_plover] = {"events.plover.jsonl", "jsonl", "application/x-ndjson",
                        "One event a line, with the field names of the PLOVER 2.0 data-interchange chapter", false,
                        NULL},
    [PACKAGE_cameo] = {"events.cameo.tsv", "csv", "text/tab-separated-values",
                       "The classic form: date, source, target, CAMEO code, id; lists of actors as dyads", false, NULL},
    [PACKAGE_dyads] = {"dyad-month.csv", "csv", "text/csv", "Months and pairs of codes: counts and mean scores", true,
                       "[\"month\", \"actor\", \"recipient\"]"},
    [PACKAGE_claims] = {"claims.csv", "csv", "text/csv", "Acts that rest on somebody's word or are contested", true,
                        "\"act\""},
    [PACKAGE_voices] = {"voices.csv", "csv", "text/csv",
                        "Who asserts, denies or doubts an act of claims.csv, in which words", true, NULL},
    [PACKAGE_reports] = {"reports.csv", "csv", "text/csv", "The reports of the store", true, "\"sha256\""},
};

/* A file on its way: bytes go through the hash. */
typedef struct File {
    FILE *to;
    Sha256 hash;
    uint64_t bytes, rows;
    char name[4096], hex[2 * SHA256_BYTES + 1];
    Arena arena;
    StrBuf out;
    bool failed;
} File;

typedef struct Package {
    Store *store;
    const PackageOrder *order;
    File files[PACKAGE_PARTS];
    Err *err;
} Package;

static void put(File *f) {
    sha256_add(&f->hash, f->out.at, f->out.n);
    f->bytes += f->out.n;
    f->failed |= f->out.n > 0 && fwrite(f->out.at, 1, f->out.n, f->to) != f->out.n;
    arena_reset(&f->arena);
    buf_init(&f->out, &f->arena);
}

static bool row_done(File *f) {
    f->rows++;
    if (f->arena.used >= LARGE) {
        put(f);
    }
    return !f->failed;
}

static bool cannot(const char *name, Err *err) {
    return err_set(err, "\"%s\": cannot be written: %s", name, strerror(errno));
}

static bool open_file(File *f, const char *folder, const char *name, Err *err) {
    snprintf(f->name, sizeof f->name, "%s/%s.part", folder, name);
    f->to = fopen(f->name, "wb");
    sha256_init(&f->hash);
    buf_init(&f->out, &f->arena);
    return f->to != NULL || cannot(f->name, err);
}

/* Everything out and on its way to the disk. */
static bool finish_file(File *f, Err *err) {
    unsigned char digest[SHA256_BYTES];
    put(f);
    f->failed |= fflush(f->to) != 0 || fsync(fileno(f->to)) != 0;
    sha256_end(&f->hash, digest);
    sha256_hex(digest, f->hex);
    return !f->failed || cannot(f->name, err);
}

static void close_file(File *f, bool remove_it) {
    if (f->to != NULL) {
        fclose(f->to);
        if (remove_it) {
            unlink(f->name);
        }
    }
    arena_release(&f->arena);
}

static bool wants(const Package *p, PackagePart part) {
    return p->order->parts >> part & 1;
}

/* ---- events ---- */

static bool write_event(void *data, const StoredEvent *event) {
    Package *p = data;
    static const struct {
        PackagePart part;
        WriteRow *write;
    } writers[] = {{PACKAGE_events, csv_row}, {PACKAGE_plover, plover_row}, {PACKAGE_cameo, cameo_row}};
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (wants(p, writers[i].part)) {
            File *f = &p->files[writers[i].part];
            writers[i].write(&event->row, &f->out);
            if (!row_done(f)) {
                return cannot(f->name, p->err);
            }
        }
    }
    return true;
}

static bool write_events(Package *p) {
    PageEnd end;
    Page page = {.order = ORDER_ARRIVAL};
    if (!wants(p, PACKAGE_events) && !wants(p, PACKAGE_plover) && !wants(p, PACKAGE_cameo)) {
        return true;
    }
    return query_events(p->store, &p->order->filter, &page, write_event, p, &end, p->err) &&
           !p->files[PACKAGE_events].failed && !p->files[PACKAGE_plover].failed && !p->files[PACKAGE_cameo].failed;
}

/* ---- dyads, claims, voices, reports ---- */

static bool write_dyads(Package *p) {
    static const Dimension by[] = {DIMENSION_month, DIMENSION_actor, DIMENSION_recipient};
    File *f = &p->files[PACKAGE_dyads];
    Arena arena = {0};
    Tally tally;
    bool ok = query_tally(p->store, &p->order->filter, by, 3, TALLY_BY_KEY, 0, &arena, &tally, p->err);
    for (uint32_t i = 0; ok && i < tally.n; i++) {
        const TallyRow *r = &tally.rows[i];
        stored_cell(&f->out, r->key[0], true);
        stored_cell(&f->out, r->key[1], false);
        stored_cell(&f->out, r->key[2], false);
        buf_printf(&f->out, ",%llu,%.3f,%llu,%llu,%llu,%llu\r\n", (unsigned long long)r->events, r->score,
                   (unsigned long long)r->quad[0], (unsigned long long)r->quad[1], (unsigned long long)r->quad[2],
                   (unsigned long long)r->quad[3]);
        ok = row_done(f) || cannot(f->name, p->err);
    }
    arena_release(&arena);
    return ok;
}

static void party_cells(StrBuf *out, const RowParties *list) {
    StrBuf names, codes;
    buf_init(&names, out->arena);
    buf_init(&codes, out->arena);
    for (uint32_t i = 0; i < list->n; i++) {
        buf_printf(&names, "%s%.*s", i > 0 ? ";" : "", (int)list->at[i].name.n,
                   list->at[i].name.n > 0 ? list->at[i].name.at : "");
        buf_printf(&codes, "%s%s", i > 0 ? ";" : "", list->at[i].code);
    }
    stored_cell(out, buf_take(&names), false);
    stored_cell(out, buf_take(&codes), false);
}

static bool write_claim_row(Package *p, const Claim *c) {
    File *f = &p->files[PACKAGE_claims];
    StrBuf *out = &f->out;
    const EventRow *row = &c->event.row;
    buf_printf(out, "%lld,%s,%s", (long long)c->act, event_names[row->type], mode_names[row->mode]);
    stored_cell(out, row->date, false);
    stored_cell(out, str_of(status_names[c->status]), false);
    party_cells(out, &row->actors);
    party_cells(out, &row->recipients);
    buf_printf(out, ",%lld,%lld,%lld,%lld,%lld,%lld", (long long)c->reports, (long long)c->publishers,
               (long long)c->asserts, (long long)c->denies, (long long)c->doubts, (long long)c->changes - 1);
    stored_cell(out, row->span, false);
    stored_cell(out, row->report, false);
    stored_cell(out, c->last_date, false);
    buf_str(out, STR("\r\n"));
    return row_done(f) || cannot(f->name, p->err);
}

static bool write_voice_row(Package *p, int64_t act, const Voice *v) {
    File *f = &p->files[PACKAGE_voices];
    StrBuf *out = &f->out, sectors;
    buf_init(&sectors, out->arena);
    out_sectors(&sectors, v->voice.who.sectors, '/');
    buf_printf(out, "%lld", (long long)act);
    const Str cells[] = {v->stance,
                         v->voice.who.name,
                         str_of(v->voice.who.code),
                         buf_take(&sectors),
                         str_of(attribution_kind_names[v->voice.kind]),
                         v->voice.cue,
                         v->words,
                         v->eid,
                         v->doc,
                         v->date,
                         v->publisher,
                         v->copy ? STR("true") : STR("false")};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        stored_cell(out, cells[i], false);
    }
    buf_str(out, STR("\r\n"));
    return row_done(f) || cannot(f->name, p->err);
}

static bool write_claim(void *data, const Claim *c) {
    Package *p = data;
    bool ok = !wants(p, PACKAGE_claims) || write_claim_row(p, c);
    for (uint32_t i = 0; i < c->n_said && ok; i++) {
        ok = write_voice_row(p, c->act, &c->said[i]);
    }
    return ok;
}

static bool write_claims(Package *p) {
    ClaimPage page = {.voices = wants(p, PACKAGE_voices) ? UINT32_MAX : 0};
    ClaimPageEnd end;
    if (!wants(p, PACKAGE_claims) && !wants(p, PACKAGE_voices)) {
        return true;
    }
    return board_claims(p->store, &p->order->filter, &page, write_claim, p, &end, p->err) &&
           !p->files[PACKAGE_claims].failed && !p->files[PACKAGE_voices].failed;
}

static bool write_report(void *data, const RecordLine *r) {
    Package *p = data;
    File *f = &p->files[PACKAGE_reports];
    char hex[2 * SHA256_BYTES + 1];
    sha256_hex(r->hash, hex);
    stored_cell(&f->out, r->doc, true);
    stored_cell(&f->out, r->date, false);
    stored_cell(&f->out, r->publisher, false);
    stored_cell(&f->out, r->title, false);
    stored_cell(&f->out, r->url, false);
    buf_printf(&f->out, ",%s", hex);
    stored_cell(&f->out, r->copy_of, false);
    stored_cell(&f->out, r->coder, false);
    buf_str(&f->out, STR("\r\n"));
    return row_done(f) || cannot(f->name, p->err);
}

static bool write_reports(Package *p) {
    return record_lines(p->store, write_report, p, p->err) && !p->files[PACKAGE_reports].failed;
}

/* ---- the description ---- */

static void property(StrBuf *b, const char *key, Str value) {
    buf_printf(b, "%s\"%s\": ", b->n > 0 && b->at[b->n - 1] != '{' ? ", " : "", key);
    json_quote(b, value);
}

/* What a column may hold, by its name: a range, or the words of a list. */
static void constraints(StrBuf *b, const char *column) {
    static const struct {
        const char *columns; /* between blanks */
        const char *range;   /* members of a JSON object */
    } ranges[] = {
        {" id document event_id act copy ", "\"required\": true"},
        {" quad ", "\"required\": true, \"minimum\": 1, \"maximum\": 4"},
        {" score ", "\"required\": true, \"minimum\": -10, \"maximum\": 10"},
        {" confidence ", "\"required\": true, \"minimum\": 0, \"maximum\": 1"},
        {" lat ", "\"minimum\": -90, \"maximum\": 90"},
        {" lon ", "\"minimum\": -180, \"maximum\": 180"},
        {" dead injured arrested ", "\"minimum\": 0"},
        {" events ", "\"required\": true, \"minimum\": 1"},
        {" text_start text_end verbal_cooperation material_cooperation verbal_conflict material_conflict reports "
         "publishers asserts denies doubts changes ",
         "\"required\": true, \"minimum\": 0"},
        {" sha256 ", "\"required\": true, \"pattern\": \"[0-9a-f]{64}\""},
    };
    static const char *const stances[] = {"asserts", "denies", "doubts"};
    static const struct {
        const char *column;
        const char *const *names;
        int n;
    } lists[] = {{"event", event_names, EVENT_COUNT},
                 {"status", status_names, STATUS_COUNT},
                 {"date_basis", date_basis_names, DATE_BASIS_COUNT},
                 {"stance", stances, 3}};
    const char *key = arena_printf(b->arena, " %s ", column);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (strstr(ranges[i].columns, key) != NULL) {
            buf_printf(b, ", \"constraints\": {%s}", ranges[i].range);
        }
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(column, lists[i].column) == 0) {
            buf_str(b, STR(", \"constraints\": {\"required\": true, \"enum\": ["));
            for (int k = 0; k < lists[i].n; k++) {
                buf_str(b, k > 0 ? STR(", ") : STR(""));
                json_quote(b, str_of(lists[i].names[k]));
            }
            buf_str(b, STR("]}"));
        }
    }
}

static void schema(const Package *p, StrBuf *b, PackagePart part) {
    const PackageField *field = package_fields(part);
    if (field == NULL) {
        return;
    }
    buf_str(b, STR(",\n     \"schema\": {\"missingValues\": [\"\"], \"fields\": ["));
    for (bool first = true; field->name != NULL; field++, first = false) {
        buf_str(b, first ? STR("\n      {") : STR(",\n      {"));
        property(b, "name", str_of(field->name));
        property(b, "type", str_of(field->type));
        property(b, "description", str_of(field->what));
        constraints(b, field->name);
        buf_char(b, '}');
    }
    buf_str(b, STR("]"));
    if (parts[part].key != NULL) {
        buf_printf(b, ", \"primaryKey\": %s", parts[part].key);
    }
    if (part == PACKAGE_voices && wants(p, PACKAGE_claims)) {
        buf_str(b, STR(", \"foreignKeys\": [{\"fields\": \"act\", \"reference\": {\"resource\": \"claims\", "
                       "\"fields\": \"act\"}}]"));
    }
    buf_char(b, '}');
}

static void resource(const Package *p, StrBuf *b, PackagePart part) {
    const File *f = &p->files[part];
    buf_str(b, STR("\n    {"));
    property(b, "profile", package_fields(part) != NULL ? STR("tabular-data-resource") : STR("data-resource"));
    property(b, "name", str_of(package_parts[part]));
    property(b, "path", str_of(parts[part].file));
    property(b, "title", str_of(parts[part].what));
    property(b, "format", str_of(parts[part].format));
    property(b, "mediatype", str_of(parts[part].mediatype));
    property(b, "encoding", STR("utf-8"));
    if (part == PACKAGE_cameo) {
        buf_str(b, STR(", \"dialect\": {\"delimiter\": \"\\t\", \"header\": false}"));
    }
    property(b, "hash", str_of(arena_printf(b->arena, "sha256:%s", f->hex)));
    buf_printf(b, ", \"bytes\": %llu, \"rowCount\": %llu", (unsigned long long)f->bytes, (unsigned long long)f->rows);
    schema(p, b, part);
    buf_char(b, '}');
}

static bool describe(Package *p, File *f) {
    StoreSize size;
    if (!store_size(p->store, &size, p->err)) {
        return false;
    }
    StrBuf *b = &f->out;
    buf_str(b, STR("{"));
    property(b, "profile", STR("data-package"));
    property(b, "name", str_of(p->order->name));
    property(b, "title", STR("Political events coded from news reports"));
    property(b, "description",
             STR("Who did or said what to whom, when, where and on whose word, coded with PLOVER 2.0 (Open Event Data "
                 "Alliance, CC BY-SA 4.0). The texts quoted belong to their publishers."));
    buf_str(b, STR(",\n  \"demarche\": {"));
    property(b, "program", STR(DEMARCHE_VERSION));
    property(b, "coder", str_of(size.coder));
    buf_printf(
        b, ", \"schema\": %d, \"reports\": %lld, \"copies\": %lld, \"events\": %lld, \"reportsOfOlderCoders\": %lld",
        STORE_VERSION, (long long)size.reports, (long long)size.copies, (long long)size.events,
        (long long)size.other_coder);
    buf_str(b, STR(", \"filters\": ["));
    for (uint32_t i = 0; i < p->order->n_filters; i++) {
        buf_str(b, i > 0 ? STR(", ") : STR(""));
        json_quote(b, p->order->filters[i]);
    }
    buf_str(b, STR("]},\n  \"resources\": ["));
    for (int i = 0, n = 0; i < PACKAGE_PARTS; i++) {
        if (wants(p, (PackagePart)i)) {
            buf_str(b, n++ > 0 ? STR(",") : STR(""));
            resource(p, b, (PackagePart)i);
        }
    }
    buf_str(b, STR("]\n}\n"));
    return true;
}

/* ---- all of it ---- */

static bool open_all(Package *p) {
    for (int i = 0; i < PACKAGE_PARTS; i++) {
        File *f = &p->files[i];
        if (!wants(p, (PackagePart)i)) {
            continue;
        }
        if (!open_file(f, p->order->folder, parts[i].file, p->err)) {
            return false;
        }
        const PackageField *field = parts[i].header ? package_fields((PackagePart)i) : NULL;
        for (bool first = true; field != NULL && field->name != NULL; field++, first = false) {
            stored_cell(&f->out, str_of(field->name), first);
        }
        buf_str(&f->out, parts[i].header ? STR("\r\n") : STR(""));
    }
    return true;
}

static bool take_place(const File *f, Err *err) {
    char whole[sizeof f->name];
    snprintf(whole, sizeof whole, "%.*s", (int)(strlen(f->name) - strlen(".part")), f->name);
    return rename(f->name, whole) == 0 || cannot(whole, err);
}

static bool write_all(Package *p, File *description) {
    bool ok = open_all(p) && write_events(p) && (!wants(p, PACKAGE_dyads) || write_dyads(p)) && write_claims(p) &&
              (!wants(p, PACKAGE_reports) || write_reports(p));
    for (int i = 0; ok && i < PACKAGE_PARTS; i++) {
        ok = !wants(p, (PackagePart)i) || finish_file(&p->files[i], p->err);
    }
    ok = ok && open_file(description, p->order->folder, "datapackage.json", p->err) && describe(p, description) &&
         finish_file(description, p->err);
    for (int i = 0; ok && i < PACKAGE_PARTS; i++) {
        ok = !wants(p, (PackagePart)i) || take_place(&p->files[i], p->err);
    }
    return ok && take_place(description, p->err);
}

bool package_write(Store *store, const PackageOrder *order, Err *err) {
    Package p = {.store = store, .order = order, .err = err};
    File description = {0};
    bool ok = write_all(&p, &description);
    for (int i = 0; i < PACKAGE_PARTS; i++) {
        close_file(&p.files[i], !ok);
    }
    close_file(&description, !ok);
    return ok;
}
