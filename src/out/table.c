/* --format table: for reading.

   Kenyan president starts three-day visit            title, or the report's id
   2026-03-09 · Meridian News · By Jane Roe           what else is known about the report

   2026-03-09  Kenya GOV → Türkiye GOV   CONSULT visit   reported   on whose word
               “The president of Kenya arrived in Ankara …”                          the clause; its trigger is marked

   The columns of parties and of words share what the terminal's width leaves; a date that the report does not state is
   its own. */
#include "out/paint.h"

#include "base/utf8.h"

enum {
    DATE_WIDTH = 10,
    GAP = 2,
    EVENT_WIDTH = 22,   /* "COERCE misinformation", where columns are fixed */
    STATUS_WIDTH = 12,  /* "hypothetical" */
    WIDE = 118,         /* where the width is not known and columns are fixed */
    PARTIES_MOST = 100, /* where the width is not known */
    NARROW = 72,        /* a narrower terminal gets its lines cut all the same */
    EVIDENCE_MOST = 400 /* bytes of a clause that are shown */
};

static const Paint QUAD_PAINT[5] = {PAINT_PLAIN, PAINT_GREEN, PAINT_CYAN, PAINT_YELLOW, PAINT_RED};
static const Paint STATUS_PAINT[STATUS_COUNT] = {
    [STATUS_claimed] = PAINT_BLUE,   [STATUS_disputed] = PAINT_MAGENTA, [STATUS_denied] = PAINT_MAGENTA,
    [STATUS_negated] = PAINT_DIM,    [STATUS_planned] = PAINT_DIM,      [STATUS_hypothetical] = PAINT_DIM,
    [STATUS_historical] = PAINT_DIM,
};

/* "Russia [RUS GOV]"; in short, where the code says as much, "RUS GOV". */
static void party(StrBuf *b, const RowParty *p, bool in_short) {
    bool coded = p->code[0] != '\0' || p->sectors[0] != SECTOR_NONE;
    in_short = in_short && p->code[0] != '\0';
    if (!in_short) {
        buf_str(b, p->name.n > 0 ? p->name : STR("?"));
        buf_str(b, coded ? STR(" [") : STR(""));
    }
    buf_str(b, str_of(p->code));
    if (p->code[0] != '\0' && p->sectors[0] != SECTOR_NONE) {
        buf_char(b, ' ');
    }
    out_sectors(b, p->sectors, ' ');
    buf_str(b, coded && !in_short ? STR("]") : STR(""));
}

static void parties(StrBuf *b, const RowParties *list, bool in_short) {
    for (uint32_t i = 0; i < list->n; i++) {
        buf_str(b, i > 0 ? STR(", ") : STR(""));
        party(b, &list->at[i], in_short);
    }
    if (list->n == 0) {
        buf_str(b, STR("—"));
    }
}

static Str who_to_whom(Arena *arena, const EventRow *e, bool in_short) {
    StrBuf b;
    buf_init(&b, arena);
    parties(&b, &e->actors, in_short);
    if (e->recipients.n > 0) {
        buf_str(&b, STR(" → "));
        parties(&b, &e->recipients, in_short);
    }
    return buf_take(&b);
}

/* The same source once, however often it speaks. */
static void voices(StrBuf *b, const char *says, const RowVoices *list) {
    for (uint32_t i = 0, shown = 0; i < list->n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++) {
            seen |= str_eq(list->at[k].who.name, list->at[i].who.name);
        }
        if (!seen) {
            Str name = list->at[i].who.name;
            buf_str(b, shown > 0 ? STR(", ") : b->n > 0 ? STR("; ") : STR(""));
            buf_str(b, shown++ > 0 ? STR("") : str_of(says));
            buf_str(b, name.n > 0 ? name : STR("unnamed"));
        }
    }
}

static Str on_whose_word(Arena *arena, const EventRow *e) {
    StrBuf b;
    buf_init(&b, arena);
    voices(&b, "", &e->asserted_by);
    voices(&b, "denied by ", &e->denied_by);
    voices(&b, "doubted by ", &e->hedged_by);
    return b.n > 0 ? buf_take(&b) : STR("report");
}

static Str type_and_mode(Arena *arena, const EventRow *e) {
    return str_of(
        arena_printf(arena, "%s%s%s", event_names[e->type], e->mode != MODE_NONE ? " " : "", mode_names[e->mode]));
}

static void gap(StrBuf *out) {
    buf_str(out, STR("  "));
}

/* The clause in quotation marks, cut if it is very long, its trigger marked. */
static void evidence(StrBuf *out, const Look *look, const EventRow *e) {
    static const char open[] = "“", close[] = "”";
    uint32_t n = e->span.n <= EVIDENCE_MOST ? e->span.n : utf8_border(e->span, EVIDENCE_MOST), at = 0;
    Str clause = str_sub(e->span, 0, n);
    Span mark = {0, 0};
    if (e->trigger.n > 0 && str_find(clause, e->trigger, &at)) {
        /* Of a document's row the trigger is a part of the span, so that the right one of two is known. */
        if (e->trigger.at >= e->span.at && e->trigger.at + e->trigger.n <= e->span.at + n) {
            at = (uint32_t)(e->trigger.at - e->span.at);
        }
        mark = (Span){at + sizeof open - 1, at + sizeof open - 1 + e->trigger.n};
    }
    Str quoted =
        str_of(arena_printf(out->arena, "%s%.*s%s%s", open, (int)clause.n, clause.at, n < e->span.n ? "…" : "", close));
    paint_wrapped(out, look, quoted, mark, PAINT_BOLD, DATE_WIDTH + GAP);
}

