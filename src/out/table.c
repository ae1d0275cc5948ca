/* --format table: for reading.

   Kenyan president starts three-day visit            title, or the report's id
   2026-03-09 · Meridian News · By Jane Roe           what else is known about the report

   2026-03-09  Kenya GOV → Türkiye GOV   CONSULT visit   reported   on whose word
               “The president of Kenya arrived in Ankara …”                          the clause; its trigger is marked

   The columns of parties and of words share what the terminal's width leaves. */
#include "out/paint.h"

#include "base/utf8.h"

enum {
    DATE_WIDTH = 10,
    EVENT_WIDTH = 22,  /* "COERCE misinformation" */
    STATUS_WIDTH = 12, /* "hypothetical" */
    GAP = 2,
    WIDE = 118,         /* where the width is not known */
    NARROW = 72,        /* a narrower terminal gets its lines cut all the same */
    EVIDENCE_MOST = 400 /* bytes of a clause that are shown */
};

static const Paint QUAD_PAINT[5] = {PAINT_PLAIN, PAINT_GREEN, PAINT_CYAN, PAINT_YELLOW, PAINT_RED};
static const Paint STATUS_PAINT[STATUS_COUNT] = {
    [STATUS_claimed] = PAINT_BLUE,   [STATUS_disputed] = PAINT_MAGENTA, [STATUS_denied] = PAINT_MAGENTA,
    [STATUS_negated] = PAINT_DIM,    [STATUS_planned] = PAINT_DIM,      [STATUS_hypothetical] = PAINT_DIM,
    [STATUS_historical] = PAINT_DIM,
};

static void party(StrBuf *b, const RowParty *p) {
    buf_str(b, p->name.n > 0 ? p->name : STR("?"));
    if (p->code[0] != '\0' || p->sectors[0] != SECTOR_NONE) {
        buf_str(b, STR(" ["));
        buf_str(b, str_of(p->code));
        if (p->code[0] != '\0' && p->sectors[0] != SECTOR_NONE) {
            buf_char(b, ' ');
        }
        out_sectors(b, p->sectors, ' ');
        buf_char(b, ']');
    }
}

static void parties(StrBuf *b, const RowParties *list) {
    for (uint32_t i = 0; i < list->n; i++) {
        buf_str(b, i > 0 ? STR(", ") : STR(""));
        party(b, &list->at[i]);
    }
    if (list->n == 0) {
        buf_str(b, STR("—"));
    }
}

static Str who_to_whom(Arena *arena, const EventRow *e) {
    StrBuf b;
    buf_init(&b, arena);
    parties(&b, &e->actors);
    if (e->recipients.n > 0) {
        buf_str(&b, STR(" → "));
        parties(&b, &e->recipients);
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
    return buf_take(&b);
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

static void event_line(StrBuf *out, const Look *look, const EventRow *e) {
    uint32_t width = look->width == 0 ? WIDE : look->width > NARROW ? (uint32_t)look->width : NARROW;
    uint32_t rest = width - DATE_WIDTH - EVENT_WIDTH - STATUS_WIDTH - 4 * GAP;
    uint32_t who = rest * 2 / 3;
    Str parties_text = who_to_whom(out->arena, e), word = on_whose_word(out->arena, e);
    if (word.n == 0) { /* the report itself says so: the parties may have that room when they need it */
        word = STR("the report");
    }
    uint32_t word_width = utf8_width(word), needs = utf8_width(parties_text);
    if (word_width < rest - who && needs > who) {
        who = rest - word_width < needs ? rest - word_width : needs;
        who = who < rest * 2 / 3 ? rest * 2 / 3 : who;
    }
    Str mode = str_of(mode_names[e->mode]);
    Str event =
        str_of(arena_printf(out->arena, "%s%s%.*s", event_names[e->type], mode.n > 0 ? " " : "", (int)mode.n, mode.at));
    paint_cell(out, look, e->date_basis == DATE_BASIS_stated ? PAINT_PLAIN : PAINT_DIM,
               e->date.n > 0 ? e->date : e->report_date, DATE_WIDTH);
    gap(out);
    paint_cell(out, look, PAINT_PLAIN, parties_text, who);
    gap(out);
    paint_cell(out, look, QUAD_PAINT[event_quad(e->type)], event, EVENT_WIDTH);
    gap(out);
    paint_cell(out, look, STATUS_PAINT[e->status], str_of(status_names[e->status]), STATUS_WIDTH);
    gap(out);
    paint(out, look, e->asserted_by.n + e->denied_by.n + e->hedged_by.n > 0 ? PAINT_PLAIN : PAINT_DIM,
          look->width > 0 ? paint_cut(out->arena, word, rest - who) : word);
    buf_char(out, '\n');
}

void table_event(const EventRow *row, const Look *look, StrBuf *out) {
    event_line(out, look, row);
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
    about_report(out, look, doc);
    buf_char(out, '\n');
    for (uint32_t i = 0; i < doc->events.n; i++) {
        EventRow row;
        row_of_event(doc, &points, i, doc->scratch, &row);
        table_event(&row, look, out);
    }
    if (doc->events.n == 0) {
        paint(out, look, PAINT_DIM, STR("no events"));
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
}