/* What a line holds and how wide its columns are: the same in all lines of a report. */
typedef struct Entry {
    EventRow row;
    Str parties, event, word;
} Entry;

typedef struct Columns {
    uint32_t parties, event, status, word; /* word 0: as wide as need be */
} Columns;

static void widen(uint32_t *column, Str s) {
    uint32_t width = utf8_width(s);
    *column = width > *column ? width : *column;
}

static Columns columns_of(const Look *look, const Entry *entries, uint32_t n) {
    Columns c = {0};
    for (uint32_t i = 0; i < n; i++) {
        widen(&c.parties, entries[i].parties);
        widen(&c.event, entries[i].event);
        widen(&c.status, str_of(status_names[entries[i].row.status]));
        widen(&c.word, entries[i].word);
    }
    if (look->width == 0) {
        return (Columns){c.parties < PARTIES_MOST ? c.parties : PARTIES_MOST, c.event, c.status, 0};
    }
    uint32_t width = look->width > NARROW ? (uint32_t)look->width : NARROW;
    uint32_t rest = width - DATE_WIDTH - c.event - c.status - 4 * GAP;
    if (c.parties + c.word > rest) { /* both are cut, whose word it is to two fifths */
        c.word = c.word < rest * 2 / 5 ? c.word : rest * 2 / 5;
        c.parties = c.parties < rest - c.word ? c.parties : rest - c.word;
    }
    c.word = rest - c.parties;
    return c;
}

static void event_line(StrBuf *out, const Look *look, const Entry *entry, Columns columns) {
    const EventRow *e = &entry->row;
    Str who = utf8_width(entry->parties) <= columns.parties ? entry->parties : who_to_whom(out->arena, e, true);
    bool own_word = e->asserted_by.n + e->denied_by.n + e->hedged_by.n == 0;
    paint_cell(out, look, e->date_basis == DATE_BASIS_stated ? PAINT_PLAIN : PAINT_DIM,
               e->date.n > 0 ? e->date : e->report_date, DATE_WIDTH);
    gap(out);
    paint_cell(out, look, PAINT_PLAIN, who, columns.parties);
    gap(out);
    paint_cell(out, look, QUAD_PAINT[event_quad(e->type)], entry->event, columns.event);
    gap(out);
    paint_cell(out, look, STATUS_PAINT[e->status], str_of(status_names[e->status]), columns.status);
    gap(out);
    paint(out, look, own_word ? PAINT_DIM : PAINT_PLAIN,
          columns.word > 0 ? paint_cut(out->arena, entry->word, columns.word) : entry->word);
    buf_char(out, '\n');
}

static Entry entry_of(Arena *arena, const EventRow *row) {
    return (Entry){*row, who_to_whom(arena, row, false), type_and_mode(arena, row), on_whose_word(arena, row)};
}

/* Rows that come one by one, as from a store, cannot know how wide the others are: the columns are fixed. */
void table_event(const EventRow *row, const Look *look, StrBuf *out) {
    uint32_t width = look->width == 0 ? WIDE : look->width > NARROW ? (uint32_t)look->width : NARROW;
    uint32_t rest = width - DATE_WIDTH - EVENT_WIDTH - STATUS_WIDTH - 4 * GAP;
    Columns fixed = {rest * 2 / 3, EVENT_WIDTH, STATUS_WIDTH, look->width == 0 ? 0 : rest - rest * 2 / 3};
    Entry entry = entry_of(out->arena, row);
    event_line(out, look, &entry, fixed);
    evidence(out, look, row);
}

static void about_report(StrBuf *out, const Look *look, const Doc *doc) {
    const Str parts[] = {doc->date, doc->source, doc->byline, doc->section, doc->title.n > 0 ? doc->id : (Str){0}};
    StrBuf b;
    buf_init(&b, out->arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].n > 0) {
            buf_str(&b, b.n > 0 ? STR(" · ") : STR(""));
            buf_str(&b, parts[i]);
        }
    }
    Look bold = *look;
    Str title = doc->title.n > 0 ? doc->title : doc->id;
    paint_wrapped(out, &bold, title, (Span){0, title.n}, PAINT_BOLD, 0);
    if (b.n > 0) {
        Str line = buf_take(&b);
        paint_wrapped(out, look, line, (Span){0, line.n}, PAINT_DIM, 0);
    }
}

void table_document(const Doc *doc, const Look *look, StrBuf *out) {
    PointMap points = point_map(doc->scratch, doc->text);
    uint32_t n = doc->events.n;
    Entry *entries = arena_array(doc->scratch, Entry, n);
    for (uint32_t i = 0; i < n; i++) {
        EventRow row;
        row_of_event(doc, &points, i, doc->scratch, &row);
        entries[i] = entry_of(out->arena, &row);
    }
    Columns columns = columns_of(look, entries, n);
    about_report(out, look, doc);
    buf_char(out, '\n');
    for (uint32_t i = 0; i < n; i++) {
        event_line(out, look, &entries[i], columns);
        evidence(out, look, &entries[i].row);
    }
    if (n == 0) {
        paint(out, look, PAINT_DIM, STR("no events"));
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
}
